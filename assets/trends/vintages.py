"""Vintages: which models qualified for a bar by the scores published up to an earlier day.

A cost series from today's scores has look-ahead bias in past months: nobody knew then which models would qualify.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assets.trends.driver_evidence import ModelPrice
from assets.trends.methods.panel import CostStep, Panel, PanelOffer, PanelRows, known_at, read_panel

Reading = tuple[str, date]
"""(bar, day of the snapshot up to which scores were known)."""


@dataclass(frozen=True)
class Vintages:
    """The readings of each bar after every snapshot of its benchmark but the last, which is the reading of today.

    `days` are the days of all snapshots of a bar, in order. `steps` and `models` are the frontiers and open models of a
    reading. `scores` are, for each snapshot of the scale that ranks all offers, the scores by workload and model.
    """

    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    steps: Mapping[Reading, tuple[CostStep, ...]] = field(default_factory=dict)
    models: Mapping[Reading, tuple[ModelPrice, ...]] = field(default_factory=dict)
    scores: Mapping[date, Mapping[tuple[str, str], float]] = field(default_factory=dict)

    def published(self, day: date) -> frozenset[str]:
        """Return the bars of which a snapshot had been published by that day."""
        return frozenset(bar for bar, days in self.days.items() if days[0] <= day)

    def earlier(self, day: date) -> dict[str, date]:
        """Return the latest snapshot of each bar on that day, where it is another than today's."""
        latest = {bar: bisect_right(days, day) - 1 for bar, days in self.days.items()}
        return {bar: self.days[bar][place] for bar, place in latest.items() if 0 <= place < len(self.days[bar]) - 1}


NO_VINTAGES = Vintages()


def known_then(panel: Panel, vintages: Vintages, day: date) -> Panel:
    """Return the part of a panel that was known on a day; bars without a snapshot by then use today's scores."""
    earlier = vintages.earlier(day)
    steps = tuple(step for reading in earlier.items() for step in vintages.steps.get(reading, ()))
    then = read_panel(PanelRows(steps), panel.origin)
    now = tuple(frontier for frontier in panel.series if frontier.bar not in earlier)
    drivers = panel.drivers
    if drivers is not None:
        models = {bar: vintages.models.get((bar, day_of_snapshot), ()) for bar, day_of_snapshot in earlier.items()}
        drivers = replace(drivers, models={**drivers.models, **models})
    return known_at(Panel((*now, *then.series), _offers(panel, vintages, day), drivers), day)


def _offers(panel: Panel, vintages: Vintages, day: date) -> tuple[PanelOffer, ...]:
    """Offers of that day with its scores; offers of models without a score by then are left out."""
    offers = tuple(offer for offer in panel.offers if offer.valid_from <= day)
    scored = [known_on for known_on in vintages.scores if known_on <= day]
    if not scored:
        return offers
    scores = vintages.scores[max(scored)]
    known = ((offer, scores.get((offer.workload, offer.model_id))) for offer in offers)
    return tuple(
        offer if offer.score == score else offer._replace(score=score) for offer, score in known if score is not None
    )
