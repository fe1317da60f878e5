"""Verdicts: the first day on which an answer cost no more than a search, from tables one can check by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Rows, fill, make, read
from warehouse.store import Writer

AS_OF = date(2025, 1, 1)
FAR = {f"in_{years}y": date(2025 + years, 1, 1) for years in (1, 3, 5)}


@pytest.fixture(autouse=True)
def _a_bar_and_a_workload(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": "bar"})
    fill(writer, "core_workload", {"workload": "chat"})


def step(writer: Writer, day: str, until: str | None, usd: str, model_id: str = "m", bound: str = "central") -> None:
    key = {"bar": "bar", "bound": bound, "workload": "chat", "valid_from": day, "valid_to": until}
    fill(writer, "_frontier", {**key, "usd_per_query": usd, "model_id": model_id, "provider": "host"})


def search(writer: Writer, day: str, usd: str, until: str | None = None, target: str = "search") -> None:
    fill(writer, "core_search_cost", {"target": target, "valid_from": day, "valid_to": until, "usd_per_query": usd})


def verdicts(
    writer: Writer, columns: str = "status, crossed_on, model_id, usd_per_query, target_usd_per_query, ratio"
) -> Rows:
    headline = {"method": "drift", "headline_target": "search", "stale_times": 2}
    make(writer, "out_verdict", "forecasts/compare_with_targets.sql", as_of=AS_OF, **headline, **FAR)
    return read(writer, f"SELECT {columns} FROM out_verdict ORDER BY position")


def test_crossed_on_the_first_day_at_or_below(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", "2024-02-01", "0.05", "first")
    step(writer, "2024-02-01", "2024-05-01", "0.01", "second")
    step(writer, "2024-05-01", None, "0.004", "third")
    assert verdicts(writer) == [("crossed", "2024-02-01", "second", "0.010000000000", "0.010000000000", 1.0)]


def test_not_crossed_a_hairs_breadth_above(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.010000000001")
    rows = verdicts(writer, "status, crossed_on, holds_now, usd_per_query")
    assert rows == [("not_crossed", None, False, "0.010000000001")]


def test_crossed_stays_crossed_when_the_price_rises_again(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", "2024-02-01", "0.005")
    step(writer, "2024-02-01", None, "0.02", "dear")
    columns = "crossed_on, holds_now, ratio, now_ratio, now_model_id, now_usd_per_query"
    assert verdicts(writer, columns) == [("2023-03-01", False, 0.5, 2.0, "dear", "0.020000000000")]


def test_a_target_that_rises_is_crossed_on_the_day_it_rises(writer: Writer) -> None:
    # Bing's search went from 7 to 25 per thousand in May 2023: an answer for 0.02 crossed without moving.
    search(writer, "2023-01-01", "0.007", "2023-05-01")
    search(writer, "2023-05-01", "0.025")
    step(writer, "2023-03-01", None, "0.02")
    assert verdicts(writer) == [("crossed", "2023-05-01", "m", "0.020000000000", "0.025000000000", 0.8)]


def test_a_target_that_falls_out_of_reach_again_was_crossed(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.035", "2024-01-01")
    search(writer, "2024-01-01", "0.014")
    step(writer, "2023-03-01", None, "0.02")
    columns = "crossed_on, holds_now, target_usd_per_query, now_target_usd_per_query"
    assert verdicts(writer, columns) == [("2023-03-01", False, "0.035000000000", "0.014000000000")]


@pytest.mark.parametrize(
    ("first", "status", "day"),
    [("0.005", "crossed_before_first_look", "2023-06-01"), ("0.05", "crossed", "2023-08-01")],
)
def test_below_on_the_first_day_that_both_are_known_is_a_status(
    writer: Writer, first: str, status: str, day: str
) -> None:
    search(writer, "2023-06-01", "0.01")
    step(writer, "2023-03-01", "2023-08-01", first)
    step(writer, "2023-08-01", None, "0.004")
    assert verdicts(writer, "status, crossed_on, p_1y") == [(status, day, 1.0)]


def test_a_price_without_an_end_ends_where_the_next_begins(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.035")
    search(writer, "2024-01-01", "0.01")
    step(writer, "2024-02-01", None, "0.02")
    assert verdicts(writer, "status, now_target_usd_per_query") == [("not_crossed", "0.010000000000")]


def test_a_retired_search_stays_a_target_at_its_last_price(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01", "2023-06-01")
    step(writer, "2023-03-01", "2024-02-01", "0.05")
    step(writer, "2024-02-01", None, "0.004")
    assert verdicts(writer, "crossed_on, target_ended_on") == [("2024-02-01", "2023-06-01")]


def test_a_search_that_will_end_later_has_not_ended(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01", "2027-01-01")
    step(writer, "2023-03-01", None, "0.05")
    assert verdicts(writer, "status, target_ended_on") == [("not_crossed", None)]


def test_a_cost_of_search_known_later_is_not_used(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    search(writer, "2025-01-02", "1")
    step(writer, "2023-03-01", None, "0.05")
    assert verdicts(writer, "status, now_target_usd_per_query") == [("not_crossed", "0.010000000000")]


def test_the_range_of_dates_comes_from_the_ends_of_the_bar(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    for bound, day in [("low", "2023-08-09"), ("central", "2024-05-13"), ("high", "2024-06-20")]:
        step(writer, "2023-03-01", day, "0.05", bound=bound)
        step(writer, day, None, "0.009", bound=bound)
    assert verdicts(writer, "crossed_on_low, crossed_on, crossed_on_high") == [
        ("2023-08-09", "2024-05-13", "2024-06-20")
    ]


def test_where_the_high_bar_is_not_crossed_its_date_stays_open(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.009")
    step(writer, "2023-03-01", None, "0.05", bound="high")
    assert verdicts(writer, "crossed_on, crossed_on_low, crossed_on_high") == [("2023-03-01", None, None)]


def test_a_low_bar_alone_does_not_make_a_crossing(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.05")
    step(writer, "2023-03-01", None, "0.009", bound="low")
    assert verdicts(writer, "status, crossed_on, crossed_on_low") == [("not_crossed", None, None)]


def chances(writer: Writer) -> None:
    """Drift gives 20% in a year and 60% in five; another method differs."""
    for method, year, five in [("drift", 0.2, 0.6), ("no-change", 0.9, 0.95)]:
        key = {"bar": "bar", "workload": "chat", "target": "search", "method": method}
        for day, p in [("2026-01-01", year), ("2028-01-01", 0.5), ("2030-01-01", five)]:
            fill(writer, "out_crossing", {**key, "date": day, "p_level": p / 2, "p_first_passage": p})
        fill(writer, "out_crossing_date", {**key, "date_p10": "2025-06-01", "date_p50": "2028-01-01", "date_p90": None})


CHANCES = "p_1y, p_3y, p_5y, p_level_1y, date_p10, date_p50, date_p90, method"


def test_what_is_not_crossed_is_given_its_chances_by_the_headline_method(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.05")
    chances(writer)
    assert verdicts(writer, CHANCES) == [(0.2, 0.5, 0.6, 0.1, "2025-06-01", "2028-01-01", None, "drift")]


def test_what_is_crossed_is_certain_and_needs_no_date(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.009")
    chances(writer)
    assert verdicts(writer, CHANCES) == [(1.0, 1.0, 1.0, 0.1, None, None, None, "drift")]


def test_without_a_forecast_the_chances_are_unknown_and_not_zero(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", None, "0.05")
    assert verdicts(writer, "p_1y, p_5y, p_level_5y, date_p50") == [(None, None, None, None)]


def test_the_headline_target_is_listed_first_and_the_most_expensive_next(writer: Writer) -> None:
    for target, usd in [("cheap", "0.001"), ("dear", "0.1"), ("search", "0.01")]:
        search(writer, "2023-01-01", usd, target=target)
    step(writer, "2023-03-01", None, "0.05")
    assert verdicts(writer, "target, status") == [
        ("search", "not_crossed"),
        ("dear", "crossed_before_first_look"),
        ("cheap", "not_crossed"),
    ]


def test_a_frontier_that_has_ended_has_no_verdict(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2023-03-01", "2024-01-01", "0.005")
    assert verdicts(writer) == []


@pytest.mark.parametrize(
    ("confirmed_usd", "now", "stale"),
    [("0.004", "confirmed", "stale"), ("0.0041", "stale", None)],
    ids=["within twice the stale price", "beyond it"],
)
def test_a_stale_price_is_not_todays_where_a_confirmed_one_costs_at_most_twice_as_much(
    writer: Writer, confirmed_usd: str, now: str, stale: str | None
) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2024-05-01", None, "0.002", "stale")
    step(writer, "2024-03-01", None, confirmed_usd, "confirmed", bound="confirmed")
    writer.connection.execute("UPDATE _frontier SET is_stale = (model_id = 'stale')")
    assert verdicts(writer, "now_model_id, now_is_stale, stale_model_id") == [(now, now == "stale", stale)]


def test_a_cheapest_price_that_is_confirmed_is_todays(writer: Writer) -> None:
    search(writer, "2023-01-01", "0.01")
    step(writer, "2024-05-01", None, "0.002", "cheapest")
    step(writer, "2024-05-01", None, "0.002", "cheapest", bound="confirmed")
    assert verdicts(writer, "now_model_id, now_is_stale, stale_usd_per_query") == [("cheapest", False, None)]
