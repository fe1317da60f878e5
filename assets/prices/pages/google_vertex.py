"""Google Cloud's page of generative AI prices: one row per model, kind of token and region, prices across by band.

Blank cells mean 'as above', but blank prices none: of two rows of bands (to 200K and above, to 100K and above) a model
has prices in one. Tabs (Standard, Priority, Flex/Batch; regions) are in a bar of buttons and in no table.
Only global prices count: other regions cost a tenth more. Prices per character (all of 2024's Gemini prices) are no
token prices. Built from a capture of 2026-09 as stored copies show it; not yet run on a whole capture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assets.prices.facts import Tier
from assets.prices.pages.cells import CellContext, CellPrice, read_prices
from assets.prices.pages.columns import NOT_OURS, TIERS, Ambiguous, is_model_header, role_of, tier_of
from assets.prices.pages.google_vertex_tabs import UNNAMED, tabbed_grids
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import open_page, page_grids
from assets.prices.pages.tables import Layout, combine, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.context import Band, read_band
from assets.reading.dates import Period, read_period
from assets.reading.grids import Cell, Grid, fill_down
from assets.reading.units import unit_of

NOT_MODELS = re.compile(r"code completion|translation|storage|codemender|alphaevolve|tuning|example", re.I)
REGIONAL = re.compile(r"region|^(?:us|europe|asia|me|africa|australia|northamerica|southamerica)[- ]|multi", re.I)
NOTES = re.compile(r"\((?=[^()]*\btext\b)[^()]*\)|\(response[^()]*\)", re.I)
DATED = re.compile(r" +((?:through|until|starting|from|beginning|effective)\b(?=[^\n]*\d))", re.I)


@dataclass(frozen=True)
class PriceColumn:
    """The meaning of a price column: its tiers (own or of its tab), first prompt length, and cached or not."""

    at: int
    header: str
    tiers: tuple[Tier, ...]
    band: Band | None
    cached: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What tells the column from the others."""
        ends = (self.band.from_tokens, self.band.to_tokens) if self.band else ()
        return self.tiers, self.cached, ends


@dataclass
class ModelPrices:
    """All prices of one model in one table, by tier and first token of the band, then by kind of token.

    `scales` holds where the first band ends of every row of bands that the model has prices in.
    """

    prices: dict[tuple[Tier, int | None], dict[str, CellPrice]] = field(default_factory=lambda: defaultdict(dict))
    quotes: dict[tuple[Tier, int | None], list[str]] = field(default_factory=lambda: defaultdict(list))
    scales: set[int | None] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Google Cloud's page of generative AI prices.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    offers: list[PageOffer] = []
    grids = tabbed_grids(text) if "<table" in text else page_grids(text)
    for number, grid in enumerate(grids, start=1):
        where = f"table {number} ({' > '.join((*grid.path[-1:], *grid.tabs)) or 'no heading'})"
        if "type" not in (header.lower() for header in grid.columns):
            offers += offers_in([grid], Layout(), problems)
            continue
        try:
            offers += _typed_offers(grid, where, problems)
        except ValueError as error:
            problems.append(f"{where}: left out, {error}")
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _typed_offers(grid: Grid, where: str, problems: list[str]) -> list[PageOffer]:
    """The offers of one table with a column 'Type'. Raises ValueError when the table cannot be trusted as a whole."""
    if not grid.header_is_whole or UNNAMED in grid.tabs:
        raise Ambiguous("its header or its tab has slipped")
    about = grid.path[-1] if grid.path else ""
    if NOT_OURS.search(about) or NOT_MODELS.search(about) or re.search(r"every [\d,]+ characters", grid.before):
        raise Ambiguous(f"about something else: {about!r}")
    if regions := [tab for tab in grid.tabs if REGIONAL.search(tab)]:
        raise Ambiguous(f"not the global price: {regions}")
    columns = list(_price_columns(grid))
    if len({column.key for column in columns}) < len(columns):
        raise Ambiguous(f"price columns without a stated difference: {grid.columns}")
    if len({unit_of(c.header) for c in columns}) > 1:
        raise Ambiguous("its price columns name different units")
    offers: list[PageOffer] = []
    for (name, period), block in _blocks(grid, columns).items():
        if len(block.scales) > 1:
            block.faults.append("prices in two rows of bands")
        if not name:
            block.faults.append("rows below no name of a model")
        priced = [] if block.faults else _block_offers(name, period, block)
        if block.prices and not priced and not block.faults:
            block.faults.append(f"no input and output price: {sorted(set().union(*block.prices.values()))} alone")
        problems += [f"{where}, {name!r}: {fault}" for fault in block.faults]
        offers += priced
    return offers


def _price_columns(grid: Grid) -> Iterator[PriceColumn]:
    table_tiers = next((tiers for tab in reversed(grid.tabs) if (tiers := _tiers(tab))), ("standard",))
    for i, header in enumerate(grid.columns):
        if re.search(r"storage|/ ?hr|hour|commit", header, re.I):
            raise Ambiguous(f"a price of something else: {header!r}")
        if re.search(r"price", header, re.I):
            band = read_band(re.sub(r"\([^()]*\)", "", header))
            cached = bool(re.search(r"c[ah]+ch", header, re.I))
            yield PriceColumn(i, header, _tiers(header) or table_tiers, band, cached)


