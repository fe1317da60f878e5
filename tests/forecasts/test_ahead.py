"""What goes on from today: costs along the pool's paths, when they stay within a budget, and the chances of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from assets.forecasts.ahead import (
    CostPaths,
    UseCost,
    chances_and_dates,
    costs_ahead,
    read_ratios,
    reference,
    sustained_costs,
)

HALVING = np.log10([[0.5, 0.25, 0.125, 0.125]])
GROUNDED = CostPaths(np.log10([[0.9, 0.8, 0.7, 0.7]]), search_share=0.8)


def usd(costs: np.ndarray) -> list[float]:
    return [round(float(cost), 9) for cost in 10 ** costs[0]]


def test_a_use_of_tokens_alone_goes_as_the_paths_go() -> None:
    assert usd(costs_ahead(UseCost(8.0), CostPaths(HALVING))) == [4.0, 2.0, 1.0, 1.0]


def test_what_is_neither_tokens_nor_search_stays() -> None:
    assert usd(costs_ahead(UseCost(8.0, other=3.0), CostPaths(HALVING))) == [7.0, 5.0, 4.0, 4.0]


def test_searches_in_the_proportion_of_the_grounded_workload_follow_its_paths() -> None:
    assert usd(costs_ahead(UseCost(2.0, 8.0), CostPaths(HALVING), GROUNDED)) == [9.0, 8.0, 7.0, 7.0]


def test_tokens_beyond_that_proportion_follow_their_own_paths() -> None:
    # 2 + 8 go with the grounded workload, the other 8 of the tokens halve.
    assert usd(costs_ahead(UseCost(10.0, 8.0), CostPaths(HALVING), GROUNDED)) == [13.0, 10.0, 8.0, 8.0]


def test_searches_beyond_that_proportion_stay() -> None:
    assert usd(costs_ahead(UseCost(2.0, 9.0), CostPaths(HALVING), GROUNDED)) == [10.0, 9.0, 8.0, 8.0]


def test_searches_without_a_grounded_forecast_stay() -> None:
    assert usd(costs_ahead(UseCost(8.0, 1.0), CostPaths(HALVING))) == [5.0, 3.0, 2.0, 2.0]


@pytest.mark.parametrize("tokens", [1e-9, 0.0399, 0.04, 0.0401, 5.0])
def test_a_little_more_of_anything_costs_a_little_more(tokens: float) -> None:
    use, more = (costs_ahead(UseCost(tokens * f, 0.16), CostPaths(HALVING), GROUNDED) for f in (1, 1.000001))
    assert np.allclose(use, more, atol=1e-5)


def test_the_workload_followed_is_the_one_most_alike() -> None:
    assert (reference(False, 0), reference(False, 1), reference(True, 0)) == ("chat", "grounded", "reasoning")


def test_paths_are_read_as_they_were_kept() -> None:
    kept = np.array([[0.0, -1.0, -2.0], [0.5, 0.25, 0.0]], dtype="<f4")
    row = {"bar": "bar", "workload": "chat", "n_paths": 2, "n_months": 3, "log10_ratio": kept.tobytes()}
    (result,) = read_ratios([{**row, "search_share": 0.0}]).values()
    assert result.log10.tolist() == kept.tolist()


def starts(within: str, days_so_far: int | None = None) -> float:
    """Month of the start of a path that is within a budget of 1 USD where there is an x."""
    costs = np.array([[0.0 if letter == "x" else 0.1 for letter in within]])
    sustained = sustained_costs(costs, days_so_far)[0] <= 0.0
    return float(sustained.argmax()) if sustained.any() else np.inf


@pytest.mark.parametrize(
    ("within", "month"),
    [("xxx-----", 1), ("-xxx----", 2), ("xx-xxx--", 4), ("xx-xx---", np.inf), ("--------", np.inf)],
)
def test_three_months_in_a_row_make_a_start_and_two_do_not(within: str, month: float) -> None:
    assert starts(within) == month


@pytest.mark.parametrize(("within", "month"), [("-----xx", 6), ("------x", 7)])
def test_what_holds_at_the_end_is_taken_to_last(within: str, month: float) -> None:
    assert starts(within) == month


@pytest.mark.parametrize(
    ("within", "days_so_far", "month"),
    [
        ("xxx---", 0, 0),
        ("xx----", 0, np.inf),
        ("xx----", 30, 0),
        ("x-----", 30, np.inf),
        ("x-----", 60, 0),
        ("x-xxx-", 59, 3),
        ("------", 89, np.inf),
        ("------", 90, 0),
    ],
)
def test_a_stretch_that_runs_today_needs_only_the_days_it_lacks(within: str, days_so_far: int, month: float) -> None:
    assert starts(within, days_so_far) == month


def from_month(*months: float) -> np.ndarray:
    """Highest costs of paths that sustain a budget of 1 USD from these months on, of 0 to 60."""
    return np.where(np.arange(61) >= np.array(months)[:, None], 0.0, 0.1)


def test_chances_are_shares_of_the_paths_and_dates_their_quantiles() -> None:
    highest = from_month(1, 12, 13, 30, 36, 37, 60, np.inf, np.inf, np.inf)
    (at_one, below) = chances_and_dates(highest, [1.0, 0.9], date(2026, 1, 31), date(2025, 12, 1))
    assert at_one == {
        "p_1y": pytest.approx(0.2),
        "p_3y": pytest.approx(0.5),
        "p_5y": pytest.approx(0.7),
        "date_p10": date(2026, 2, 28),
        "date_p50": date(2029, 1, 31),
        "date_p90": None,
    }
    assert set(below.values()) == {0.0, None}


def test_a_start_in_month_nought_is_the_day_today_s_stretch_began() -> None:
    (outlook,) = chances_and_dates(from_month(0, 0, 0, 0), [1.0], date(2026, 1, 31), date(2025, 12, 1))
    assert outlook["date_p50"] == date(2025, 12, 1)


def test_planted_drift_is_sustained_with_the_chance_that_it_has() -> None:
    # log10 cost falls 0.1 a month for certain on 700 of 1,000 paths and rises on the rest: a budget a tenth of today's
    # cost is reached in month 10 by 70%, and one a hundredth in month 20.
    rng = np.random.default_rng(0)
    falls = rng.permutation(np.repeat([-0.1, 0.1], [700, 300]))
    ratios = CostPaths(falls[:, None] * np.arange(1, 61) - 1e-6)
    highest = sustained_costs(costs_ahead(UseCost(2.0), ratios))
    tenth, hundredth = chances_and_dates(highest, [0.2, 0.02], date(2026, 1, 1), date(2026, 1, 1))
    assert (tenth["p_1y"], tenth["p_5y"], tenth["date_p50"]) == (
        pytest.approx(0.7),
        pytest.approx(0.7),
        date(2026, 11, 1),
    )
    assert [hundredth["p_1y"], hundredth["p_3y"]] == pytest.approx([0.0, 0.7])
    assert hundredth["date_p50"] == date(2027, 9, 1)
