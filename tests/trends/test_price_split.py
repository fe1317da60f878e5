"""The split of an average price into list prices and mix, and the pieces of what a task costs."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.decomposition_rows import DecompositionData, Row, TaskTokens, decomposition_rows, read_use
from assets.trends.price_split import ModelUse, average_price, log_mean, split_average

JAN, MAR, MAY = date(2025, 1, 15), date(2025, 3, 19), date(2025, 5, 21)
uses = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(ModelUse, st.integers(1, 10**14).map(float), st.integers(1, 10**6).map(lambda micro: micro / 1000)),
    min_size=1,
)


def test_a_price_cut_alone_is_all_list_prices() -> None:
    split = split_average({"a": ModelUse(10, 4)}, {"a": ModelUse(99, 2)})
    assert split == pytest.approx((math.log(0.5), 0, math.log(0.5)))


def test_a_move_to_a_cheaper_model_is_all_mix() -> None:
    # Half the tokens at 3 and half at 1 cost 2; all of them at 1 cost 1. No list price changed.
    split = split_average({"a": ModelUse(5, 3), "b": ModelUse(5, 1)}, {"b": ModelUse(7, 1)})
    assert split == pytest.approx((0, math.log(0.5), math.log(0.5)))


def test_a_model_that_is_new_changes_the_mix_only() -> None:
    split = split_average({"a": ModelUse(1, 2)}, {"a": ModelUse(1, 2), "new": ModelUse(1, 6)})
    assert split == pytest.approx((0, math.log(2), math.log(2)))


def test_both_at_once_by_hand() -> None:
    # Before: shares 1/2 and 1/2 at 4 and 2, P = 3. After: shares 1/4 and 3/4 at 2 and 2, P = 2.
    # Spending on a: 2 to 0.5, L = 1.5 / ln 4 = 1.0820; on b: 1 to 1.5, L = 0.5 / ln 1.5 = 1.2332.
    # In all: 3 to 2, L = 1 / ln 1.5 = 2.4663.
    # List prices: 1.0820 / 2.4663 x ln(1/2) = -0.3041. Mix: 0.4387 x ln(1/2) + 0.5000 x ln(3/2) = -0.1014.
    split = split_average({"a": ModelUse(1, 4), "b": ModelUse(1, 2)}, {"a": ModelUse(1, 2), "b": ModelUse(3, 2)})
    assert split.list_prices == pytest.approx(-0.3041, abs=5e-5)
    assert split.mix == pytest.approx(-0.1014, abs=5e-5)
    assert split.total == pytest.approx(math.log(2 / 3))


@given(uses, uses)
def test_the_two_parts_always_add_up(before: dict[str, ModelUse], after: dict[str, ModelUse]) -> None:
    split = split_average(before, after)
    assert split.list_prices + split.mix == pytest.approx(split.total, abs=1e-9)
    assert split.total == pytest.approx(math.log(average_price(after) / average_price(before)), abs=1e-9)


@given(uses, uses)
def test_to_look_back_changes_the_sign_alone(before: dict[str, ModelUse], after: dict[str, ModelUse]) -> None:
    there, back = split_average(before, after), split_average(after, before)
    assert [-part for part in back] == pytest.approx(list(there), abs=1e-9)


def test_the_mean_of_equal_numbers_is_that_number() -> None:
    # 3 and 3 (1 + 1e-9): the quotient of the differences would be wrong in the seventh digit.
    assert log_mean(3.0, 3.0 * (1 + 1e-9)) == pytest.approx(3.0, rel=1e-8)


def pieces(rows: list[Row], basis: str, span: str, first: date) -> dict[str, object]:
    """Return the factors of one period, rounded; None where missing."""
    return {
        str(row["piece"]): row["factor"] if row["factor"] is None else round(float(str(row["factor"])), 6)
        for row in rows
        if (row["basis"], row["span"], row["period_from"]) == (basis, span, first)
    }


USED = {
    JAN: {"a": ModelUse(1, 2.0)},
    MAR: {"a": ModelUse(1, 2.0), "b": ModelUse(1, 4.0)},
    MAY: {"b": ModelUse(1, 3.0)},
}
COSTS = {JAN: Decimal("0.2"), MAR: Decimal("0.1"), MAY: Decimal("0.1")}


def test_the_pieces_of_each_step_and_of_the_whole() -> None:
    rows = list(decomposition_rows(DecompositionData(USED, COSTS, []), "bar", "chat"))
    # The price paid goes 2 -> 3 -> 3 while the cost at the bar goes 0.2 -> 0.1 -> 0.1.
    assert pieces(rows, "fixed-capability", "step", JAN) == {
        **{"cost_at_fixed_capability": 0.5, "mix": 3.0, "tokens_per_task": None},
        **{"price_per_token": 1.5, "cost_per_task": None},
    }
    assert pieces(rows, "fixed-capability", "whole", JAN)["mix"] == pytest.approx(3.0)
    assert pieces(rows, "same-models", "step", JAN)["list_prices"] == pytest.approx(1.0)
    whole = pieces(rows, "same-models", "whole", JAN)
    step = pieces(rows, "same-models", "step", MAR)
    # Spending on b goes from 2 to 3 and in all stays 3: L(2, 3) / 3 x ln(3/4) = 0.82210 x -0.28768 = -0.23650.
    assert whole["list_prices"] == pytest.approx(0.789383)
    assert step["list_prices"] == pytest.approx(0.789383)
    assert {row["evidence"] for row in rows if row["piece"] == "tokens_per_task"} == {
        "no open data give the tokens of a task on both days"
    }


def task(tokens: int, bound: str, first: date, last: date) -> TaskTokens:
    return TaskTokens("requests", "tokens of a request", tokens, bound, f"{first:%Y}", first, last)


def test_tokens_of_a_task_make_the_cost_of_a_task() -> None:
    tokens = [task(1000, "about", JAN, JAN), task(3000, "about", MAR, MAR)]
    rows = list(decomposition_rows(DecompositionData(USED, COSTS, tokens), "bar", "chat"))
    assert pieces(rows, "fixed-capability", "step", JAN) == {
        **{"cost_at_fixed_capability": 0.5, "mix": 3.0, "tokens_per_task": 3.0},
        **{"price_per_token": 1.5, "cost_per_task": 4.5},
    }
    assert {row["status"] for row in rows if row["span"] == "step" and row["period_from"] == JAN} == {"measured"}


def test_a_number_that_is_only_a_bound_stays_one() -> None:
    tokens = [task(2000, "below", JAN, JAN), task(5400, "above", MAR, MAR)]
    rows = list(decomposition_rows(DecompositionData(USED, COSTS, tokens), "bar", "chat"))
    of_step = {row["piece"]: row["status"] for row in rows if row["span"] == "step" and row["period_from"] == JAN}
    assert of_step["tokens_per_task"] == of_step["cost_per_task"] == "bound"
    assert of_step["price_per_token"] == "measured"


def test_a_period_without_usage_has_the_pieces_that_are_known() -> None:
    first, last = date(2023, 12, 31), date(2025, 12, 31)
    tokens = [task(2000, "below", date(2023, 10, 1), first), task(5400, "above", date(2025, 10, 1), last)]
    costs = {first: Decimal(10), last: Decimal("0.1")}
    rows = list(decomposition_rows(DecompositionData({}, costs, tokens), "bar", "chat"))
    assert pieces(rows, "fixed-capability", "tokens", first) == {
        **{"cost_at_fixed_capability": 0.01, "mix": None, "tokens_per_task": 2.7},
        **{"price_per_token": None, "cost_per_task": None},
    }


def test_a_bar_without_a_model_on_sale_is_missing() -> None:
    rows = list(decomposition_rows(DecompositionData(USED, {JAN: Decimal(1)}, []), "bar", "chat"))
    reasons = {row["evidence"] for row in rows if row["piece"] == "cost_at_fixed_capability"}
    assert reasons == {"no model that qualifies was on sale on both days"}
    assert pieces(rows, "same-models", "step", JAN)["price_per_token"] == pytest.approx(1.5)


def test_without_any_data_there_is_no_row() -> None:
    assert list(decomposition_rows(DecompositionData({}, {}, []), "bar", "chat")) == []


def test_rows_of_use_are_kept_by_day_and_model() -> None:
    rows = [
        {"used_on": JAN, "model": "a", "tokens": 10**15, "usd_per_mtok": Decimal("0.25")},
        {"used_on": JAN, "model": "b", "tokens": 2, "usd_per_mtok": Decimal(3)},
        {"used_on": MAR, "model": "a", "tokens": 3, "usd_per_mtok": Decimal(4)},
    ]
    assert read_use(rows) == {
        JAN: {"a": ModelUse(1e15, 0.25), "b": ModelUse(2.0, 3.0)},
        MAR: {"a": ModelUse(3.0, 4.0)},
    }
