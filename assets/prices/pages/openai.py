"""OpenAI's price page: tables of flagships per tier, all other models in the props of interactive components.

The `.md` twin lists all models in plain tables and needs none of the component code. Older layouts: cards on the
company's own page (2025), '$5.00 / 1M input tokens' with a column for batch (2024), prices per 1,000 tokens with rows
named '8K context' or a column 'Usage' (2023); see `openai_older.py`. The tier 'Fast' is the tier 'Priority', which was
renamed on 2026-07-30.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

from assets.prices.pages.cards import card_grids
from assets.prices.pages.combined import split_cells
from assets.prices.pages.drawn_tables import mark_drawn_tables
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.openai_older import with_older_layouts
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.html import Element, grids_in, parse_html
from assets.reading.markdown import markdown_cell
from assets.reading.money import amounts
from assets.reading.units import MTOK

FAST = re.compile(r"\bfast(?: mode| processing)?\b", re.I)
NOT_TEXT = re.compile(
    r"image|audio|realtime|transcribe|tts|whisper|embedding|moderation|sora|dall|"
    r"^ada v2|\bwith data sharing|^\d+k context",
    re.I,
)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not OpenAI's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    # the .md twin's tables name no unit; the page has priced per million tokens since 2024
    layout = Layout(currency=None, unit=stated_unit(text, assumed=MTOK))
    grids = _html_grids(text, problems) + card_grids(text, problems) if looks_like_html(text) else page_grids(text)
    grids = split_cells(with_older_layouts(grids, text, problems), problems)
    offers = [offer for offer in offers_in(map(_with_priority, grids), layout, problems) if _is_text(offer, problems)]
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _is_text(offer: PageOffer, problems: list[str]) -> bool:
    if NOT_TEXT.search(offer.model):
        problems.append(f"{offer.model}: left out, not the name of a model of text")
        return False
    return True


def _with_priority(grid: Grid) -> Grid:
    """The table with 'priority' for 'Fast mode', as its labels called that tier until July 2026."""
    header = tuple(tuple(replace(cell, text=FAST.sub("priority", cell.text)) for cell in row) for row in grid.header)
    path, tabs = (tuple(FAST.sub("priority", text) for text in texts) for texts in (grid.path, grid.tabs))
    caption, before = (FAST.sub("priority", text) for text in (grid.caption, grid.before))
    return replace(grid, header=header, path=path, tabs=tabs, caption=caption, before=before)


def _html_grids(text: str, problems: list[str]) -> list[Grid]:
    root = parse_html(text)
    mark_drawn_tables(root)
    grids = grids_in(root)
    return grids + [grid for island in root.iter("astro-island") for grid in _island_grids(island, problems)]


def _island_grids(island: Element, problems: list[str]) -> list[Grid]:
    """The rows of one component as a grid with the headings, tabs and signs of the table that it draws."""
    drawn = grids_in_island(island)
    try:
        props = _plain(json.loads(island.get("props") or "{}", parse_float=Decimal, parse_int=Decimal))
    except ValueError:
        raise PageRefused("a component's data does not read: the page is damaged; capture it again") from None
    if len(drawn) != 1 or not isinstance(props, dict):
        return []
    try:
        rows = _rows(props, _drawn_currency(drawn[0]))
        if not rows:
            return []
        header = _headings(props) or _header_by_agreement(drawn[0], rows)
        grid = make_grid([header, *rows], 1)
        return [replace(grid, path=drawn[0].path, tabs=drawn[0].tabs, before=drawn[0].before, witness="data")]
    except ValueError as error:
        problems.append(f"component data ({' > '.join(drawn[0].tabs)}): left out, {error}")
        return []


def grids_in_island(island: Element) -> list[Grid]:
    """Return the tables that a component draws, with the page's headings above them."""
    tables = set(island.iter("table"))
    if not tables:
        return []
    whole = grids_in(island.getroottree().getroot())
    order = list(island.getroottree().getroot().iter("table"))
    if len(whole) != len(order):
        return []
    return [grid for grid, table in zip(whole, order, strict=True) if table in tables]


def _plain(value: object) -> object:
    """Undo the components' notation: [0, x] is x, [1, [..]] is a list."""
    if isinstance(value, list) and len(value) in (1, 2) and value[0] in (0, 1) and not isinstance(value[0], bool):
        inner = value[1] if len(value) == 2 else None
        return [_plain(item) for item in inner] if value[0] == 1 and isinstance(inner, list) else _plain_dict(inner)
    return _plain_dict(value)


def _plain_dict(value: object) -> object:
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _drawn_currency(drawn: Grid) -> str:
    """Return the currency that the drawn table shows; the numbers in the data have no sign."""
    shown = {amount.currency for row in drawn.rows for cell in row for amount in amounts(cell.text)}
    if len(shown) != 1:
        raise ValueError(f"the table shows {len(shown)} currencies")
    return str(shown.pop())


def _rows(props: dict, currency: str) -> list[list[Cell]]:
    rows = [[_cell(value, currency) for value in row] for row in props.get("rows") or [] if isinstance(row, list)]
    for group in props.get("groups") or []:
        if isinstance(group, dict):
            rows += [
                [_cell(group.get("model")), *(_cell(value, currency) for value in row)]
                for row in group.get("rows") or []
            ]
    return rows


def _cell(value: object, currency: str = "") -> Cell:
    if isinstance(value, Decimal):
        return Cell(f"{currency} {value}".strip())
    if isinstance(value, dict):
        inner = value.get("__pricingHtml") or value.get("__pricingTooltipHeading") or ""
        value = inner.get("label") if isinstance(inner, dict) else inner
    return markdown_cell(str(value or ""))


def _headings(props: dict) -> list[Cell]:
    return [_cell(value) for value in props.get("headings") or []]


def _header_by_agreement(drawn: Grid, rows: list[list[Cell]]) -> list[Cell]:
    """Name each place in the data by the column of the drawn table that has the same values on all shared models."""
    if not drawn.header_is_whole:
        raise ValueError("the table's header is not whole")
    names = {row[0].text: row for row in drawn.rows if not any(cell.missing for cell in row)}
    shared = [(names[name], row) for row in rows if (name := re.sub(r"\s*\(.*\)", "", row[0].text)) in names]
    if len(shared) < 2:
        raise ValueError("too few models that the table shows too")
    header = [drawn.header[-1][0]]
    for place in range(1, len(rows[0])):
        agreeing = [
            i for i in range(1, drawn.width) if all(_same(seen[i].text, row[place].text) for seen, row in shared)
        ]
        if len(agreeing) != 1:
            raise ValueError(f"place {place} agrees with {len(agreeing)} columns of the table")
        header.append(Cell(drawn.columns[agreeing[0]]))
    return header


def _same(shown: str, held: str) -> bool:
    def number(text: str) -> Decimal | None:
        return shown[0].value if (shown := amounts(text)) else None

    return number(shown) == number(held)


SOURCE = PriceSource(
    name="openai",
    urls=(
        "https://developers.openai.com/api/docs/pricing",
        "https://developers.openai.com/api/docs/pricing.md",
        "https://openai.com/api/pricing/",
    ),
    signature=(r"openai|^models gpt(?: o| davinci)*$", ENGLISH),
    must_have=(r"^(?:gpt-[3-9]|o[1-9])",),
    read=read,
    verified=True,
)
