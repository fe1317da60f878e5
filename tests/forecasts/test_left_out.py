"""Prices left out and those that stay in force, the cheapest of the rest, and the first day at a target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assets.forecasts.left_out import AnswerPrice, Steps, cheapest, first_reached, target_steps, without

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in range(1, 5))
AS_OF = date(2024, 12, 31)


def price(offer: str, start: date, end: date | None, usd: str, source: str = "feed", n: int = 1) -> AnswerPrice:
    return AnswerPrice(offer, start, end, Decimal(usd), source, n)


def test_the_previous_price_stays_in_force_where_a_price_is_left_out() -> None:
    prices = [price("a", JAN, FEB, "3"), price("a", FEB, MAR, "2", "other"), price("a", MAR, None, "1")]
    assert without(prices, "other") == [price("a", JAN, MAR, "3"), price("a", MAR, None, "1")]
    assert without(prices, "feed") == [price("a", FEB, None, "2", "other")]
    assert without(prices, "nobody") == prices


def test_a_price_of_two_sources_stays_and_a_gap_stays_a_gap() -> None:
    confirmed = [price("a", JAN, FEB, "3"), price("a", FEB, None, "2", "other", 2)]
    assert without(confirmed, "other") == confirmed
    # Nothing was on sale in February: leaving out March does not make January last.
    gap = [price("a", JAN, FEB, "3"), price("a", MAR, None, "2", "other")]
    assert without(gap, "other") == gap[:1]
    # The next offer's price has nothing to do with it.
    assert without([price("a", JAN, FEB, "3"), price("b", FEB, None, "2", "other")], "other") == gap[:1]


def test_the_cheapest_goes_and_comes() -> None:
    prices = [price("a", JAN, None, "3"), price("b", FEB, MAR, "1"), price("c", date(2025, 1, 1), None, "0.1")]
    assert cheapest(prices, AS_OF) == [(JAN, Decimal(3)), (FEB, Decimal(1)), (MAR, Decimal(3))]
    assert cheapest([price("a", JAN, FEB, "3"), price("b", MAR, APR, "3")], AS_OF) == [
        (JAN, Decimal(3)),
        (FEB, None),
        (MAR, Decimal(3)),
        (APR, None),
    ]


def test_first_reached_is_the_first_day_with_both_known_and_the_cost_not_above_the_target() -> None:
    costs: Steps = [(JAN, Decimal(3)), (FEB, None), (MAR, Decimal(2))]
    assert first_reached(costs, [(JAN, Decimal(3))]) == JAN
    assert first_reached(costs, [(FEB, Decimal(4))]) == MAR  # in February nothing is on sale
    assert first_reached(costs, [(JAN, Decimal(1)), (APR, Decimal(2))]) == APR
    assert first_reached(costs, [(JAN, Decimal("1.99"))]) is None


def test_targets_are_read_step_by_step() -> None:
    rows = [{"target": name, "valid_from": day, "usd_per_query": Decimal(1)} for name, day in (("x", JAN), ("x", FEB))]
    assert target_steps([*rows, {**rows[0], "target": "y"}]) == {
        "x": [(JAN, Decimal(1)), (FEB, Decimal(1))],
        "y": [(JAN, Decimal(1))],
    }
