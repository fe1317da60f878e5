"""How the answer moves: with the break of October 2024, without a source, by another rule, bar or target.

Chances are the pool's and its members' against targets as sure and as steady as they are, as in a verdict. They start
from the cost at the bar itself, and by fewer paths: what is not known of the bar is left out.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np

from assets.forecasts.left_out import Price, Steps, cheapest, first_met, without
from assets.trends.family import LINEAR_POOL, POOL, fit_family
from assets.trends.methods.interface import Fit
from assets.trends.methods.panel import Panel, known_at
from assets.trends.moving_targets import LIST_PRICES, MARKET, SEARCH_OF_TODAY, STANDS_STILL
from assets.trends.paths import seed_for
from assets.trends.race import STAYS, Race, Targets
from assets.trends.record import MethodRecord
from assets.trends.series import CostSeries, FrontierSeries

BREAK = date(2024, 10, 31)
"""Prices fell 74 times in the year and a half before it and about twice a year since."""
PATHS, YEARS = 2_000, (1, 3, 5)
MONTHS = 12 * max(YEARS)
VARIANTS = (("score-effort", "any-effort", "any effort"), ("stale-offers", "confirmed", "left out"))
"""Kind of the rows, reading of the bar, and what is different in it."""
ALL, SINCE, UNTIL = "all", f"since {BREAK:%Y-%m}", f"until {BREAK:%Y-%m}"

Row = dict[str, Any]
Chances = dict[str, float]


@dataclass(frozen=True)
class Open:
    """One target that is not met yet: at which bar and workload."""

    bar: str
    workload: str
    target: str


@dataclass(frozen=True)
class Known:
    """What the methods see, how they stand by their record, and what searches cost by PATHS paths."""

    panel: Panel
    standing: MethodRecord
    targets: Targets

    def series(self, bar: str, workload: str) -> FrontierSeries | None:
        """The frontier of one bar and workload, if there is one."""
        return next((one for one in self.panel.series if (one.bar, one.workload) == (bar, workload)), None)


def break_rows(known: Known, targets: Sequence[Open]) -> Iterator[Row]:
    """P(first passage) by each method fitted to all data, to those since the break and to those until it.

    All start from today's cost: what was fitted until the break is how the market moved then.
    """
    if known.panel.origin <= BREAK:
        return
    panels = {ALL: known.panel, SINCE: since(known.panel, BREAK), UNTIL: known_at(known.panel, BREAK)}
    names = sorted({(one.bar, one.workload) for one in targets})
    for bar, workload in names:
        now = known.series(bar, workload)
        wanted = [one.target for one in targets if (one.bar, one.workload) == (bar, workload)]
        if now is None:
            continue
        found = {what: _chances(replace(known, panel=cut), wanted, now) for what, cut in panels.items()}
        for what, by_method in found.items():
            for (method, target), (chances, n) in by_method.items():
                names_of = {"bar": bar, "workload": workload, "target": target, "method": method}
                row = _row("break", what, names_of, n=n, **chances)
                whole, _ = found[ALL].get((method, target), ({}, 0))
                yield row | _deltas(row, _row("", "", {}, **whole))


def source_rows(
    known: Known, prices: Sequence[Price], names: tuple[str, str], targets: Mapping[str, Steps]
) -> Iterator[Row]:
    """When one bar's cost met each target, what it is today and how likely the rest is, without each source in turn."""
    whole = {row["target"]: row for row in _of_prices(known, prices, names, targets)}
    yield from whole.values()
    for source in sorted({one.source for one in prices}):
        left = without(prices, source)
        for row in _of_prices(known, left, names, targets):
            yield row | {"what": source, "n": len(prices) - len(left)} | _deltas(row, whole[row["target"]])


