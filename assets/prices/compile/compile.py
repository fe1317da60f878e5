"""Compare every dated source with the bundled prices, and write the proposal; apply what a review accepted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assets.models.facts import AliasRow, ModelLinkRow, ModelRow
from assets.prices.compile.differences import compare
from assets.prices.compile.own_offers import Offer, OwnOffers, Timeline
from assets.prices.compile.proposals import Proposal, propose
from assets.prices.compile.refusals import Refusals, read_refusals
from assets.prices.compile.review_files import (
    CHANGES,
    CONFIRMATION,
    CONFIRMATIONS,
    REVIEW,
    ROW,
    TEXT,
    Cells,
    as_cells,
    confirmation_cells,
    describe,
    write_csv,
)
from assets.prices.compile.shown_price import RANK, ShownPrice
from assets.prices.facts import PriceChangeRow, PriceConfirmationRow
from assets.prices.feeds.families import OPENROUTER
from warehouse.bundle import Bundle


@dataclass
class Compilation:
    """What a comparison gave: proposed rows, new confirmations, and how many prices no name links to a model."""

    changes: list[Cells] = field(default_factory=list)
    confirmations: list[Cells] = field(default_factory=list)
    unlinked: Counter[str] = field(default_factory=Counter)
    sources: list[str] = field(default_factory=list)


def compile_facts(bundle: Bundle, sources: Iterable[tuple[str, Sequence[ShownPrice]]], as_of: date) -> Compilation:
    """Return the rows that the sources propose, and the sightings that confirm the facts.

    Args:
        bundle: The facts to compare with.
        sources: Name of each source and the prices it shows.
        as_of: Prices of later days are left out: they have not begun.
    """
    changes, links = bundle.read("price_changes", PriceChangeRow), bundle.read("model_links", ModelLinkRow)
    own = OwnOffers(changes, bundle.read("model_aliases", AliasRow), links)
    models = {row.model_id: row for row in bundle.read("models", ModelRow)}
    refusals, result = read_refusals(bundle), Compilation()
    shown: defaultdict[Offer, list[ShownPrice]] = defaultdict(list)
    for name, prices in sources:
        result.sources.append(name)
        for offer, price in _linked([price for price in prices if price.day <= as_of], own, result.unlinked):
            if offer.provider != OPENROUTER or models[offer.model_id].open_weights:
                shown[offer].append(price)
    confirming: list[tuple[Offer, ShownPrice]] = []
    for offer, prices in sorted(shown.items()):
        agreeing, differences = compare(own.timelines.get(offer, Timeline([])), prices)
        confirming += [(offer, price) for price in agreeing]
        for rows in propose(offer, differences, models[offer.model_id].released_on):
            result.changes += [as_cells(row) for row in rows if not _is_refused(rows[0], refusals)]
    result.confirmations = _new_confirmations(bundle, confirming)
    return result


def write_proposal(compilation: Compilation, folder: Path) -> None:
    """Write the proposal as a table to decide on, a table of confirmations, and a text."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / CHANGES, (*REVIEW, *ROW), compilation.changes)
    write_csv(folder / CONFIRMATIONS, CONFIRMATION, compilation.confirmations)
    text = describe(compilation.changes, len(compilation.confirmations), compilation.unlinked, compilation.sources)
    (folder / TEXT).write_text(text, encoding="utf-8")


def _linked(prices: Sequence[ShownPrice], own: OwnOffers, unlinked: Counter[str]) -> Iterable[tuple[Offer, ShownPrice]]:
    """Yield prices of known offers; another name of an offer counts only where the source lacks the offer's own id."""
    pairs = [(own.offer_of(price), price) for price in prices]
    by_id = {offer for offer, price in pairs if offer and _is_own_id(offer, price)}
    for offer, price in pairs:
        if offer is None:
            unlinked.update([price.provider] if price.provider in own.sellers else [])
        elif _is_own_id(offer, price) or offer not in by_id:
            yield offer, price


def _is_own_id(offer: Offer, price: ShownPrice) -> bool:
    return offer.provider_model_id.casefold() == price.seller_id.casefold()


def _is_refused(proposal: Proposal, refusals: Refusals) -> bool:
    return (*proposal.offer, proposal.effective_from, proposal.price.amounts) in refusals


def _new_confirmations(bundle: Bundle, confirming: Sequence[tuple[Offer, ShownPrice]]) -> list[Cells]:
    """Return one row an offer and day that has none yet; of several sources, the one with the best evidence."""
    known = {
        (Offer(row.provider, row.model_id, row.provider_model_id), row.confirmed_on)
        for row in bundle.read("price_confirmations", PriceConfirmationRow)
    }
    best: dict[tuple[Offer, date], ShownPrice] = {}
    for offer, price in sorted(confirming, key=lambda pair: (RANK[pair[1].basis], pair[1].source)):
        if (offer, price.day) not in known:
            best.setdefault((offer, price.day), price)
    return [confirmation_cells(offer, price) for (offer, _), price in sorted(best.items())]
