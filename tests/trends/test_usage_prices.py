"""Prices of the tokens that were used, the three monthly series, and answers in the tokens of one tokenizer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.data_rule import evaluate
from assets.trends.rules import RULES
from tests.conftest import ASSETS, fill, make, read
from warehouse import query
from warehouse.store import Writer

HALF = {"input_tokens": 3, "cached_input_tokens": 0, "output_tokens": 1, "searches": 0}
"""Three tokens in and one out: USD 1 in and USD 5 out is USD 2 per million tokens."""


def used(slug: str, tokens: int, **more: object) -> dict[str, object]:
    row = {"router": "openrouter", "used_on": "2025-03-19", "slug": slug, "kind": "paid", "tokens": tokens}
    return {**row, **more}


def listed(input_usd: str, output_usd: str) -> dict[str, object]:
    prices = {"input_usd_per_mtok": input_usd, "output_usd_per_mtok": output_usd}
    return {**prices, "listed_as": "id", "listed_on": "2025-03-03"}


def offer(provider: str, model_id: str, input_usd: str, output_usd: str, **more: object) -> dict[str, object]:
    prices = {"input_usd_per_mtok": input_usd, "output_usd_per_mtok": output_usd}
    row = {"provider": provider, "model_id": model_id, "provider_model_id": model_id, "tier": "standard", **prices}
    return {**row, "valid_from": "2025-01-01", **more}


@pytest.fixture
def day(writer: Writer) -> Writer:
    """One day of use: a listed model, three that need the price history, and tokens that nobody pays for."""
    fill(writer, "core_workload", {"workload": "chat", **HALF})
    fill(
        writer,
        "core_model_usage",
        {**used("listed", 40, model_id="a"), **listed("1", "5")},
        used("at the router", 20, model_id="b", maker="maker"),
        used("at the maker", 10, model_id="c", maker="maker"),
        used("ended", 5, model_id="d", maker="maker"),
        used("free:free", 15, kind="free", model_id="a"),
        used("other", 10, kind="other"),
    )
    fill(
        writer,
        "out_price_history",
        offer("openrouter", "a", "100", "500"),
        offer("openrouter", "b", "2", "10"),
        offer("maker", "b", "9", "9"),
        offer("maker", "c", "4", "4"),
        offer("elsewhere", "c", "1", "1"),
        offer("maker", "c", "1", "1", tier="batch"),
        offer("maker", "d", "4", "4", valid_to="2025-03-19"),
    )
    make(writer, "out_usage_price", "trends/price_usage.sql", workload="chat")
    return writer


def test_the_routers_list_comes_first_then_its_offer_then_the_makers(day: Writer) -> None:
    assert read(
        day, "SELECT slug, price_basis, usd_per_mtok, token_share FROM out_usage_price ORDER BY tokens DESC"
    ) == [
        ("listed", "list", "2.000000000", 0.4),
        ("at the router", "router", "4.000000000", 0.2),
        ("free:free", "none", None, 0.15),
        ("at the maker", "maker", "4.000000000", 0.1),
        ("other", "none", None, 0.1),
        ("ended", "none", None, 0.05),
    ]


def test_the_price_paid_is_over_the_tokens_with_a_price(day: Writer) -> None:
    fill(day, "out_frontier", {"bar": "bar", "workload": "chat", "valid_from": "2025-02-10"})
    fill(
        day,
        "out_monthly_cost",
        {"bar": "bar", "workload": "chat", "date": "2025-02-28", "usd_per_query": "0.000002", "model_id": "x"},
        {"bar": "bar", "workload": "chat", "date": "2025-03-20", "usd_per_query": "0.000001", "model_id": "y"},
    )
    fill(day, "core_model", {"model_id": "b"}, {"model_id": "c"})
    score = {"benchmark": "eci", "scale": "epoch", "vintage": "2025-03-01"}
    fill(day, "core_score", {**score, "model_id": "b", "score": 130}, {**score, "model_id": "c", "score": 120})
    parameters = {"as_of": date(2025, 3, 20), "bar": "bar", "workload": "chat", "router": "openrouter"}
    make(day, "out_price_series", "trends/list_price_series.sql", **parameters)
    # Paid: 40 at 2, 20 at 4 and 10 at 4 are 200 over 70 tokens. At the bar: 4 tokens for USD 0.000002.
    assert read(
        day, "SELECT series, month, date, usd_per_mtok, model_id, status FROM out_price_series ORDER BY ALL"
    ) == [
        ("fixed-capability", "2025-02-01", "2025-02-28", "0.500000000", "x", "measured"),
        ("fixed-capability", "2025-03-01", "2025-03-20", "0.250000000", "y", "measured"),
        ("frontier-model", "2025-02-01", "2025-02-28", "4.000000000", "b", "measured"),
        ("frontier-model", "2025-03-01", "2025-03-20", "4.000000000", "b", "measured"),
        ("price-paid", "2025-02-01", None, None, None, "missing"),
        ("price-paid", "2025-03-01", "2025-03-19", "2.857142857", None, "measured"),
    ]
    shares = "SELECT priced_share, free_share, reason FROM out_price_series WHERE series = 'price-paid' ORDER BY month"
    missing, measured = read(day, shares)
    assert missing == (None, None, "no open data of this month say which models were used")
    assert measured == (pytest.approx(0.7), pytest.approx(0.15), None)


def test_variants_of_one_model_are_one_model(writer: Writer) -> None:
    row = {"router": "openrouter", "used_on": "2025-03-19", "model_id": "a"}
    fill(
        writer,
        "out_usage_price",
        {**row, "slug": "a", "tokens": 1, "usd_per_mtok": 1},
        {**row, "slug": "a:beta", "tokens": 3, "usd_per_mtok": 2},
        {**row, "slug": "b", "tokens": 5, "usd_per_mtok": 3, "model_id": None},
        {**row, "slug": "c", "tokens": 7, "usd_per_mtok": None},
    )
    writer.connection.execute(
        "CREATE TEMP TABLE used (used_on DATE, model VARCHAR, tokens HUGEINT, usd_per_mtok DECIMAL)"
    )
    make(writer, "used", "trends/list_used_models.sql", router="openrouter")
    assert read(writer, "SELECT model, tokens, usd_per_mtok FROM used ORDER BY model") == [
        ("a", 4, "1.750"),
        ("b", 5, "3.000"),
    ]


def test_the_cost_at_the_bar_on_some_days_and_on_none(writer: Writer) -> None:
    fill(writer, "core_workload", {"workload": "chat", **HALF})
    step = {"bar": "bar", "workload": "chat"}
    fill(
        writer,
        "out_frontier",
        {**step, "valid_from": "2025-01-01", "valid_to": "2025-02-01", "usd_per_query": "0.000004"},
        {**step, "valid_from": "2025-02-01", "usd_per_query": "0.000002"},
    )

    def costs(*days: date) -> list[tuple[date, Decimal]]:
        parameters = {"days": list(days), "bar": "bar", "workload": "chat"}
        rows = query.rows(writer.connection, ASSETS / "trends/list_costs_on_days.sql", parameters)
        return [(row["day"], row["usd_per_mtok"]) for row in rows]

    # Four tokens for USD 0.000004 are USD 1 per million; on the day of a step the new price holds.
    january, february = date(2025, 1, 31), date(2025, 2, 1)
    assert costs(date(2024, 12, 31), january, february) == [(january, Decimal(1)), (february, Decimal("0.5"))]
    assert costs() == []


@pytest.mark.parametrize(
    ("name", "table", "rows"),
    [
        ("pieces_add_up", "out_price_decomposition", {"price_per_token": 0.5, "mix": 0.2, "list_prices": 0.2}),
        ("pieces_add_up", "out_price_decomposition", {"price_per_token": 0.4, "mix": 0.2, "list_prices": None}),
    ],
)
def test_pieces_that_do_not_add_up_are_found(
    writer: Writer, name: str, table: str, rows: dict[str, float | None]
) -> None:
    positions = {"list_prices": 1, "mix": 2, "tokens_per_task": 3, "price_per_token": 4, "cost_per_task": 5}
    pieces = {**dict.fromkeys(positions), **rows}
    fill(writer, table, *({"piece": p, "position": n, "log_change": pieces[p]} for p, n in positions.items()))
    rule = next(rule for rule in RULES if (rule.table, rule.name) == (table, name))
    assert evaluate(writer.connection, rule).passed == (rows["list_prices"] is None)


@pytest.mark.parametrize(
    ("table", "rule", "good", "bad"),
    [
        (
            *("out_usage_price", "only_paid_tokens_have_a_price"),
            {"kind": "paid", "tokens": 1, "token_share": 1, "usd_per_mtok": 2},
            {"tokens": -1},
        ),
        (
            *("out_usage_price", "only_paid_tokens_have_a_price"),
            {"kind": "free", "tokens": 1, "token_share": 1},
            {"usd_per_mtok": 2},
        ),
        (
            *("out_usage_price", "only_paid_tokens_have_a_price"),
            {"kind": "free", "tokens": 1, "token_share": 1},
            {"token_share": 0.9},
        ),
        (
            *("out_price_series", "missing_has_a_reason"),
            {"month": "2025-03-01", "date": "2025-03-19", "usd_per_mtok": 2, "status": "measured"},
            {"date": "2025-04-01"},
        ),
        (
            *("out_price_series", "missing_has_a_reason"),
            {"month": "2025-03-01", "status": "missing", "reason": "none"},
            {"reason": None},
        ),
        (
            *("out_price_decomposition", "missing_has_no_number"),
            {"period_to": "2021-01-01", "status": "measured", "log_change": 0, "factor": 1},
            {"factor": 2},
        ),
    ],
)
def test_a_rule_lets_good_rows_pass_and_finds_the_bad(
    writer: Writer, table: str, rule: str, good: dict[str, object], bad: dict[str, object]
) -> None:
    (known,) = [known for known in RULES if (known.table, known.name) == (table, rule)]
    fill(writer, table, good)
    assert evaluate(writer.connection, known).passed
    writer.connection.execute(f"DELETE FROM {table}")
    fill(writer, table, {**good, **bad})
    assert not evaluate(writer.connection, known).passed


def test_an_answer_in_gpt_4s_tokens(writer: Writer) -> None:
    fill(
        writer,
        "core_tokenizer_rate",
        {"tokenizer": "old", "text_kind": "english", "tokens": 100},
        {"tokenizer": "new", "text_kind": "english", "tokens": 150},
        {"tokenizer": "new", "text_kind": "chinese", "tokens": 1},
    )
    for model_id, tokenizer in (("gpt-4-0314", "old"), ("a", "new")):
        fill(writer, "core_model_tokenizer", {"model_id": model_id, "tokenizer": tokenizer})
    fill(writer, "core_workload", {"workload": "chat", **HALF}, {"workload": "grounded", **HALF, "searches": 2})
    frontier = {"bar": "bar", "valid_from": "2025-01-01", "usd_per_query": "0.02"}
    fill(
        writer,
        "out_frontier",
        {**frontier, "workload": "chat", "model_id": "a"},
        {**frontier, "workload": "chat", "model_id": "gpt-4-0314", "valid_from": "2025-02-01"},
        {**frontier, "workload": "chat", "model_id": "unknown", "valid_from": "2025-03-01"},
        {**frontier, "workload": "grounded", "model_id": "a", "search_usd_per_query": "0.005"},
    )
    # The two searches cost USD 0.01 of the 0.02; only the other half is multiplied by 1.5.
    columns = "workload, model_id, tokens_vs_gpt_4, usd_per_query_adjusted"
    assert read(writer, f"SELECT {columns} FROM frontier_tokenizer_adjusted ORDER BY workload, valid_from") == [
        ("chat", "a", 1.5, "0.030000000000"),
        ("chat", "gpt-4-0314", 1.0, "0.020000000000"),
        ("chat", "unknown", None, None),
        ("grounded", "a", 1.5, "0.025000000000"),
    ]
