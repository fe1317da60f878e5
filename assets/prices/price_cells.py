"""Count the price cells of a page that ended in an offer, and name every one that did not.

A price cell is an amount of money in a table, on a card or in a sentence about tokens. It is used when an offer of a
model that is named beside it has the same amount. Prices that a page carries only as data for its scripts cannot be
counted without the reader: those that were read count as seen and used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assets.prices.pages.columns import is_price_header, role_of
from assets.prices.pages.opening import page_grids, visible_text
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.reading.grids import Cell, Grid
from assets.reading.units import find_units

NUMBER = r"\d[\d,]*(?:\.\d+)?|\.\d+"
AMOUNT = re.compile(rf"[$¥￥€£]\s?({NUMBER})|(?<![\w.,])({NUMBER})\s?(?:元|美元|欧元|(?:USD|CNY|EUR)\b)", re.I)
BARE = re.compile(rf"\s*({NUMBER})\s*")
MARKDOWN_ROW = re.compile(r"^\s*\|.*$", re.M)
HTML_TABLE = re.compile(r"<table.*?</table>", re.I | re.S)
ABOUT_TOKENS = re.compile(r"\binputs?\b|\boutputs?\b|\bcach|tokens?\b|\bMtok|输入|输出|缓存|百万", re.I)
BEFORE, AFTER, NAME_WITHIN = 40, 20, 1500
"""How many characters around an amount outside a table may say that it is a price of tokens, and name its model."""
SCALES = tuple(Decimal(count) for count in (1, 100, 1000, 1_000_000))
"""Million tokens per unit of a written price: 1M, 10K, 1K, or a single token."""
NO_OFFER = "no offer came of it"


@dataclass(frozen=True)
class PriceCell:
    """One amount that looks like a price: where it is, the text of its cell, and how a line shows it.

    `names` is the text that may name its model, `subject` the words by which a problem line would refer to it.
    """

    where: str
    text: str
    shown: str
    value: Decimal
    names: str
    subject: tuple[str, ...]
    reason: str = NO_OFFER


def count_price_cells(page: PricePage, reading: PageReading) -> PageReading:
    """Return a reading with its price cells counted, and with a line for each unused one that no problem explains.

    A price list in JSON has no cells: its prices are the offers, and what was left out.
    """
    text = page.body.decode("utf-8", "replace")
    if text.lstrip("\ufeff \n\r\t").startswith(("{", "[{")):
        return replace(
            reading,
            price_cells_seen=len(reading.offers) + len(reading.problems),
            price_cells_used=len(reading.offers),
        )
    cells = list(find_price_cells(text))
    by_amount = _offers_by_amount(reading.offers)
    lost = [cell for cell in cells if not _is_used(cell, by_amount)]
    lines = _explanations([cell for cell in lost if not _is_explained(cell, reading.problems)])
    seen = {(cell.value * scale).normalize() for cell in cells for scale in SCALES}
    from_data = len(_amounts_of(reading.offers) - seen)
    return replace(
        reading,
        problems=(*reading.problems, *lines),
        price_cells_seen=len(cells) + from_data,
        price_cells_used=len(cells) - len(lost) + from_data,
    )


def find_price_cells(text: str) -> Iterator[PriceCell]:
    """Yield the amounts of a page that look like prices of tokens: in its tables, then in the text outside them."""
    for number, grid in enumerate(page_grids(text), start=1):
        if _is_about_tokens(grid):
            yield from _grid_cells(number, grid)
    yield from _text_cells(visible_text(MARKDOWN_ROW.sub(" ", HTML_TABLE.sub(" ", text))))


def _is_about_tokens(grid: Grid) -> bool:
    """Whether a table has a header or a row label for prices of tokens, or a text that names their unit."""
    labels = (*grid.columns, *(row[0].line for row in grid.rows))
    if any(map(is_price_header, labels)):
        return True
    around = (grid.caption, grid.before, *grid.path[-1:], *grid.columns)
    return any(unit.is_token for text in around for unit in find_units(text))


def _grid_cells(number: int, grid: Grid) -> Iterator[PriceCell]:
    label = " > ".join((*grid.path[-2:], *grid.tabs))
    where = f"table {number} ({label or 'no heading'})"
    above = " ".join((*grid.path, *grid.tabs, grid.caption, grid.before))
    for row, section in zip(grid.rows, grid.sections, strict=True):
        names = tuple(dict.fromkeys(cell.line for cell in row if cell.text and not _amounts(cell.text, bare=True)))
        beside = " ".join((above, section, *names, *(link for cell in row for link in cell.links)))
        labelled = any(map(is_price_header, names))
        for column, cell in _distinct(row):
            header = grid.columns[column]
            values = _amounts(cell.text, bare=labelled or is_price_header(header))
            for value in values:
                yield PriceCell(
                    where=f"{where}, {(names or ('no name',))[0][:60]!r}",
                    text=cell.line,
                    shown=repr(cell.line[:60]) if len(values) == 1 else f"{value} in {cell.line[:60]!r}",
                    value=value,
                    names=f"{beside} {header}",
                    subject=(*names, header) if _is_upright(header) else (header,),
                    reason=NO_OFFER if role_of(header) or labelled else f"{NO_OFFER}: its column is {header[:60]!r}",
                )


def _is_upright(header: str) -> bool:
    """Whether the models are in the rows, as far as the header of a column of prices shows."""
    return role_of(header) is not None or not re.search(r"[\w-]\d", header)


def _distinct(row: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of a row with their columns; a cell that spans several columns once."""
    for column, cell in enumerate(row):
        if column == 0 or cell is not row[column - 1]:
            yield column, cell


