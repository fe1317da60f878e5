"""Grids from HTML: a single walk over the document with lxml.

Tables that scripts would draw are not read here; the readers of such pages extract the data of the scripts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree  # ty: ignore[missing-module-member] - compiled

from assets.reading.grids import MISSING, Cell, Grid, make_grid

Element = etree._Element
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "br",
        "dd",
        "dt",
        "dl",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tbody",
        "thead",
    ]
)
SKIPPED = frozenset(["script", "style", "template", "svg", "noscript", "button"])
STRUCK = frozenset(("s", "del", "strike"))
MAX_SPAN = 200
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000\t\r\f\v", " "))
FOOTNOTE = re.compile(r"[\[(（]?\s*(?:\d|[*†‡§#]+|[a-z])(?:\s*,\s*\d)*\s*[\])）]?")
SUPERSCRIPTS = re.compile("[¹²³⁰⁴-⁹]+")
STRUCK_STYLE = re.compile(r"line-through")
HIDDEN_STYLE = re.compile(r"display:\s*none")
UNIT_NUMBER = re.compile(r"1[\d,]*(?= ?(?:[KM]\b|tokens?\b|thousand|million|百万|千))", re.I)
BADGE = re.compile(r"badge|chip|pill\b|\btag\b|label", re.I)


def clean(text: str) -> str:
    """Return the text with lines trimmed, blanks collapsed, invisible characters and footnote digits dropped."""
    if not text.isascii():
        text = SUPERSCRIPTS.sub("", text.translate(INVISIBLE).translate(SPACES))
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line)


def parse_html(text: str) -> Element:
    """Return the root of a document; an empty document gives an empty element."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    return root if root is not None else etree.Element("html")


def html_grids(text: str) -> list[Grid]:
    """Return every table of an HTML text in document order; nested tables are grids of their own."""
    return grids_in(parse_html(text))


def grids_in(root: Element) -> list[Grid]:
    """Return every table below `root`, with the headings, tab labels and text above it."""
    grids: list[Grid] = []
    path: list[tuple[int, str]] = []
    for element in root.iter("table", *HEADINGS):
        if element.tag == "table":
            grids += _table_grids(element, tuple(title for _, title in path))
        elif title := clean(_text(element)) or (element.get("id") or "").replace("-", " "):
            level = HEADINGS[element.tag]
            while path and path[-1][0] >= level:
                path.pop()
            path.append((level, title))
    return grids


def _table_grids(table: Element, path: tuple[str, ...]) -> list[Grid]:
    rows: list[list[Cell]] = []
    marked: list[bool] = []
    pending: dict[int, tuple[int, Cell]] = {}
    group = None
    for row in _own_rows(table):
        parent = row.getparent()
        if parent is not group:
            group, pending = parent, {}
        placed = _place(row, pending)
        if placed:
            rows.append(placed)
            marked.append(parent.tag == "thead" or all(cell.tag == "th" for cell in row.iterchildren("td", "th")))
    if not rows:
        return []
    caption = next((clean(_text(c)) for c in table.iterchildren("caption")), "")
    tabs, before = _tabs(table), _before(table)
    return [
        replace(make_grid(part, depth), path=path, tabs=tabs, caption=caption, before=before)
        for part, depth in _split(rows, marked)
    ]


def _own_rows(table: Element) -> list[Element]:
    rows = []
    for row in table.iter("tr"):
        owner = row.getparent()
        while owner.tag != "table":
            owner = owner.getparent()
        if owner is table:
            rows.append(row)
    return rows


