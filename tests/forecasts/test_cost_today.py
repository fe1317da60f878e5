"""What an answer costs today at a bar: the cheapest offer, the cheapest confirmed one, the median of five."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Rows, fill, make, qualify, read
from warehouse.store import Writer

AS_OF = date(2026, 11, 1)
BARS = ("eci>=gpt-4", "arena>=gpt-4", "gpqa>=gpt-4")


@pytest.fixture(autouse=True)
def _bars_and_a_workload(writer: Writer) -> None:
    fill(writer, "core_workload", {"workload": "chat"})
    fill(writer, "core_bar", *({"bar": bar} for bar in BARS))


def model(writer: Writer, model_id: str, *passed: bool) -> None:
    """A model compared with the first of the bars, as many as are given."""
    for bar, passes in zip(BARS, passed, strict=False):
        row = {"bar": bar, "answered_by": "non-reasoning", "is_latest": True, "any_effort": False, "threshold": 100}
        fill(writer, "_bar_judgement", {**row, "model_id": model_id, "score": 100 if passes else 99})
        if passes:
            qualify(writer, model_id, bar)


def offer(writer: Writer, model_id: str, provider: str, usd: str, **more: object) -> None:
    row = {"workload": "chat", "answered_by": "non-reasoning", "model_id": model_id, "provider": provider}
    fill(writer, "_offer_cost", {**row, "usd_per_query": usd, "is_stale": False, **more})


def cost_today(writer: Writer, bar: str, columns: str) -> Rows:
    make(writer, "out_cost_today", "forecasts/find_cost_today.sql", as_of=AS_OF, level="gpt-4")
    return read(writer, f"SELECT {columns} FROM out_cost_today WHERE bar = '{bar}'")


def test_the_median_is_of_the_five_cheapest_confirmed_offers(writer: Writer) -> None:
    # Confirmed: 2, 3, 4, 6, 9 and 20; the stale 1 is the minimum and no part of the median, 4.
    model(writer, "m", True)
    offer(writer, "m", "stale", "1", is_stale=True)
    for usd in ("2", "3", "4", "6", "9", "20"):
        offer(writer, "m", f"host {usd}", usd, context_tokens=8_000 if usd == "2" else None)
    columns = "usd_per_query, provider, is_stale, confirmed_usd_per_query, confirmed_provider"
    counts = "median_of_five_usd_per_query, n_offers, n_confirmed, n_unknown_window"
    assert cost_today(writer, BARS[0], f"{columns}, {counts}") == [
        ("1.000000000000", "stale", True, "2.000000000000", "host 2", "4.000000000000", 7, 6, 6)
    ]


def test_without_a_confirmed_offer_there_is_no_median(writer: Writer) -> None:
    model(writer, "m", True)
    offer(writer, "m", "stale", "1", is_stale=True)
    columns = "usd_per_query, confirmed_usd_per_query, confirmed_model_id, median_of_five_usd_per_query"
    assert cost_today(writer, BARS[0], columns) == [("1.000000000000", None, None, None)]


def test_two_of_three_bars_is_a_bar_of_its_own(writer: Writer) -> None:
    model(writer, "one bar", True, False, False)
    model(writer, "two bars", False, True, True)
    offer(writer, "one bar", "host", "1")
    offer(writer, "two bars", "host", "3")
    rows = cost_today(writer, "two-of-three>=gpt-4", "model_id, usd_per_query, bars_passed, bars_judged, failed_bars")
    assert rows == [("two bars", "3.000000000000", 2, 3, BARS[0])]


def test_the_cost_is_compared_with_its_lowest(writer: Writer) -> None:
    model(writer, "m", True)
    offer(writer, "m", "host", "3", valid_from="2026-01-01")
    step = {"bar": BARS[0], "workload": "chat"}
    for day, usd in (("2024-01-01", "9"), ("2025-08-05", "1"), ("2026-01-01", "3")):
        fill(writer, "out_frontier", {**step, "valid_from": day, "usd_per_query": usd})
    assert cost_today(writer, BARS[0], "lowest_usd_per_query, lowest_on, times_lowest") == [
        ("1.000000000000", "2025-08-05", pytest.approx(3))
    ]


def test_what_is_not_on_sale_today_does_not_count(writer: Writer) -> None:
    model(writer, "m", True)
    offer(writer, "m", "gone", "1", valid_to="2026-11-01")
    offer(writer, "m", "to come", "1", valid_from="2026-11-02")
    offer(writer, "m", "host", "5", valid_to="2026-11-02")
    assert cost_today(writer, BARS[0], "provider, n_offers") == [("host", 1)]
