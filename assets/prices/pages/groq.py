"""Groq's prices: the console's model tables ('$0.15 input$0.60 output' in a cell) and groq.com/pricing.

Peculiar: name, badge and id are glued in one cell, the link holds the id alone; 'ContactSales' means no price; on the
price page each cell repeats its header and adds how much a dollar buys ('$0.59 (1.69M / $1)*'); a column of buttons
has no header; prices per hour and per character are in the column of token prices.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid

PER_DOLLAR = re.compile(r"\(?\s*[\d.,]+\s*[KMB]?\s*/\s*\$1\s*\)?\s*\*?")
MODEL_LINK = re.compile(r"/docs/model/([\w./-]+)$")


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Groq's list of models or prices.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have, repair=_repaired)


def _repaired(grid: Grid) -> Grid:
    return replace(grid, rows=tuple(tuple(map(_repaired_cell, row)) for row in grid.rows))


def _repaired_cell(cell: Cell) -> Cell:
    """Remove the amount that a dollar buys; return the id that the cell links to, if its text ends with it."""
    model_id = next((match[1] for link in cell.links if (match := MODEL_LINK.search(link))), "")
    return replace(cell, text=model_id if model_id and cell.text.endswith(model_id) else PER_DOLLAR.sub("", cell.text))


SOURCE = PriceSource(
    name="groq",
    urls=("https://console.groq.com/docs/models.md", "https://groq.com/pricing"),
    signature=(r"\bgroq(?:cloud)?\b", ENGLISH),
    must_have=(r"llama|gpt[- ]oss|qwen|mixtral|gemma",),
    read=read,
    verified=True,
    aliases=("groqcloud",),
)
