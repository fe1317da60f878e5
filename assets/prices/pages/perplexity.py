"""Perplexity's price page: token prices per model; fees per request, search or citation are no token prices.

In 2024 one column priced all tokens of a model alike ('Price per 1M tokens'): then input and output cost that. Since
2026 the Markdown page exports its prices as data, in dollars per million tokens, which its components draw.
Built from the tables of 2025 and 2026 as stored copies show them; not yet run on a whole capture.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import is_price_header
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.priced_data import data_grids
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import only_named, validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.embedded import script_values
from assets.reading.grids import Cell, Grid
from assets.reading.units import MTOK

ALL_TOKENS = re.compile(r"^(?:price )?(?:\(?\$\)? ?)?(?:per|/) ?(?:1M|million) tokens", re.I)
PRICES = re.compile(r"pric|cost|rate|model", re.I)
OWN_MODEL = re.compile(r"(?:sonar|pplx|r1-)[\w. -]*|[\w.-]+/[\w.:-]+", re.I)
NOT_TEXT = re.compile(r"embed|search api|image|audio", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Perplexity's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    offers = offers_in(map(_with_both, page_grids(text)), Layout(), problems)
    offers += _data_offers(text, problems)
    return validate_offers(page, [offer for offer in offers if _is_text(offer, problems)], problems, SOURCE.must_have)


def _data_offers(text: str, problems: list[str]) -> list[PageOffer]:
    """The offers of the prices that the page exports; fees for requests and searches are no prices of tokens."""
    values = [value for _, value in script_values(text, PRICES)]
    layout = Layout(currency="USD", unit=stated_unit(text, assumed=MTOK))
    return only_named(offers_in(data_grids(values, "data", problems), layout, problems), OWN_MODEL, problems)


def _is_text(offer: PageOffer, problems: list[str]) -> bool:
    if NOT_TEXT.search(offer.model):
        problems.append(f"{offer.model!r}: left out, not a model of text")
        return False
    return True


def _with_both(grid: Grid) -> Grid:
    """Repeat the one price for all tokens as the price of input and of output."""
    at = [i for i, header in enumerate(grid.columns) if ALL_TOKENS.search(header)]
    if len(at) != 1 or len(grid.header) != 1 or any(map(is_price_header, grid.columns)):
        return grid
    header = grid.header[0]
    labels = (Cell(f"Input {header[at[0]].line}"), Cell(f"Output {header[at[0]].line}"))
    return replace(
        grid,
        header=((*header[: at[0]], *labels, *header[at[0] + 1 :]),),
        rows=tuple((*row[: at[0]], row[at[0]], row[at[0]], *row[at[0] + 1 :]) for row in grid.rows),
    )


SOURCE = PriceSource(
    name="perplexity",
    urls=(
        "https://docs.perplexity.ai/docs/getting-started/pricing",
        "https://docs.perplexity.ai/docs/getting-started/pricing.md",
        "https://docs.perplexity.ai/docs/agent-api/models.md",
    ),
    signature=(r"\bperplexity\b", ENGLISH),
    must_have=(r"sonar|pplx|/",),
    read=read,
    aliases=("pplx", "sonar"),
)
