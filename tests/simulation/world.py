"""The world that a simulation replays: what each seller asks for each model on each day.

Prices come from the dated price changes of the facts. `events.py` adds what sellers do besides changing a price.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.simulation.events import Event

OfferKey = tuple[str, str, str]
"""Seller, the seller's id of the model, tier."""
PER_STANDARD: Mapping[str, Mapping[str, Decimal]] = {
    "openai": {"batch": Decimal("0.5"), "flex": Decimal("0.5"), "priority": Decimal(2)},
    "anthropic": {"batch": Decimal("0.5")},
    "google": {"batch": Decimal("0.5")},
}
"""Tiers that the facts do not have: each seller's own rule, the same for all of its models."""


@dataclass(frozen=True)
class Offer:
    """One price: USD per million tokens; `cached` None = not stated. `name` is how the seller's page calls the model.

    `until` and `price_after` are those of a promotion that the page announces: the first day after it, and the input,
    cached input and output price from that day on.
    """

    provider: str
    model_id: str
    provider_model_id: str
    name: str
    tier: str
    input: Decimal
    cached: Decimal | None
    output: Decimal
    until: date | None = None
    price_after: tuple[Decimal, Decimal | None, Decimal] | None = None

    @property
    def key(self) -> OfferKey:
        return self.provider, self.provider_model_id, self.tier


Step = tuple[date, Offer | None]
"""The day from which an offer has this price; None = withdrawn."""


class World:
    """The offers of some sellers on every day."""

    def __init__(self, steps: Mapping[OfferKey, Sequence[Step]], events: Iterable[Event] = ()) -> None:
        self._steps = steps
        self._days = {key: [day for day, _ in own] for key, own in steps.items()}
        self.events = tuple(events)

    @property
    def sellers(self) -> set[str]:
        return {provider for provider, _, _ in self._steps}

    def offers(self, provider: str, day: date) -> list[Offer]:
        """Return what a seller asks on a day, all tiers, in the order of its models' ids."""
        listed = self._list_prices(provider, day)
        tiers = PER_STANDARD.get(provider, {}).items()
        derived = [replace(_scaled(offer, factor), tier=tier) for offer in listed for tier, factor in tiers]
        return [self._promoted(offer, day) for offer in listed] + derived

    def events_on(self, provider: str, day: date) -> list[Event]:
        """Return what happens to a seller's pages on a day."""
        return [event for event in self.events if event.provider == provider and event.covers(day)]

    def _list_prices(self, provider: str, day: date) -> list[Offer]:
        """Return the prices of the facts in force on a day."""
        current = []
        for key, own in sorted(self._steps.items()):
            place = bisect_right(self._days[key], day)
            if key[0] == provider and place and (offer := own[place - 1][1]):
                current.append(offer)
        return current

    def _promoted(self, offer: Offer, day: date) -> Offer:
        for event in self.events_on(offer.provider, day):
            if event.kind == "promotion" and event.model_id == offer.provider_model_id and event.last:
                full = offer.input, offer.cached, offer.output
                return replace(_scaled(offer, Decimal("0.5")), until=event.last, price_after=full)
        return offer


def read_steps(facts: Path, sellers: Iterable[str], names: Mapping[tuple[str, str], str]) -> dict[OfferKey, list[Step]]:
    """Return the standard prices of sellers from the facts' price changes, each offer's in the order of their days.

    Args:
        facts: The folder of the facts.
        sellers: Our ids of the sellers.
        names: (seller, model) -> how the seller's page calls the model; by default by the seller's id.
    """
    wanted = set(sellers)
    steps: defaultdict[OfferKey, list[Step]] = defaultdict(list)
    with (facts / "price_changes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["provider"] in wanted and row["tier"] == "standard":
                offer = _offer(row, names) if row["input_usd_per_mtok"] else None
                key = (row["provider"], row["provider_model_id"], "standard")
                steps[key].append((date.fromisoformat(row["effective_from"]), offer))
    return {key: sorted(own, key=lambda step: step[0]) for key, own in steps.items()}


def read_page_names(facts: Path) -> dict[tuple[str, str], str]:
    """Return how sellers' pages call models, where that is not the id: (seller, model) -> name."""
    names: dict[tuple[str, str], str] = {}
    with (facts / "page_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault((row["source"], row["model_id"]), row["alias"])
    return names


def read_aliases(facts: Path, source: str) -> dict[str, str]:
    """Return the models that a source names: its id of a model -> ours."""
    with (facts / "model_aliases.csv").open(encoding="utf-8", newline="") as file:
        return {row["alias"]: row["model_id"] for row in csv.DictReader(file) if row["source"] == source}


def _offer(row: Mapping[str, str], names: Mapping[tuple[str, str], str]) -> Offer:
    cached = row["cached_input_usd_per_mtok"]
    return Offer(
        row["provider"],
        row["model_id"],
        row["provider_model_id"],
        names.get((row["provider"], row["model_id"]), row["provider_model_id"]),
        "standard",
        Decimal(row["input_usd_per_mtok"]),
        Decimal(cached) if cached else None,
        Decimal(row["output_usd_per_mtok"]),
    )


def _scaled(offer: Offer, factor: Decimal) -> Offer:
    cached = None if offer.cached is None else offer.cached * factor
    return replace(offer, input=offer.input * factor, cached=cached, output=offer.output * factor)
