"""Grids from Markdown: pipe tables with the headings, tab labels and text around them, and HTML tables in between.

The parser is markdown-it-py, with the rules of `markdown_rules.py`. Its tables differ from GitHub's where the text of a
page may be damaged:

- A row with more cells than the header is wider than the header; GitHub drops the additional cells.
- A row without the closing pipe that its header has is cut short, and its last cell is dropped; GitHub shows it.
- A table whose delimiter row differs in width from its header gets a header that is not whole; GitHub shows it as text.
- `**` beside Chinese punctuation is emphasis; CommonMark shows the asterisks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from markdown_it.token import Token

from assets.reading.grids import MISSING, Cell, Grid, make_grid
from assets.reading.html import html_grids
from assets.reading.html_cells import FOOTNOTE, clean
from assets.reading.markdown_rules import PARSER, TAG

DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*")
PIPE = re.compile(r"(?<!\\)\|")
CLOSED = re.compile(r"(?<!\\)\|\s*$")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A character that Markdown escapes; in an MDX table the text of cells is Markdown (`0\\<Token≤256K`)."""
FOOTNOTE_REF = re.compile(r"\[\^[^\[\]]+\]|(?<=[\d)])\^\d\^?(?!\d)")
EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")
STRUCK = frozenset(("s", "del", "strike"))
LONGEST_BEFORE = 300


@dataclass(frozen=True)
class MarkdownTable:
    """A table of a Markdown text, and the lines of text that touch it.

    `line` is the number of its first line, from 1. `above` is the last line of text since the heading, table or code
    above it, `below` the first line of text right below it; both are "" when there is none.
    """

    grid: Grid
    line: int
    above: str
    below: str

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row on one line each, the header first, blank where a row is shorter than the table."""
        return [[cell.line for cell in row] for row in (*self.grid.header, *self.grid.rows)]


@dataclass
class _Position:
    """Where in the document the walk is: headings with their levels, open tabs, and the nearest text."""

    path: list[tuple[int, str]] = field(default_factory=list)
    tabs: list[str] = field(default_factory=list)
    before: str = ""
    above: str = ""

    def enter_heading(self, level: int, title: str) -> None:
        self.path = [*(part for part in self.path if part[0] < level), (level, title)]
        self.before = self.above = ""

    def place(self, grid: Grid) -> Grid:
        path, tabs = tuple(title for _, title in self.path), tuple(self.tabs)
        before = grid.before or self.before
        return replace(grid, path=path + grid.path, tabs=tabs + grid.tabs, before=before)


def markdown_grids(text: str) -> list[Grid]:
    """Return the grid of every table of a Markdown text, in order."""
    return [table.grid for table in markdown_tables(text)]


def markdown_tables(text: str) -> list[MarkdownTable]:
    """Return every table of a Markdown text outside of code, pipe tables and HTML tables, in order.

    Args:
        text: The whole document; where it ends without a line break, its last row may be cut.

    Returns:
        The tables with the lines of text around them. `grid.before` may lie above an earlier table, `above` does not.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tokens = PARSER.parse(text)
    position = _Position()
    tables: list[MarkdownTable] = []
    for i, token in enumerate(tokens):
        if grids := _grids(tokens, i, lines):
            line = token.map[0] + 1 if token.map else 1
            below = _first_text(tokens, i)
            tables += [MarkdownTable(position.place(grid), line, position.above, below) for grid in grids]
            position.above = ""
        else:
            _move(position, tokens, i)
    return tables


def markdown_cell(source: str) -> Cell:
    """Return what one cell or line of Markdown shows.

    >>> markdown_cell("~~$9~~ **$3**[^1]")
    Cell(text='$3', struck='$9', links=(), missing=False)
    """
    return _cell(PARSER.parseInline(source)[0].children or [])


def _grids(tokens: Sequence[Token], i: int, lines: Sequence[str]) -> list[Grid]:
    """The tables that start at a token; none for anything else."""
    token = tokens[i]
    if token.type == "html_table":
        return html_grids(ESCAPED.sub(lambda match: escape(match[1]), token.content))
    if token.type == "table_open":
        end = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
        return [_pipe_table(tokens[i:end], lines)]
    if token.type == "paragraph_open" and (grid := _misaligned_table(tokens[i + 1].content.split("\n"))):
        return [grid]
    return []