def variant_rows(
    known: Known, frontiers: Mapping[tuple[str, str], Steps], workload: str, targets: Mapping[str, Steps]
) -> Iterator[Row]:
    """What each bar says if scores of any effort counted, and if stale offers did not.

    `frontiers` are by bar and reading; `all` is the frontier as it is published.
    """
    for bar in sorted({bar for bar, _ in frontiers}):
        published = list(_of_steps(known, frontiers.get((bar, "central"), []), (bar, workload), targets))
        whole = {row["target"]: row for row in published}
        for kind, reading, what in VARIANTS:
            yield from (row | {"kind": kind} for row in published)
            steps = frontiers.get((bar, reading), [])
            for row in _of_steps(known, steps, (bar, workload), targets):
                named = row | {"kind": kind, "what": what, "n": len(steps)}
                # A bar may have no published frontier at all, and then there is nothing to differ from.
                yield named | _deltas(row, whole.get(row["target"], _row("", "", {})))


def target_rows(known: Known, names: tuple[str, str], target: str, today: Targets) -> Iterator[Row]:
    """Yield the pool's chances against one target that is an estimate, as other electricity and with other moves.

    Args:
        known: with the published figure among its targets.
        names: bar and workload.
        target: the estimate's name.
        today: the same names of targets, with the estimate of a search of today.
    """
    now = known.series(*names)
    if now is None:
        return
    published = known.targets.select([target])
    variants = {
        ALL: published,
        SEARCH_OF_TODAY: today.select([target]),
        STANDS_STILL: published.all_moved_by(STAYS),
        LIST_PRICES: published.all_moved_by(MARKET),
    }
    names_of = {"bar": names[0], "workload": names[1], "target": target, "method": POOL}
    whole = _row("target", ALL, names_of)
    for what, targets in variants.items():
        by_method = _chances(replace(known, targets=targets), [target], now)
        if (POOL, target) not in by_method:
            return
        chances, n = by_method[POOL, target]
        row = _row("target", what, names_of, n=n, **chances)
        whole = row if what == ALL else whole
        yield row | _deltas(row, whole)


def bar_rows(verdicts: Iterable[Row], workload: str, targets: Iterable[str]) -> Iterator[Row]:
    """What each bar says of each target, and the median of the others when it is left out."""
    for target in targets:
        said = [one for one in verdicts if (one["workload"], one["target"]) == (workload, target)]
        for one in said:
            others = [other for other in said if other is not one]
            if not others:
                continue
            names = {"workload": workload, "target": target, "method": one["method"]}
            yield _row("one-bar", one["bar"], {"bar": one["bar"], **names}, n=1, **_told([one]))
            names["bar"] = "median of the others"
            rest = _row("leave-one-bar-out", one["bar"], names, n=len(others), **_told(others))
            yield rest | _deltas(rest, _row("", "", {}, **_told(said)))


def open_targets(verdicts: Iterable[Row], bar: str, workloads: Sequence[str] = ("chat", "grounded")) -> list[Open]:
    """The targets that are not met at a bar by a plain and by a grounded answer."""
    return [
        Open(bar, one["workload"], one["target"])
        for one in verdicts
        if one["bar"] == bar and one["workload"] in workloads and one["status"] == "not_crossed"
    ]


def since(panel: Panel, day: date) -> Panel:
    """What of a panel is later than a day, with the costs and offers in force on it."""
    offers = (
        offer._replace(valid_from=max(offer.valid_from, day))
        for offer in panel.offers
        if offer.valid_to is None or offer.valid_to > day
    )
    return Panel(tuple(_since(one, day) for one in panel.series), tuple(offers))


def _since(one: FrontierSeries, day: date) -> FrontierSeries:
    def cut(series: CostSeries) -> CostSeries:
        first = max(sum(step <= day for step in series.dates) - 1, 0)
        dates = (max(series.dates[first], day), *series.dates[first + 1 :])
        return CostSeries(dates, series.usd[first:], series.as_of)

    return FrontierSeries(one.bar, one.workload, cut(one.series), one.search and cut(one.search))


