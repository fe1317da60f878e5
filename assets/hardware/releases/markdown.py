"""Tables of a Markdown document, each with the headings and the text it stands under. No meaning is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """`rows` are lists of cells of equal length, the header row first, without the ruler line.

    `headings` are the headings above it from the outermost in; `before` is the text line just above, `after` the first
    text line below it before the next heading or table; both "" when there is none.
    """

    line: int
    headings: tuple[str, ...]
    before: str
    after: str
    rows: list[list[str]]


def read_tables(text: str) -> list[Table]:
    """Every pipe table outside of code blocks, in order."""
    tables: list[Table] = []
    headings: dict[int, str] = {}
    before, grid, start, fenced = "", list[list[str]](), 0, False
    lines = text.splitlines()
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip()
        fenced ^= bare.startswith("```")
        if bare.startswith("|") and not fenced:
            start = start if grid else number
            grid.append(_cells(bare))
            continue
        if grid:
            path = tuple(headings[level] for level in sorted(headings))
            tables.append(Table(start, path, before, _after(lines[number - 1 :]), _square(grid)))
            grid, before = [], ""
        if (found := re.match(r"(#{1,6})\s+(.*)", bare)) and not fenced:
            headings = {level: name for level, name in headings.items() if level < len(found[1])}
            headings[len(found[1])], before = plain(found[2]), ""
        elif bare:
            before = plain(bare)
    return tables


def drop_cut_row(text: str) -> tuple[str, str | None]:
    """The text without a last table row that does not end (a figure in it may be cut), and what to say of it."""
    rest, _, last = text.rstrip().rpartition("\n")
    if last.startswith("|") and not last.endswith("|"):
        return rest, f"the last row {last[:40]!r} is cut short: left out"
    return text, None


def plain(text: str) -> str:
    """A cell or heading without emphasis, footnotes, line breaks and escapes; a link is its words."""
    text = re.sub(r"<sup>[^<]*</sup>", "", text)
    text = re.sub(r"<br\s*/?>", " ", text)
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"[\u200b\u2060\ufeff]", "", text)
    return " ".join(re.sub(r"\*\*|`|<[^<>]+>|\\", "", text).split())


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _square(grid: list[list[str]]) -> list[list[str]]:
    rows = [row for row in grid if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _after(lines: list[str]) -> str:
    for line in lines:
        if line.strip():
            return "" if line.lstrip().startswith(("#", "|")) else plain(line)
    return ""
