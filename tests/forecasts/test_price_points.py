"""Price points: what a use costs, who is in an ensemble, and when 90 days within a budget count, by hand."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assets.search.facts import ApplicationRow
from tests.conftest import ASSETS, Rows, fill, make, qualify, read
from warehouse.bundle import FACTS, Bundle
from warehouse.store import Writer

AS_OF = date(2025, 1, 1)
MILLION = 1_000_000
NO_SELLER = {"provider": None, "provider_model_id": None}


def application(writer: Writer, **more: object) -> None:
    """A million tokens in and a million out, so that a cost is the sum of both prices."""
    plain = {"application": "app", "models": 1, "calls": 1, "input_tokens": MILLION, "output_tokens": MILLION}
    none = {"cached_input_tokens": 0, "searches": 0, "other_usd": 0, "answered_by": "any", "bars": "bar"}
    fill(writer, "core_application", {**plain, **none, "budget_usd": "10", **more})


def offer(writer: Writer, model_id: str, provider: str, price: str, day: str = "2024-01-01", **more: object) -> None:
    """An offer with one price for a million tokens in and out together, half each."""
    half = str(Decimal(price) / 2)
    row = {"model_id": model_id, "provider": provider, "provider_model_id": f"{provider}/{model_id}", "valid_from": day}
    prices = {"input_usd_per_mtok": half, "output_usd_per_mtok": half}
    fill(writer, "out_price_history", {**row, "tier": "standard", **prices, **more})


def model(
    writer: Writer, model_id: str, organization: str | None = None, *, at_bar: bool = True, reasoning: bool = False
) -> None:
    fill(writer, "core_model", {"model_id": model_id, "organization": organization, "reasoning": reasoning})
    if at_bar:
        qualify(writer, model_id)


def costs(writer: Writer, columns: str = "valid_from, valid_to, usd_per_task, model_id") -> Rows:
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=AS_OF)
    make(writer, "_application_cost", "forecasts/rank_applications.sql", as_of=AS_OF)
    return read(writer, f"SELECT {columns} FROM _application_cost ORDER BY application, bar, valid_from")


def test_a_use_costs_what_the_cheapest_offer_at_the_bar_asks(writer: Writer) -> None:
    application(writer)
    model(writer, "a")
    model(writer, "cheap and weak", at_bar=False)
    offer(writer, "a", "host", "5")
    offer(writer, "cheap and weak", "host", "1")
    assert costs(writer) == [("2024-01-01", None, "5.000000000000", "a")]


def test_an_ensemble_is_the_cheapest_model_of_each_of_the_cheapest_makers(writer: Writer) -> None:
    # 1 + 2 + 4 + 8 + 16 = 31, a fifth of the tokens each: 6.2. Neither five times the cheapest (1) nor the five
    # cheapest offers (1 + 1.5 + 2 + 2.5 + 4), of which two are of one maker or of one model.
    application(writer, models=5)
    for place, price in enumerate(("1", "2", "4", "8", "16", "32")):
        model(writer, f"m{place}", f"maker {place}")
        offer(writer, f"m{place}", "host", price)
    model(writer, "second of maker 0", "maker 0")
    offer(writer, "second of maker 0", "host", "1.5")
    offer(writer, "m1", "other host", "2.5")
    rows = costs(writer, "usd_per_task, model_id, provider")
    assert rows == [("6.200000000000", "m0 + m1 + m2 + m3 + m4", "host + host + host + host + host")]


def test_without_five_makers_there_is_no_ensemble_of_five(writer: Writer) -> None:
    application(writer, models=5)
    for place in range(6):
        model(writer, f"m{place}", f"maker {min(place, 3)}")
        offer(writer, f"m{place}", "host", "1")
    assert costs(writer) == []


def test_an_ensemble_ends_when_its_fifth_maker_leaves_and_comes_back_with_another(writer: Writer) -> None:
    application(writer, models=2)
    for name in ("a", "b", "c"):
        model(writer, name, name)
    offer(writer, "a", "host", "2")
    offer(writer, "b", "host", "4", valid_to="2024-03-01")
    offer(writer, "c", "host", "6", "2024-05-01")
    assert costs(writer) == [
        ("2024-01-01", "2024-03-01", "3.000000000000", "a + b"),
        ("2024-05-01", None, "4.000000000000", "a + c"),
    ]


def test_a_gap_without_any_offer_is_no_part_of_a_step(writer: Writer) -> None:
    application(writer)
    model(writer, "a")
    offer(writer, "a", "host", "5", valid_to="2024-02-01")
    offer(writer, "a", "host", "5", "2024-04-01")
    assert costs(writer, "valid_from, valid_to") == [("2024-01-01", "2024-02-01"), ("2024-04-01", None)]


@pytest.mark.parametrize(
    ("answered_by", "model_id"), [("any", "thinker"), ("reasoning", "thinker"), ("non-reasoning", "plain")]
)
def test_only_models_that_answer_in_the_way_asked_for_compete(writer: Writer, answered_by: str, model_id: str) -> None:
    application(writer, answered_by=answered_by)
    model(writer, "plain")
    model(writer, "thinker", reasoning=True)
    offer(writer, "plain", "host", "5")
    offer(writer, "thinker", "host", "1")
    assert costs(writer, "model_id, reasoning") == [(model_id, model_id == "thinker")]


def test_five_samples_cost_five_answers_and_less_where_the_prompt_is_read_from_the_cache(writer: Writer) -> None:
    # One answer: 2 in, 3 out. Five: 25. With four of five prompts at the cached price of 0.5: 2 + 4 x 0.5 + 15 = 19.
    model(writer, "a")
    offer(writer, "a", "host", "5", input_usd_per_mtok="2", output_usd_per_mtok="3", cached_input_usd_per_mtok="0.5")
    application(writer, application="five", calls=5, input_tokens=5 * MILLION, output_tokens=5 * MILLION)
    application(writer, application="five, cached", calls=5, cached_input_tokens=4 * MILLION, output_tokens=5 * MILLION)
    assert costs(writer, "application, usd_per_task") == [
        ("five", "25.000000000000"),
        ("five, cached", "19.000000000000"),
    ]


def test_a_seller_without_a_cached_price_charges_its_input_price_for_cached_tokens(writer: Writer) -> None:
    # 2.5 + 2.5 for a million in and a million out, and 2.5 more for a million out of the cache.
    application(writer, cached_input_tokens=MILLION)
    model(writer, "a")
    offer(writer, "a", "host", "5")
    assert costs(writer, "usd_per_task") == [("7.500000000000",)]


def test_an_application_is_served_only_by_a_window_that_holds_one_of_its_calls(writer: Writer) -> None:
    # Two million tokens over four calls are 500,000 a call.
    application(writer, calls=4)
    for model_id, tokens, usd in (("short", 499_999, "1"), ("long", 500_000, "5")):
        model(writer, model_id)
        offer(writer, model_id, "host", usd)
        fill(writer, "core_context_window", {"model_id": model_id, "context_tokens": tokens} | NO_SELLER)
    assert costs(writer, "model_id") == [("long",)]


def test_searches_and_other_costs_come_on_top(writer: Writer) -> None:
    application(writer, searches=2, other_usd="0.07")
    model(writer, "a")
    offer(writer, "a", "host", "5")
    search = {"target": "s", "usd_per_query": "0.01", "valid_from": "2024-01-01"}
    fill(writer, "core_search_cost", {**search, "kind": "market-price", "date_basis": "dated"})
    assert costs(writer, "usd_per_task, search_usd") == [("5.090000000000", "0.020000000000")]


COLUMNS = "status, viable_on, holds_now, days_within_budget"


def cost(writer: Writer, day: str, until: str | None, usd: str, model_id: str = "m") -> None:
    row = {"application": "app", "bar": "bar", "valid_from": day, "valid_to": until, "usd_per_task": usd}
    fill(writer, "_application_cost", {**row, "model_id": model_id, "provider": "host", "search_usd": 0})


def compare_with_budgets(writer: Writer, columns: str = COLUMNS) -> Rows:
    application(writer)
    fill(writer, "core_bar", {"bar": "bar"})
    select = (ASSETS / "forecasts/compare_with_budgets.sql").read_text(encoding="utf-8")
    query = f"SELECT {columns} FROM ({select})"
    rows = writer.connection.execute(query, {"as_of": AS_OF, "days": 90}).fetchall()
    return [tuple(str(cell) if isinstance(cell, date | Decimal) else cell for cell in row) for row in rows]


@pytest.mark.parametrize(("days", "status"), [(89, "not_viable"), (90, "viable")])
def test_ninety_days_within_the_budget_count_and_not_one_less(writer: Writer, days: int, status: str) -> None:
    start = date(2024, 3, 1)
    cost(writer, "2024-01-01", str(start), "10.000000000001")
    cost(writer, str(start), str(start + timedelta(days=days)), "10")
    cost(writer, str(start + timedelta(days=days)), None, "11")
    assert compare_with_budgets(writer, "status, viable_on, holds_now") == [
        (status, str(start) if status == "viable" else None, False)
    ]


def test_a_stretch_may_run_over_several_prices_and_starts_with_the_first(writer: Writer) -> None:
    cost(writer, "2024-01-01", "2024-03-01", "20")
    cost(writer, "2024-03-01", "2024-04-01", "9", "first")
    cost(writer, "2024-04-01", "2024-05-01", "8")
    cost(writer, "2024-05-01", None, "7")
    rows = compare_with_budgets(writer, f"{COLUMNS}, viable_model_id, viable_usd_per_task, below_at_first_comparison")
    assert rows == [("viable", "2024-03-01", True, 306, "first", "9.000000000000", False)]


def test_a_gap_without_any_offer_breaks_a_stretch(writer: Writer) -> None:
    cost(writer, "2024-09-01", "2024-11-01", "9")
    cost(writer, "2024-11-02", None, "9")
    assert compare_with_budgets(writer) == [("not_viable", None, True, 60)]


def test_the_first_stretch_that_lasts_counts_even_if_it_has_ended(writer: Writer) -> None:
    cost(writer, "2024-01-01", "2024-02-01", "9")
    cost(writer, "2024-02-01", "2024-03-01", "11")
    cost(writer, "2024-03-01", "2024-07-01", "9")
    cost(writer, "2024-07-01", None, "11")
    assert compare_with_budgets(writer) == [("viable", "2024-03-01", False, 0)]


def test_a_fit_from_the_first_day_is_marked(writer: Writer) -> None:
    cost(writer, "2024-01-01", None, "4")
    rows = compare_with_budgets(writer, "viable_on, below_at_first_comparison, ratio, calls_per_budget")
    assert rows == [("2024-01-01", True, pytest.approx(0.4), pytest.approx(2.5))]


APPLICATIONS = {row.application: row for row in Bundle().read("applications", ApplicationRow)}


def test_budgets_that_are_published_are_those_of_the_other_facts() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((FACTS / f"{name}.csv").read_text(encoding="utf-8").splitlines()))

    (search,) = (r for r in rows("search_costs") if r["target_id"] == "google-search-full-cost-semianalysis-2023")
    assert APPLICATIONS["answer-on-every-search"].budget_usd == Decimal(search["usd_per_query"])
    gpt_4o = [
        (Decimal(r["input_usd_per_mtok"]), Decimal(r["output_usd_per_mtok"]))
        for r in rows("price_changes")
        if (r["provider"], r["provider_model_id"], r["tier"]) == ("openai", "gpt-4o-2024-08-06", "standard")
    ]
    assert (Decimal("2.5"), Decimal(10)) in gpt_4o
    # 1,155 x 2.50 + 211 x 10.00 per million.
    assert APPLICATIONS["ensemble-of-five"].budget_usd == Decimal("0.0028875") + Decimal("0.00211")


def test_a_hit_in_a_semantic_cache_costs_what_its_source_states() -> None:
    # 70 x 0.02 / 1e6 + 0.40 / 1e5 + 8e3 x 0.25 / 1e9, and the same with 1,155 tokens.
    rest = Decimal("0.000004") + Decimal("0.000002")
    for name in ("fresh-answer-instead-of-cache", "five-samples-instead-of-cache"):
        assert APPLICATIONS[name].budget_usd == Decimal("0.0000014") + rest
    assert APPLICATIONS["five-chat-samples-prompt-cached"].budget_usd == Decimal("0.0000231") + rest


def test_a_published_budget_has_a_source_and_an_assumed_one_has_none() -> None:
    for row in APPLICATIONS.values():
        assert (row.source_url is not None) == (row.budget_quality == "published"), row.application
