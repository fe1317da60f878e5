"""Compute how verdicts change: with the break of October 2024, without a source, by another rule, bar or target.

Chances are those of the pool and its members against targets with their uncertainty and movement, as in a verdict. They
start from the cost at the bar itself and use fewer paths: the uncertainty of the bar is left out.
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

from assets.forecasts.left_out import AnswerPrice, Steps, cheapest, first_reached, without
from assets.trends.family import LINEAR_POOL, POOL, fit_family
from assets.trends.methods.interface import Fit
from assets.trends.methods.panel import Panel, known_at
from assets.trends.moving_targets import LIST_PRICES, MARKET, SEARCH_OF_TODAY, STANDS_STILL
from assets.trends.paths import seed_for
from assets.trends.race import STAYS, Targets, start_race
from assets.trends.record import MethodRecord
from assets.trends.series import CostSeries, FrontierSeries
from warehouse.query import Row

BREAK = date(2024, 10, 31)
"""Prices fell 74-fold in the year and a half before it, and about twofold a year since."""
PATHS, YEARS = 2_000, (1, 3, 5)
MONTHS = 12 * max(YEARS)
VARIANTS = (("score-effort", "any-effort", "any effort"), ("stale-offers", "confirmed", "left out"))
"""Kind of the rows, reading of the bar, and what is different in it."""
ALL, SINCE, UNTIL = "all", f"since {BREAK:%Y-%m}", f"until {BREAK:%Y-%m}"

Chances = dict[str, float]


@dataclass(frozen=True)
class OpenTarget:
    """A target that is not reached yet at a bar and workload."""

    bar: str
    workload: str
    target: str


@dataclass(frozen=True)
class ForecastInputs:
    """What the methods read, their record so far, and PATHS paths of what searches cost."""

    panel: Panel
    record: MethodRecord
    targets: Targets

    def series(self, bar: str, workload: str) -> FrontierSeries | None:
        """Return the frontier of a bar and workload, or None."""
        return next((series for series in self.panel.series if (series.bar, series.workload) == (bar, workload)), None)


def break_rows(inputs: ForecastInputs, targets: Sequence[OpenTarget]) -> Iterator[Row]:
    """Yield P(first passage) by each method fitted to all data, to those since the break and to those until it.

    All paths start from today's cost.
    """
    if inputs.panel.origin <= BREAK:
        return
    panels = {ALL: inputs.panel, SINCE: since(inputs.panel, BREAK), UNTIL: known_at(inputs.panel, BREAK)}
    names = sorted({(target.bar, target.workload) for target in targets})
    for bar, workload in names:
        now = inputs.series(bar, workload)
        wanted = [target.target for target in targets if (target.bar, target.workload) == (bar, workload)]
        if now is None:
            continue
        by_span = {what: _chances(replace(inputs, panel=cut), wanted, now) for what, cut in panels.items()}
        for what, by_method in by_span.items():
            for (method, target), (chances, n) in by_method.items():
                names_of = {"bar": bar, "workload": workload, "target": target, "method": method}
                row = _row("break", what, names_of, n=n, **chances)
                whole, _ = by_span[ALL].get((method, target), ({}, 0))
                yield row | _deltas(row, _row("", "", {}, **whole))


def source_rows(
    inputs: ForecastInputs, prices: Sequence[AnswerPrice], names: tuple[str, str], targets: Mapping[str, Steps]
) -> Iterator[Row]:
    """Yield when a bar's cost reached each target, its cost today and its chances, without each source in turn."""
    whole = {row["target"]: row for row in _of_prices(inputs, prices, names, targets)}
    yield from whole.values()
    for source in sorted({price.source for price in prices}):
        left = without(prices, source)
        for row in _of_prices(inputs, left, names, targets):
            yield row | {"what": source, "n": len(prices) - len(left)} | _deltas(row, whole[row["target"]])


