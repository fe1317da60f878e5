"""Alibaba's price pages: Model Studio in Chinese (yuan) and English (dollars), and Hologres, which resells it per 1K.

Tried on the Hologres page of 2026-07-20. Regions have prices of their own: the mainland's are read where prices are in
yuan, Singapore's where they are in dollars. Of two cache prices the implicit one is the cached price: an explicit cache
must be created, and paid for, first. Model Studio's notes in name and price cells ('Batch调用：0.01元') are set apart.
Of two output prices the one without thinking is read, which a model has where thinking can be switched off.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.hours import rows_by_hours
from assets.prices.pages.identity import ENGLISH_OR_CHINESE
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.regions import home_region
from assets.prices.pages.row_bands import with_bands_from_starts
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid
from assets.reading.money import is_absent

NAME = re.compile(r"[\w./-]+", re.ASCII)
MAINLAND = re.compile(r"中国内地|华北|北京|杭州|mainland|beijing", re.I)
SINGAPORE = re.compile(r"国际|新加坡|international|singapore", re.I)
ELSEWHERE = re.compile(
    r"全球|美国|弗吉尼亚|法兰克福|德国|欧盟|日本|东京|香港|印尼|\bglobal\b|virginia|\bUS\b|frankfurt|germany|\bEU\b|japan|tokyo|"
    r"hong kong|indonesia|" + MAINLAND.pattern + "|" + SINGAPORE.pattern,
    re.I,
)
NOTE = re.compile(
    r"[（(]?(?:当前|又称|始终|等同|属于|更多|默认|支持|即将|batch|批量|上下文缓存|currently|always|"
    r"alias|same|part of|context cache|supports|more)",
    re.I,
)
MODE = re.compile(r"^(?:mode|模式)\b", re.I)
KINDS = (
    (re.compile(r"\btext(?:\s*/\s*(?:images?|videos?|files?|documents?))+\b", re.I), "Text"),
    (re.compile(r"\btext[- ]only input\b", re.I), ""),
    (re.compile(r"\bmultimodal input\b", re.I), "image"),
)
"""Headers of kinds of input and output in words that the shared code knows; the output for text alone is the output."""
THINKING, PLAIN = re.compile(r"(?<!非)思考模式|(?<!non-)\bthinking", re.I), re.compile(r"非思考模式|non-thinking", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not one of Alibaba's price pages.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    grids = [_one_mode(_one_output(_without_notes(grid), problems), problems) for grid in page_grids(text)]
    home = MAINLAND if any(map(_is_in_yuan, grids)) else SINGAPORE
    grids = [
        rows_by_hours(with_bands_from_starts(grid), problems) for grid in home_region(grids, home, ELSEWHERE, problems)
    ]
    layout = Layout(currency=None, yen="CNY", unit=stated_unit(text), ignore=re.compile(r"显式|explicit", re.I))
    offers = offers_in(grids, layout, problems)
    return validate_offers(page, only_named(offers, NAME, problems), problems, SOURCE.must_have)


def _is_in_yuan(grid: Grid) -> bool:
    return any("元" in text for text in (*grid.columns, *(cell.text for row in grid.rows for cell in row)))


def _without_notes(grid: Grid) -> Grid:
    """Remove from cells the notes below the first line, and from headers the kinds of input priced like text."""
    header = tuple(tuple(map(_with_known_kinds, row)) for row in grid.header)
    return replace(grid, header=header, rows=tuple(tuple(map(_without_note_lines, row)) for row in grid.rows))


def _with_known_kinds(cell: Cell) -> Cell:
    text = cell.text
    for pattern, known in KINDS:
        text = pattern.sub(known, text)
    return replace(cell, text=text)


def _without_note_lines(cell: Cell) -> Cell:
    first, *others = re.split(r"\n|\s>\s(?!\s*\d)", cell.text)
    return replace(cell, text="\n".join((first, *(line for line in others if not NOTE.match(line.lstrip("> "))))))


def _one_output(grid: Grid, problems: list[str]) -> Grid:
    """Join the output columns without and with thinking: the price without it, or the only one.

    In Markdown the second of two header rows is the first row of the body and its cells are shifted to the left; the
    column without a header is the one with thinking. A table whose columns stay ambiguous loses its rows.
    """
    plain = [i for i, header in enumerate(grid.columns) if PLAIN.search(header)]
    thinking = [i for i, header in enumerate(grid.columns) if THINKING.search(header)]
    if "" in grid.columns:
        other = grid.columns.index("")
        follows_output = other > 0 and re.search(r"输出|output", grid.columns[other - 1], re.I)
        if not follows_output or not grid.rows or not _is_mode_row(grid.rows[0]):
            problems.append(f"table ({' > '.join(grid.path[-2:])}): left out, a column without a header")
            return replace(grid, rows=(), sections=())
        plain, thinking = [other - 1], [other]
    if len(plain) != 1 or len(thinking) != 1:
        return grid
    plain_at, thinking_at = plain[0], thinking[0]
    header = tuple(tuple(Cell("-") if i == thinking_at else cell for i, cell in enumerate(row)) for row in grid.header)
    kept = []
    for row, section in zip(grid.rows, grid.sections, strict=True):
        if not _is_mode_row(row) and any(cell.missing for cell in row):
            problems.append(f"{row[0].line[:60]!r}: the row is shorter than the table, and may lack either output")
        elif not _is_mode_row(row):
            kept.append((_with_one_output(row, plain_at, thinking_at, problems), section))
    return replace(
        grid, header=header, rows=tuple(row for row, _ in kept), sections=tuple(section for _, section in kept)
    )


def _with_one_output(row: tuple[Cell, ...], plain_at: int, thinking_at: int, problems: list[str]) -> tuple[Cell, ...]:
    plain, thinking = row[plain_at], row[thinking_at]
    if is_absent(plain.text):
        return (*row[:plain_at], thinking, *row[plain_at + 1 :])
    if plain.text != thinking.text:
        problems.append(f"{row[0].line[:60]!r}: another output price with thinking left out: {thinking.line!r}")
    return row


def _one_mode(grid: Grid, problems: list[str]) -> Grid:
    """Leave out the rows with thinking of models that have other rows, where a column names the mode."""
    at = next((i for i, header in enumerate(grid.columns) if MODE.search(header)), None)
    if at is None:
        return grid
    thinks = [bool(THINKING.search(row[at].text) and not PLAIN.search(row[at].text)) for row in grid.rows]
    others = {row[0].text for row, thinking in zip(grid.rows, thinks, strict=True) if not thinking}
    kept = []
    for row, section, thinking in zip(grid.rows, grid.sections, thinks, strict=True):
        if thinking and row[0].text in others:
            problems.append(f"{row[0].line[:60]!r}: another price with thinking left out")
        else:
            kept.append((row, section))
    return replace(grid, rows=tuple(row for row, _ in kept), sections=tuple(section for _, section in kept))


def _is_mode_row(row: tuple[Cell, ...]) -> bool:
    shown = [cell.text for cell in row if cell.text]
    return len(shown) == 2 and bool(PLAIN.search(shown[0]) and THINKING.search(shown[1]))


SOURCE = PriceSource(
    name="alibaba",
    urls=(
        "https://help.aliyun.com/zh/model-studio/model-pricing",
        "https://www.alibabacloud.com/help/en/model-studio/model-pricing",
        "https://help.aliyun.com/zh/hologres/user-guide/managed-models-billing",
        "https://www.alibabacloud.com/help/en/model-studio/model-pricing.md",
    ),
    signature=(r"alibaba|aliyun|阿里云|百炼", ENGLISH_OR_CHINESE),
    must_have=(r"^qwen",),
    read=read,
    verified=True,
    aliases=("alibaba-cn", "aliyun", "qwen"),
)
