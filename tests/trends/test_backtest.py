"""The backtest: scores by hand, nothing from later than an origin, what is kept, and events that have not come yet."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assets.trends import backtest as module
from assets.trends.backtest import (
    EventForecast,
    Origin,
    ScoredForecast,
    all_origins,
    backtest,
    columns_of,
    origins_of,
    tally,
)
from assets.trends.backtest_summary import (
    Passage,
    Row,
    brier_score,
    calibration_rows,
    observed_frequency,
    summary_rows,
)
from assets.trends.comparison_summary import comparison_rows
from assets.trends.comparisons import is_comparison
from assets.trends.methods import drift
from assets.trends.methods.interface import Fit, UnfittedError
from assets.trends.methods.panel import Panel, PanelRows, known_at, read_panel
from assets.trends.methods.registry import METHODS
from assets.trends.paths import month_end
from assets.trends.record import Tally
from assets.trends.scores import Score, score
from assets.trends.series import CostSeries, FrontierSeries
from assets.trends.stored.backtest_tables import (
    event_columns,
    forecast_columns,
    kept_tallies,
    ship_backtest,
    update_backtest,
)
from assets.trends.vintages import Vintages
from tests.trends.kept import kept_events, kept_forecasts
from tests.trends.planted import monthly_series, small_panel
from warehouse.store import Writer

AS_OF = date(2025, 1, 31)


def panel(last_level: float = -2.4, as_of: date = AS_OF) -> Panel:
    """Three bars from 2023-03 on, each falling now and then; the last cost of the first can be another."""
    rng = np.random.default_rng(8)
    frontiers = []
    for bar in range(3):
        levels = np.cumsum(np.where(rng.random(23) < 0.4, -0.25, 0.0))
        if bar == 0:
            levels[-1] = last_level
        frontiers.append(monthly_series(levels, f"bar {bar}", AS_OF))
    return known_at(Panel(tuple(frontiers)), as_of)


@dataclass
class Backtest:
    """All that a backtest forecast again."""

    forecasts: list[ScoredForecast] = field(default_factory=list)
    events: list[EventForecast] = field(default_factory=list)
    tallies: dict[str, list[Tally]] = field(default_factory=dict)


def run(origins: list[Origin], kept: dict[str, list[Tally]] | None = None) -> Backtest:
    result = Backtest()
    for scored in backtest(origins, kept):
        result.forecasts.extend(scored.forecasts)
        result.events.extend(scored.events)
        result.tallies[scored.fingerprint] = scored.tallies
    return result


@pytest.fixture(scope="module")
def tested() -> Backtest:
    """The backtest of `panel()`, made once."""
    return run(origins_of(panel()))


def summary(writer: Writer) -> list[Row]:
    """The rows of out_backtest_summary."""
    return summary_rows(forecast_columns(writer.connection))


def calibration(writer: Writer, known: Panel) -> list[Row]:
    """The rows of out_calibration."""
    return calibration_rows(forecast_columns(writer.connection), event_columns(writer.connection, known))


def forecast(method: str, month: int, crps: float) -> ScoredForecast:
    """One scored forecast one month ahead from a month of 2024."""
    origin = month_end(date(2023, 12, 31), month)
    target = month_end(origin, 1)
    scored = Score(0.0, 0.0, (0.0,) * 20, crps, 0.1, True, True, True, 0.5)
    return ScoredForecast("bar", "chat", method, origin, 1, target, *scored, "pseudo-real-time", "x")


def test_scores_by_hand() -> None:
    # Between draws 0, 1, 2, 3, 4 quantiles rise evenly: 20 of them, at 4/40, 12/40 ... 156/40.
    middling = score(np.array([[4.0, 2.0, 0.0, 3.0, 1.0]]), np.array([2.0]))[0]
    quantiles = np.arange(4, 160, 8) / 40
    assert middling.log10_quantiles == pytest.approx(quantiles)
    # Against 2, E|X - 2| = 1 and E|X - X'| = 8/40 (20^2 - 1) / (3 x 20) = 1.33: CRPS = 1 - 0.665.
    assert middling.crps == pytest.approx(0.335)
    assert (middling.log10_median, middling.log10_actual) == pytest.approx((2.0, 2.0))
    assert middling.pit == pytest.approx(0.5)
    assert (middling.in_50, middling.in_80, middling.in_95) == (True, True, True)
    # Quantiles 0.1 0.4 1 2 3 3.6 3.9; against 3.3 the loss is q (3.3 - x) below and (1 - q)(x - 3.3) above.
    other = score(np.array([[0.0, 1.0, 2.0, 3.0, 4.0]]), np.array([3.3]))[0]
    losses = (0.025 * 3.2, 0.1 * 2.9, 0.25 * 2.3, 0.5 * 1.3, 0.75 * 0.3, 0.1 * 0.3, 0.025 * 0.6)
    assert other.pinball == pytest.approx(sum(losses) / 7, abs=1e-6)
    assert (other.in_50, other.in_80, other.in_95) == (False, True, True)
    assert other.pit == pytest.approx(0.8)


def test_a_score_is_that_of_the_rounded_quantiles() -> None:
    rounded = score(np.full((1, 10), -2.0004), np.array([-2.0]))[0]
    assert rounded.log10_quantiles == (-2.0,) * 20
    assert (rounded.crps, rounded.log10_median) == (0.0, pytest.approx(-2.0004))
    # Half of the quantiles miss by 0.001: the mean is 0.0005, and so is that of all distances between two of them.
    halves = np.repeat([[0.0, 0.001]], 500, axis=1).reshape(1, -1)
    assert score(np.sort(halves), np.zeros(1))[0].crps == pytest.approx(0.00025)
    # The CRPS of N(0, 1) against 0 is (sqrt(2) - 1) / sqrt(pi).
    draws = np.sort(np.random.default_rng(1).normal(size=(1, 100_000)))
    assert score(draws, np.zeros(1))[0].crps == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi), rel=0.01)


def test_a_forecast_of_no_change_that_came_true_to_the_last_digit_is_a_hit() -> None:
    exact = score(np.full((1, 10), -2.0), np.array([-2.0 + 1e-9]))[0]
    assert (exact.in_50, exact.pit) == (True, pytest.approx(0.5))


def test_origins_are_month_ends_with_a_month_after_them() -> None:
    assert all_origins(date(2024, 2, 28)) == [date(2023, 12, 31)]
    assert all_origins(date(2024, 2, 29)) == [date(2023, 12, 31), date(2024, 1, 31)]


def test_rows_are_due_when_their_target_is_known(tested: Backtest) -> None:
    rows = [row for row in tested.forecasts if row.method == "no-change" and row.bar == "bar 1"]
    horizons = {row.horizon_months for row in rows if row.origin == date(2024, 7, 31)}
    assert horizons == {1, 3, 6}
    assert {row.horizon_months for row in rows if row.origin == date(2024, 1, 31)} == {1, 3, 6, 12}
    assert all(row.target_date == month_end(row.origin, row.horizon_months) <= AS_OF for row in rows)
    assert {row.basis for row in rows} == {"pseudo-real-time"}
    assert {row.method for row in tested.forecasts} >= {"pool", "linear-pool", "jumps", "lifecycle", "drift-ma"}


def test_every_method_is_tallied_with_the_pools_noise_and_recalibration_and_only_tallied(tested: Backtest) -> None:
    assert not any(is_comparison(row.method) for row in [*tested.forecasts, *tested.events])
    tallied = {tally.method: tally for tallies in tested.tallies.values() for tally in tallies}
    fitted = {row.method for row in tested.forecasts} - {"pool", "linear-pool"}
    assert tallied.keys() - {row.method for row in tested.forecasts} == {
        *("no-change-repaired", "ten-x-per-year-repaired"),
        *(f"{method}-recalibrated" for method in fitted),
    }


def test_comparisons_with_the_pool_by_hand() -> None:
    # From 2023-12 to 2024-11 the method misses by 0.1 more than the pool, and since July by 0.3 more.
    tallies = [
        Tally("drift", month_end(date(2023, 12, 31), month), 3, AS_OF, 10, crps, 9.0, 2.0, 4, 8, 10)
        for month in range(12)
        for crps in [2.0 + (3.0 if month > 6 else 1.0)]
    ]
    whole, later = comparison_rows([*tallies, tallies[0]._replace(method="pool")])
    assert [(row["first_origin"], row["n"], row["n_origins"]) for row in (whole, later)] == [
        (date(2023, 12, 31), 120, 12),
        (date(2024, 7, 31), 50, 5),
    ]
    assert (whole["crps"], whole["crps_pool"]) == pytest.approx((0.3 + 2 * 5 / 120, 0.2))
    assert (whole["difference"], later["difference"]) == pytest.approx((0.1 + 2 * 5 / 120, 0.3))
    assert 0.1 <= float(str(whole["difference_low"])) < 0.1833 < float(str(whole["difference_high"])) <= 0.3
    assert (later["difference_low"], later["difference_high"]) == pytest.approx((0.3, 0.3))
    assert (whole["cover_50"], whole["cover_80"], whole["cover_95"]) == pytest.approx((0.4, 0.8, 1.0))
    assert next(comparison_rows(tallies[:3]))["difference_low"] is None


def test_what_came_is_read_from_the_series(tested: Backtest) -> None:
    row = next(
        row
        for row in tested.forecasts
        if (row.bar, row.method, row.origin, row.horizon_months) == ("bar 0", "drift", date(2024, 10, 31), 3)
    )
    assert row.log10_actual == pytest.approx(-2.4)


def test_a_horizon_is_scored_by_the_paths_of_its_own_month(tested: Backtest) -> None:
    origin = date(2024, 1, 31)
    levels = {frontier.bar: float(np.log10(frontier.series.usd[-1])) for frontier in known_at(panel(), origin).series}
    rows = [row for row in tested.forecasts if (row.method, row.origin) == ("ten-x-per-year", origin)]
    assert {row.horizon_months for row in rows} == {1, 3, 6, 12}
    for row in rows:
        assert row.log10_median == pytest.approx(levels[row.bar] - row.horizon_months / 12, abs=0.06)


def test_a_larger_fall_is_less_likely_and_a_longer_wait_more(tested: Backtest) -> None:
    rows = [row for row in tested.events if (row.method, row.origin) == ("ten-x-per-year", date(2024, 1, 31))]
    events = {(row.bar, row.times_cheaper, row.horizon_months): row.p for row in rows}
    for bar in ("bar 0", "bar 1", "bar 2"):
        by_size = [events[bar, times, 12] for times in (2.0, 5.0, 10.0)]
        by_wait = [events[bar, 5.0, months] for months in (3, 6, 12, 24)]
        assert by_size == sorted(by_size, reverse=True)
        assert by_wait == sorted(by_wait)
        # Tenfold a year: a fifth is reached in 0.7 years on average, long after 3 months and long before 24.
        assert events[bar, 5.0, 3] < 0.3
        assert events[bar, 5.0, 24] > 0.9


def test_no_forecast_knows_what_came_later(tested: Backtest) -> None:
    other = run(origins_of(panel(last_level=-5.0)))
    past = [[row[:8] + row[9:10] for row in run_.forecasts if row.target_date < AS_OF] for run_ in (tested, other)]
    assert past[0] == past[1]
    assert [row[:7] for row in tested.events] == [row[:7] for row in other.events]
    changed = [row for row in other.forecasts if row.target_date == AS_OF and row.bar == "bar 0"]
    assert len(changed) > 10
    assert [row.log10_actual for row in changed] == pytest.approx([-5.0] * len(changed))


def test_what_is_unchanged_is_kept_and_the_rest_scored_again(tested: Backtest) -> None:
    assert run(origins_of(panel()), tested.tallies).forecasts == []
    # A month earlier the last target was unknown: only the origins that wait for it are due, and one new one.
    before = run(origins_of(panel(as_of=date(2024, 12, 31))))
    grown = run(origins_of(panel()), before.tallies)
    waiting = {month_end(AS_OF, -horizon) for horizon in module.HORIZONS if month_end(AS_OF, -horizon).year > 2023}
    assert {row.origin for row in grown.forecasts} == waiting
    assert grown.forecasts == [row for row in tested.forecasts if row.origin in waiting]


def test_another_version_scores_everything_again(tested: Backtest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "record_version", lambda: "other")
    origins = origins_of(panel(), days=all_origins(AS_OF)[:2])
    assert len(run(origins, tested.tallies).tallies) == 2


def test_an_origin_uses_the_scores_of_its_time_and_names_their_vintage() -> None:
    # In June 2024 bar 0 was seen by a snapshot of May, in which what passed cost ten times as much.
    origin, seen = date(2024, 6, 30), date(2024, 5, 15)
    own = panel().series[0].series
    more_expensive = tuple(
        ("bar 0", "chat", day, usd, None) for day, usd in zip(own.dates, (own.usd * 10).tolist(), strict=True)
    )
    vintages = Vintages(days={"bar 0": (seen, date(2024, 12, 1))}, steps={("bar 0", seen): more_expensive})
    result = run(origins_of(panel(), vintages, [origin]))
    assert {(row.bar, row.basis) for row in result.forecasts} == {
        ("bar 0", "vintage"),
        ("bar 1", "pseudo-real-time"),
        ("bar 2", "pseudo-real-time"),
    }
    now = math.log10(own.usd[sum(day <= origin for day in own.dates) - 1])
    rows = [row for row in result.forecasts if (row.bar, row.method, row.horizon_months) == ("bar 0", "no-change", 1)]
    assert [row.log10_median for row in rows] == [pytest.approx(now + 1, abs=0.1)]
    assert [row.log10_actual for row in rows] == [pytest.approx(now, abs=0.3)]
    halves = [row.log10_threshold for row in result.events if (row.bar, row.times_cheaper) == ("bar 0", 2.0)]
    assert halves == [pytest.approx(now + 1 - math.log10(2), abs=1e-6)] * len(halves)


def test_an_origin_is_forecast_again_when_its_bar_was_published_after_all() -> None:
    origin = date(2024, 6, 30)
    vintages = Vintages(days={"bar 0": (date(2024, 5, 15),)})
    hindsight, published = (origins_of(panel(), known, [origin])[0] for known in (Vintages(), vintages))
    assert hindsight.fingerprint != published.fingerprint


def test_tallies_are_over_what_no_change_forecast_too() -> None:
    rows = [
        forecast("no-change", 0, 0.4),
        forecast("drift", 0, 0.3)._replace(in_50=False),
        forecast("drift", 0, 9.0)._replace(bar="other"),
        forecast("pool", 0, 0.2),
        forecast("pool", 0, 0.9)._replace(bar="other"),
    ]
    drift = tally(rows)[0]
    assert (drift.method, drift.n) == ("drift", 1)
    assert (drift.crps, drift.baseline_crps, drift.pool_crps) == pytest.approx((0.3, 0.4, 0.2))
    assert (drift.in_50, drift.in_80, drift.in_95) == (0, 1, 1)


def test_summary_by_hand(writer: Writer) -> None:
    rows = [forecast("no-change", month, 0.4) for month in range(6)]
    rows[0] = rows[0]._replace(basis="vintage")
    rows += [forecast("drift", month, 0.3 if month % 2 else 0.1)._replace(in_80=month > 2) for month in range(6)]
    # A forecast of what no-change did not forecast counts, but not for the skill.
    rows.append(forecast("drift", 5, 0.2)._replace(bar="other", in_80=True))
    writer.insert_arrays("out_backtest", columns_of(rows))
    drift, baseline = summary(writer)
    assert (drift["method"], drift["n"], drift["n_origins"]) == ("drift", 7, 6)
    assert drift["n_vintage"] == 0
    assert drift["crps"] == pytest.approx(0.2)
    assert drift["skill_vs_no_change"] == pytest.approx(0.5)
    low, high = drift["skill_low"], drift["skill_high"]
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert 0.25 <= low < 0.5 < high <= 0.75
    assert drift["cover_80"] == pytest.approx(4 / 7)
    assert (baseline["n"], baseline["n_vintage"]) == (6, 1)
    # Seven costs were forecast by one of them; no-change is missing where drift forecast the other bar.
    assert (drift["n_failed"], baseline["n_failed"]) == (0, 1)
    skill = [baseline[name] for name in ("skill_vs_no_change", "skill_low", "skill_high")]
    assert skill == pytest.approx([0, 0, 0], abs=1e-12)


def test_a_method_that_does_not_converge_is_left_out_and_counted(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def diverge(frontier: FrontierSeries, _: Panel) -> Fit:
        if frontier.bar == "bar 1":
            raise UnfittedError("no optimum found")
        return drift.fit(frontier.series)

    origins = origins_of(panel(), days=all_origins(AS_OF)[:2])
    monkeypatch.setitem(METHODS, "damped-trend", replace(METHODS["damped-trend"], fit=diverge))
    writer.insert_arrays("out_backtest", columns_of(run(origins).forecasts))
    rows = {(row["method"], row["horizon_months"]): row for row in summary(writer)}
    # Three bars from each of two months: one bar of each is missing.
    assert (rows["damped-trend", 3]["n"], rows["damped-trend", 3]["n_failed"]) == (4, 2)
    assert (rows["pool", 3]["n"], rows["pool", 3]["n_failed"]) == (6, 0)


def test_another_error_of_a_method_is_not_taken_for_a_missing_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(frontier: FrontierSeries, _: Panel) -> Fit:
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setitem(METHODS, "damped-trend", replace(METHODS["damped-trend"], fit=fail))
    with pytest.raises(ValueError, match="broadcast"):
        run(origins_of(panel(), days=all_origins(AS_OF)[:1]))


@pytest.mark.parametrize("hair", [1 + 1e-15, 1 - 1e-15])
def test_the_fingerprint_hangs_on_nine_digits_and_on_no_more(hair: float) -> None:
    known = small_panel()
    origin, moved, changed = (
        origins_of(times(known, factor), days=[date(2024, 6, 30)])[0].fingerprint for factor in (1.0, hair, 1 + 1e-7)
    )
    assert moved == origin
    assert changed != origin


def times(known: Panel, factor: float) -> Panel:
    """The same panel with all its costs multiplied."""
    series = [
        FrontierSeries(
            frontier.bar,
            frontier.workload,
            CostSeries(frontier.series.dates, frontier.series.usd * factor, known.origin),
        )
        for frontier in known.series
    ]
    offers = (offer._replace(usd=offer.usd * factor) for offer in known.offers)
    return Panel(tuple(series), tuple(offers), known.drivers)


def test_a_single_block_of_origins_has_no_interval(writer: Writer) -> None:
    rows = [forecast(method, 0, 0.4)._replace(horizon_months=12) for method in ("no-change", "drift")]
    writer.insert_arrays("out_backtest", columns_of(rows))
    assert summary(writer)[0]["skill_low"] is None


def test_events_that_have_not_come_count_while_they_were_followed() -> None:
    # Two came in months 2 and 4; one was followed for 3 months only, one to the end.
    passages = [Passage(2, 6), Passage(4, 6), Passage(math.inf, 3), Passage(math.inf, 6)]
    # Kaplan-Meier: 3/4 left after month 2, then 1 of 2 goes in month 4.
    assert observed_frequency(passages, 6) == pytest.approx(1 - 3 / 4 * 1 / 2)
    # Followed to 6 months: 3 of 4, to 4: 3 of 4, to 2: all. Errors 0.25, 0.25 and 0.25, whatever the weights.
    assert brier_score(np.full(4, 0.5), passages, 6) == pytest.approx(0.25)
    # Weights 1, 4/3 and 4/3 on errors 0.64, 0.04 and 0.25; the censored one has none.
    p = np.array([0.2, 0.8, 0.9, 0.5])
    assert brier_score(p, passages, 6) == pytest.approx((0.64 + 4 / 3 * (0.04 + 0.25)) / (1 + 8 / 3))
    assert brier_score(p[:2], [Passage(2, 5), Passage(math.inf, 5)], 6) is None


def test_calibration_counts_every_forecast_once(tested: Backtest, writer: Writer) -> None:
    keep(tested, writer)
    rows = calibration(writer, panel())
    pool = [row for row in rows if row["method"] == "pool" and row["horizon_months"] == 3]
    pit = [row for row in pool if row["kind"] == "pit"]
    assert len(pit) == 10
    assert sum(int(str(row["n"])) for row in pit) == sum(
        row.method == "pool" and row.horizon_months == 3 for row in tested.forecasts
    )
    events = [row for row in pool if row["kind"] == "event"]
    whole = next(row for row in pool if row["kind"] == "brier")
    assert sum(int(str(row["n"])) for row in events) == whole["n"]
    assert sum(int(str(row["n_censored"])) for row in events) == whole["n_censored"]
    assert whole["n"] == 3 * 3 * len(all_origins(AS_OF))  # bars x times cheaper x origins, none dropped
    assert 0 < float(str(whole["brier"])) < 1


def by_key(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(rows, key=lambda row: [str(cell) for cell in row])


def test_the_tables_keep_what_still_holds_and_nothing_else(tested: Backtest, writer: Writer, tmp_path: Path) -> None:
    origins = origins_of(panel())
    assert update_backtest(writer, origins, tmp_path) == len(origins)
    assert by_key(kept_forecasts(writer.connection)) == by_key(tested.forecasts)
    assert by_key(kept_events(writer.connection)) == by_key(tested.events)
    assert kept_tallies(writer.connection) == tested.tallies
    assert update_backtest(writer, origins, tmp_path) == 0
    # An origin of other data goes, and what it needs comes.
    earlier = origins_of(panel(as_of=date(2024, 1, 31)))
    assert update_backtest(writer, earlier, tmp_path) == 1
    assert set(kept_tallies(writer.connection)) == {origin.fingerprint for origin in earlier}


def test_what_was_shipped_is_taken_where_it_holds(tested: Backtest, writer: Writer, tmp_path: Path) -> None:
    origins = origins_of(panel())
    update_backtest(writer, origins, tmp_path)
    ship_backtest(writer, tmp_path)
    for table in ("out_backtest", "_backtest_chance", "_backtest_tally"):
        writer.empty(table)
    # The last cost is another now: the origins that were scored against it are forecast again.
    changed = origins_of(panel(last_level=-5.0))
    assert update_backtest(writer, changed, tmp_path) == sum(
        AS_OF in dict(origin.targets).values() for origin in changed
    )
    assert update_backtest(writer, origins, tmp_path) == 0
    assert by_key(kept_forecasts(writer.connection)) == by_key(tested.forecasts)
    assert by_key(kept_events(writer.connection)) == by_key(tested.events)
    assert kept_tallies(writer.connection) == tested.tallies


def test_an_event_is_followed_month_by_month_as_far_as_is_known(writer: Writer) -> None:
    origin = date(2024, 1, 31)
    # Half the price in the third month; four month ends are known, and the fifth month has begun.
    series = monthly_series(np.log10([1.0, 1.0, 1.0, 0.5, 0.5, 0.1]), "bar", date(2024, 6, 30))
    halving = EventForecast("bar", series.workload, "drift", origin, 2.0, math.log10(0.5), 3, 0.75, "")
    others = [
        halving._replace(times_cheaper=10.0, log10_threshold=-1.0, p=0.25),
        halving._replace(bar="unknown"),
        halving._replace(origin=AS_OF),
    ]
    writer.insert_arrays("_backtest_chance", columns_of([halving, *others]))
    brier, *events = calibration(writer, known_at(Panel((series,)), date(2024, 6, 20)))
    assert (brier["n"], brier["n_censored"], brier["brier"]) == (2, 0, pytest.approx(0.0625))
    assert [row["forecast"] for row in events] == pytest.approx([0.25, 0.75])
    assert [row["observed"] for row in events] == pytest.approx([0, 1])


def keep(tested: Backtest, writer: Writer) -> None:
    writer.insert_arrays("out_backtest", columns_of(tested.forecasts))
    writer.insert_arrays("_backtest_chance", columns_of(tested.events))


def test_summary_and_calibration_fit_their_tables(tested: Backtest, writer: Writer) -> None:
    keep(tested, writer)
    for table, rows in (
        ("out_backtest_summary", summary(writer)),
        ("out_calibration", calibration(writer, panel())),
        ("out_backtest_comparison", list(comparison_rows(tested.tallies[max(tested.tallies)]))),
    ):
        names = {name for name, *_ in writer.connection.execute(f"DESCRIBE {table}").fetchall()}
        assert all(set(row) == names for row in rows)


def test_a_panel_is_read_from_rows_with_and_without_searches() -> None:
    day = date(2024, 1, 1)
    steps = [("b", "chat", day, 0.1, None), ("b", "grounded", day, 0.3, 0.1), ("b", "grounded", AS_OF, 0.2, 0.1)]
    offer = ("chat", "m", "seller", "maker", 130.0, day, None, 0.1)
    read = read_panel(PanelRows(tuple(steps), (offer,)), AS_OF)
    assert [frontier.workload for frontier in read.series] == ["chat", "grounded"]
    assert read.series[0].search is None
    assert read.series[1].tokens().series.usd.tolist() == pytest.approx([0.2, 0.1])
    assert (read.offers[0].family, read.offers[0].valid_to) == ("maker", None)
