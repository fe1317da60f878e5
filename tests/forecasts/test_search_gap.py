"""The gap between an answer and a search: the months gone by in SQL, the months ahead from paths of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assets.forecasts.search_gap import GAP_MONTHS, SearchGap, find_gap
from assets.trends.moving_targets import MARKET, SearchCost
from assets.trends.race import known_targets, start_race
from assets.trends.series import Floats
from tests.conftest import Rows, fill, make, read
from warehouse.store import Writer

AS_OF = date(2026, 11, 23)
BAR = "eci>=gpt-4-0314"


def compare(writer: Writer, *answers: tuple[str, float], bar: str = BAR) -> Rows:
    for day, usd in answers:
        fill(writer, "out_monthly_cost", {"bar": bar, "workload": "chat", "date": day, "usd_per_query": usd})
    make(writer, "out_search_gap", "forecasts/compare_search_costs.sql", as_of=AS_OF, level="gpt-4-0314")
    return read(
        writer,
        """SELECT target, kind, date, search_usd_per_query::DOUBLE, search_ended_on, round(log10_gap, 3)
           FROM out_search_gap ORDER BY target, kind, date""",
    )


def search(writer: Writer, target: str, day: str, usd: float, until: str | None = None, kind: str = "x") -> None:
    fill(
        writer,
        "core_search_cost",
        {"target": target, "valid_from": day, "valid_to": until, "usd_per_query": usd, "kind": kind},
    )


def test_a_target_steps_with_its_dates_and_stays_in_force_after_its_end(writer: Writer) -> None:
    search(writer, "bing", "2020-10-31", 0.007, "2023-05-01")
    search(writer, "bing", "2023-05-01", 0.07, "2025-08-11")
    gap = compare(writer, ("2023-04-30", 0.07), ("2023-05-31", 0.07), ("2025-08-31", 0.007))
    assert gap == [
        ("bing", "x", "2023-04-30", 0.007, None, pytest.approx(1)),
        ("bing", "x", "2023-05-31", 0.07, None, pytest.approx(0, abs=1e-9)),
        ("bing", "x", "2025-08-31", 0.07, "2025-08-11", pytest.approx(-1)),
    ]


def test_kinds_are_kept_apart_and_nothing_is_compared_before_it_is_known(writer: Writer) -> None:
    search(writer, "google", "2023-02-09", 0.0106, kind="full-cost")
    search(writer, "google", "2023-03-31", 0.0161, kind="revenue")
    gap = compare(writer, ("2023-01-31", 0.05), ("2023-02-28", 0.05), ("2023-03-31", 0.05))
    assert [row[:3] for row in gap] == [
        ("google", "full-cost", "2023-02-28"),
        ("google", "full-cost", "2023-03-31"),
        ("google", "revenue", "2023-03-31"),
    ]


def test_only_the_level_that_is_asked_about(writer: Writer) -> None:
    search(writer, "bing", "2020-10-31", 0.007)
    assert compare(writer, ("2025-01-31", 0.07), bar="eci>=140") == []


def cost(target: str, usd: float, until: date | None = None, **other: float) -> SearchCost:
    low, high = other.get("low"), other.get("high")
    return SearchCost(target, "market-price", usd, low, high, "primary", date(2020, 1, 1), until)


def falling(*costs: SearchCost, moves: Floats | None = None) -> SearchGap:
    """An answer at 1 cent that falls by a tenth every two years, on every path."""
    targets = known_targets(costs, AS_OF, 60, 2000)
    targets = targets if moves is None else replace(targets, moves={MARKET: moves})
    return find_gap(start_race(np.tile(-2 - np.arange(1, 61) / 24, (2000, 1)), targets))


def test_a_target_that_has_ended_moves_nothing() -> None:
    gap = falling(cost("ended", 0.001, AS_OF))
    # Today a factor of 10 above, a tenth every two years: level two years ahead, 10^-1.5 of it after five.
    assert gap.p_level_still.tolist() == gap.p_first_passage_still.tolist() == [[0, 0, 1, 1, 1, 1]]
    for quantile in gap.log10[0]:
        assert quantile == pytest.approx([1 - months / 24 for months in GAP_MONTHS])


def test_a_range_spreads_the_gap_as_far_as_it_reaches() -> None:
    """From 1/100 to 1/10 of a cent about 10^-1.5 of it: points at 10^(-3.97 .. -3.03) of a dollar, 1/16 apart."""
    gap = falling(cost("ended", 10**-3.5, AS_OF, low=1e-4, high=1e-3))
    points = np.sort(-2 - 6 / 24 + 3 + (np.arange(16) + 0.5) / 16)
    # Of sixteen points at equal chances the second holds the first tenth, and the last but one the last.
    assert gap.log10[0, [0, 2], 0] == pytest.approx(points[[1, 14]])
    assert points[7] <= gap.log10[0, 1, 0] <= points[8]
    assert gap.p_level_still.tolist() == [[0, 0, 0, 1, 1, 1]]


def test_a_target_that_may_move_makes_the_gap_wider_and_its_exact_chances_stay() -> None:
    """Half of the paths of the search rise tenfold after 30 months."""
    moves = np.zeros((2000, 60))
    moves[::2, 29:] = 1.0
    gap = falling(cost("ended", 0.001, AS_OF), cost("open", 0.001), moves=moves)
    ended, open_ = gap.log10
    assert open_[:, :3] == pytest.approx(ended[:, :3])
    assert open_[2] == pytest.approx(ended[2])
    assert open_[0, 3:] == pytest.approx(ended[0, 3:] - 1)
    assert gap.p_level_still[0].tolist() == gap.p_level_still[1].tolist()
