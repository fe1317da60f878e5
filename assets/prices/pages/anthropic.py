"""Anthropic's price page: one table of models with base input, cache writes and hits, output; a batch table.

Peculiar: the site's own price page (2023-2025) has a card per model instead, there without 'Claude' in the name, with
two prices by prompt length for some; overviews compare models side by side; Claude 2 was priced per million tokens of
prompt and completion.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.cards import card_grids
from assets.prices.pages.combined import split_cells
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid, transpose

NAMED = re.compile(r"\b(Opus|Sonnet|Haiku) (\d+(?:\.\d+)*)(?!\d)")
NAME = re.compile(r"claude[ -]\w|(?:opus|sonnet|haiku) \d", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Anthropic's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(currency=None, unit=stated_unit(text))
    grids = _grids(text, problems)
    offers = offers_in([grid for grid in grids if not _is_nameless(grid)], layout, problems)
    named = offers_in([_with_names_above(grid) for grid in grids if _is_nameless(grid)], layout, problems)
    offers += _confirmed(named, offers, problems)
    return validate_offers(page, [offer for offer in offers if _is_claude(offer, problems)], problems, SOURCE.must_have)


def _grids(text: str, problems: list[str]) -> list[Grid]:
    tables = [_with_models_down(grid) for grid in page_grids(text)]
    return split_cells(tables + card_grids(text, problems), problems)


def _is_nameless(grid: Grid) -> bool:
    return grid.columns[:1] == ("Model",) and not any(row[0].text for row in grid.rows)


def _with_names_above(grid: Grid) -> Grid:
    """The table with the models that the text above it names ('... available for Claude Sonnet 4 and Sonnet 4.5.')."""
    names = dict.fromkeys(f"Claude {family} {version}" for family, version in NAMED.findall(grid.before))
    name = Cell("\n".join(names))
    return replace(grid, rows=tuple((name, *row[1:]) for row in grid.rows))


def _confirmed(named: list[PageOffer], offers: list[PageOffer], problems: list[str]) -> list[PageOffer]:
    """The offers of models that are named above a table, if the page states the table's short price for them too."""
    sure = {model for model, *_ in _standard(named) & _standard(offers)}
    doubted = dict.fromkeys(offer.model for offer in named if offer.model not in sure)
    problems += [f"{model}: long prompts left out, the text above names it, but not at that price" for model in doubted]
    return [offer for offer in named if offer.model in sure]


def _standard(offers: list[PageOffer]) -> set[tuple[object, ...]]:
    return {(offer.model, offer.input_per_mtok, offer.output_per_mtok) for offer in offers if offer.tier == "standard"}


def _with_models_down(grid: Grid) -> Grid:
    """Transpose a comparison that has one model per column and 'Cost (Input / Output per MTok)' as a row."""
    if len(grid.header) != 1 or grid.width < 3 or not all(NAME.match(header) for header in grid.columns[1:]):
        return grid
    whole = tuple(row for row in grid.rows if not any(cell.missing for cell in row))  # a lost cell shifts its row
    turned = transpose(replace(grid, rows=whole))
    return replace(turned, header=((Cell("Model"), *turned.header[0][1:]),))


def _is_claude(offer: PageOffer, problems: list[str]) -> bool:
    if NAME.match(offer.model):
        return True
    problems.append(f"{offer.model!r}: left out, not a name of a Claude model")
    return False


SOURCE = PriceSource(
    name="anthropic",
    urls=(
        "https://platform.claude.com/docs/en/about-claude/pricing",
        "https://platform.claude.com/docs/en/about-claude/pricing.md",
        "https://www.anthropic.com/pricing",
    ),
    signature=(r"anthropic|\bclaude\b", ENGLISH),
    must_have=(r"^(?:claude|opus|sonnet|haiku)\b",),
    read=read,
    verified=True,
    aliases=("claude",),
)
