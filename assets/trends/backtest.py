"""Forecast from every month since 2023-12 with real-time data only, and score the forecasts against the outcomes.

An origin whose data and code have not changed is not forecast again. `stored/backtest_tables.py` keeps the rows,
`backtest_summary.py` summarises them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from assets.trends.code_digest import code_digest
from assets.trends.comparisons import fit_repaired, is_comparison, recalibrated
from assets.trends.family import fit_family
from assets.trends.methods.panel import Panel
from assets.trends.methods.registry import MODULES
from assets.trends.panel_content import in_digits, panel_content
from assets.trends.paths import month_end, seed_for, simulation
from assets.trends.record import BASELINE, HORIZONS, POOL, MethodRecord, Tally, record_at
from assets.trends.scores import DECIMALS, Score, score
from assets.trends.series import Floats, FrontierSeries
from assets.trends.vintages import NO_VINTAGES, Vintages, known_then

FIRST_ORIGIN = date(2023, 12, 31)
PATHS = 1000
EVENT_HORIZONS = (3, 6, 12, 24)
TIMES_CHEAPER = (2.0, 5.0, 10.0)
PSEUDO_REAL_TIME, VINTAGE = "pseudo-real-time", "vintage"


class ScoredForecast(NamedTuple):
    """One row of out_backtest."""

    bar: str
    workload: str
    method: str
    origin: date
    horizon_months: int
    target_date: date
    log10_actual: float
    log10_median: float
    log10_quantiles: tuple[float, ...]
    crps: float
    pinball: float
    in_50: bool
    in_80: bool
    in_95: bool
    pit: float
    basis: str
    data_sha256: str


class EventForecast(NamedTuple):
    """P(the cost falls to log10_threshold within the horizon), scored when the time has passed.

    The threshold is the cost at the origin, in the vintage of that day, divided by times_cheaper.
    """

    bar: str
    workload: str
    method: str
    origin: date
    times_cheaper: float
    log10_threshold: float
    horizon_months: int
    p: float
    data_sha256: str


class ScoredOrigin(NamedTuple):
    """The scored forecasts from one origin, and their tallies for the pools of later origins."""

    fingerprint: str
    forecasts: list[ScoredForecast]
    events: list[EventForecast]
    tallies: list[Tally]


def backtest(origins: Iterable[Origin], kept: Mapping[str, Sequence[Tally]] | None = None) -> Iterator[ScoredOrigin]:
    """Forecast from every origin, in order of time because each pool needs earlier scores, and score the forecasts.

    Args:
        origins: Origins in order of time.
        kept: Tallies of origins that were forecast before, by fingerprint. These are not forecast again.
    """
    before: list[Tally] = []
    for origin in origins:
        tallies = (kept or {}).get(origin.fingerprint)
        if tallies is None:
            forecasts, events = origin.forecast(record_at(origin.day, before))
            tallies = tally(forecasts)
            kept_rows = [row for row in forecasts if not is_comparison(row.method)]
            yield ScoredOrigin(origin.fingerprint, kept_rows, events, tallies)
        before.extend(tallies)


def origins_of(panel: Panel, vintages: Vintages = NO_VINTAGES, days: Sequence[date] | None = None) -> list[Origin]:
    """Return every origin from which a forecast can be scored.

    Args:
        panel: Everything that is known now.
        vintages: The scores of models as they were published over time.
        days: Days to forecast from; by default `all_origins`.
    """
    return [
        Origin(day, known_then(panel, vintages, day), panel, vintages.published(day))
        for day in (all_origins(panel.origin) if days is None else days)
    ]


def all_origins(as_of: date) -> list[date]:
    """Return the month ends from FIRST_ORIGIN on that have at least one month end after them up to `as_of`."""
    origins, origin = [], FIRST_ORIGIN
    while month_end(origin, 1) <= as_of:
        origins.append(origin)
        origin = month_end(origin, 1)
    return origins


@cache
def record_version() -> str:
    """Return the digest of all code that a forecast depends on; a change makes a run forecast every origin again."""
    return code_digest([__name__, *(module.__name__ for module in MODULES.values())])


def columns_of(rows: Sequence[ScoredForecast | EventForecast | Tally]) -> dict[str, np.ndarray]:
    """Return rows as equally long arrays by column name, of types that DuckDB reads."""
    return {name: _column(values) for name, values in zip(rows[0]._fields, zip(*rows, strict=True), strict=True)}


def tally(forecasts: Iterable[ScoredForecast]) -> list[Tally]:
    """Sum the forecasts of one origin by method and horizon, over the series that no-change and the pool have too."""
    rows = sorted(forecasts, key=lambda row: (row.method, row.horizon_months, row.bar, row.workload))
    baseline, pooled = (
        {(row.bar, row.workload, row.horizon_months): row.crps for row in rows if row.method == method}
        for method in (BASELINE, POOL)
    )
    tallies = []
    for (method, horizon), group in groupby(rows, key=lambda row: (row.method, row.horizon_months)):
        shared = [row for row in group if (row.bar, row.workload, horizon) in baseline.keys() & pooled.keys()]
        sums = (
            sum(row.crps for row in shared),
            sum(baseline[row.bar, row.workload, horizon] for row in shared),
            sum(pooled[row.bar, row.workload, horizon] for row in shared),
            sum(row.in_50 for row in shared),
            sum(row.in_80 for row in shared),
            sum(row.in_95 for row in shared),
        )
        tallies.append(Tally(method, shared[0].origin, horizon, shared[0].target_date, len(shared), *sums))
    return tallies


@dataclass(frozen=True)
class Origin:
    """One month end to forecast from: what was known then, and everything known now."""

    day: date
    known: Panel
    panel: Panel
    published: frozenset[str] = frozenset()
    """Bars read by the scores published up to the day; the other bars are read by today's scores."""

    @property
    def targets(self) -> list[tuple[int, date]]:
        """Horizons whose target date is known."""
        dates = ((horizon, month_end(self.day, horizon)) for horizon in HORIZONS)
        return [(horizon, target) for horizon, target in dates if target <= self.panel.origin]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the code, the panel as known on the day and its basis, and the costs at the target dates.

        Floats are rounded to nine digits, so that the same data have the same fingerprint on every machine.
        """
        outcomes = [
            in_digits(_cost_on(frontier, target) for _, target in self.targets) for frontier in self.panel.series
        ]
        return hashlib.sha256(
            repr((record_version(), sorted(self.published), panel_content(self.known), outcomes)).encode()
        ).hexdigest()

    def forecast(self, record: MethodRecord) -> tuple[list[ScoredForecast], list[EventForecast]]:
        """Draw every series by every method, and score the horizons whose target date is known.

        Args:
            record: The scores of earlier forecasts on the day of the origin.

        Returns:
            Scored forecasts, those of `comparisons.py` among them, and event forecasts of the other methods.
        """
        targets = self.targets
        outcomes = {
            (frontier.bar, frontier.workload): [_cost_on(frontier, day) for _, day in targets]
            for frontier in self.panel.series
        }
        forecasts: list[ScoredForecast] = []
        events: list[EventForecast] = []
        for frontier in self.known.series:
            names = frontier.bar, frontier.workload
            if names not in outcomes:
                continue
            basis = VINTAGE if frontier.bar in self.published else PSEUDO_REAL_TIME
            last = float(np.log10(frontier.series.usd[-1]))
            walks = self._draw(frontier, record)
            forecasts.extend(
                ScoredForecast(*names, method, self.day, horizon, day, *values, basis, self.fingerprint)
                for method, drawn in {**walks, **recalibrated(walks, targets, record, last)}.items()
                for (horizon, day), values in _score_known(drawn, targets, outcomes[names])
            )
            events.extend(
                EventForecast(*names, method, self.day, *event, self.fingerprint)
                for method, drawn in walks.items()
                if not is_comparison(method)
                for event in _event_forecasts(drawn, last)
            )
        return forecasts, events

    def _draw(self, frontier: FrontierSeries, record: MethodRecord) -> dict[str, Floats]:
        """Log10 USD (months, paths) of one series by every method and both pools, and by the repaired rules."""
        fits = fit_family(frontier, self.known, record)
        if fits:
            fits |= fit_repaired(frontier, self.known)
        names = frontier.bar, frontier.workload
        return {
            method: fit.draw(seed_for(*names, method, self.day.isoformat()), max(HORIZONS), PATHS).T
            for method, fit in fits.items()
        }


def _score_known(
    walks: Floats, targets: Sequence[tuple[int, date]], usd: Sequence[float]
) -> Iterator[tuple[tuple[int, date], Score]]:
    """Return the scores at the targets on which the bar had an offer; the others cannot be scored."""
    held = [place for place, cost in enumerate(usd) if math.isfinite(cost)]
    rows = walks[[targets[place][0] - 1 for place in held]]
    scored = score(rows, np.log10([usd[place] for place in held])) if held else []
    return zip([targets[place] for place in held], scored, strict=True)


def _event_forecasts(walks: Floats, last: float) -> Iterator[tuple[float, float, int, float]]:
    """Times cheaper, log10 threshold, horizon and probability."""
    drawn = simulation(walks.T, EVENT_HORIZONS)
    thresholds = [round(last - math.log10(times), DECIMALS) for times in TIMES_CHEAPER]
    passages = drawn.p_first_passage(10.0 ** np.array(thresholds))
    for times, threshold, passage in zip(TIMES_CHEAPER, thresholds, passages, strict=True):
        for horizon, p in zip(EVENT_HORIZONS, passage, strict=True):
            yield times, threshold, horizon, float(p)


def _cost_on(frontier: FrontierSeries, day: date) -> float:
    """USD in force on a day, NaN before the first."""
    place = (
        int(np.searchsorted([step.toordinal() for step in frontier.series.dates], day.toordinal(), side="right")) - 1
    )
    return float(frontier.series.usd[place]) if place >= 0 else math.nan


def _column(values: Sequence[object]) -> np.ndarray:
    """A column as an array: days become seconds, and lists remain lists in an array of objects."""
    if isinstance(values[0], tuple):
        lists = np.empty(len(values), dtype=object)
        lists[:] = [list(value) for value in values if isinstance(value, tuple)]
        return lists
    array = np.array(values)
    return array.astype("datetime64[s]") if isinstance(values[0], date) else array
