"""Nebius' prices (Token Factory, before that AI Studio): most models in a base and a fast flavour.

Peculiar: the flavour has a column of its own and makes another offer: the API's id of the fast one ends in
'-fast', that of the base one is the plain id; batch, fine-tuning, embeddings and pictures in tables beside.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import role_of
from assets.prices.pages.hosts import read_host
from assets.prices.pages.identity import ENGLISH
from assets.prices.price_page import PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid

FLAVOUR_HEADER = re.compile(r"flavou?r|^(?:type|version|variant|mode|speed)$", re.I)
FLAVOUR = re.compile(r"base|fast|standard", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Nebius' price page.
    """
    return read_host(page, SOURCE.signature, SOURCE.must_have, repair=_with_flavours)


def _with_flavours(grid: Grid) -> Grid:
    """Append the flavour to the name; remove the name of a row of unknown flavour, so that it is left out."""
    model = next((i for i, header in enumerate(grid.columns) if role_of(header) == "model"), None)
    flavour = next((i for i, header in enumerate(grid.columns) if FLAVOUR_HEADER.search(header)), None)
    if model is None or flavour is None or not any(FLAVOUR.fullmatch(row[flavour].text) for row in grid.rows):
        return grid
    rows = ((*row[:model], _flavoured(row[model], row[flavour].text), *row[model + 1 :]) for row in grid.rows)
    return replace(grid, rows=tuple(rows))


def _flavoured(name: Cell, flavour: str) -> Cell:
    if flavour and not FLAVOUR.fullmatch(flavour):
        return replace(name, text="")
    if flavour.lower() != "fast" or not name.text or name.text.lower().endswith("fast"):
        return name
    return replace(name, text=f"{name.text} Fast" if " " in name.text else f"{name.text}-fast")


SOURCE = PriceSource(
    name="nebius",
    urls=("https://nebius.com/token-factory/prices", "https://nebius.com/prices-ai-studio"),
    signature=(r"\bnebius\b", ENGLISH),
    must_have=(r"llama|qwen|deepseek|mistral|gpt-oss|kimi|glm",),
    read=read,
    aliases=("token-factory", "nebius-ai-studio"),
)
