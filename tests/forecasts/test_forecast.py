"""Forecasts of every method and the pool: the same in any process, and probabilities that fit each other."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from assets.forecasts import forecast as module
from assets.forecasts.forecast import KEPT_PATHS, QUANTILES, CurrentOffers, Forecast, draw_forecasts
from assets.forecasts.tables import crossing_columns, crossing_date_columns, gap_columns, path_columns
from assets.trends.bar_draws import Rival
from assets.trends.methods.panel import PanelRows
from assets.trends.methods.registry import METHODS
from assets.trends.moving_targets import SearchCost
from assets.trends.record import POOL, Tally
from tests.trends.test_family import small_panel
from warehouse.store import Writer

TARGETS = tuple(
    SearchCost(name, "market-price", usd, None, None, "primary", date(2020, 1, 1), None)
    for name, usd in (("a", 1e-6), ("b", 0.01), ("c", 0.6), ("d", 100.0))
)


def rows() -> PanelRows:
    """Two bars for chat and one grounded frontier, with a market of offers, as the database gives them."""
    panel = small_panel()
    steps = []
    for forecast in panel.series:
        searches = forecast.search.usd if forecast.search else [None] * len(forecast.series.dates)
        costs = zip(forecast.series.dates, forecast.series.usd, searches, strict=True)
        names = (forecast.bar, forecast.workload)
        steps += [(*names, day, float(usd), search and float(search)) for day, usd, search in costs]
    return PanelRows(tuple(steps), panel.offers)


AS_OF = small_panel().origin
TALLIES = tuple(
    Tally(method, date(2022, 1, 31), months, date(2022, 12, 31), 10, crps, 1.0, 0.6, 5, 8, 9)
    for method, crps in (("no-change", 1.0), ("jumps", 0.5), ("lifecycle", 0.7), ("linear-pool", 0.6))
    for months in (3, 12)
)


def forecast_of(forecasts: tuple[Forecast, ...], method: str) -> Forecast:
    """The forecast of the bar `own` and the workload `chat` by a method."""
    return next(f for f in forecasts if (f.bar, f.workload, f.method) == ("own", "chat", method))


@pytest.fixture(scope="module")
def drawn() -> tuple[Forecast, ...]:
    return draw_forecasts(rows(), TALLIES, AS_OF, TARGETS)


def numbers(result: tuple[Forecast, ...]) -> dict[tuple[str, str, str], float]:
    """One number for each forecast that every quantile and probability goes into."""
    return {
        (forecast.bar, forecast.workload, forecast.method): float(
            np.abs(np.log(forecast.usd)).sum()
            + forecast.p_level.sum()
            + forecast.p_first_passage.sum()
            + (np.abs(forecast.gap.log10).sum() + forecast.gap.p_first_passage_still.sum() if forecast.gap else 0.0)
        )
        for forecast in result
    }


def width(result: tuple[Forecast, ...], method: str) -> float:
    """How far the dearest cost of the series `own` is from the cheapest, in natural logarithms."""
    (usd,) = [f.usd for f in result if (f.bar, f.workload, f.method) == ("own", "chat", method)]
    return float(np.ptp(np.log(usd)))


def total() -> float:
    return sum(numbers(draw_forecasts(rows(), TALLIES, AS_OF, TARGETS)).values())


def test_every_series_is_forecast_by_every_method_and_the_pool_but_not_by_its_draft(
    drawn: tuple[Forecast, ...],
) -> None:
    methods = {forecast.method for forecast in drawn if (forecast.bar, forecast.workload) == ("own", "chat")}
    assert methods == {*METHODS, POOL} - {"drivers"}  # of which the rows hold no evidence
    series = {(forecast.bar, forecast.workload) for forecast in drawn}
    assert series == {("own", "chat"), ("young", "chat"), ("own", "grounded")}


def test_probabilities_fit_each_other(drawn: tuple[Forecast, ...]) -> None:
    for forecast in drawn:
        assert forecast.usd.shape[0] == len(QUANTILES)
        assert (np.diff(forecast.usd, axis=0) >= 0).all()
        assert (forecast.p_level <= forecast.p_first_passage).all()
        assert (np.diff(forecast.p_first_passage, axis=1) >= 0).all()
        # A more expensive target is reached first, since all of these move alike.
        assert (np.diff(forecast.p_first_passage, axis=0) >= 0).all()
        reached = [months or 999 for months in forecast.reached[1]]
        assert reached == sorted(reached)


@pytest.mark.parametrize("processes", [2, 4])
def test_the_same_numbers_whoever_draws_them(
    drawn: tuple[Forecast, ...], processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "processes_for", lambda series: processes)
    again = draw_forecasts(rows(), TALLIES, AS_OF, TARGETS)
    assert len(again) == len(drawn)
    for forecast, other in zip(drawn, again, strict=True):
        for name in ("bar", "workload", "method", "reached"):
            assert getattr(forecast, name) == getattr(other, name)
        for name in ("usd", "p_level", "p_first_passage", "log10_ratio"):
            np.testing.assert_array_equal(getattr(forecast, name), getattr(other, name))
    assert numbers(again) == numbers(drawn)


def test_a_few_series_are_drawn_in_this_process_and_many_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.os, "cpu_count", lambda: 64)
    assert [module.processes_for(series) for series in (0, 1, 15, 16, 58)] == [1, 1, 1, 2, 2]
    monkeypatch.setattr(module.os, "cpu_count", lambda: None)
    assert module.processes_for(58) == 1


def test_the_same_numbers_in_any_order_of_bars_and_in_a_fresh_process(drawn: tuple[Forecast, ...]) -> None:
    expected = numbers(drawn)
    by_series = sorted(rows().steps, key=lambda step: (step[0] == "own", step[1], step[2]))
    turned = PanelRows(tuple(by_series), rows().offers[::-1])
    assert numbers(draw_forecasts(turned, TALLIES[::-1], AS_OF, TARGETS)) == pytest.approx(expected, rel=1e-9)
    program = "import tests.forecasts.test_forecast as t; print(t.total())"
    for threads in ("1", "2"):
        environment = {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        )
        assert float(done.stdout) == pytest.approx(sum(expected.values()), rel=1e-9)


def test_what_is_no_longer_sold_is_not_forecast_but_still_teaches_the_others(drawn: tuple[Forecast, ...]) -> None:
    result = draw_forecasts(rows(), TALLIES, AS_OF, TARGETS, CurrentOffers(frozenset({("own", "grounded")})))
    assert {(forecast.bar, forecast.workload) for forecast in result} == {("own", "chat"), ("young", "chat")}
    assert numbers(result).items() <= numbers(drawn).items()
    assert draw_forecasts(PanelRows((), ()), TALLIES, AS_OF, TARGETS) == ()


def test_the_record_decides_the_widths(drawn: tuple[Forecast, ...]) -> None:
    # Past intervals of the pool held 5, 8 and 9 of 10 costs: the pool is not as wide as without any record.
    result = draw_forecasts(rows(), (), AS_OF, TARGETS)
    same, pools = ([width(all_of, method) for all_of in (drawn, result)] for method in ("jumps", "pool"))
    assert same[0] == same[1]
    assert pools[0] != pytest.approx(pools[1], rel=1e-4)


def test_kept_paths_come_back_from_the_database(drawn: tuple[Forecast, ...], writer: Writer) -> None:
    writer.insert_arrays("_forecast_path", path_columns(drawn, AS_OF))
    result = writer.connection.execute(
        "SELECT bar, workload, origin, n_paths, n_months, log10_ratio FROM _forecast_path ORDER BY ALL"
    ).fetchall()
    assert [row[:5] for row in result] == [
        (bar, workload, AS_OF, KEPT_PATHS, 60)
        for bar, workload in (("own", "chat"), ("own", "grounded"), ("young", "chat"))
    ]
    paths = np.frombuffer(result[0][5], "<f4").reshape(KEPT_PATHS, 60)
    forecast = forecast_of(drawn, "pool")
    today = float(small_panel().series[0].series.usd[-1])
    # A fifth of the pool's own paths: the same median a year on, within the error of so many.
    months = module.PUBLISHED_MONTHS.index(12)
    median = forecast.usd[QUANTILES.index(0.5), months]
    assert np.median(paths[:, 11]) == pytest.approx(np.log10(median / today), abs=0.05)


def test_the_chances_of_a_gap_are_those_of_the_pool(drawn: tuple[Forecast, ...], writer: Writer) -> None:
    writer.insert_arrays("out_search_gap_forecast", gap_columns(drawn, TARGETS, AS_OF))
    writer.insert_arrays("out_crossing", crossing_columns(drawn, [forecast.target for forecast in TARGETS], AS_OF))
    differing = """SELECT count(*), count(*) FILTER (
                       gap.p_level = chance.p_level AND gap.p_first_passage = chance.p_first_passage)
                   FROM out_search_gap_forecast AS gap
                   INNER JOIN out_crossing AS chance USING (bar, workload, target, origin, date)
                   WHERE chance.method = 'pool'"""
    assert writer.connection.execute(differing).fetchone() == (3 * len(TARGETS) * 6, 3 * len(TARGETS) * 6)
    # All targets are primary figures and there is no step to learn from: what moves them is rare, and yet it counts.
    apart = "SELECT max(abs(p_level - p_level_still)) FROM out_search_gap_forecast"
    result = writer.connection.execute(apart).fetchone()
    assert result is not None
    assert 0.01 < result[0] < 0.2


def test_dates_of_crossings_are_months_after_the_origin_and_absent_beyond_the_horizon(writer: Writer) -> None:
    none = np.empty((0, 0))
    reached: list[tuple[int | None, ...]] = [(1, 13, None), (None, None, None)]
    forecast = Forecast("bar", "chat", "pool", none, none, none, reached)
    writer.insert_arrays("out_crossing_date", crossing_date_columns([forecast], ["a", "b"], date(2026, 1, 31)))
    result = writer.connection.execute(
        """SELECT bar, workload, method, target, origin, date_p10, date_p50, date_p90
           FROM out_crossing_date ORDER BY target"""
    ).fetchall()
    assert result == [
        ("bar", "chat", "pool", "a", date(2026, 1, 31), date(2026, 2, 28), date(2027, 2, 28), None),
        ("bar", "chat", "pool", "b", date(2026, 1, 31), None, None, None),
    ]


def test_paths_start_from_the_cost_at_each_draw_of_the_bar(drawn: tuple[Forecast, ...]) -> None:
    # A model at a tenth of the cost whose score is as likely over the bar as under it.
    rivals = (
        Rival("own", "chat", "eci", "doubtful", 0.1, 100.0, 0, 0, 99.999999, 5, 5),
        Rival("own", "chat", "eci", "sure", 1.0, 100.0, 0, 0, 200.0, 0, 0),
    )
    result = draw_forecasts(rows(), TALLIES, AS_OF, TARGETS, CurrentOffers(rivals=rivals))
    before, after = (forecast_of(forecasts, "no-change") for forecasts in (drawn, result))
    today = float(small_panel().series[0].series.usd[-1])
    # A month on, half of the paths are a tenth of the others: the 25% quantile is far down, the 95% where it was.
    assert after.usd[QUANTILES.index(0.25), 0] == pytest.approx(today / 10, rel=0.3)
    assert after.usd[QUANTILES.index(0.95), 0] == pytest.approx(before.usd[QUANTILES.index(0.95), 0], rel=0.1)
    others = {key: value for key, value in numbers(drawn).items() if key[:2] != ("own", "chat")}
    assert others.items() <= numbers(result).items()
