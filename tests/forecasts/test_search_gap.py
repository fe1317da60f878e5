"""The gap between an answer and a search: the months gone by in SQL, the months ahead from paths of both."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from assets.forecasts.ahead import Ratios
from assets.forecasts.search_gap import GAP_MONTHS, gap_rows, gaps
from assets.trends.moving_targets import SearchCost
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


def test_a_target_steps_with_its_dates_and_stays_a_yardstick_when_it_has_ended(writer: Writer) -> None:
    search(writer, "bing", "2020-10-31", 0.007, "2023-05-01")
    search(writer, "bing", "2023-05-01", 0.07, "2025-08-11")
    found = compare(writer, ("2023-04-30", 0.07), ("2023-05-31", 0.07), ("2025-08-31", 0.007))
    assert found == [
        ("bing", "x", "2023-04-30", 0.007, None, 1.0),
        ("bing", "x", "2023-05-31", 0.07, None, 0.0),
        ("bing", "x", "2025-08-31", 0.07, "2025-08-11", -1.0),
    ]


def test_kinds_are_kept_apart_and_nothing_is_compared_before_it_is_known(writer: Writer) -> None:
    search(writer, "google", "2023-02-09", 0.0106, kind="full-cost")
    search(writer, "google", "2023-03-31", 0.0161, kind="revenue")
    found = compare(writer, ("2023-01-31", 0.05), ("2023-02-28", 0.05), ("2023-03-31", 0.05))
    assert [row[:3] for row in found] == [
        ("google", "full-cost", "2023-02-28"),
        ("google", "full-cost", "2023-03-31"),
        ("google", "revenue", "2023-03-31"),
    ]


def test_only_the_level_that_is_asked_about(writer: Writer) -> None:
    search(writer, "bing", "2020-10-31", 0.007)
    assert compare(writer, ("2025-01-31", 0.07), bar="eci>=140") == []


def test_a_target_that_meets_the_answer_half_way_is_caught_up_with() -> None:
    """The answer stands at 1 cent. On half of the paths the search rises to 1 cent after 30 months, and falls again."""
    answer = np.full((10, 60), -2.0)
    moving = np.full((10, 60), -3.0)
    moving[:5, 29:40] = -2.0
    found = dict(zip(GAP_MONTHS, gaps(answer - moving), strict=True))
    assert found[24] == pytest.approx(
        {"log10_gap_p10": 1, "log10_gap_p50": 1, "log10_gap_p90": 1, "p_level": 0, "p_first_passage": 0}
    )
    assert (found[36]["p_level"], found[36]["p_first_passage"]) == (0.5, 0.5)
    assert (found[60]["p_level"], found[60]["p_first_passage"]) == (0, 0.5)
    assert (found[36]["log10_gap_p10"], found[36]["log10_gap_p90"]) == (0, 1)


def rows(*costs: SearchCost) -> list[dict[str, Any]]:
    falling = Ratios(np.tile(-np.arange(1, 61) / 24, (2000, 1)))  # a tenth every two years, on every path
    return list(gap_rows({(BAR, "chat"): falling}, {(BAR, "chat"): 0.01}, costs, AS_OF))


def cost(target: str, usd: float, valid_to: date | None = None, day: date = date(2020, 1, 1)) -> SearchCost:
    return SearchCost(target, "market-price", usd, None, None, "primary", day, valid_to)


def test_a_target_that_has_ended_moves_nothing() -> None:
    (*_, last) = found = rows(cost("ended", 0.001, AS_OF))
    assert [row["date"] for row in found] == [date(2027, 5, 23), *(date(2026 + years, 11, 23) for years in range(1, 6))]
    assert all(row["p_level"] == row["p_level_still"] for row in found)
    assert all(row["p_first_passage"] == row["p_first_passage_still"] for row in found)
    # Today a factor of 10 above, a tenth every two years: level on the day two years ahead, 10^-1.5 after five.
    assert [row["p_level"] for row in found] == [0, 0, 1, 1, 1, 1]
    assert last["log10_gap_p50"] == pytest.approx(-1.5)


def test_a_target_that_may_move_makes_the_future_less_certain() -> None:
    found = rows(cost("open", 0.001))
    by_date = {row["date"]: row for row in found}
    year, three = by_date[date(2027, 11, 23)], by_date[date(2029, 11, 23)]
    assert year["p_level_still"] == 0
    assert 0 < year["p_level"] < 0.1
    assert three["p_level_still"] == 1
    assert 0.9 < three["p_level"] < 1


def test_each_target_counts_at_its_last_cost_known() -> None:
    found = rows(cost("a", 1.0), cost("a", 0.0001, day=date(2026, 1, 1)), cost("a", 1.0, day=date(2026, 12, 1)))
    assert len(found) == len(GAP_MONTHS)
    assert {row["p_level_still"] for row in found if row["date"] < date(2030, 1, 1)} == {0.0}