def variant_rows(
    inputs: ForecastInputs, frontiers: Mapping[tuple[str, str], Steps], workload: str, targets: Mapping[str, Steps]
) -> Iterator[Row]:
    """Yield each bar's result if scores of any effort counted, and if stale offers did not.

    Args:
        inputs: What the methods read.
        frontiers: Steps by bar and reading; the rows named `all` are of the published frontier.
        workload: The workload of the frontiers.
        targets: Steps of each target.
    """
    for bar in sorted({bar for bar, _ in frontiers}):
        published = list(_of_steps(inputs, frontiers.get((bar, "central"), []), (bar, workload), targets))
        whole = {row["target"]: row for row in published}
        for kind, reading, what in VARIANTS:
            yield from (row | {"kind": kind} for row in published)
            steps = frontiers.get((bar, reading), [])
            for row in _of_steps(inputs, steps, (bar, workload), targets):
                named = row | {"kind": kind, "what": what, "n": len(steps)}
                # A bar may have no published frontier at all, and then there is nothing to differ from.
                yield named | _deltas(row, whole.get(row["target"], _row("", "", {})))


def target_rows(inputs: ForecastInputs, names: tuple[str, str], target: str, today: Targets) -> Iterator[Row]:
    """Yield the pool's chances against one target that is an estimate, as other electricity and with other moves.

    Args:
        inputs: with the published figure among its targets.
        names: bar and workload.
        target: the estimate's name.
        today: the same names of targets, with the estimate of a search of today.
    """
    now = inputs.series(*names)
    if now is None:
        return
    published = inputs.targets.select([target])
    variants = {
        ALL: published,
        SEARCH_OF_TODAY: today.select([target]),
        STANDS_STILL: published.all_moved_by(STAYS),
        LIST_PRICES: published.all_moved_by(MARKET),
    }
    fit = fit_family(now, inputs.panel, inputs.record).get(POOL)
    if fit is None:
        return
    names_of = {"bar": names[0], "workload": names[1], "target": target, "method": POOL}
    n, whole = fit.trend(0.9).n, _row("target", ALL, names_of)
    for what, targets in variants.items():
        (chances,) = _passage(fit, (*names, POOL), 0.0, targets)
        row = _row("target", what, names_of, n=n, **chances)
        whole = row if what == ALL else whole
        yield row | _deltas(row, whole)


def bar_rows(verdicts: Iterable[Row], workload: str, targets: Iterable[str]) -> Iterator[Row]:
    """Yield each bar's result for each target, and the median of the other bars when it is left out."""
    for target in targets:
        of_target = [row for row in verdicts if (row["workload"], row["target"]) == (workload, target)]
        for row in of_target:
            others = [other for other in of_target if other is not row]
            if not others:
                continue
            names = {"workload": workload, "target": target, "method": row["method"]}
            yield _row("one-bar", row["bar"], {"bar": row["bar"], **names}, n=1, **_median_verdict([row]))
            names["bar"] = "median of the others"
            rest = _row("leave-one-bar-out", row["bar"], names, n=len(others), **_median_verdict(others))
            yield rest | _deltas(rest, _row("", "", {}, **_median_verdict(of_target)))


def open_targets(
    verdicts: Iterable[Row], bar: str, workloads: Sequence[str] = ("chat", "grounded")
) -> list[OpenTarget]:
    """Return the targets that a plain and a grounded answer have not reached at a bar."""
    return [
        OpenTarget(bar, row["workload"], row["target"])
        for row in verdicts
        if row["bar"] == bar and row["workload"] in workloads and row["status"] == "not_crossed"
    ]


def since(panel: Panel, day: date) -> Panel:
    """Return the part of a panel later than a day, with the costs and offers in force on it."""
    offers = (
        offer._replace(valid_from=max(offer.valid_from, day))
        for offer in panel.offers
        if offer.valid_to is None or offer.valid_to > day
    )
    return Panel(tuple(_since(series, day) for series in panel.series), tuple(offers))


def _since(frontier: FrontierSeries, day: date) -> FrontierSeries:
    def cut(series: CostSeries) -> CostSeries:
        first = max(sum(step <= day for step in series.dates) - 1, 0)
        dates = (max(series.dates[first], day), *series.dates[first + 1 :])
        return CostSeries(dates, series.usd[first:], series.as_of)

    search = frontier.search and cut(frontier.search)
    return FrontierSeries(frontier.bar, frontier.workload, cut(frontier.series), search)


