"""The frontier: one offer of one seller at each time, which offers may compete, and the columns beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Rows, fill, make, qualify, read
from warehouse.store import Writer

AS_OF = date(2025, 1, 1)
STEPS = "valid_from, valid_to, model_id, provider, usd_per_query"


@pytest.fixture(autouse=True)
def _models_at_the_bar(writer: Writer) -> None:
    for model_id, reasoning in [("a", False), ("b", False), ("thinker", True), ("below the bar", False)]:
        fill(writer, "core_model", {"model_id": model_id, "reasoning": reasoning})
    for model_id in ("a", "b", "thinker"):
        qualify(writer, model_id)


def workload(writer: Writer, **more: object) -> None:
    """A million tokens in and a million out, so that a cost is the sum of both prices."""
    plain = {"workload": "chat", "input_tokens": 1_000_000, "output_tokens": 1_000_000, "answered_by": "any"}
    fill(writer, "core_workload", {**plain, "cached_input_tokens": 0, "searches": 0, **more})


def offer(
    writer: Writer, model_id: str, provider: str, day: str, price_in: int, price_out: int, **more: object
) -> None:
    prices = {"input_usd_per_mtok": price_in, "output_usd_per_mtok": price_out, "valid_from": day}
    row = {"model_id": model_id, "provider": provider, "provider_model_id": f"{provider}/{model_id}"}
    fill(writer, "out_price_history", {**row, "tier": "standard", **prices, **more})


def search(writer: Writer, target: str, usd: str, day: str, **more: object) -> None:
    row = {"target": target, "usd_per_query": usd, "valid_from": day, "kind": "market-price", "date_basis": "dated"}
    fill(writer, "core_search_cost", {**row, **more})


def frontier(writer: Writer, columns: str = STEPS, bounds: str = "'central', 'low'") -> Rows:
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=AS_OF)
    make(writer, "_frontier", "trends/find_frontier.sql", as_of=AS_OF, stale_days=90)
    query = f"SELECT {columns} FROM _frontier WHERE bound IN ({bounds}) ORDER BY bar, bound, workload, valid_from"
    return read(writer, query)


def test_a_cost_is_of_one_offer(writer: Writer) -> None:
    # 1 in at one host and 1 out at the other would be 2; no offer is that cheap.
    workload(writer)
    offer(writer, "a", "cheap in", "2024-01-01", 1, 9)
    offer(writer, "a", "cheap out", "2024-01-01", 8, 1)
    assert frontier(writer) == [("2024-01-01", None, "a", "cheap out", "9.000000000000")]


def test_tokens_weigh_their_own_price(writer: Writer) -> None:
    # GPT-4 in March 2023: 1155 x $30 + 211 x $60 per million = $0.04731.
    workload(writer, input_tokens=1155, output_tokens=211)
    offer(writer, "a", "openai", "2023-03-14", 30, 60)
    assert frontier(writer, "usd_per_query") == [("0.047310000000",)]


def test_only_models_at_the_bar_compete(writer: Writer) -> None:
    workload(writer)
    offer(writer, "below the bar", "host", "2024-01-01", 1, 1)
    offer(writer, "a", "host", "2024-02-01", 5, 5)
    assert frontier(writer) == [("2024-02-01", None, "a", "host", "10.000000000000")]


def test_only_the_standard_tier_competes(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "a", "host", "2024-01-01", 1, 1, tier="batch")
    assert frontier(writer, "usd_per_query") == [("10.000000000000",)]


def test_a_cheaper_offer_starts_a_step(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "b", "host", "2024-03-01", 2, 2)
    assert frontier(writer) == [
        ("2024-01-01", "2024-03-01", "a", "host", "10.000000000000"),
        ("2024-03-01", None, "b", "host", "4.000000000000"),
    ]


def test_a_more_expensive_offer_starts_no_step(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "b", "host", "2024-03-01", 6, 6)
    assert frontier(writer) == [("2024-01-01", None, "a", "host", "10.000000000000")]


def test_a_withdrawn_offer_hands_the_frontier_back_up(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "b", "host", "2024-03-01", 2, 2, valid_to="2024-06-01")
    assert frontier(writer) == [
        ("2024-01-01", "2024-03-01", "a", "host", "10.000000000000"),
        ("2024-03-01", "2024-06-01", "b", "host", "4.000000000000"),
        ("2024-06-01", None, "a", "host", "10.000000000000"),
    ]


def test_when_the_last_offer_is_withdrawn_there_is_no_frontier(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5, valid_to="2024-02-01")
    offer(writer, "a", "host", "2024-04-01", 5, 5)
    assert frontier(writer, "valid_from, valid_to") == [("2024-01-01", "2024-02-01"), ("2024-04-01", None)]


def test_what_comes_after_the_as_of_date_is_not_seen(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 5, 5, valid_to="2025-06-01")
    offer(writer, "b", "host", "2025-01-02", 1, 1)
    assert frontier(writer) == [("2024-01-01", None, "a", "host", "10.000000000000")]


def test_of_equal_offers_the_hosts_own_is_preferred(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "openrouter", "2024-01-01", 5, 5)
    offer(writer, "a", "together", "2024-01-01", 5, 5)
    assert frontier(writer, "provider, other_provider") == [("together", "openrouter")]


def test_the_runner_up_is_another_model_and_the_other_seller_another_seller(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "one", "2024-01-01", 1, 1)
    offer(writer, "a", "two", "2024-01-01", 2, 2)
    offer(writer, "b", "one", "2024-01-01", 3, 3)
    offer(writer, "b", "two", "2024-01-01", 4, 4)
    columns = (
        "runner_up_model_id, runner_up_provider, runner_up_usd_per_query, other_provider, other_provider_usd_per_query"
    )
    assert frontier(writer, columns) == [("b", "one", "6.000000000000", "two", "4.000000000000")]


def test_alone_there_is_no_runner_up(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "host", "2024-01-01", 1, 1)
    assert frontier(writer, "runner_up_model_id, runner_up_usd_per_query, other_provider") == [(None, None, None)]


@pytest.mark.parametrize(
    ("answered_by", "winner"), [("non-reasoning", "a"), ("reasoning", "thinker"), ("any", "thinker")]
)
def test_reasoning_models_compete_only_where_their_tokens_are_counted(
    writer: Writer, answered_by: str, winner: str
) -> None:
    workload(writer, answered_by=answered_by)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "thinker", "host", "2024-01-01", 1, 1)
    assert frontier(writer, "model_id") == [(winner,)]


def test_a_seller_without_a_cached_price_charges_the_input_price(writer: Writer) -> None:
    # 1 in + 1 out + 1 cached at the price of input = 3, against 5 + 5 + 2 = 12 where a cached price is listed.
    workload(writer, cached_input_tokens=1_000_000)
    offer(writer, "a", "no cache", "2024-01-01", 1, 1)
    offer(writer, "b", "cache", "2024-01-01", 5, 5, cached_input_usd_per_mtok=2)
    columns = "provider, usd_per_query, runner_up_usd_per_query"
    assert frontier(writer, columns) == [("no cache", "3.000000000000", "12.000000000000")]


def window(writer: Writer, model_id: str, tokens: int, provider: str | None = None) -> None:
    own = f"{provider}/{model_id}" if provider else None
    row = {"provider": provider, "provider_model_id": own, "model_id": model_id, "context_tokens": tokens}
    fill(writer, "core_context_window", row)


@pytest.mark.parametrize(("calls", "winner"), [(1, "b"), (2, "a")])
def test_an_offer_competes_only_where_its_window_holds_one_call(writer: Writer, calls: int, winner: str) -> None:
    # 30,000 tokens in one call do not fit 16,384; in two calls of 15,000 they do.
    workload(writer, input_tokens=29_000, output_tokens=1_000, calls=calls)
    offer(writer, "a", "host", "2024-01-01", 1, 1)
    offer(writer, "b", "host", "2024-01-01", 5, 5)
    window(writer, "a", 16_384)
    window(writer, "b", 128_000)
    assert frontier(writer, "model_id") == [(winner,)]


def test_a_sellers_own_window_counts_before_the_makers_and_an_unknown_one_competes(writer: Writer) -> None:
    workload(writer, input_tokens=29_000, output_tokens=1_000)
    offer(writer, "a", "short", "2024-01-01", 1, 1)
    offer(writer, "a", "long", "2024-01-01", 5, 5)
    window(writer, "a", 128_000)
    window(writer, "a", 16_384, "short")
    assert frontier(writer, "provider, context_tokens") == [("long", 128_000)]
    writer.empty("_offer_cost")
    writer.empty("_frontier")
    writer.empty("core_context_window")
    assert frontier(writer, "provider, context_tokens") == [("short", None)]


def test_a_stale_offer_stays_on_the_frontier_and_off_the_confirmed_one(writer: Writer) -> None:
    workload(writer)
    offer(writer, "a", "stale", "2024-01-01", 1, 1, last_confirmed_on="2024-03-01", is_stale=True)
    offer(writer, "b", "fresh", "2024-02-01", 2, 2, last_confirmed_on="2024-12-01", is_stale=False)
    columns = "bound, provider, last_confirmed_on, is_stale"
    assert frontier(writer, columns, "'central', 'confirmed'") == [
        ("central", "stale", "2024-03-01", True),
        # 90 days after 1 March the price of 1 is stale.
        ("confirmed", "stale", "2024-03-01", False),
        ("confirmed", "fresh", "2024-12-01", False),
    ]
    assert read(writer, "SELECT valid_from, valid_to FROM _frontier WHERE bound = 'confirmed' ORDER BY 1") == [
        ("2024-01-01", "2024-05-31"),
        ("2024-05-31", None),
    ]


def test_a_stale_offer_ends_with_the_price_of_its_searches_before_it_ends_as_stale(writer: Writer) -> None:
    # Tokens of 2 and a search of 1 until March, of 5 since; 90 days after 1 June the price of the tokens is too old.
    workload(writer, searches=1)
    search(writer, "searches", "1", "2024-01-01", valid_to="2024-03-01")
    search(writer, "searches", "5", "2024-03-01")
    offer(writer, "a", "host", "2024-01-01", 1, 1, last_confirmed_on="2024-06-01", is_stale=True)
    assert frontier(writer, "valid_from, valid_to, usd_per_query", "'confirmed'") == [
        ("2024-01-01", "2024-03-01", "3.000000000000"),
        ("2024-03-01", "2024-08-31", "7.000000000000"),
    ]


def test_a_name_that_is_passed_on_to_another_model_at_the_same_price_starts_a_step(writer: Writer) -> None:
    workload(writer)
    for model_id, day, end in (("a", "2024-01-01", "2024-03-01"), ("b", "2024-03-01", None)):
        offer(writer, model_id, "host", day, 5, 5, provider_model_id="chat-latest", valid_to=end)
    assert frontier(writer, "valid_from, valid_to, model_id") == [
        ("2024-01-01", "2024-03-01", "a"),
        ("2024-03-01", None, "b"),
    ]


def test_a_step_names_who_would_be_cheaper_by_scores_of_any_effort(writer: Writer) -> None:
    workload(writer, answered_by="non-reasoning")
    for model_id in ("a", "b", "below the bar"):
        qualify(writer, model_id, bound="any-effort")
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "below the bar", "host", "2024-02-01", 1, 1)
    offer(writer, "b", "host", "2024-03-01", 2, 2)
    frontier(writer)
    make(writer, "out_frontier", "trends/describe_frontier.sql", as_of=AS_OF)
    columns = "valid_from, model_id, any_effort_model_id, any_effort_usd_per_query"
    assert read(writer, f"SELECT {columns} FROM out_frontier ORDER BY valid_from") == [
        ("2024-01-01", "a", "below the bar", "2.000000000000"),
        ("2024-03-01", "b", "below the bar", "2.000000000000"),
    ]


def test_a_grounded_answer_pays_for_its_searches(writer: Writer) -> None:
    # 10 for the tokens, then two searches at 0.005 from 2024-01-01 and at 0.002 from 2024-03-01.
    workload(writer, searches=2)
    offer(writer, "a", "host", "2023-06-01", 5, 5)
    search(writer, "dear", "0.005", "2024-01-01")
    search(writer, "cheap", "0.002", "2024-03-01", valid_to="2024-09-01")
    assert frontier(writer, "valid_from, valid_to, usd_per_query, search_usd_per_query") == [
        ("2024-01-01", "2024-03-01", "10.010000000000", "0.005000000000"),
        ("2024-03-01", "2024-09-01", "10.004000000000", "0.002000000000"),
        ("2024-09-01", None, "10.010000000000", "0.005000000000"),
    ]


def test_a_search_that_is_no_dated_market_price_is_not_bought(writer: Writer) -> None:
    workload(writer, searches=1)
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    search(writer, "market", "0.005", "2024-01-01")
    search(writer, "imported", "0.001", "2024-02-01", date_basis="import")
    search(writer, "electricity", "0.00001", "2024-02-01", kind="marginal-cost")
    assert frontier(writer, "valid_from, search_usd_per_query") == [("2024-01-01", "0.005000000000")]


def test_bars_bounds_and_workloads_each_have_their_own_frontier(writer: Writer) -> None:
    workload(writer)
    workload(writer, workload="short", output_tokens=0)
    qualify(writer, "below the bar", bound="low")
    offer(writer, "a", "host", "2024-01-01", 5, 5)
    offer(writer, "below the bar", "host", "2024-01-01", 1, 1)
    assert frontier(writer, "bound, workload, model_id, usd_per_query") == [
        ("central", "chat", "a", "10.000000000000"),
        ("central", "short", "a", "5.000000000000"),
        ("low", "chat", "below the bar", "2.000000000000"),
        ("low", "short", "below the bar", "1.000000000000"),
    ]


def test_the_published_frontier_is_the_central_one_with_its_sources(writer: Writer) -> None:
    workload(writer)
    writer.connection.execute("UPDATE core_bar_member SET vintage = DATE '2024-02-01'")
    for model_id in ("a", "b", "below the bar"):
        qualify(writer, model_id, bound="low")
    offer(writer, "a", "host", "2024-01-01", 5, 5, capture_sha256="first")
    offer(writer, "b", "host", "2024-03-01", 2, 3, capture_sha256="second")
    offer(writer, "below the bar", "host", "2024-01-01", 1, 1)
    frontier(writer)
    make(writer, "out_frontier", "trends/describe_frontier.sql", as_of=AS_OF)
    columns = "valid_from, model_id, input_usd_per_mtok, output_usd_per_mtok, capture_sha256, pseudo_real_time"
    assert read(writer, f"SELECT {columns} FROM out_frontier ORDER BY valid_from") == [
        ("2024-01-01", "a", "5.000000000", "5.000000000", "first", True),
        ("2024-03-01", "b", "2.000000000", "3.000000000", "second", False),
    ]


def test_the_monthly_grid_holds_the_cost_at_each_month_end(writer: Writer) -> None:
    # 10 from mid September, 4 on the last day of October (counts there), nothing at the end of November.
    workload(writer)
    offer(writer, "a", "host", "2024-09-15", 5, 5)
    offer(writer, "b", "host", "2024-10-31", 2, 2, valid_to="2024-11-30")
    writer.connection.execute("UPDATE out_price_history SET valid_to = DATE '2024-11-30' WHERE model_id = 'a'")
    offer(writer, "a", "late", "2024-12-31", 3, 3)
    frontier(writer)
    make(writer, "out_frontier", "trends/describe_frontier.sql", as_of=AS_OF)
    make(writer, "out_monthly_cost", "trends/sample_monthly_cost.sql", as_of=AS_OF)
    assert read(writer, "SELECT date, model_id, usd_per_query FROM out_monthly_cost ORDER BY date") == [
        ("2024-09-30", "a", "10.000000000000"),
        ("2024-10-31", "b", "4.000000000000"),
        ("2024-12-31", "a", "6.000000000000"),
        ("2025-01-01", "a", "6.000000000000"),
    ]
