"""Verdicts in words: the sentence of today's cost, and which targets are nearest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.forecasts.what_if.scenario import WHAT_IF
from pipelines.verdict_text import (
    NEAREST,
    OWN_AMOUNT,
    describe_choice,
    describe_cost,
    describe_headline,
    list_explanations,
    nearest,
    readable_rows,
)


def row(target: str, usd: str, **changed: object) -> dict[str, Any]:
    """A verdict on an answer that costs $0.01 today."""
    return {
        "bar": "eci>=140",
        "workload": "chat",
        "target": target,
        "as_of": date(2026, 11, 23),
        "status": "crossed",
        "crossed_on": date(2024, 5, 13),
        "crossed_on_low": date(2023, 8, 9),
        "crossed_on_high": None,
        "holds_now": Decimal(usd) >= Decimal("0.01"),
        "model_id": "phi-4",
        "provider": "openrouter",
        "usd_per_query": Decimal("0.02"),
        "target_usd_per_query": Decimal(usd),
        "ratio": 2.0,
        "now_model_id": "phi-4",
        "now_provider": "openrouter",
        "now_usd_per_query": Decimal("0.01"),
        "now_target_usd_per_query": Decimal(usd),
        "p_1y": 0.001,
        "p_3y": 0.5,
        "p_5y": 0.999,
        **changed,
    }


def test_the_nearest_targets_are_those_of_the_smallest_ratio_either_way() -> None:
    rows = [row("30 times above", "0.3"), row("2 times above", "0.02"), row("3 times below", "0.00333")]
    assert [each["target"] for each in nearest(rows)] == ["2 times above", "3 times below", "30 times above"]
    assert len(nearest([row(str(n), "0.02") for n in range(NEAREST + 5)])) == NEAREST


def test_an_amount_so_large_that_its_ratio_is_rounded_to_nothing_has_a_place_too() -> None:
    assert nearest([row("what-if", "900000", now_ratio=0.0)])[0]["target"] == "what-if"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [row("a", "0.02"), row("b", "0.005")],
            "On 23 November 2026 one chat answer at eci>=140 costs $0.01 (phi-4 at OpenRouter): no more than 1 of the "
            "2 searches compared.",
        ),
        (
            [row("a", "0.005"), row("b", "0.005")],
            "On 23 November 2026 one chat answer at eci>=140 costs $0.01 (phi-4 at OpenRouter): more than each of 2 "
            "searches.",
        ),
        (
            [row(WHAT_IF, "0.002")],
            "On 23 November 2026 one chat answer at eci>=140 costs $0.01 (phi-4 at OpenRouter): a factor of 5.0 above "
            "your amount ($0.002).",
        ),
        (
            [row("exa", "0.04")],
            "On 23 November 2026 one chat answer at eci>=140 costs $0.01 (phi-4 at OpenRouter): a factor of 4.0 below "
            "exa ($0.04).",
        ),
        (
            [row("serper", "0.002")],
            "On 23 November 2026 one chat answer at eci>=140 costs $0.01 (phi-4 at OpenRouter): a factor of 5.0 above "
            "serper ($0.002).",
        ),
        (
            [row("a", "0.02"), row("a", "0.02", workload="agent")],
            "On 23 November 2026 an answer costs no more than the search in 2 of 2 comparisons.",
        ),
    ],
)
def test_todays_cost_is_compared_with_the_searches_that_are_asked_about(
    rows: list[dict[str, Any]], sentence: str
) -> None:
    assert describe_cost(rows) == sentence


def test_the_answer_todays_cost_and_the_range_come_in_this_order() -> None:
    answer = {
        "answer": "It became cheaper.",
        "crossed_on": date(2024, 5, 13),
        "crossed_on_low": date(2023, 8, 9),
        "crossed_on_high": None,
        "usd_then": Decimal("0.00894"),
    }
    first, second, third = describe_headline(answer, [row("a", "0.02"), row("b", "0.02")])
    assert first == "It became cheaper."
    assert second == (
        "On 23 November 2026 it costs $0.01 (phi-4 at OpenRouter): no more than each of 2 searches compared."
    )
    assert third == (
        "It cost $0.00894 on 13 May 2024; over the uncertainty of GPT-4's score that day lies between 9 August 2023 "
        "and a day yet to come."
    )
    assert describe_headline({**answer, "crossed_on_low": None}, [row("a", "0.02")])[2:] == []


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "crossed on 2024-05-13 (2023-08-09 at the earliest, at the latest not yet)"),
        (
            {"holds_now": False},
            "crossed on 2024-05-13 (2023-08-09 at the earliest, at the latest not yet); above it again now",
        ),
        ({"crossed_on_high": date(2024, 6, 20)}, "crossed on 2024-05-13 (2023-08-09 to 2024-06-20)"),
        ({"status": "crossed_before_first_look"}, "already below on 2024-05-13, when first compared"),
        ({"status": "not_crossed"}, "0.5 times as expensive; chance under 1% in 1y, 50% in 3y, over 99% in 5y"),
        ({"status": "not_crossed", "p_1y": None}, "0.5 times as expensive; too little history to forecast"),
    ],
)
def test_a_verdict_is_shown_in_a_few_words(changed: dict[str, object], verdict: str) -> None:
    assert readable_rows([row("a", "0.02", **changed)])[0]["verdict"] == verdict


def test_costs_and_offers_in_the_table_are_todays_as_in_the_sentence_above_it() -> None:
    since = {"now_target_usd_per_query": Decimal("0.014"), "now_model_id": "gemma", "now_provider": "novita"}
    listed = readable_rows([row("gemini-grounding", "0.035", **since)])[0]
    assert (listed["target_usd_now"], listed["usd_now"], listed["offer"]) == (
        Decimal("0.014"),
        Decimal("0.01"),
        "gemma at novita",
    )


def test_a_reason_is_as_wide_as_the_terminal() -> None:
    reason = list_explanations([row("a", "0.02", explanation="one word after the other " * 9)], 40)
    assert 30 < max(map(len, reason.splitlines())) <= 40


def test_an_own_amount_has_the_name_that_scenarios_give_it() -> None:
    assert OWN_AMOUNT == WHAT_IF


@pytest.mark.parametrize(("usd", "ratio"), [("0.00000815", "1,227"), ("0.00001001", "999"), ("0.004", "2.5")])
def test_a_large_ratio_has_no_exponent(usd: str, ratio: str) -> None:
    listed = readable_rows([row("a", usd, status="not_crossed")])
    assert listed[0]["verdict"].startswith(f"{ratio} times as expensive; chance ")


def test_the_line_above_the_table_names_what_was_chosen() -> None:
    rows = [row("a", "0.02", method="pool"), row("b", "0.02", method="pool")]
    others = [*rows, row("a", "0.02", method="pool", workload="agent")]
    assert describe_choice(rows, rows) == "Forecasts by the method pool:"
    chosen = "(--all lists all), forecasts by the method pool:"
    assert describe_choice(rows[:1], rows) == f"The 1 of 2 search costs nearest to that {chosen}"
    assert describe_choice(rows[:1], others) == f"The 1 of 3 comparisons nearest to equal costs {chosen}"
