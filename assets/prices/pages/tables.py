"""Read offers from grids whose rows are models: the code that all providers share.

The code for a single provider is in its own module; `validation.py` checks whether the offers are plausible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assets.prices.facts import Tier
from assets.prices.pages.cells import CellContext, CellPrice, read_prices
from assets.prices.pages.columns import NOT_OURS, Ambiguous, ColumnGroup, Columns, bind
from assets.prices.pages.names import linked_id, model_names
from assets.prices.pages.row_bands import with_names_from_above
from assets.prices.pages.siblings import TableOffers, offers_of_known_tier, section_tier, tier_label
from assets.prices.pages.transposed import upright
from assets.prices.pages.widths import require_readable, require_whole, with_rows_as_wide_as_the_header
from assets.prices.price_page import PageOffer
from assets.reading.context import Band, ContextError, read_band
from assets.reading.dates import Period
from assets.reading.grids import Cell, Grid
from assets.reading.units import Unit, find_units

TRAINING = re.compile(r"^fine[- ]?tun|\btraining\b(?: \(/|$)|^training\b|/ training\b|训练|微调", re.I)


@dataclass(frozen=True)
class Layout:
    """Defaults for what the tables of a provider do not state. The provider's module explains each field that it sets.

    `currency` of an amount without a sign; `yen`, what '¥' means (None = refuse); `unit` of a price when neither cell,
    header nor heading names one (use `opening.stated_unit`); `bare_context`, what a bare number counts in a band
    ('[0, 32)'); `ignore`, headers of columns to leave out (of two kinds of cache hits the less usual one).
    """

    currency: str | None = None
    yen: str | None = None
    unit: Unit | None = None
    bare_context: int | None = None
    ignore: re.Pattern[str] | None = None


def offers_in(grids: Iterable[Grid], layout: Layout, problems: list[str]) -> list[PageOffer]:
    """Return the offers of every table that has a model column and price columns.

    Args:
        grids: The tables of a page.
        layout: What the provider's tables leave out.
        problems: Takes a message for every row or table that is left out.
    """
    tables: list[TableOffers] = []
    for number, grid in enumerate(grids, start=1):
        where = f"table {number} ({' > '.join((*grid.path[-2:], *grid.tabs)) or 'no heading'})"
        try:
            tables.append(_table_offers(grid, layout, where, problems))
        except ValueError as error:
            problems.append(f"{where}: left out, {error}")
    return offers_of_known_tier(tables, problems)


def _table_offers(grid: Grid, layout: Layout, where: str, problems: list[str]) -> TableOffers:
    """The offers of one table. Raises ValueError when the table as a whole cannot be trusted."""
    grid = upright(grid)
    table = TableOffers(grid, where)
    if not grid.header or not (columns := bind(grid.columns, layout.ignore)).prices:
        return table
    problems += [f"{where}: {header!r} left out, an unknown tier beside standard" for header in columns.unknown]
    grid = with_rows_as_wide_as_the_header(grid, where, problems)
    if columns.model is None:
        raise Ambiguous("prices but no column of models")
    if training := next((header for header in grid.columns if TRAINING.search(header)), None):
        raise Ambiguous(f"prices of fine-tuned models: {training!r}")
    if kind := next((text for text in (*grid.path[-2:], *grid.tabs, grid.caption) if NOT_OURS.search(text)), None):
        raise Ambiguous(f"about something else: {kind!r}")
    table.label = tier_label(grid)
    grid = with_names_from_above(grid, layout.bare_context)
    for row, section in zip(grid.rows, grid.sections, strict=True):
        try:
            _add_row(table, row, section, (grid, columns, layout))
        except ValueError as error:
            problems.append(f"{where}, {row[columns.model].line[:60]!r}: {error}")
    return table


def _add_row(table: TableOffers, row: tuple[Cell, ...], section: str, read_by: tuple[Grid, Columns, Layout]) -> None:
    """Add the offers of one row. Raises ValueError, after the groups of columns that read, for those that do not."""
    grid, columns, layout = read_by
    names, band = _row_names(row, grid, columns, layout)
    row_tier = section_tier(section, grid) or (table.label.tier if table.label else None)
    errors: list[str] = []
    for group in dict.fromkeys(group for group, _ in columns.prices):
        tier = group.tier or row_tier
        try:
            priced, quote = _group_prices(row, grid, columns, group, layout)
            for name in names:
                offers = combine(name, tier or "standard", priced, quote, _band(group, band))
                require_whole(row, offers)
                in_link = linked_id(name, row[columns.model or 0]) if len(names) == 1 else None
                (table.stated if tier else table.assumed).extend(
                    replace(offer, linked_id=in_link, witness=grid.witness) for offer in offers
                )
        except ValueError as error:
            errors.append(str(error))
    if errors:
        raise Ambiguous("; ".join(errors))


def heading_unit(grid: Grid) -> Unit | None:
    """Return the unit of tokens that the caption, the text above or the innermost heading states; None without any.

    Raises:
        Ambiguous: A text states two units.
    """
    for text in (grid.caption, grid.before, *reversed(grid.path)):
        units = {unit for unit in find_units(text) if unit.is_token}
        if len(units) == 1:
            return units.pop()
        if units:
            raise Ambiguous(f"two units in {text[:60]!r}")
    return None


def _row_names(row: tuple[Cell, ...], grid: Grid, columns: Columns, layout: Layout) -> tuple[list[str], Band | None]:
    """The models of a row and its band. Raises ValueError when the row is cut or not about text."""
    require_readable(row, grid, columns)
    if columns.modality is not None and not re.search(r"\btext\b|文本", row[columns.modality].text, re.I):
        raise Ambiguous(f"not text: {row[columns.modality].line!r}")
    names, band = model_names(row[columns.model or 0])
    if columns.context is not None:
        band = context_band(row[columns.context].text, grid.columns[columns.context], layout) or band
    return names, band


def _group_prices(
    row: tuple[Cell, ...], grid: Grid, columns: Columns, group: ColumnGroup, layout: Layout
) -> tuple[dict[str, tuple[CellPrice, ...]], str]:
    """The prices of one group of columns by role, and the cells they were read from."""
    unit_text = row[columns.unit].text if columns.unit is not None else ""
    unit = heading_unit(grid) or layout.unit
    priced: dict[str, tuple[CellPrice, ...]] = {}
    quotes: list[str] = []
    for role in ("input", "cached", "output"):
        if (at := columns.prices.get((group, role))) is not None:
            header = grid.columns[at]
            around = CellContext((header, unit_text), unit, layout.currency, layout.yen, layout.bare_context)
            priced[role] = read_prices(row[at].text, around)
            quotes.append(f"{header}: {row[at].line}")
    return priced, " | ".join(quotes)


def _band(group: ColumnGroup, band: Band | None) -> Band | None:
    """The band of one group of columns, given the band of the row ('gpt-5.5 (<272K)' is the short one of two)."""
    if group.band:
        return group.band
    if not group.is_long:
        return band
    return Band(band.to_tokens if band else -1, None, "") if band is None or band.to_tokens else band


def combine(
    model: str, tier: Tier, priced: dict[str, tuple[CellPrice, ...]], quote: str, band: Band | None = None
) -> list[PageOffer]:
    """Return an offer for every band and period that the prices of a row name.

    A price that names no band or period holds for all that its neighbours name. Offers without both input and output
    are left out. A band of -1 (long context, threshold not stated) becomes tier 'long-context' without a threshold.

    Args:
        model: The model's name as the page writes it.
        tier: The tier of the row.
        priced: The prices of the cells `input`, `cached` and `output`.
        quote: The text of those cells.
        band: The band of the row, for prices that name none.

    Raises:
        Ambiguous: Input and output name different bands or dates, or are in different currencies.
    """
    inputs, outputs = priced.get("input", ()), priced.get("output", ())
    if not inputs or not outputs:
        return []
    keys = dict.fromkeys((_start(p), p.period) for p in (*inputs, *outputs))
    if len(keys) > 1 and not any(start for start, _ in keys):
        keys = dict.fromkeys(key for key in keys if key[1] != Period())
    offers = []
    for start, period in keys:
        by_role = {role: _pick(prices, start, period) for role, prices in priced.items()}
        if by_role.get("input") is None or by_role.get("output") is None:
            raise Ambiguous("input and output name different bands or dates")
        row_start = band.from_tokens if band else None
        offers.append(_offer((model, tier, quote), by_role, start or row_start, period))
    return offers


def _start(price: CellPrice) -> int | None:
    return price.band.from_tokens if price.band else None


def _pick(prices: tuple[CellPrice, ...], start: int | None, period: Period) -> CellPrice | None:
    exact = [p for p in prices if (_start(p), p.period) == (start, period)]
    if exact:
        return exact[0]
    plain = [p for p in prices if p.band is None and p.period == Period()]
    return plain[0] if len(prices) == 1 and plain else None


def _offer(
    named: tuple[str, Tier, str], by_role: dict[str, CellPrice | None], start: int | None, period: Period
) -> PageOffer:
    model, tier, quote = named
    currencies = {price.currency for price in by_role.values() if price}
    if len(currencies) != 1:
        raise Ambiguous(f"two currencies in one row: {sorted(currencies)}")
    if start == -1 and tier != "standard":
        raise Ambiguous(f"long context of tier {tier} without a threshold")
    amounts = {role: price.per_mtok for role, price in by_role.items() if price}
    return PageOffer(
        model=model,
        tier="long-context" if start and tier == "standard" else tier,
        currency=currencies.pop(),
        input_per_mtok=amounts.get("input"),
        cached_input_per_mtok=amounts.get("cached"),
        output_per_mtok=amounts.get("output"),
        quote=quote,
        context_from_tokens=None if start == -1 else start,
        valid_from=period.valid_from,
        valid_to=period.valid_to,
    )


def context_band(text: str, header: str, layout: Layout) -> Band | None:
    """Return the band that a cell of a context column names; a plain context length ('500k', '-') names none."""
    if not re.search(r"[<>≤≥＜＞\[(（~～+]|over|above|超过|大于|小于|不超过", text):
        return None
    bare = layout.bare_context or (1000 if re.search(r"千|\bk\b", header, re.I) else None)
    band = read_band(text, bare)
    if band and re.search(r"输出|output", band.rest, re.I):
        raise ContextError(f"a second condition on the output: {text[:60]!r}")
    return band