def _chances(known: Known, names: Sequence[str], now: FrontierSeries) -> dict[tuple[str, str], tuple[Chances, int]]:
    """By method and target: the chances from the cost of `now`, and what the fit counts."""
    one = known.series(now.bar, now.workload)
    if one is None:
        return {}
    moved = float(np.log10(now.series.usd[-1] / one.series.usd[-1]))
    targets, found = known.targets.select(names), {}
    for method, fit in fit_family(one, known.panel, known.standing).items():
        if method != LINEAR_POOL:
            rows = _passage(fit, (one.bar, one.workload, method), moved, targets)
            n = fit.trend(0.9).n
            found |= {(method, name): (row, n) for name, row in zip(names, rows, strict=True)}
    return found


def _passage(fit: Fit, names: tuple[str, str, str], moved: float, targets: Targets) -> list[Chances]:
    paths = fit.draw(seed_for(*names), MONTHS, PATHS) + moved
    rows = Race(paths, targets, [12 * years for years in YEARS]).p_first_passage()
    return [{f"p_{years}y": float(p) for years, p in zip(YEARS, row, strict=True)} for row in rows]


def _of_prices(
    known: Known, prices: Sequence[Price], names: tuple[str, str], targets: Mapping[str, Steps]
) -> Iterator[Row]:
    for row in _of_steps(known, cheapest(prices, known.panel.origin), names, targets):
        yield row | {"kind": "leave-one-source-out"}


def _of_steps(known: Known, steps: Steps, names: tuple[str, str], targets: Mapping[str, Steps]) -> Iterator[Row]:
    """Rows, whose kind is left open, of a frontier that still has an offer."""
    told = [(day, usd) for day, usd in steps if usd is not None]
    if not told or steps[-1][1] is None:
        return
    usd = np.array([float(usd) for _, usd in told])
    series = CostSeries(tuple(day for day, _ in told), usd, known.panel.origin)
    fits = fit_family(FrontierSeries(*names, series), known.panel, known.standing)
    wanted = known.targets.select(targets)
    chances = _passage(fits[POOL], (*names, POOL), 0.0, wanted) if fits else [{} for _ in targets]
    for (target, costs), forecast in zip(targets.items(), chances, strict=True):
        met = first_met(steps, costs)
        likely = dict.fromkeys(forecast, 1.0) if met else forecast
        names_of = {"bar": names[0], "workload": names[1], "target": target, "method": POOL}
        yield _row("", ALL, names_of, n=0, crossed_on=met, usd_per_query=told[-1][1], **likely)


def _told(verdicts: Sequence[Row]) -> Row:
    """Median verdict: of days, of costs and of chances; no day unless all have crossed."""
    days = [one["crossed_on"] for one in verdicts]
    crossed = [day.toordinal() for day in days if isinstance(day, date)]
    return {
        "crossed_on": date.fromordinal(int(median(crossed))) if len(crossed) == len(days) else None,
        "usd_per_query": median(Decimal(str(one["now_usd_per_query"])) for one in verdicts),
        **{name: _median([one[name] for one in verdicts]) for name in ("p_1y", "p_3y", "p_5y")},
    }


def _median(values: Sequence[object]) -> float | None:
    known = [value for value in values if isinstance(value, float | int)]
    return float(median(known)) if known else None


def _deltas(row: Row, whole: Row) -> Row:
    """Against the full data: days later, times the cost, and more of a chance; None where either is missing."""

    def both(name: str, difference: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401 - a day, a cost or a chance
        return None if row[name] is None or whole[name] is None else difference(row[name], whole[name])

    return {
        "delta_days": both("crossed_on", lambda one, other: (one - other).days),
        "cost_ratio": both("usd_per_query", lambda one, other: float(one / other)),
        "delta_p_1y": both("p_1y", operator.sub),
    }


def _row(kind: str, what: object, names: Mapping[str, object], **told: Any) -> Row:  # noqa: ANN401 - cells of a row
    empty = dict.fromkeys(("crossed_on", "usd_per_query", "p_1y", "p_3y", "p_5y", "delta_p_1y", "delta_days"))
    return {"kind": kind, "what": what, **names, **empty, "cost_ratio": None, "n": None, **told}
