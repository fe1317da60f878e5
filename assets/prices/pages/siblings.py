"""Tables of the same form that differ by tier: what is labelled with no known tier is of an unknown tier.

A table that names no tier is standard only while nothing speaks against it: no table of the same form that is labelled
'Standard' has other prices for the same models, and its label does not take the place where others name their tier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assets.prices.facts import Tier
from assets.prices.pages.columns import Ambiguous, tier_of, tier_word
from assets.prices.price_page import PageOffer
from assets.reading.grids import Grid

LONGEST_LABEL = 40
FEW_WORDS = 2


@dataclass(frozen=True)
class TierLabel:
    """The text that names a table's tier, and its place: a caption, the n-th tab, a heading..."""

    tier: Tier
    place: tuple[str, int]
    text: str


@dataclass
class TableOffers:
    """The offers of one table: those whose tier is stated, and those that are standard as no tier is named."""

    grid: Grid
    where: str
    label: TierLabel | None = None
    stated: list[PageOffer] = field(default_factory=list)
    assumed: list[PageOffer] = field(default_factory=list)


def tier_label(grid: Grid) -> TierLabel | None:
    """Return what names the tier of a table: caption, tabs, a short line above it or a heading, innermost first."""
    for place, text in _labels(grid):
        if tier := tier_of(text):
            return TierLabel(tier, place, text)
    return None


def section_tier(section: str, grid: Grid) -> Tier | None:
    """Return the tier that the full-width row above a row names.

    Raises:
        Ambiguous: It names none, but another one of the table names 'Standard'.
    """
    tier = tier_of(section)
    if section and not tier and any(tier_of(other) == "standard" for other in set(grid.sections)):
        raise Ambiguous(f"{section[:60]!r} is no known tier, and rows beside are labelled standard")
    return tier


def offers_of_known_tier(tables: Sequence[TableOffers], problems: list[str]) -> list[PageOffer]:
    """Return the offers of all tables but those of an unknown tier, and those that a 'Standard' table contradicts.

    Args:
        tables: The tables of a page.
        problems: Takes a message for every table or offer that is left out.
    """
    standard = _standard_prices(tables)
    offers: list[PageOffer] = []
    for table in tables:
        offers += table.stated
        if reason := _doubt(table, tables):
            problems.append(f"{table.where}: {len(table.assumed)} offers left out, {reason}")
            continue
        for offer in table.assumed:
            if _prices(offer) in standard.get(_key(offer), {_prices(offer)}):
                offers.append(offer)
            else:
                problems.append(f"{offer.model}: left out, the table labelled standard has another price")
    return offers


def _labels(grid: Grid) -> Iterator[tuple[tuple[str, int], str]]:
    yield ("caption", 0), grid.caption
    yield from ((("tab", i), grid.tabs[i]) for i in reversed(range(len(grid.tabs))))
    yield ("line", 0), grid.before if len(grid.before) <= LONGEST_LABEL else ""
    yield from ((("heading", i), grid.path[i]) for i in reversed(range(len(grid.path))))


def _doubt(table: TableOffers, tables: Sequence[TableOffers]) -> str | None:
    """Why the offers without a stated tier may not be standard, or None."""
    if not table.assumed:
        return None
    alike = [other for other in tables if other is not table and other.grid.columns == table.grid.columns]
    standard = _standard_prices(alike)
    agreeing = [_prices(offer) in standard[_key(offer)] for offer in table.assumed if _key(offer) in standard]
    if agreeing:
        return None if all(agreeing) else "other prices than the table labelled standard: an unknown tier"
    if label := _unknown_label(table.grid, [other.label for other in alike if other.label]):
        return f"{label!r} is no known tier, and tables like it are labelled with tiers"
    if any(_differ(table.assumed, other.assumed) for other in alike):
        return "a table of the same form has other prices for the same models, and neither names a tier"
    return None


def _standard_prices(tables: Sequence[TableOffers]) -> dict[tuple[object, ...], set[tuple[object, ...]]]:
    """The prices of every model and band that are stated to be standard."""
    prices: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for table in tables:
        for offer in table.stated:
            if offer.tier in ("standard", "long-context"):
                prices.setdefault(_key(offer), set()).add(_prices(offer))
    return prices


def _differ(offers: list[PageOffer], others: list[PageOffer]) -> bool:
    """Whether most of the models that both price have different prices."""
    prices = {_key(offer): _prices(offer) for offer in others}
    shared = [_prices(offer) == prices[_key(offer)] for offer in offers if _key(offer) in prices]
    return shared.count(False) * 2 > len(shared)


def _key(offer: PageOffer) -> tuple[object, ...]:
    return offer.model.casefold(), offer.tier, offer.context_from_tokens, offer.valid_from, offer.currency


def _prices(offer: PageOffer) -> tuple[object, ...]:
    return offer.input_per_mtok, offer.output_per_mtok


def _unknown_label(grid: Grid, labels: Sequence[TierLabel]) -> str | None:
    """The label of a table in the place where the labels of others name their tier; None where it has none there."""
    here = dict(_labels(grid))
    for label in labels:
        own = here.get(label.place, "")
        if not own or own == label.text:
            continue
        alone = {other.tier for other in labels if other.place == label.place and not _rest(other)}
        rest = _rest(label)
        if rest and re.fullmatch(rest, own, re.I):
            return own
        if not rest and (label.place[0] == "tab" or (len(alone) > 1 and len(own.split()) <= FEW_WORDS)):
            return own
    return None


def _rest(label: TierLabel) -> str:
    """What a label states besides its tier, as a pattern: '.{1,30} pricing data'; '' when it is the tier alone."""
    before, after = label.text.split(tier_word(label.text), 1)
    rest = f"{before}{after}"
    return f"{re.escape(before)}.{{1,30}}{re.escape(after)}" if re.search(r"\w", rest) else ""