def _place(row: Element, pending: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """One row's cells, with those that hang down from above in `pending` (column -> rows left, cell)."""
    out: list[Cell] = []
    own = 0

    def hang() -> None:
        while len(out) in pending:
            left, cell = pending.pop(len(out))
            if left > 1:
                hanging[len(out)] = (left - 1, cell)
            out.append(cell)

    hanging: dict[int, tuple[int, Cell]] = {}
    for element in row.iterchildren("td", "th"):
        cell = _cell(element)
        down, across = _span(element, "rowspan"), _span(element, "colspan")
        if not cell.text and (down == 0 or across == 0):
            continue  # an editor's placeholder under a span
        hang()
        own += 1
        for _ in range(max(across, 1)):
            if len(out) in pending:
                break
            if down != 1:
                hanging[len(out)] = (MAX_SPAN * 100 if down == 0 else down - 1, cell)
            out.append(cell)
    hang()
    for column in sorted(pending):
        left, cell = pending[column]
        if own:
            out += [MISSING] * (column - len(out))
            out.append(cell)
        if left > 1:
            hanging[column] = (left - 1, cell)
    pending.clear()
    pending.update(hanging)
    return out if own else []


def _span(element: Element, name: str) -> int:
    written = element.get(name)
    if written is None:
        return 1
    written = written.strip("{}\"' ")  # rowSpan={2} in MDX
    return min(int(written), MAX_SPAN) if written.isdecimal() else 1


def _split(rows: list[list[Cell]], marked: list[bool]) -> list[tuple[list[list[Cell]], int]]:
    """Cut the rows above every header row in the middle; per part the number of its header rows."""
    starts = [0]
    for i in range(1, len(rows)):
        if marked[i] and not marked[i - 1] and len(set(map(id, rows[i]))) > 1:
            starts.append(i)
    parts = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        depth = 0
        while start + depth < end and marked[start + depth]:
            depth += 1
        parts.append((rows[start:end], depth or _unmarked_depth(rows[start:end])))
    return parts


def _unmarked_depth(rows: list[list[Cell]]) -> int:
    """Without header marks the first row is the header, and more rows while one of its cells hangs down into them.

    A first row with a number of its own is no header; that of a unit ('per 1 million tokens') is none.
    """
    depth = 1
    while (
        depth < len(rows) - 1
        and any(a is b and a.text for a, b in zip(rows[0], rows[depth], strict=False))
        and not any(char.isdigit() for cell in rows[0] for char in UNIT_NUMBER.sub("", cell.text))
    ):
        depth += 1
    return depth


def _cell(element: Element) -> Cell:
    if len(element) == 0:
        return Cell(clean((element.text or "").replace("\n", " ")))
    kept: list[str] = []
    struck: list[str] = []
    links: list[str] = []
    _collect(element, kept, struck, links)
    return Cell(clean("".join(kept)), clean("".join(struck)), tuple(links))


def _collect(element: Element, kept: list[str], struck: list[str], links: list[str]) -> None:
    if element.text:
        kept.append(element.text.replace("\n", " "))
    for child in element:
        tag = child.tag
        if tag == "br":
            kept.append("\n")
        elif tag in SKIPPED or (child.attrib and _hidden(child)):
            pass
        elif tag in STRUCK or (child.attrib and _struck(child)):
            struck.append(_text(child))
        elif tag == "sup":
            _superscript(_text(child), kept)
        else:
            if tag == "a" and child.get("href"):
                links.append(child.get("href"))
            apart = "\n" if tag in BLOCKS or BADGE.search(child.get("class") or "") else ""
            kept.append(apart)
            _collect(child, kept, struck, links)
            kept.append(apart)
        if child.tail:
            kept.append(child.tail.replace("\n", " "))


def _superscript(mark: str, kept: list[str]) -> None:
    """Drop a footnote mark; keep anything else behind a '^', which no amount may touch."""
    if mark.strip() and not FOOTNOTE.fullmatch(mark.strip()):
        glued = mark.strip()[0].isdigit()
        kept.append("^" + mark if glued else mark)


def _hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(HIDDEN_STYLE.search(element.get("style") or ""))


def _struck(element: Element) -> bool:
    return bool(STRUCK_STYLE.search(element.get("class") or "") or STRUCK_STYLE.search(element.get("style") or ""))


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _tabs(table: Element) -> tuple[str, ...]:
    labels: list[str] = []
    for element in table.iterancestors():
        if label := _tab_label(element):
            labels.append(label)
    return tuple(reversed(labels))


def _tab_label(element: Element) -> str:
    """The label of the tab panel that this element is, or nothing."""
    for name in ("data-value", "data-tab", "data-label"):
        if value := element.get(name):
            return clean(value)
    if element.get("role") == "tabpanel":
        if (named := element.get("aria-labelledby")) and (
            tab := element.getroottree().getroot().xpath("(//*[@id=$id])[1]", id=named)
        ):
            return clean(_text(tab[0]))
        return clean(element.get("aria-label") or "")
    return _tab_by_order(element) if "tab" in (element.get("class") or "") else ""


def _tab_by_order(panel: Element) -> str:
    """Panels side by side below a bar with as many labels: the n-th label belongs to the n-th panel."""
    parent = panel.getparent()
    first = (panel.get("class") or "").split()[:1]
    if parent is None or not first:
        return ""
    panels = [child for child in parent if (child.get("class") or "").split()[:1] == first]
    bar = panels[0].getprevious()
    if len(panels) < 2 or bar is None:
        return ""
    items = bar.xpath(".//*[contains(@class, 'label') or @role='tab' or self::button]")
    return clean(_text(items[panels.index(panel)])) if len(items) == len(panels) else ""


def _shown_tab(bar: Element) -> str:
    """The label of the chosen tab, if this is a bar of tabs that marks its chosen tab."""
    tabs = bar.xpath("descendant-or-self::*[@role='tab']")
    chosen = [tab for tab in tabs if tab.get("aria-selected") == "true" or tab.get("data-state") == "active"]
    return clean(_text(chosen[0])) if len(chosen) == 1 else ""


def _before(table: Element) -> str:
    """The last 300 characters of the nearest text before the table, at most six levels up; of tabs the chosen one."""
    element = table
    for _ in range(7):
        previous = element.getprevious()
        while previous is not None:
            if previous.tag == "table" or previous.tag in SKIPPED:
                break
            if text := _shown_tab(previous) or clean(" ".join(previous.itertext())[-2000:]):
                return text[-300:]
            previous = previous.getprevious()
        parent = element.getparent()
        if parent is None:
            return ""
        element = parent
    return ""
