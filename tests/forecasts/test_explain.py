"""Explanations: the numbers of the verdict in plain words, for every status of a verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.forecasts.explain import explain, write_explanations
from tests.conftest import fill, make, qualify, read
from warehouse.store import Writer

AS_OF = date(2025, 1, 1)
CROSSED: dict[str, Any] = {
    "status": "crossed",
    "workload": "chat",
    "bar_label": "GPT-4 on the index",
    "tokens_in": 1155,
    "output_tokens": 211,
    "searches": 0,
    "target_label": "A search",
    "as_of": AS_OF,
    "crossed_on": date(2024, 5, 13),
    "crossed_on_low": date(2023, 8, 9),
    "crossed_on_high": date(2024, 6, 20),
    "holds_now": True,
    "model": "GPT-4o",
    "provider": "openai",
    "usd_per_query": Decimal("0.00894"),
    "target_usd_per_query": Decimal("0.0106"),
    "ratio": 0.843396,
    "now_model": "Phi-4",
    "now_provider": "openrouter",
    "now_usd_per_query": Decimal("0.00011039"),
    "now_target_usd_per_query": Decimal("0.0106"),
    "now_ratio": 0.010414,
    "target_ended_on": None,
    "other_model": "Gemini 1.5 Pro",
    "other_provider": "google",
    "other_usd_per_query": Decimal("0.00626"),
    "other_day": date(2024, 5, 14),
    "method": "pool",
    "differing_method": "drift",
    "differing_p": 0.8,
    "headline_p": 0.99,
    "p_level_1y": 0.99,
    "p_level_1y_still": 0.995,
    "target_low": None,
    "target_high": None,
    "target_quality": "secondary",
    "target_moves": "list-price",
}
OPEN: dict[str, Any] = CROSSED | {
    "status": "not_crossed",
    "crossed_on": None,
    "holds_now": False,
    "model": "Phi-4",
    "provider": "openrouter",
    "usd_per_query": Decimal("0.02"),
    "target_usd_per_query": Decimal("0.01"),
    "ratio": 2.0,
    "other_usd_per_query": Decimal("0.03"),
    "other_day": AS_OF,
    "p_1y": 0.15,
    "p_3y": 0.44,
    "p_5y": 0.605,
    "date_p50": date(2028, 7, 1),
    "headline_p": 0.44,
    "p_1y_still": 0.14,
    "now_target_usd_per_query": Decimal("0.01"),
}


def test_a_crossing_is_explained_with_its_day_offer_and_cost() -> None:
    assert explain(CROSSED) == (
        "One chat answer (1,155 tokens in, 211 out) of a model that qualifies for GPT-4 on the index first cost no "
        "more than the target on 13 May 2024: OpenAI sold GPT-4o at $0.00894, 0.84 times the target (A search at "
        "$0.0106). Without that model it would have been 14 May 2024, with Gemini 1.5 Pro at Google ($0.00626). Over "
        "the bar's interval the day lies between 9 August 2023 and 20 June 2024. It holds now: on 1 January 2025 the "
        "cheapest is Phi-4 at OpenRouter, $0.00011, 0.010 times the target's $0.0106. That it holds in a year has a "
        "chance of 99% by the pool method; of all methods drift differs most and gives 80%."
    )


def test_an_open_target_is_explained_with_its_distance_and_chances() -> None:
    assert explain(OPEN) == (
        "One chat answer (1,155 tokens in, 211 out) of a model that qualifies for GPT-4 on the index does not yet "
        "cost as little as the target (A search at $0.01): on 1 January 2025 the cheapest is Phi-4 at OpenRouter, "
        "$0.02, 2.0 times the target. Without that model it would be Gemini 1.5 Pro at Google, $0.03, 3.0 times the "
        "target. The pool method gives it a chance of 15% within a year, 44% within three and 60% within five, and an"
        " even chance by 1 July 2028. Of all methods drift differs most: 80% within three years."
    )


@pytest.mark.parametrize(
    ("row", "more", "text"),
    [
        (
            CROSSED,
            {"status": "crossed_before_first_look"},
            "already cost no more than the target on 13 May 2024, the",
        ),
        (CROSSED, {"holds_now": False, "now_ratio": 1.036}, "It no longer holds: on 1 January 2025"),
        (CROSSED, {"now_ratio": 1.036}, "1.036 times the target's"),
        (CROSSED, {"ratio": 1.0}, "as much as the target (A search"),
        (CROSSED, {"target_ended_on": date(2024, 8, 1)}, "withdrawn on 1 August 2024; its last price stays"),
        (CROSSED, {"other_model": None}, "on that model alone: no other has cost as little up to 1 January 2025"),
        (CROSSED, {"other_day": date(2024, 5, 13)}, "Without that model the day would be the same, with Gemini"),
        (CROSSED, {"crossed_on_low": None}, "no interval, so how far the bar moves the day is not known"),
        (CROSSED, {"crossed_on_high": None}, "the day is 9 August 2023; at the upper end it is not crossed yet"),
        (
            CROSSED,
            {"crossed_on_low": date(2024, 5, 13), "crossed_on_high": date(2024, 5, 13)},
            "interval does not move the day",
        ),
        (CROSSED, {"differing_p": 0.97}, "99% by the pool method, and no method differs by much."),
        (CROSSED, {"searches": 1}, "211 out, one search)"),
        (CROSSED, {"searches": 3}, "211 out, 3 searches)"),
        (CROSSED, {"workload": "what-if"}, "One use (1,155 tokens in"),
        (OPEN, {"p_1y": None}, "too little history to forecast"),
        (OPEN, {"date_p50": None}, "and no even chance within five years"),
        (OPEN, {"other_model": None}, "No other model that qualifies for the bar is on sale for it."),
        (OPEN, {"target_ended_on": date(2024, 8, 1)}, "withdrawn on 1 August 2024"),
        (OPEN, {"ratio": 1.004}, "1.004 times the target."),
        (
            OPEN,
            {"p_1y_still": 0.104},
            "1 July 2028. Part of the uncertainty is the target's own: it may be $0.008 to $0.0125 today and may move "
            "as prices of a search do. If it were exactly $0.01 and constant, the chance within a year would be 10%.",
        ),
        (
            OPEN,
            {"p_1y_still": 0.2, "target_low": 0.01, "target_high": 0.02, "target_moves": None},
            "own: it may be $0.01 to $0.02 today. If it",
        ),
        (
            OPEN,
            {"p_1y_still": 0.2, "target_moves": "electricity"},
            "today and moves with the price of electricity. If",
        ),
        (OPEN, {"p_1y_still": 0.3}, "Much of the uncertainty is the target's own: it may be"),
        (OPEN, {"p_1y_still": 0.2, "target_quality": "primary"}, "own: it may move as prices of a search do. If it"),
        (
            CROSSED,
            {"p_level_1y": 0.9},
            "of all methods drift differs most and gives 80%. Part of the uncertainty is the target's own: it may be "
            "$0.00848 to $0.0132 today and may move as prices of a search do. If it were exactly $0.0106 and constant, "
            "the chance within a year would be over 99%.",
        ),
    ],
)
def test_every_status_of_a_verdict_has_its_text(row: dict[str, Any], more: dict[str, Any], text: str) -> None:
    assert text in explain(row | more)


@pytest.mark.parametrize("row", [CROSSED, OPEN])
def test_without_other_methods_none_is_named(row: dict[str, Any]) -> None:
    assert "differs" not in explain(row | {"differing_method": None})


@pytest.mark.parametrize("more", [{"p_1y_still": None}, {"p_1y": None}, {"p_1y_still": 0.165}])
def test_a_small_or_unknown_effect_of_the_target_is_not_named(more: dict[str, Any]) -> None:
    assert "of the uncertainty" not in explain(OPEN | more)


def offer(writer: Writer, model_id: str, usd: str, day: str, until: str | None = None) -> None:
    row = {"workload": "chat", "provider": "host", "model_id": model_id, "valid_from": day, "valid_to": until}
    fill(writer, "_offer_cost", {**row, "answered_by": "non-reasoning", "usd_per_query": usd})


def explained(writer: Writer) -> str:
    for model_id in ("first", "second", "weak"):
        fill(writer, "core_model", {"model_id": model_id, "name": model_id.title()})
        if model_id != "weak":
            qualify(writer, model_id)
    fill(writer, "core_bar", {"bar": "bar", "label": "the bar"})
    fill(writer, "core_workload", {"workload": "chat"})
    later = {f"in_{years}y": date(2025 + years, 1, 1) for years in (1, 3, 5)}
    names = {"method": "pool", "headline_target": "search", "stale_times": 2}
    make(writer, "out_verdict", "forecasts/compare_with_targets.sql", as_of=AS_OF, **names, **later)
    write_explanations(writer.connection, AS_OF)
    ((text,),) = read(writer, "SELECT explanation FROM out_verdict")
    return text


def step(writer: Writer, day: str, until: str | None, usd: str, model_id: str) -> None:
    row = {"bar": "bar", "bound": "central", "workload": "chat", "valid_from": day, "valid_to": until}
    fill(writer, "_frontier", {**row, "usd_per_query": usd, "model_id": model_id, "provider": "host"})
    offer(writer, model_id, usd, day, until)


def search(writer: Writer, usd: str, until: str | None = None) -> None:
    row = {"target": "search", "valid_from": "2024-01-01", "valid_to": until, "usd_per_query": usd}
    fill(writer, "core_search_cost", row)


def test_the_substitute_is_the_first_other_model_at_the_bar_that_costs_as_little(writer: Writer) -> None:
    search(writer, "0.01")
    step(writer, "2024-02-01", None, "0.008", "first")
    offer(writer, "weak", "0.001", "2024-02-02")
    offer(writer, "second", "0.02", "2024-02-03", "2024-06-01")
    offer(writer, "second", "0.01", "2024-06-01")
    offer(writer, "second", "0.002", "2025-01-02")
    assert "Without that model it would have been 1 June 2024, with Second at Host ($0.01)." in explained(writer)


def test_a_substitute_counts_after_the_search_was_retired(writer: Writer) -> None:
    search(writer, "0.01", until="2024-03-01")
    step(writer, "2024-02-01", None, "0.008", "first")
    offer(writer, "second", "0.009", "2024-06-01")
    assert "it would have been 1 June 2024, with Second" in explained(writer)


def test_a_substitute_that_was_withdrawn_before_the_search_was_known_does_not_count(writer: Writer) -> None:
    search(writer, "0.01")
    step(writer, "2024-02-01", None, "0.008", "first")
    offer(writer, "second", "0.009", "2023-06-01", "2024-01-01")
    assert "depends on that model alone" in explained(writer)


def test_the_runner_up_of_what_is_open_is_the_cheapest_other_model_of_today(writer: Writer) -> None:
    search(writer, "0.01")
    step(writer, "2024-02-01", None, "0.02", "first")
    offer(writer, "second", "0.03", "2024-02-01", "2024-12-31")
    offer(writer, "second", "0.04", "2024-12-31")
    assert "Without that model it would be Second at Host, $0.04, 4.0 times the target." in explained(writer)


def test_the_method_that_differs_most_is_named_with_its_chance(writer: Writer) -> None:
    search(writer, "0.01")
    step(writer, "2024-02-01", None, "0.02", "first")
    for method, p in [("pool", 0.4), ("drift", 0.5), ("jumps", 0.2), ("linear-pool", 0.99)]:
        key = {"bar": "bar", "workload": "chat", "target": "search", "method": method}
        fill(writer, "out_crossing", {**key, "date": "2028-01-01", "p_first_passage": p})
    assert "Of all methods jumps differs most: 20% within three years." in explained(writer)


@pytest.mark.parametrize(
    ("kind", "variant", "moves"),
    [
        ("market-price", "none", "today and may move as prices of a search do."),
        ("marginal-cost", "published-figure", "today and moves with the price of electricity."),
        ("full-cost", "none", "today."),
    ],
)
def test_the_uncertainty_of_a_target_is_explained_with_its_last_range(
    writer: Writer, kind: str, variant: str, moves: str
) -> None:
    row = {"target": "search", "usd_per_query": "0.01", "quality": "derived", "kind": kind}
    fill(writer, "core_search_estimate", {"target": "search", "variant": variant})
    fill(writer, "core_search_cost", {**row, "valid_from": "2023-01-01", "usd_per_query_low": "0.002"})
    fill(writer, "core_search_cost", {**row, "valid_from": "2024-01-01", "usd_per_query_high": "0.02"})
    step(writer, "2024-02-01", None, "0.02", "first")
    key = {"bar": "bar", "workload": "chat", "target": "search", "date": "2026-01-01"}
    fill(writer, "out_crossing", {**key, "method": "pool", "p_first_passage": 0.4})
    for year in (2028, 2030):
        fill(writer, "out_crossing", {**key, "method": "pool", "p_first_passage": 0.5, "date": f"{year}-01-01"})
    fill(writer, "out_search_gap_forecast", {**key, "p_first_passage_still": 0.3})
    assert f"it may be $0.01 to $0.02 {moves} If it were exactly $0.01 and" in explained(writer)
