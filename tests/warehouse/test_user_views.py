"""The narrow views for users: the answer in one row, verdicts in a few columns, prices in force."""

from __future__ import annotations

import pytest

from assets.forecasts import headline
from tests.conftest import fill, read
from warehouse.store import Writer

ASKED = {"bar": headline.BAR, "workload": headline.WORKLOAD, "target": headline.TARGET, "as_of": "2026-11-23"}
CROSSED = {
    **ASKED,
    "status": "crossed",
    "crossed_on": "2024-05-13",
    "crossed_on_low": "2023-08-09",
    "crossed_on_high": "2024-06-20",
    "holds_now": True,
    "usd_per_query": "0.00894",
    "target_usd_per_query": "0.0106",
    "now_usd_per_query": "0.00011039",
    "now_ratio": "0.010414",
}
OPEN = {
    **CROSSED,
    **dict.fromkeys(("crossed_on", "crossed_on_low", "crossed_on_high")),
    "status": "not_crossed",
    "holds_now": False,
    "usd_per_query": "0.065",
    "now_usd_per_query": "0.065",
    "now_ratio": "6.1321",
}
BECAME = "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024"
ALREADY = "An AI answer as good as GPT-4 was already cheaper than a Google search when both costs were first known"


@pytest.mark.parametrize(
    ("verdict", "answer"),
    [
        (CROSSED, f"{BECAME}."),
        ({**CROSSED, "holds_now": False}, f"{BECAME}; on 23 November 2026 it is more expensive again."),
        ({**CROSSED, "usd_per_query": "0.0106"}, f"{BECAME.replace('cheaper than', 'as cheap as')}."),
        ({**CROSSED, "status": "crossed_before_first_look"}, f"{ALREADY}, in May 2024."),
        (
            {**CROSSED, "status": "crossed_before_first_look", "holds_now": False},
            f"{ALREADY}, in May 2024; on 23 November 2026 it is more expensive.",
        ),
        (OPEN, "An AI answer as good as GPT-4 is not yet cheaper than a Google search: it costs 6.1 times as much."),
        (
            {**CROSSED, "bar": "eci>=140"},
            "There is no answer as of 23 November 2026: no price of a model as good as GPT-4 was known, or no score of "
            "GPT-4 itself.",
        ),
    ],
)
def test_the_answer_is_one_row_and_one_sentence(writer: Writer, verdict: dict[str, object], answer: str) -> None:
    fill(writer, "out_verdict", verdict)
    assert read(writer, "SELECT answer, as_of FROM headline") == [(answer, "2026-11-23")]


def test_before_anything_is_computed_the_answer_states_it(writer: Writer) -> None:
    rows = read(writer, "SELECT answer, crossed_on, usd_then, usd_now, as_of FROM headline")
    assert rows == [("There is no answer yet: nothing has been computed.", None, None, None, None)]


def test_the_headline_has_the_dates_and_the_costs_then_and_now(writer: Writer) -> None:
    fill(writer, "out_verdict", CROSSED)
    query = "SELECT crossed_on, crossed_on_low, crossed_on_high, usd_then, usd_now FROM headline"
    assert read(writer, query) == [("2024-05-13", "2023-08-09", "2024-06-20", "0.008940000000", "0.000110390000")]


def test_an_open_headline_has_no_cost_then(writer: Writer) -> None:
    fill(writer, "out_verdict", OPEN)
    assert read(writer, "SELECT usd_then, usd_now FROM headline") == [(None, "0.065000000000")]


def test_the_plain_verdict_has_todays_cost_in_published_order(writer: Writer) -> None:
    rest = {"p_1y": "0.24", "p_5y": "0.68", "now_target_usd_per_query": "0.0106"}
    crossed = {**CROSSED, "now_target_usd_per_query": "0.0106", "position": 1}
    fill(writer, "out_verdict", {**OPEN, **rest, "target": "b", "position": 2}, crossed)
    assert read(writer, "SELECT * FROM verdict_plain") == [
        (
            headline.BAR,
            "chat",
            headline.TARGET,
            "crossed",
            "2024-05-13",
            "0.000110390000",
            None,
            None,
            "0.010600000000",
        ),
        (headline.BAR, "chat", "b", "not_crossed", None, "0.065000000000", 0.24, 0.68, "0.010600000000"),
    ]


def test_only_prices_in_force_are_shown_in_the_order_of_sellers(writer: Writer) -> None:
    price = {"provider": "openai", "model_id": "gpt-4o", "tier": "standard", "input_usd_per_mtok": "2.5"}
    fill(
        writer,
        "out_price_history",
        {**price, "provider_model_id": "in force", "valid_from": "2024-10-01", "in_force": True},
        {**price, "provider_model_id": "ends tomorrow", "valid_from": "2024-10-01", "in_force": True},
        {**price, "provider_model_id": "ended today", "valid_from": "2024-10-01"},
    )
    query = "SELECT provider_model_id, tier, input_usd_per_mtok, valid_from FROM price_now"
    assert read(writer, query) == [
        ("ends tomorrow", "standard", "2.500000000", "2024-10-01"),
        ("in force", "standard", "2.500000000", "2024-10-01"),
    ]
