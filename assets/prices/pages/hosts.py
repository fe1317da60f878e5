"""Common code for companies that host open models: pages with models of many makers, cards and mixed tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from assets.prices.pages.cards import card_grids
from assets.prices.pages.combined import split_cells
from assets.prices.pages.opening import open_page, page_grids, stated_unit, visible_text
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.reading.grids import MISSING, Grid

NOT_TEXT = re.compile(
    r"embed|\bbge\b|\be5-|\bgte-|m2-bert|\buae\b|msmarco|rerank|whisper|\btts\b|text-to-speech|orpheus|playai|\bflux|stable.?diffusion|"
    r"sdxl|imagen\b|parakeet|voxtral|cartesia|kokoro|\bveo\b|realtime|dall-e|\basr\b",
    re.I,
)
SIZE_BAND = re.compile(
    r"\bparameters?\b|^(?:less|more) than\b|^(?:up to|over|under|above)\b|^[<>≤≥~]|^moe\b"
    r"|^[\d.]+\s*[BM]?\s*(?:[-–—]|to)\s*[\d.]+\s*[BM]\b|^[\d.]+\s*[BM]\s*\+?$",
    re.I,
)


def read_host(
    page: PricePage,
    signature: tuple[str, ...],
    must_have: tuple[str, ...],
    repair: Callable[[Grid], Grid] | None = None,
) -> PageReading:
    """Return the offers of a host's page: every table and every card, combined cells taken apart.

    Args:
        page: The page.
        signature: Patterns that the page matches.
        must_have: Patterns of model names that it prices.
        repair: Rewrites a table of the host into the common layout; None where no table needs it.

    Raises:
        PageRefused: It is not the page.
    """
    text = open_page(page, signature)
    problems: list[str] = []
    grids = [without_button_column(grid) for grid in page_grids(text)] + card_grids(text, problems)
    grids = [repair(grid) for grid in grids] if repair else grids
    grids = split_cells(grids, problems, re.sub(r"[*_]+", "", visible_text(text)))
    offers = offers_in(grids, Layout(unit=stated_unit(text)), problems)
    return validate_offers(page, text_models(offers, problems), problems, must_have)


def text_models(offers: Iterable[PageOffer], problems: list[str]) -> list[PageOffer]:
    """Return the offers of language models: no embeddings, sound or pictures, and no band of sizes."""
    kept = []
    for offer in offers:
        if NOT_TEXT.search(offer.model):
            problems.append(f"{offer.model!r}: left out, not a model that writes text")
        elif SIZE_BAND.search(offer.model):
            problems.append(f"{offer.model!r}: left out, a band of sizes is not a model")
        else:
            kept.append(offer)
    return kept


def without_button_column(grid: Grid) -> Grid:
    """Drop columns at the end without a header or a number ('Try now'); rows that lack them are still cut rows."""
    width = next((i for i in range(grid.width) if all(row[i].missing for row in grid.header)), grid.width)
    extra = [cell for row in (*grid.header, *grid.rows) for cell in row[width:]]
    if not grid.header or not extra or any(re.search(r"\d", cell.text) for cell in extra):
        return grid
    if any(not cell.missing for row in grid.header for cell in row[width:]):
        return grid
    rows = tuple(
        (*row[: width - 1], MISSING) if any(cell.missing for cell in row[width:]) else row[:width] for row in grid.rows
    )
    return replace(grid, header=tuple(row[:width] for row in grid.header), rows=rows)
