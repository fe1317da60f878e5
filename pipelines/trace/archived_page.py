"""Show an archived page offline, with the cells of a price highlighted: one HTML file that loads and runs nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.trace.evidence import CapturedPage
from pipelines.trace.quotes import find_cells, find_passages
from pipelines.trace.safe_html import safe_tree

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 75rem; padding: 0 1rem; color: #222 }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
.walk { background: #f4f4f0; padding: 1rem }
.note { font-weight: bold }
.archived { border: 1px solid #bbb; padding: 1rem; overflow-x: auto }
.archived table { border-collapse: collapse }
.archived td, .archived th { border: 1px solid #ddd; padding: .2rem .5rem; text-align: left }
.quoted { background: #ffe45c; outline: 2px solid #c79a00 }
"""
AROUND = 200_000
"""Characters shown before and after the quote of a longer text."""
CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
TEXT_TYPES = ("json", "markdown", "text/plain")


@dataclass(frozen=True)
class Rendering:
    """The archived page as HTML, and a sentence on whether the quoted cells are in it."""

    markup: str
    note: str


def write_page(title: str, walk: Sequence[str], pages: Sequence[CapturedPage]) -> str:
    """Return one HTML document: the walk to the evidence, and each archived page.

    Args:
        title: The address of the row.
        walk: The lines of the walk.
        pages: The captured pages that the walk ends at.
    """
    archived = "\n".join(_section(page, render(page)) for page in pages)
    lines = html.escape("\n".join(walk))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(POLICY)}">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style></head>\n"
        f'<body><h1>{html.escape(title)}</h1>\n<pre class="walk">{lines}</pre>\n{archived}</body></html>\n'
    )


def render(page: CapturedPage) -> Rendering:
    """Return a page with its quoted cells marked; as its source where only that holds the quote."""
    text = _decode(page)
    if _is_html(page, text):
        rendering, marked = _render_html(text, page)
        if marked or not page.quote:
            return rendering
        source, marked = _render_text(text, page)
        note = "The quote is in the page's source, not in its visible text."
        return Rendering(source.markup, note) if marked else rendering
    return _render_text(text, page)[0]


def _section(page: CapturedPage, rendering: Rendering) -> str:
    capture = page.capture
    origin = f"{capture.url} as captured at {capture.captured_at.isoformat(sep=' ')} UTC via {capture.via}"
    return (
        f"<h2>{html.escape(origin)}</h2>\n<p>SHA-256 of the archived bytes: <code>{capture.capture_sha256}</code>, "
        f'verified. Scripts, pictures and links are removed.</p>\n<p class="note">{html.escape(rendering.note)}</p>\n'
        f'<div class="archived">{rendering.markup}</div>\n'
    )


def _render_html(text: str, page: CapturedPage) -> tuple[Rendering, int]:
    tree = safe_tree(text)
    cells = find_cells(tree, page.quote, page.names)
    for cell in cells:
        if cell is not None:
            cell.attrs["class"] = "quoted"
    marked = len(cells) - cells.count(None)
    return Rendering(tree.decode(), _note(marked, len(cells))), marked


def _render_text(text: str, page: CapturedPage) -> tuple[Rendering, int]:
    passages = find_passages(text, page.quote, page.names) if page.quote else []
    first = max(0, passages[0][0] - AROUND) if passages else 0
    last = (passages[-1][1] if passages else 0) + AROUND
    edges = [first, *(edge for passage in passages for edge in passage), min(last, len(text))]
    pieces = [html.escape(text[start:end]) for start, end in pairwise(edges)]
    marked = [f'<mark class="quoted">{piece}</mark>' if n % 2 else piece for n, piece in enumerate(pieces)]
    cut = "" if first == 0 and last >= len(text) else " Only a part of this long text is shown."
    note = _note(len(passages), max(1, len(passages)) if page.quote else 0)
    return Rendering(f"<pre>{''.join(marked)}</pre>", note + cut), len(passages)


def _note(marked: int, cells: int) -> str:
    if not cells:
        return "The row has no quote of a cell: the whole page is its evidence."
    if not marked:
        return "The quoted cell is not where the quote says: the page is shown without a highlight."
    return f"{marked} of {cells} quoted cells are highlighted."


def _is_html(page: CapturedPage, text: str) -> bool:
    kind = (page.capture.content_type or "").lower()
    return not any(name in kind for name in TEXT_TYPES) and ("html" in kind or text.lstrip()[:1] == "<")


def _decode(page: CapturedPage) -> str:
    declared = CHARSET.search(page.capture.content_type or "") or CHARSET.search(
        page.body[:2000].decode("ascii", "replace")
    )
    try:
        return page.body.decode(declared[1] if declared else "utf-8-sig", "replace").removeprefix("\ufeff")
    except LookupError:
        return page.body.decode("utf-8", "replace")