def _chances(
    inputs: ForecastInputs, names: Sequence[str], now: FrontierSeries
) -> dict[tuple[str, str], tuple[Chances, int]]:
    """Return the chances from the cost of `now`, and the n of the fit, by method and target."""
    fitted = inputs.series(now.bar, now.workload)
    if fitted is None:
        return {}
    moved = float(np.log10(now.series.usd[-1] / fitted.series.usd[-1]))
    targets, chances = inputs.targets.select(names), {}
    for method, fit in fit_family(fitted, inputs.panel, inputs.record).items():
        if method != LINEAR_POOL:
            rows = _passage(fit, (fitted.bar, fitted.workload, method), moved, targets)
            n = fit.trend(0.9).n
            chances |= {(method, name): (row, n) for name, row in zip(names, rows, strict=True)}
    return chances


def _passage(fit: Fit, names: tuple[str, str, str], moved: float, targets: Targets) -> list[Chances]:
    paths = fit.draw(seed_for(*names), MONTHS, PATHS) + moved
    rows = start_race(paths, targets, [12 * years for years in YEARS]).p_first_passage()
    return [{f"p_{years}y": float(p) for years, p in zip(YEARS, row, strict=True)} for row in rows]


def _of_prices(
    inputs: ForecastInputs, prices: Sequence[AnswerPrice], names: tuple[str, str], targets: Mapping[str, Steps]
) -> Iterator[Row]:
    for row in _of_steps(inputs, cheapest(prices, inputs.panel.origin), names, targets):
        yield row | {"kind": "leave-one-source-out"}


def _of_steps(
    inputs: ForecastInputs, steps: Steps, names: tuple[str, str], targets: Mapping[str, Steps]
) -> Iterator[Row]:
    """Yield rows, without their kind, of a frontier that still has an offer."""
    on_sale = [(day, usd) for day, usd in steps if usd is not None]
    if not on_sale or steps[-1][1] is None:
        return
    usd = np.array([float(usd) for _, usd in on_sale])
    series = CostSeries(tuple(day for day, _ in on_sale), usd, inputs.panel.origin)
    fits = fit_family(FrontierSeries(*names, series), inputs.panel, inputs.record)
    wanted = inputs.targets.select(targets)
    chances = _passage(fits[POOL], (*names, POOL), 0.0, wanted) if fits else [{} for _ in targets]
    for (target, costs), forecast in zip(targets.items(), chances, strict=True):
        reached_on = first_reached(steps, costs)
        likely = dict.fromkeys(forecast, 1.0) if reached_on else forecast
        names_of = {"bar": names[0], "workload": names[1], "target": target, "method": POOL}
        yield _row("", ALL, names_of, n=0, crossed_on=reached_on, usd_per_query=on_sale[-1][1], **likely)


def _median_verdict(verdicts: Sequence[Row]) -> Row:
    """Return the medians of days, costs and chances; no day unless all have crossed."""
    days = [row["crossed_on"] for row in verdicts]
    crossed = [day.toordinal() for day in days if isinstance(day, date)]
    return {
        "crossed_on": date.fromordinal(int(median(crossed))) if len(crossed) == len(days) else None,
        "usd_per_query": median(Decimal(str(row["now_usd_per_query"])) for row in verdicts),
        **{name: _median([row[name] for row in verdicts]) for name in ("p_1y", "p_3y", "p_5y")},
    }


def _median(values: Sequence[object]) -> float | None:
    known = [value for value in values if isinstance(value, float | int)]
    return float(median(known)) if known else None


def _deltas(row: Row, whole: Row) -> Row:
    """Compare with the full data: days later, cost ratio, and difference of chances; None where either is missing."""

    def both(name: str, difference: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401 - a day, a cost or a chance
        return None if row[name] is None or whole[name] is None else difference(row[name], whole[name])

    return {
        "delta_days": both("crossed_on", lambda later, earlier: (later - earlier).days),
        "cost_ratio": both("usd_per_query", lambda usd, whole_usd: float(usd / whole_usd)),
        **{f"delta_p_{years}y": both(f"p_{years}y", operator.sub) for years in YEARS},
    }


def _row(kind: str, what: object, names: Mapping[str, object], **cells: Any) -> Row:  # noqa: ANN401 - cells of a row
    chances = [f"{name}_{years}y" for name in ("p", "delta_p") for years in YEARS]
    empty = dict.fromkeys(("crossed_on", "usd_per_query", *chances, "delta_days", "cost_ratio", "n"))
    return {"kind": kind, "what": what, **names, **empty, **cells}
