"""What the verdicts of one day were computed from: prices, scores and costs of a search as known on that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from assets.formats import dollars
from warehouse import query

HERE = Path(__file__).parent
INCLUDED_SEARCH = "(search within an answer)"
"""The target of a snapshot that holds what a search within an answer costs."""
Offer = tuple[str, str]
"""A seller and a model."""


class Price(NamedTuple):
    """A price of an offer over one interval."""

    provider: str
    model_id: str
    provider_model_id: str
    input_usd_per_mtok: Decimal
    cached_input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal
    valid_from: date
    valid_to: date | None
    last_confirmed_on: date
    is_stale: bool
    source: str

    @property
    def terms(self) -> tuple[str, Decimal, Decimal | None, Decimal]:
        """The seller's id and the three prices: what decides the cost of an answer."""
        return (
            self.provider_model_id,
            self.input_usd_per_mtok,
            self.cached_input_usd_per_mtok,
            self.output_usd_per_mtok,
        )

    @property
    def origin(self) -> str:
        """The source in words."""
        return "bundled facts" if self.source.startswith("facts/") else self.source

    @property
    def amounts(self) -> str:
        """The price of input and output in words."""
        return f"{dollars(self.input_usd_per_mtok)} in and {dollars(self.output_usd_per_mtok)} out"

    def change_from(self, old: Price) -> str:
        """Return whether an earlier price was lowered, raised, or changed in both directions."""
        changes = [self.input_usd_per_mtok - old.input_usd_per_mtok, self.output_usd_per_mtok - old.output_usd_per_mtok]
        if max(changes) <= 0 > min(changes):
            return "lowered"
        return "raised" if min(changes) >= 0 < max(changes) else "changed"

    def holds_on(self, day: date) -> bool:
        """Return whether a day lies in the interval."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Score(NamedTuple):
    """A model's score against a bar."""

    score: float
    threshold: float
    vintage: date

    @property
    def qualifies(self) -> bool:
        """Whether the model qualifies for the bar."""
        return self.score >= self.threshold


class TargetCost(NamedTuple):
    """What a search costs over one interval."""

    usd_per_query: Decimal
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Snapshot:
    """The inputs of the verdicts of one day.

    Attributes:
        day: The day.
        code_version: Digest of the code.
        facts_sha256: Digest of the bundled facts.
        facts_as_of: The newest day that the bundled facts cover.
        prices: Every price known by seller and model.
        scores: Every model's newest score by bar, kind of answer and model.
        targets: Every known cost of a search by target.
    """

    day: date
    code_version: str
    facts_sha256: str
    facts_as_of: date
    prices: Mapping[Offer, Sequence[Price]]
    scores: Mapping[tuple[str, str, str], Score]
    targets: Mapping[str, Sequence[TargetCost]]

    def prices_of(self, offer: Offer, day: date) -> list[Price]:
        """Return the prices of an offer that hold on a day."""
        return [price for price in self.prices.get(offer, ()) if price.holds_on(day)]

    def target_cost(self, target: str, day: date) -> TargetCost | None:
        """Return the newest cost of a search that began by a day; a withdrawn search keeps its last price."""
        begun = [cost for cost in self.targets.get(target, ()) if cost.valid_from <= day]
        return max(begun, key=lambda cost: cost.valid_from, default=None)

    def has_bar(self, bar: str) -> bool:
        """Return whether any model has a score against a bar."""
        return any(key[0] == bar for key in self.scores)


def read_snapshot(connection: duckdb.DuckDBPyConnection, day: query.Row) -> Snapshot:
    """Return the stored inputs of a day of the history, a row of `_verdict_day`."""

    def stored(name: str) -> list[tuple[Any, ...]]:
        return query.tuples(connection, HERE / f"{name}.sql", {"as_of": day["as_of"]})

    return Snapshot(
        day["as_of"],
        day["code_version"],
        day["facts_sha256"],
        day["facts_as_of"],
        _grouped((row[:2], Price(*row)) for row in stored("select_prices")),
        {row[:3]: Score(*row[3:]) for row in stored("select_scores")},
        _grouped((row[0], TargetCost(*row[1:])) for row in stored("select_targets")),
    )


def _grouped(pairs: Iterable[tuple]) -> dict:
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def count_changes(before: Snapshot, after: Snapshot) -> tuple[int, int, int]:
    """Return on how many offers, qualifying models and costs of a search two days differ."""
    pairs = [(kind(before), kind(after)) for kind in (_prices, _qualifying, _targets)]
    prices, scores, targets = (
        sum(old.get(key) != new.get(key) for key in old.keys() | new.keys()) for old, new in pairs
    )
    return prices, scores, targets


def _prices(snapshot: Snapshot) -> dict:
    in_force = {offer: snapshot.prices_of(offer, snapshot.day) for offer in snapshot.prices}
    return {offer: {price.terms for price in prices} for offer, prices in in_force.items() if prices}


def _qualifying(snapshot: Snapshot) -> dict:
    return {(bar, model_id): True for (bar, _, model_id), score in snapshot.scores.items() if score.qualifies}


def _targets(snapshot: Snapshot) -> dict:
    return {target: snapshot.target_cost(target, snapshot.day) for target in snapshot.targets}
