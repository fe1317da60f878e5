"""Fireworks' serverless prices: three amounts in a cell, in an order that the text above the table states.

Peculiar: columns Standard and Priority of '$a / $b / $c'; before summer 2026 plain columns; on the price page
'$0.56 input, $1.68 output' in one cell; bands of sizes, which are no models; '(US)' and 'Fast' belong to the name.
Tried on two stored captures of docs.fireworks.ai/serverless/pricing.md (summer and autumn 2026).
"""

from __future__ import annotations

from dataclasses import replace

from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Fireworks' price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have, repair=_repaired)


def _repaired(grid: Grid) -> Grid:
    """The price page heads its models 'Base model parameter count', though many rows are models by name."""
    header = tuple(
        tuple(Cell("Model") if cell.text.startswith("Base model") else cell for cell in row) for row in grid.header
    )
    return replace(grid, header=header)


SOURCE = PriceSource(
    name="fireworks",
    urls=(
        "https://docs.fireworks.ai/serverless/pricing",
        "https://docs.fireworks.ai/serverless/pricing.md",
        "https://fireworks.ai/pricing",
    ),
    signature=(r"\bfireworks\b", ENGLISH),
    must_have=(r"deepseek|qwen|kimi|glm|llama|gpt oss|minimax|mixtral",),
    read=read,
    verified=True,
    aliases=("fireworks-ai",),
)