def _move(position: _Position, tokens: Sequence[Token], i: int) -> None:
    token = tokens[i]
    if token.type == "heading_open":
        position.enter_heading(int(token.tag[1]), _cell(tokens[i + 1].children or []).line)
    elif token.type == "paragraph_open":
        shown = (markdown_cell(line).line for line in reversed(tokens[i + 1].content.split("\n")))
        position.above = next(filter(None, shown), position.above)
        position.before = position.above[-LONGEST_BEFORE:]
    elif token.type in ("fence", "hr"):
        position.before = position.above = ""
    elif token.type == "tab_open":
        position.tabs.append(token.content)
    elif token.type == "tab_close":
        position.tabs = position.tabs[:-1]


def _first_text(tokens: Sequence[Token], i: int) -> str:
    """The first line of text below the table that starts at a token, if text is the next block."""
    end = (tokens[i].map or (0, 0))[1]
    places = range(i + 1, len(tokens))
    following = next((j for j in places if (where := tokens[j].map) and where[0] >= end), None)
    if following is None or tokens[following].type != "paragraph_open":
        return ""
    return markdown_cell(tokens[following + 1].content.split("\n", 1)[0]).line


def _pipe_table(tokens: Sequence[Token], lines: Sequence[str]) -> Grid:
    rows: list[list[Cell]] = []
    closed, width = True, 0
    for first, cells in _rows(tokens):
        line = lines[first]
        is_closed = bool(CLOSED.search(line))
        if not rows:
            closed, width = is_closed, len(cells)
        stated = _width(line)
        if (closed and not is_closed) or (rows and not closed and first == len(lines) - 1):
            stated -= 1  # cut inside its last cell: what that shows may be half of it
        rows.append([*cells, Cell()] if stated > width else cells[:stated])
    return make_grid(rows, 1)


def _rows(tokens: Iterable[Token]) -> Iterator[tuple[int, list[Cell]]]:
    """The number of each row's line, from 0, and its cells as many as the header has."""
    first, cells = 0, list[Cell]()
    for token in tokens:
        if token.type == "tr_open" and token.map:
            first, cells = token.map[0], []
        elif token.type == "inline":
            cells.append(_cell(token.children or []))
        elif token.type == "tr_close":
            yield first, cells


def _width(line: str) -> int:
    """How many cells a line of a table has."""
    line = line.strip()
    return len(PIPE.findall(line)) + 1 - line.startswith("|") - bool(CLOSED.search(line))


def _misaligned_table(lines: list[str]) -> Grid | None:
    """Lines of a table that is none because its header and its delimiter row differ in width; None for text."""
    at = next((i for i, line in enumerate(lines) if i and DELIMITER.fullmatch(line) and "|" in lines[i - 1]), None)
    if at is None:
        return None
    source = [lines[at - 1], *lines[at + 1 :]]
    rows = [[markdown_cell(cell.strip()) for cell in PIPE.split(line.strip().strip("|"))] for line in source]
    width = len(rows[0])
    return make_grid([[*rows[0], MISSING], *([*row, *[Cell()] * (width + 1 - len(row))] for row in rows[1:])], 1)


def _cell(tokens: Iterable[Token]) -> Cell:
    """The text, struck text and links of inline tokens."""
    kept, struck, links = list[str](), list[str](), list[str]()
    inside: list[str] = []
    mark: list[str] | None = None
    for token in tokens:
        tag, closes = _tag(token)
        if token.type == "link_open":
            links.append(str(token.attrGet("href") or ""))
        elif tag in STRUCK:
            struck.append(" ")
            kept.append(" ")
            inside = inside[:-1] if closes else [*inside, tag]
        elif tag == "sup":
            if mark and not FOOTNOTE.fullmatch("".join(mark).strip()):
                (struck if inside else kept).append("^" + "".join(mark))
            mark = None if closes else []
        else:
            (mark if mark is not None else struck if inside else kept).append(_shown(token, tag))
    return Cell(clean("".join(kept)), clean("".join(struck)), tuple(address for address in links if address))


def _tag(token: Token) -> tuple[str, bool]:
    """The HTML tag that an inline token is, and whether it closes; '' for text."""
    if token.type in ("s_open", "s_close"):
        return "s", token.type == "s_close"
    match = TAG.match(token.content) if token.type == "html_inline" else None
    return (match[2].lower(), bool(match[1])) if match else ("", False)


def _shown(token: Token, tag: str) -> str:
    if tag == "br" or token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "text":
        return EMPHASIS.sub(r"\1", FOOTNOTE_REF.sub("", token.content))
    return token.content if token.type == "code_inline" else ""
