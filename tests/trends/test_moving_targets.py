"""Targets that move: what the dated prices of a search show of their steps, and paths drawn from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from assets.trends.moving_targets import SearchCost, StepHistory, draw_steps, known_costs, likely_usd, pool_steps

AS_OF = date(2026, 11, 23)


def cost(target: str, day: str, usd: float, until: str | None = None, **other: Any) -> SearchCost:
    fields: dict[str, Any] = {"kind": "market-price", "low": None, "high": None, "quality": "primary", **other}
    end = date.fromisoformat(until) if until else None
    return SearchCost(target, usd=usd, valid_from=date.fromisoformat(day), valid_to=end, **fields)


BING = [cost("bing", "2020-10-31", 0.007, "2023-05-01"), cost("bing", "2023-05-01", 0.025, "2025-08-11")]
GEMINI = [cost("gemini", "2024-10-31", 0.035, "2025-11-18"), cost("gemini", "2025-11-18", 0.014)]


def test_a_target_steps_from_one_dated_cost_to_the_next() -> None:
    assert known_costs([*GEMINI[::-1], *BING], date(2025, 1, 1)) == [tuple(BING), (GEMINI[0],)]
    assert known_costs(GEMINI, date(2024, 1, 1)) == []


def test_rises_and_falls_are_pooled_with_the_years_watched() -> None:
    still = cost("brave", "2024-11-23", 0.005)
    estimate = cost("estimate", "2009-01-12", 0.00002, kind="marginal-cost")
    moves = pool_steps([*BING, *GEMINI, still, estimate], AS_OF)
    # One step up by a factor of 25/7, one down by 35/14; the sizes not seen yet weigh as much as one that was.
    assert moves.sizes == pytest.approx([np.log10(25 / 7), np.log10(35 / 14), 0.1, 0.5])
    assert moves.chances == pytest.approx([1 / 3, 1 / 3, 1 / 6, 1 / 6])
    assert (moves.rises, moves.falls, moves.changes) == (1, 1, pytest.approx(2.5))
    # Bing was watched until it ended, Gemini and Brave until the as-of date; nobody watches an estimate.
    days = (date(2025, 8, 11) - date(2020, 10, 31)).days + (AS_OF - date(2024, 10, 31)).days + 730
    assert moves.years == pytest.approx(10 + days / 365.25)


def test_a_step_known_later_is_not_used() -> None:
    moves = pool_steps([*BING, *GEMINI], date(2025, 1, 1))
    assert (moves.rises, moves.falls) == (1, 0)


def test_an_unchanged_price_is_no_step() -> None:
    again = [cost("exa", "2025-01-01", 0.005, "2026-01-01"), cost("exa", "2026-01-01", 0.005)]
    assert pool_steps(again, AS_OF).changes == pytest.approx(0.5)


def test_without_history_little_moves() -> None:
    moves = pool_steps([], AS_OF)
    assert (moves.changes / moves.years, moves.rises, moves.falls) == (pytest.approx(0.05), 0, 0)
    paths = draw_steps(moves, 60, 20_000)
    # A rate that is Gamma(0.5, 10 years) leaves 5 years untouched with probability (10 / 15)^0.5.
    assert (paths == 0).all(axis=1).mean() == pytest.approx((10 / 15) ** 0.5, abs=0.01)


def test_planted_steps_are_found_again() -> None:
    """400 searches over ten years, each stepping 0.3 times a year by a factor of 2, up in two of three cases."""
    rng = np.random.default_rng(7)
    costs = []
    for place in range(400):
        usd, day, end = 0.01, date(2015, 1, 1), date(2025, 1, 1)
        while day < end:
            costs.append(cost(f"search {place}", day.isoformat(), usd))
            day += timedelta(max(1, round(rng.exponential(365.25 / 0.3))))
            usd *= 2.0 if rng.random() < 2 / 3 else 0.5
    moves = pool_steps(costs, date(2025, 1, 1))
    assert moves.changes / moves.years == pytest.approx(0.3, rel=0.1)
    assert moves.rises / (moves.rises + moves.falls) == pytest.approx(2 / 3, abs=0.05)
    paths = draw_steps(moves, 60, 20_000)
    assert (paths == 0).all(axis=1).mean() == pytest.approx(np.exp(-1.5), abs=0.03)
    # Each step moves log10 by 0.30 * (2/3 - 1/3) on average, 1.5 of them in five years.
    assert paths[:, -1].mean() == pytest.approx(1.5 * 0.30103 / 3, abs=0.03)


MOVES = StepHistory(np.array([0.4]), np.array([1.0]), rises=1, falls=3, changes=5.0, years=20.0)


def test_steps_come_one_at_a_time_and_stay() -> None:
    paths = draw_steps(MOVES, 60, 2000)
    steps = np.diff(paths, axis=1)
    assert set(np.round(np.unique(steps), 9)) <= {-0.8, -0.4, 0.0, 0.4, 0.8}
    assert (np.abs(steps) < 1e-9).mean() > 0.95
    # Rises (1 + 1) to falls (3 + 1): a third of the steps go up.
    assert (steps > 0.1).sum() / (np.abs(steps) > 0.1).sum() == pytest.approx(1 / 3, abs=0.05)


def test_a_range_is_spread_about_the_cost_in_the_middle() -> None:
    """From $1 to $16 about $4: eight points on either side, a factor of 4^(1/8) apart and half of that off $4."""
    usd = likely_usd(cost("a", "2020-01-01", 4.0, low=1.0, high=16.0))
    assert usd == pytest.approx([4 * 4 ** ((place - 7.5) / 8) for place in range(16)])


@pytest.mark.parametrize(("low", "high"), [(4.0, 16.0), (None, 16.0)])
def test_a_range_on_one_side_leaves_half_at_the_cost(low: float | None, high: float) -> None:
    usd = likely_usd(cost("a", "2020-01-01", 4.0, low=low, high=high))
    assert usd[:8] == pytest.approx([4.0] * 8)
    assert usd[8:] == pytest.approx([4 * 4 ** ((place + 0.5) / 8) for place in range(8)])


@pytest.mark.parametrize(
    ("quality", "factor"), [("primary", 1), ("secondary", 1.25), ("derived", 1.5), ("recalled", 1.5)]
)
def test_without_a_range_the_quality_of_a_figure_gives_how_far_off_it_may_be(quality: str, factor: float) -> None:
    usd = likely_usd(cost("a", "2020-01-01", 0.01, quality=quality))
    assert usd[[0, -1]] == pytest.approx([0.01 * factor ** (-15 / 16), 0.01 * factor ** (15 / 16)])
    assert quality != "primary" or usd == pytest.approx(np.full(16, 0.01))


def test_moves_are_the_same_whenever_they_are_drawn() -> None:
    assert draw_steps(MOVES, 12, 300).shape == (300, 12)
    assert (draw_steps(MOVES, 12, 300) == draw_steps(MOVES, 12, 300)).all()
