"""Split cells that hold several prices: '$0.15 input$0.60 output', 'Input: $2 Output: $8', '$1 / $0.1 / $4'.

Each is split into columns of its own, so that the shared table reader can bind them by their headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from assets.prices.pages.columns import IGNORED, role_of
from assets.reading.grids import Cell, Grid
from assets.reading.money import MoneyError, amounts, is_absent

Part = Literal["input", "cached", "write", "output"]
HEADERS: dict[Part, str] = {"input": "Input", "cached": "Cached input", "output": "Output"}
AMOUNT = re.compile(r"(?:US)?[$¥￥€]\s*[\d.,]*\d")
WORDS = re.compile(
    r"(?P<write>cache[ -]writes?|writes?\b)"
    r"|(?P<cached>cach(?:ed?|ing)\b\**(?:[ -](?:input|reads?|hits?)\b)?|\breads?\b)"
    r"|(?P<input>\binputs?\b|(?<![\w-])in\b|\bprompts?\b(?! [<>≤≥]))"
    r"|(?P<output>\boutputs?\b|\bout\b|\bcompletions?\b)",
    re.I,
)
ORDER = re.compile(
    r"\bin(?:put)?\*{0,2}\s*/\s*(?P<cached>cached?(?:\s+input)?\*{0,2}\s*/\s*)?\*{0,2}out(?:put)?\b", re.I
)

ALIKE = re.compile(
    r"(?:includ(?:ing|es)|uniformly to|appl(?:y|ies) to|same for|charged for)\s+(?:both\s+)?"
    r"(?:input|prompt)\s*(?:and|&|\+|plus)\s*(?:output|completion)",
    re.I,
)
_PRICE = rf"{AMOUNT.pattern}(?:\s*/\s*(?:1\s?)?M(?:illion)?(?:t\b|\s?tok\w*)?)?"
_CACHED = r"cach(?:ed?|ing)(?:[ -](?:input|read|hit))?s?"
_BETWEEN = r"[\s/(,;·•|+–—-]*"
CACHED_INSIDE = re.compile(
    rf"({_PRICE}){_BETWEEN}(?:({_PRICE})\s*\(?{_CACHED}\)?|\(?{_CACHED}[\s:=@]*({_PRICE}))\)?", re.I
)


def split_cells(grids: Iterable[Grid], problems: list[str], stated: str = "") -> list[Grid]:
    """Return the grids with every column of combined prices split into three.

    Args:
        grids: The tables of a page.
        problems: Takes a message for every cell that cannot be split.
        stated: The text of the page, which may name an order of the parts ('input / cached input / output') or state
            that a single price holds for input and output.
    """
    return [_split(_with_cached_apart(grid), problems, stated) for grid in grids]


def parts_of(text: str, order: tuple[Part, ...] = (), *, alike: bool = False) -> dict[Part, str]:
    """Return the text of each part of a combined cell; {} when neither cell nor page states the order.

    Args:
        text: The text of the cell. Words beside the amounts come first, then an order that the cell states.
        order: The order of the parts that the page states.
        alike: Whether a single amount is the price of input and of output.

    Raises:
        MoneyError: The words, or the number of amounts, do not fit.
    """
    if own := ORDER.search(text):
        return _by_order(_without_order(text), _order_of(own))
    if pieces := _by_word(text):
        return pieces
    if alike and len(amounts(text)) == 1:
        return {"input": text, "output": text}
    return _by_order(text, order) if order else {}


def _by_word(text: str) -> dict[Part, str]:
    """Split a text into pieces of one amount and one word; all words come before, or all after, their amounts."""
    stated = [(m.start(), "amount") for m in AMOUNT.finditer(text)]
    words = [(m.start(), str(m.lastgroup)) for m in WORDS.finditer(text)]
    if not words or not stated:
        return {}
    if len(amounts(text)) != len(stated):
        raise MoneyError(f"amounts that cannot be read: {text[:80]!r}")
    marks = sorted(stated + words)
    pieces: dict[Part, str] = {}
    if len(marks) % 2 or {marks[i][1] == "amount" for i in range(0, len(marks), 2)} != {marks[0][1] == "amount"}:
        raise MoneyError(f"an amount without a word of its own: {text[:80]!r}")
    for i in range(0, len(marks), 2):
        kinds = [kind for _, kind in marks[i : i + 2]]
        part: Part = next((kind for kind in kinds if kind != "amount"), "write")  # ty: ignore[invalid-assignment]
        if kinds.count("amount") != 1 or part in pieces:
            raise MoneyError(f"an amount without a word of its own: {text[:80]!r}")
        stop = marks[i + 2][0] if i + 2 < len(marks) else len(text)
        pieces[part] = text[marks[i][0] : stop].strip(" \n/|,;·•")
    if re.search(r"\w", text[: marks[0][0]]):
        raise MoneyError(f"text before the first part: {text[:80]!r}")
    return pieces


def _by_order(text: str, order: tuple[Part, ...]) -> dict[Part, str]:
    pieces = [piece.strip() for piece in re.split(r"\s*/\s*(?=(?:US)?[$¥￥€])", text.strip())]
    if len(pieces) != len(order) or len(amounts(text)) != len(order):
        raise MoneyError(f"not {len(order)} amounts: {text[:80]!r}")
    return dict(zip(order, pieces, strict=True))


def order_in(text: str) -> tuple[Part, ...]:
    """Return the order of parts that a text states ('input / cached input / output'), or ()."""
    orders = {_order_of(match) for match in ORDER.finditer(text)}
    return orders.pop() if len(orders) == 1 else ()


def _without_order(text: str) -> str:
    return re.sub(r"\(\s*\)", "", ORDER.sub("", text)).strip()


def _order_of(match: re.Match[str]) -> tuple[Part, ...]:
    return ("input", "cached", "output") if match["cached"] else ("input", "output")


def _split(grid: Grid, problems: list[str], stated: str) -> Grid:
    """Replace each column of combined cells by three at the end of the grid; other columns are unchanged."""
    if not grid.header_is_whole or any(role_of(header) in ("input", "cached") for header in _headers(grid)):
        return grid
    orders = {i: order_in(header) or order_in(grid.before) or order_in(stated) for i, header in enumerate(grid.columns)}
    alike = bool(ALIKE.search(stated)) and sum(_is_price_column(grid, i) for i in orders) == 1
    columns = [i for i in orders if _is_combined(grid, i, orders[i], alike=alike)]
    if not columns:
        return grid
    taken = [[_parts(row[i], orders[i], alike, grid.columns[i], problems) for row in grid.rows] for i in columns]
    kept = [i for i in range(grid.width) if i not in columns]
    header = [Cell(grid.columns[i]) for i in kept]
    header += [Cell(f"{_without_order(grid.columns[i])} / {name}") for i in columns for name in HEADERS.values()]
    rows = tuple(
        tuple(row[i] for i in kept) + tuple(Cell(parts[n].get(part, "")) for parts in taken for part in HEADERS)
        for n, row in enumerate(grid.rows)
    )
    return replace(grid, header=(tuple(header),), rows=rows)


def _headers(grid: Grid) -> list[str]:
    return [header for header in grid.columns if not ORDER.search(header)]


def _is_price_column(grid: Grid, column: int) -> bool:
    return role_of(grid.columns[column]) is None and any(AMOUNT.search(row[column].text) for row in grid.rows)


def _is_combined(grid: Grid, column: int, order: tuple[Part, ...], *, alike: bool) -> bool:
    if role_of(grid.columns[column]) in ("model", "context") or IGNORED.search(_without_order(grid.columns[column])):
        return False
    texts = [row[column].text for row in grid.rows]
    return any(_splits(text, order, alike=alike) for text in texts if AMOUNT.search(text))


def _splits(text: str, order: tuple[Part, ...], *, alike: bool) -> bool:
    try:
        return {"input", "output"} <= set(parts_of(text, order, alike=alike))
    except MoneyError:
        return False


def _parts(cell: Cell, order: tuple[Part, ...], alike: bool, header: str, problems: list[str]) -> dict[Part, str]:
    if cell.missing or is_absent(cell.text):
        return {}
    try:
        if not (parts := parts_of(cell.text, order, alike=alike)) and AMOUNT.search(cell.text):
            raise MoneyError(f"neither input nor output is stated: {cell.text[:80]!r}")
        return parts
    except MoneyError as error:
        problems.append(f"{header}: {error}")
        return {}


def _with_cached_apart(grid: Grid) -> Grid:
    """An input column whose cells hold the cached price too ('$0.50 / $0.40 cached') becomes two."""
    column = next((i for i, header in enumerate(grid.columns) if role_of(header) == "input"), None)
    if column is None or not grid.header_is_whole or any(role_of(header) == "cached" for header in grid.columns):
        return grid
    pairs = [CACHED_INSIDE.fullmatch(row[column].text.strip()) for row in grid.rows]
    if not any(pairs):
        return grid
    rows = tuple(
        (*row[:column], replace(row[column], text=pair[1]), *row[column + 1 :], Cell(pair[2] or pair[3]))
        if pair
        else (*row, Cell())
        for row, pair in zip(grid.rows, pairs, strict=True)
    )
    header = Cell(f"{grid.columns[column]} / Cached input")
    blank = (Cell(),) * (len(grid.header) - 1)
    header_rows = tuple((*row, cell) for row, cell in zip(grid.header, (*blank, header), strict=True))
    return replace(grid, header=header_rows, rows=rows)