def _text_cells(text: str) -> Iterator[PriceCell]:
    for match in AMOUNT.finditer(text):
        near = text[max(0, match.start() - BEFORE) : match.end() + AFTER]
        if ABOUT_TOKENS.search(near):
            line = " ".join(near.split())
            names = text[max(0, match.start() - NAME_WITHIN) : match.end() + AFTER]
            value = _decimal(match[1] or match[2])
            yield PriceCell(f"text {line[:100]!r}", match[0], repr(match[0]), value, names, (line,))


def _amounts(text: str, *, bare: bool) -> list[Decimal]:
    """The amounts of money in a text; with `bare`, also the number that a text without any sign consists of."""
    if values := [_decimal(match[1] or match[2]) for match in AMOUNT.finditer(text)]:
        return [value for value in values if value]
    match = BARE.fullmatch(text) if bare else None
    return [value] if match and (value := _decimal(match[1])) else []


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _offers_by_amount(offers: Iterable[PageOffer]) -> dict[Decimal, list[PageOffer]]:
    by_amount: defaultdict[Decimal, list[PageOffer]] = defaultdict(list)
    for offer in offers:
        for amount in _amounts_of([offer]):
            by_amount[amount].append(offer)
    return by_amount


def _amounts_of(offers: Iterable[PageOffer]) -> set[Decimal]:
    prices = (
        price
        for offer in offers
        for price in (offer.input_per_mtok, offer.cached_input_per_mtok, offer.output_per_mtok)
    )
    return {price.normalize() for price in prices if price is not None}


def _is_used(cell: PriceCell, by_amount: Mapping[Decimal, list[PageOffer]]) -> bool:
    """Whether an offer of a model that is named beside the cell, or read from a cell of this text, has its amount."""
    offers = [offer for scale in SCALES for offer in by_amount.get((cell.value * scale).normalize(), ())]
    names = _plain(cell.names)
    return any(_plain(offer.model) in names or cell.text in offer.quote for offer in offers)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_explained(cell: PriceCell, problems: Iterable[str]) -> bool:
    """Whether a problem line is about the row, the column or the whole table of a cell."""
    table = re.sub(r"^table \d+ (\(.+\)), .*", r"\1: left out", cell.where)
    subjects = [subject for subject in cell.subject if len(subject) > 2]
    return any(
        table in problem or any(subject[:60] in problem or repr(subject[:60]) in problem for subject in subjects)
        for problem in problems
    )


def _explanations(cells: Iterable[PriceCell]) -> Iterator[str]:
    """Yield one line for the cells of one row that share a reason."""
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in cells:
        rows[cell.where, cell.reason].append(cell.shown)
    for (where, reason), shown in rows.items():
        yield f"{where}: {', '.join(dict.fromkeys(shown))}: {reason}"
