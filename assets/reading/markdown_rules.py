"""The parser of Markdown: markdown-it-py with GitHub's tables, and rules for the MDX that documentation sites write.

Lists, quotes, indented code and HTML blocks are no blocks here: each would take in a table that follows without a blank
line, which MDX shows as a table. Tabs and HTML tables are blocks instead, at any depth. A line without a pipe ends a
table (GitHub makes it a row). Underlined headings are off because the front matter of a page has the form of one, and
reference definitions because a footnote has theirs.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

TAB = re.compile(r"<Tab(?:Item|Panel)?\b[^>]*?(?:title|label|value)=[\"'{]+([^\"'}]+)", re.I)
TAB_END = re.compile(r"</Tab(?:Item|Panel)?>", re.I)
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
DEEPEST = 5
"""Largest depth of links in links; the image in a link is at 2. Each `[` is tried as a link at every depth."""
ENDS_TABLE = ["blockquote"]
"""markdown-it ends a table where one of the rules that end a quote applies."""
LAST_LINK = -1
"""Where the cache of a text, which is by position, keeps the position of its last `](`."""
ENDS_TEXT_AND_TABLE = ["paragraph", *ENDS_TABLE]


def _tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line with a tag that opens a tab, its label as content, or with one that closes it."""
    line = _line(state, start)
    opening = TAB.search(line)
    if not opening and not TAB_END.search(line):
        return False
    if not silent:
        token = state.push("tab_open" if opening else "tab_close", "", 0)
        token.content = opening[1] if opening else ""
        token.block, token.map = True, [start, start + 1]
        state.line = start + 1
    return True


def _html_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The lines from a `<table>` to its end, or to the end of the text."""
    if "<table" not in _line(state, start):
        return False
    if not silent:
        last = next((i for i in range(start, end) if "</table>" in _line(state, i)), end - 1)
        token = state.push("html_table", "", 0)
        token.content = state.getLines(start, last + 1, 0, keepLastLF=False)
        token.block, token.map = True, [start, last + 1]
        state.line = last + 1
    return True


def _end_of_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Never a block itself: only asked whether a table ends at a line."""
    return silent and state.parentType == "table" and "|" not in _line(state, start)


def _component(state: StateInline, silent: bool) -> bool:
    """A tag with attributes that only MDX knows (`style={{color: "red"}}`)."""
    match = TAG.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _no_link(state: StateInline, silent: bool) -> bool:
    """A bracket after the last `](` of a text, which opens neither link nor image."""
    if not state.src.startswith(("[", "!["), state.pos):
        return False
    if LAST_LINK not in state.cache:
        state.cache[LAST_LINK] = state.src.rfind("](")
    if state.pos < state.cache[LAST_LINK]:
        return False
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "fence", "hr", "heading", "newline"])
    parser.enable(["backticks", "emphasis", "strikethrough", "link", "image", "html_inline", "entity", "escape"])
    parser.block.ruler.before("table", "tab", _tab, {"alt": ENDS_TEXT_AND_TABLE})
    parser.block.ruler.before("table", "html_table", _html_table, {"alt": ENDS_TEXT_AND_TABLE})
    parser.block.ruler.before("paragraph", "end_of_table", _end_of_table, {"alt": ENDS_TABLE})
    parser.inline.ruler.before("link", "no_link", _no_link)
    parser.inline.ruler.after("html_inline", "component", _component)
    return parser


PARSER = _parser()
