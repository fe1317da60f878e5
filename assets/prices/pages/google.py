"""Google's Gemini API price page: per model and tier a small table, kinds of price down, free and paid tier across.

The model's id is in a line of its own below the heading (in the HTML and in the `.md.txt` twin); older pages have
only the heading. Cells tell several amounts apart by prompt length, by date and by kind of input; only text counts, and
'equivalent to $0.134 per 1K image' is no token price. Tried on the page of 2026-04-27; the
twin is as stored copies of 2026-09-24 show it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.cells import OTHER_KINDS, TEXT
from assets.prices.pages.columns import is_price_header, tier_of
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import looks_like_html, open_page, page_grids
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageReading, PageRefused, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid, make_grid

MODEL = re.compile(r"(?:gemini|gemma|learnlm)\b(?!.*\b(?:pricing|api docs)\b)", re.I)
PAID = re.compile(r"\bpaid\b|pay[- ]as[- ]you[- ]go", re.I)
IDS_HTML = re.compile(r"<em>\s*((?:<code\b[^<>]*>[\w.-]+</code>(?:\s|,|and|or|&amp;)*)+)</em>")
IDS_MARKDOWN = re.compile(r"^\*((?:\[?`[\w.-]+`(?:\]\([^()\s]*\))?(?:\s|,|and|or|&)*)+)\*[ \t]*$", re.M)
NOT_TOKENS = re.compile(
    r",?\s*\bequivalent to\b.*|same as standard[^$]*|\s+or \$[\d.]+\s*/\s*(?:min(?:ute)?|sec(?:ond)?)\b"
    r"|\$[\d.]+ per [\d.]*K?(?:/[\d.]+K)?[ \n]*images?\b.*",
    re.I | re.S,
)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not the Gemini API's price page.
    """
    text = _ids_as_headings(open_page(page, SOURCE.signature))
    problems: list[str] = []
    grids = [_upright(grid, problems) for grid in page_grids(text)]
    offers = offers_in(grids, Layout(), problems)
    return validate_offers(page, offers, problems, SOURCE.must_have)


def _ids_as_headings(text: str) -> str:
    """Turn the line of ids into the heading of its tables, so that they are known by id."""
    if any(len(re.findall(rf"<{tag}[\s>]", text)) != text.count(f"</{tag}>") for tag in ("em", "code")):
        raise PageRefused("tags around models' ids are lost; capture the page again")
    if looks_like_html(text):
        return IDS_HTML.sub(lambda ids: "<h2>" + ", ".join(re.findall(r">([\w.-]+)</code>", ids[1])) + "</h2>", text)
    return IDS_MARKDOWN.sub(lambda ids: "## " + ", ".join(re.findall(r"`([\w.-]+)`", ids[1])), text)


def _upright(grid: Grid, problems: list[str]) -> Grid:
    """Return the paid tier of a model's table as a table of one row; any other table unchanged, without a header.

    The kinds of price are in the column without a header. A model's table of prices whose columns cannot be told apart
    leaves a line in `problems`.
    """
    name = next((title for title in reversed(grid.path) if not _is_tier(title)), "")
    paid = [i for i, header in enumerate(grid.columns) if PAID.search(header)]
    kind = next((i for i, header in enumerate(grid.columns) if not header), 0)
    if len(paid) != 1 or not MODEL.match(name) or not grid.header_is_whole:
        if MODEL.match(name) and any(is_price_header(_label(cell.line)) for row in grid.rows for cell in row):
            problems.append(f"{' / '.join(grid.path)}: left out, its columns cannot be told apart")
        return replace(grid, header=())
    labels, values = [Cell("Model")], [Cell(re.sub(r"[^\w)]+$", "", name))]
    for row in grid.rows:
        if is_price_header(label := _label(row[kind].line)):
            labels.append(Cell(f"{label} / {grid.columns[paid[0]]}"))
            values.append(replace(row[paid[0]], text=NOT_TOKENS.sub("", row[paid[0]].text)))
    return replace(make_grid([labels, values], 1), path=grid.path, tabs=grid.tabs, before=grid.before)


def _is_tier(title: str) -> bool:
    try:
        return bool(tier_of(title)) and len(title) <= 20
    except ValueError:
        return False


def _label(text: str) -> str:
    """Return the kind of a row's price without notes: 'Input price (text, image, video)' is the input price."""
    if OTHER_KINDS.search(text) and not TEXT.search(text):
        return ""
    return re.sub(r"\s*\((?!input|output|storage)[^()]*\)", "", text, flags=re.I)


SOURCE = PriceSource(
    name="google",
    urls=(
        "https://ai.google.dev/gemini-api/docs/pricing",
        "https://ai.google.dev/gemini-api/docs/pricing.md.txt",
    ),
    signature=(r"google ai\b|gemini (?:developer )?api|ai\.google\.dev|^links google\.dev$", ENGLISH),
    must_have=(r"^gemini",),
    read=read,
    verified=True,
    aliases=("gemini", "google-ai", "google-ai-studio"),
)
