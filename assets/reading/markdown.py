"""Grids from Markdown: pipe tables with the headings, tab labels and text above them, and HTML tables in between."""

from __future__ import annotations

import html as entities
import re

from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.html import FOOTNOTE, clean, html_grids

HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
TAB = re.compile(r"<Tab(?:Item|Panel)?\b[^>]*?(?:title|label|value)=[\"'{]+([^\"'}]+)", re.I)
TAB_END = re.compile(r"</Tab(?:Item|Panel)?>", re.I)
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
STRUCK = re.compile(r"~~(.+?)~~|<(s|del|strike)\b[^>]*>(.*?)</\2>", re.S | re.I)
BREAK = re.compile(r"<br\s*/?>", re.I)
SUP = re.compile(r"<sup\b[^>]*>(.*?)</sup>", re.S | re.I)
FOOTNOTE_REF = re.compile(r"\[\^[^\]]+\]|(?<=[\d)])\^\d\^?(?!\d)")
TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|$<>~-])")
EMPHASIS = re.compile(r"\*\*(.+?)\*\*|__(.+?)__|(?<![\w*])\*(?!\s)([^*]+?)\*(?![\w*])|`([^`]*)`")


def markdown_grids(text: str) -> list[Grid]:
    """Every table of a Markdown text in order. A row that lacks the closing pipe its header has is cut: left short."""
    lines = text.split("\n")
    grids: list[Grid] = []
    path: list[tuple[int, str]] = []
    tabs: list[str] = []
    before = ""
    i = 0
    while i < len(lines):
        line = lines[i].rstrip("\r")
        if heading := HEADING.match(line):
            level = len(heading[1])
            path, before = [*(part for part in path if part[0] < level), (level, markdown_cell(heading[2]).line)], ""
        elif tab := TAB.search(line):
            tabs.append(tab[1])
        elif TAB_END.search(line):
            tabs = tabs[:-1]
        elif "<table" in line:
            end = next((j for j in range(i, len(lines)) if "</table>" in lines[j]), len(lines) - 1)
            above = tuple(title for _, title in path)
            grids += [_placed(g, above, tuple(tabs), before) for g in html_grids("\n".join(lines[i : end + 1]))]
            i = end
        elif "|" in line and i + 1 < len(lines) and "-" in lines[i + 1] and DELIMITER.match(lines[i + 1]):
            end = i + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            table = _table([lines[i], *lines[i + 2 : end]], unfinished=end == len(lines))
            grids.append(_placed(table, tuple(title for _, title in path), tuple(tabs), before))
            i = end - 1
        elif line.strip():
            before = markdown_cell(line).line[-300:]
        i += 1
    return grids


def _placed(grid: Grid, path: tuple[str, ...], tabs: tuple[str, ...], before: str) -> Grid:
    return Grid(
        grid.header, grid.rows, path + grid.path, tabs + grid.tabs, grid.caption, grid.before or before, grid.sections
    )


def _table(lines: list[str], *, unfinished: bool) -> Grid:
    closed = lines[0].rstrip().endswith("|")
    rows = []
    for n, line in enumerate(lines):
        cells = _split(line)
        if (closed and not line.rstrip().endswith("|")) or (not closed and unfinished and n == len(lines) - 1 and n):
            cells = cells[:-1]  # cut inside its last cell: what it says may be half of it
        rows.append([markdown_cell(cell) for cell in cells])
    width = len(rows[0])
    rows = [row if len(row) <= width else [*row[:width], Cell("", missing=True)] for row in rows]
    return make_grid([row for row in rows if row] or [[Cell()]], 1)


def _split(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return re.split(r"(?<!\\)\|", line)


def markdown_cell(source: str) -> Cell:
    """What one Markdown cell shows."""
    struck = " ".join(a or c for a, _, c in STRUCK.findall(source))
    text = STRUCK.sub(" ", IMAGE.sub("", source))
    links = tuple(address for _, address in LINK.findall(text) if address)
    text = LINK.sub(r"\1", text)
    text = SUP.sub(lambda found: "" if FOOTNOTE.fullmatch(found[1].strip()) else "^" + found[1], text)
    text = TAG.sub("", BREAK.sub("\n", FOOTNOTE_REF.sub("", text)))
    text = EMPHASIS.sub(lambda found: next(group for group in found.groups() if group is not None), text)
    text = ESCAPE.sub(r"\1", text) if text.strip() != "\\" else text
    return Cell(clean(entities.unescape(text)), clean(ESCAPE.sub(r"\1", struck)), links)
