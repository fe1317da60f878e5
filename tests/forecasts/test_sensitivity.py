"""How the answer moves: a planted break, a source that alone reported the low price, and one bar of three left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from assets.forecasts.left_out import AnswerPrice, Steps, frontier_steps
from assets.forecasts.sensitivity import (
    ALL,
    BREAK,
    MONTHS,
    PATHS,
    SINCE,
    UNTIL,
    ForecastInputs,
    OpenTarget,
    bar_rows,
    break_rows,
    open_targets,
    since,
    source_rows,
    target_rows,
    variant_rows,
)
from assets.trends.estimated_cost import Estimate, Ratio
from assets.trends.methods.panel import Panel, known_at
from assets.trends.moving_targets import LIST_PRICES, POINTS, STANDS_STILL, SearchCost
from assets.trends.paths import month_end
from assets.trends.race import STAYS, exact_targets, known_targets
from assets.trends.record import record_at
from tests.trends.planted import monthly_series
from tests.trends.test_family import small_panel

ORIGIN = month_end(BREAK, 24)


def known(levels: np.ndarray, **targets: float) -> ForecastInputs:
    """One bar of monthly costs up to two years after the break."""
    panel = Panel((monthly_series(levels, "bar", ORIGIN),))
    return ForecastInputs(panel, record_at(ORIGIN, ()), exact_targets(targets))


@pytest.fixture(scope="module")
def broken() -> dict[tuple[str, str], dict[str, Any]]:
    """A cost that fell tenfold a year for two years and has been constant, give or take, for two."""
    noise = np.random.default_rng(4).normal(0, 0.02, 49)
    levels = np.where(np.arange(49) < 24, -np.arange(49) / 12, -2.0) + noise
    given = known(levels, search=10 ** (levels[-1] - 0.5))
    rows = break_rows(given, [OpenTarget("bar", "chat", "search"), OpenTarget("absent", "chat", "search")])
    return {(row["what"], row["method"]): row for row in rows}


def test_a_break_moves_what_is_fitted_before_and_after_it(broken: dict[tuple[str, str], dict[str, Any]]) -> None:
    until, whole, later = (broken[what, "drift"] for what in (UNTIL, ALL, SINCE))
    # Half a decade in a year: nearly sure at a decade a year, out of reach at a standstill.
    assert until["p_1y"] > 0.95
    assert later["p_1y"] < 0.1
    assert later["p_1y"] < whole["p_1y"] < until["p_1y"]
    assert until["delta_p_1y"] == pytest.approx(until["p_1y"] - whole["p_1y"])
    assert whole["delta_p_1y"] == 0
    assert (until["n"], whole["n"], later["n"]) == (24, 48, 24)
    # The rule takes nothing from the data but the noise, and all start from today's cost.
    assert broken[UNTIL, "ten-x-per-year"]["p_1y"] == pytest.approx(broken[ALL, "ten-x-per-year"]["p_1y"], abs=0.05)
    assert {what for what, _ in broken} == {ALL, SINCE, UNTIL}
    assert (ALL, "linear-pool") not in broken


def test_before_the_break_there_is_nothing_to_compare() -> None:
    early = Panel((monthly_series(np.zeros(9), "bar", month_end(BREAK, -1)),))
    rows = break_rows(
        ForecastInputs(early, record_at(early.origin, ()), exact_targets({})), [OpenTarget("bar", "chat", "search")]
    )
    assert list(rows) == []


def test_what_is_later_than_a_day_begins_with_what_was_in_force() -> None:
    panel = small_panel()
    day = month_end(panel.origin, -6)
    cut, before = since(panel, day), known_at(panel, day)
    for row, old in zip(cut.series, before.series, strict=True):
        assert (row.series.dates[0], row.series.usd[0]) == (day, old.series.usd[-1])
        assert row.series.as_of == panel.origin
        assert row.search is None or len(row.search.dates) == len(row.series.dates)
    assert all(offer.valid_to is None or offer.valid_to > day for offer in cut.offers)
    assert min(offer.valid_from for offer in cut.offers) == day


def test_a_source_that_alone_reported_the_low_price_moves_the_day() -> None:
    days = [month_end(ORIGIN, -month) for month in (20, 10, 5)]
    steps = [
        AnswerPrice("a", days[0], days[2], Decimal("0.05"), "feed", 1),
        AnswerPrice("a", days[2], None, Decimal("0.009"), "feed", 2),
        AnswerPrice("b", days[1], None, Decimal("0.008"), "rumour", 1),
    ]
    start = date(2020, 1, 1)
    targets: dict[str, Steps] = {"search": [(start, Decimal("0.01"))], "cheaper": [(start, Decimal("0.001"))]}
    rows = list(source_rows(known(np.linspace(0, -2, 49), search=0.01, cheaper=0.001), steps, ("bar", "chat"), targets))
    by_case = {(row["what"], row["target"]): row for row in rows}
    assert set(by_case) == {(what, target) for what in (ALL, "feed", "rumour") for target in targets}
    assert by_case[ALL, "search"]["crossed_on"] == days[1]
    without = by_case["rumour", "search"]
    assert (without["crossed_on"], without["delta_days"]) == (days[2], (days[2] - days[1]).days)
    assert (without["usd_per_query"], without["cost_ratio"], without["n"]) == (
        Decimal("0.009"),
        pytest.approx(1.125),
        1,
    )
    assert (without["p_1y"], without["delta_p_1y"]) == pytest.approx((1.0, 0.0))
    # The price that two sources reported stays when the feed is left out.
    assert (by_case["feed", "search"]["crossed_on"], by_case["feed", "search"]["n"]) == (days[1], 1)
    open_still = by_case["rumour", "cheaper"]
    assert open_still["crossed_on"] is None
    assert 0 < open_still["p_1y"] < open_still["p_5y"] < 1


def test_without_the_only_source_there_is_no_answer() -> None:
    steps = [AnswerPrice("a", month_end(ORIGIN, -9), None, Decimal("0.05"), "feed", 1)]
    targets: dict[str, Steps] = {"search": [(date(2020, 1, 1), Decimal("0.01"))]}
    rows = source_rows(known(np.linspace(0, -2, 49), search=0.01), steps, ("bar", "chat"), targets)
    assert [row["what"] for row in rows] == [ALL]


def verdict(bar: str, day: date | None, usd: str, p_1y: float) -> dict[str, Any]:
    chances = {"p_1y": p_1y, "p_3y": 0.5, "p_5y": 1.0}
    names = {"bar": bar, "workload": "chat", "target": "search", "method": "pool", "crossed_on": day}
    return {**names, "now_usd_per_query": Decimal(usd), **chances}


def test_each_bar_and_the_median_of_the_others() -> None:
    days = [date(2024, 5, 10), date(2024, 5, 20), date(2024, 3, 1)]
    verdicts = [
        verdict(bar, day, usd, p)
        for bar, day, usd, p in zip("xyz", days, ("4", "2", "1"), (0.3, 0.2, 0.9), strict=True)
    ]
    rows = list(bar_rows(verdicts, "chat", ["search"]))
    assert [(row["kind"], row["what"]) for row in rows] == [
        (kind, bar) for bar in "xyz" for kind in ("one-bar", "leave-one-bar-out")
    ]
    own, rest = rows[:2]
    assert (own["bar"], own["crossed_on"], own["usd_per_query"], own["p_1y"]) == (
        "x",
        days[0],
        Decimal(4),
        pytest.approx(0.3),
    )
    # Of y and z the middle day is 2024-04-10, against 2024-05-10 for all three; the middle cost 1.5 against 2.
    assert (rest["bar"], rest["crossed_on"], rest["delta_days"]) == ("median of the others", date(2024, 4, 10), -30)
    assert (rest["usd_per_query"], rest["cost_ratio"], rest["n"]) == (Decimal("1.5"), pytest.approx(0.75), 2)
    assert rest["p_1y"] == pytest.approx(0.55)
    assert rest["delta_p_1y"] == pytest.approx(0.25)


def test_bars_that_have_not_all_crossed_have_no_middle_day() -> None:
    verdicts = [verdict("x", None, "4", 0.3), verdict("y", date(2024, 5, 20), "2", 0.2), verdict("z", None, "1", 0.9)]
    rest = next(row for row in bar_rows(verdicts, "chat", ["search"]) if row["kind"] == "leave-one-bar-out")
    assert (rest["crossed_on"], rest["delta_days"]) == (None, None)
    assert list(bar_rows(verdicts[:1], "chat", ["search"])) == []


def test_open_targets_are_those_not_reached_at_the_bar() -> None:
    verdicts = [
        {**verdict("x", None, "4", 0.3), "status": "not_crossed"},
        {**verdict("y", None, "4", 0.3), "status": "?"},
    ]
    verdicts.append({**verdicts[0], "status": "crossed"})
    verdicts.append({**verdicts[0], "workload": "code"})
    assert open_targets(verdicts, "x") == [OpenTarget("x", "chat", "search")]


def test_a_rule_is_measured_on_its_own_frontier() -> None:
    # As published the cost reached a search of 0.02 on 2024-03-01 and is 0.01; by scores of any effort it did so in
    # January and is 0.005; without stale offers it is 0.03 and never reached it.
    given = known(np.full(25, -2.0), search=0.02)
    days = [date(2024, month, 1) for month in (1, 3)]
    frontiers: dict[tuple[str, str], Steps] = {
        ("bar", "central"): [(days[0], Decimal("0.05")), (days[1], Decimal("0.01"))],
        ("bar", "any-effort"): [(days[0], Decimal("0.005"))],
        ("bar", "confirmed"): [(days[0], Decimal("0.05")), (days[1], Decimal("0.03"))],
    }
    search: dict[str, Steps] = {"search": [(date(2023, 1, 1), Decimal("0.02"))]}
    rows = {(row["kind"], row["what"]): row for row in variant_rows(given, frontiers, "chat", search)}
    assert {key: (row["crossed_on"], row["usd_per_query"], row["delta_days"]) for key, row in rows.items()} == {
        ("score-effort", ALL): (days[1], Decimal("0.01"), None),
        ("score-effort", "any effort"): (days[0], Decimal("0.005"), -60),
        ("stale-offers", ALL): (days[1], Decimal("0.01"), None),
        ("stale-offers", "left out"): (None, Decimal("0.03"), None),
    }
    assert rows["score-effort", "any effort"]["cost_ratio"] == pytest.approx(0.5)


def test_a_bar_that_only_scores_of_any_effort_reach_differs_from_nothing() -> None:
    steps: Steps = [(date(2024, 1, 1), Decimal("0.01"))]
    search: dict[str, Steps] = {"search": [(date(2023, 1, 1), Decimal("0.02"))]}
    frontiers = {("bar", "any-effort"): steps, ("ended", "central"): [*steps, (date(2024, 6, 1), None)]}
    (row,) = variant_rows(known(np.full(25, -2.0), search=0.02), frontiers, "chat", search)
    assert (row["bar"], row["crossed_on"], row["delta_days"]) == ("bar", date(2024, 1, 1), None)


def test_the_steps_of_a_frontier_mark_when_nothing_was_on_sale() -> None:
    days = [date(2024, month, 1) for month in range(1, 6)]
    key = {"bar": "bar", "bound": "central"}
    rows = [
        {**key, "valid_from": days[0], "valid_to": days[1], "usd_per_query": Decimal(3)},
        {**key, "valid_from": days[1], "valid_to": days[2], "usd_per_query": Decimal(2)},
        {**key, "valid_from": days[3], "valid_to": days[4], "usd_per_query": Decimal(1)},
    ]
    assert frontier_steps(rows) == {
        ("bar", "central"): [(days[0], 3), (days[1], 2), (days[2], None), (days[3], 1), (days[4], None)]
    }


def electricity(kwh: float, ratio: Ratio | None = None) -> tuple[SearchCost, ...]:
    """A search that takes so many kWh at exactly $1, which rises tenfold in ten years."""
    estimate = Estimate(kwh, 1.0, 1.0, 0.1, 0.0, 0.0, ratio)
    return (SearchCost("e", "marginal-cost", kwh, None, None, "derived", date(2009, 1, 12), None, estimate),)


def test_which_electricity_is_meant_and_how_it_moves() -> None:
    """An answer that costs $1, give or take, against electricity of $0.56: a quarter of a decade below it."""
    levels = np.random.default_rng(4).normal(0, 0.02, 49)
    given = known(levels)
    usd = 10 ** (levels[-1] - 0.25)
    published = known_targets(electricity(usd), ORIGIN, MONTHS, PATHS)
    halved = Ratio(-0.3, 0.001, -0.302, -0.298, 0.0, 0.0)
    today = known_targets(electricity(usd, halved), ORIGIN, MONTHS, PATHS)
    names = ("bar", "chat")
    by_case = {
        row["what"]: row for row in target_rows(ForecastInputs(given.panel, given.record, published), names, "e", today)
    }
    assert list(by_case) == [ALL, "search-of-today", STANDS_STILL, LIST_PRICES]
    whole = by_case[ALL]
    # In five years the published figure rises by half a decade and reaches the answer; half of it has further to go.
    assert by_case["search-of-today"]["p_5y"] < whole["p_5y"] - 0.02
    assert by_case[STANDS_STILL]["p_5y"] < whole["p_5y"] - 0.02
    for row in by_case.values():
        assert (row["kind"], row["target"], row["method"], row["n"]) == ("target", "e", "pool", whole["n"])
        for years in (1, 3, 5):
            assert row[f"delta_p_{years}y"] == pytest.approx(row[f"p_{years}y"] - whole[f"p_{years}y"])
    exact = replace(published.all_moved_by(STAYS), usd=np.full((1, POINTS), usd))
    still = {
        row["what"]: row for row in target_rows(ForecastInputs(given.panel, given.record, exact), names, "e", today)
    }
    assert still[ALL]["p_5y"] == pytest.approx(by_case[STANDS_STILL]["p_5y"])


def test_an_estimate_at_a_bar_without_prices_has_no_rows() -> None:
    published = known_targets(electricity(1.0), ORIGIN, MONTHS, PATHS)
    assert list(target_rows(known(np.zeros(49)), ("absent", "chat"), "e", published)) == []