def _tiers(text: str) -> tuple[Tier, ...]:
    """Return every tier that a header or tab names: 'Flex/Batch' is one price of two tiers."""
    return tuple(tier for tier, pattern in TIERS if pattern.search(text))


def _blocks(grid: Grid, columns: list[PriceColumn]) -> dict[tuple[str, Period], ModelPrices]:
    """The table's prices by model and dates. A model whose rows are damaged or contradict each other has `faults`."""
    places = {header.lower(): i for i, header in enumerate(grid.columns)}
    model = next((i for i, header in enumerate(grid.columns) if is_model_header(header)), None)
    if model is None:
        raise Ambiguous("no column of models")
    for column in (model, places["type"], *(places[name] for name in ("region",) if name in places)):
        grid = fill_down(grid, column)
    blocks: dict[tuple[str, Period], ModelPrices] = defaultdict(ModelPrices)
    for row in grid.rows:
        name, period = _name(row[model])
        if "region" in places and not re.match(r"global\b", row[places["region"]].line, re.I):
            continue
        try:
            _add_row(blocks[name, period], row, row[places["type"]].line, columns)
        except ValueError as error:
            blocks[name, period].faults.append(str(error))
    return blocks


def _name(cell: Cell) -> tuple[str, Period]:
    """Return a model's name and the dates in its cell ('Gemini 9 Flash *' / 'through December 31, 2026')."""
    lines = DATED.sub(r"\n\1", cell.text).split("\n")
    periods = [(line, read_period(line)) for line in lines]
    name = " ".join(line for line, period in periods if period == Period())
    dated = [period for _, period in periods if period != Period()]
    return re.sub(r"\s*\*+\s*$", "", name), dated[0] if len(dated) == 1 else Period()


def _add_row(block: ModelPrices, row: tuple[Cell, ...], kind: str, columns: list[PriceColumn]) -> None:
    """Add one row's prices to its model. Raises ValueError when the row is cut or contradicts another row."""
    if any(cell.missing for cell in row):
        raise Ambiguous("the row is shorter than the table")
    role = role_of(NOTES.sub("", kind).strip())
    if role not in ("input", "cached", "output"):
        return
    own = tier_of(kind)
    for column in columns:
        prices = read_prices(row[column.at].text, CellContext((kind, column.header), None, None))
        if len(prices) != 1 or (column.cached and role != "input"):
            continue
        for tier in (own,) if own else column.tiers:
            key = (tier, column.band.from_tokens if column.band else None)
            block.scales.add(_scale(column, columns))
            held = block.prices[key].setdefault("cached" if column.cached else role, prices[0])
            if held.per_mtok != prices[0].per_mtok:
                raise Ambiguous(f"two prices for {kind!r}: {held.per_mtok} and {prices[0].per_mtok}")
            block.quotes[key].append(f"{kind}, {column.header}: {row[column.at].line}")


def _scale(column: PriceColumn, columns: list[PriceColumn]) -> int | None:
    """Return where the first band ends of the bands that follow each other up to that of a column; None without any."""
    band = column.band
    while band and band.from_tokens:
        start = band.from_tokens
        ends_there = (c.band for c in columns if c.band and c.band.to_tokens == start)
        if (before := next(ends_there, None)) is None:
            return start
        band = before
    return band.to_tokens if band else None


def _block_offers(name: str, period: Period, block: ModelPrices) -> list[PageOffer]:
    """Return the offers of one model; a long band at the price of the short one is left out as redundant."""
    offers: list[PageOffer] = []
    for (tier, start), prices in block.prices.items():
        if start and _is_same(prices, block.prices.get((tier, None), {})):
            continue
        priced: dict[str, tuple[CellPrice, ...]] = {
            role: (replace(price, band=None),) for role, price in prices.items()
        }
        quote = " | ".join(block.quotes[tier, start])
        offers += combine(name, tier, priced, quote, Band(start, None, "") if start else None)
    return [replace(offer, valid_from=period.valid_from, valid_to=period.valid_to) for offer in offers]


def _is_same(long: dict[str, CellPrice], short: dict[str, CellPrice]) -> bool:
    """Whether a long band has the prices of the short one; a cached price may be missing from it."""
    return all(role in short and price.per_mtok == short[role].per_mtok for role, price in long.items())


SOURCE = PriceSource(
    name="google-vertex",
    urls=(
        "https://cloud.google.com/vertex-ai/generative-ai/pricing",
        "https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing",
    ),
    signature=(r"vertex ai|agent platform|google cloud|cloud\.google\.com", ENGLISH),
    must_have=(r"gemini|claude|opus|sonnet",),
    read=read,
    aliases=("vertex", "vertex-ai", "google-vertex-ai"),
)
