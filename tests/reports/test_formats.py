"""Amounts, dates, factors and chances as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.formats import age, day, dollars, everyday_money, factor, host, month, percent, seller


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (Decimal("0.010600000000"), "$0.0106"),
        (Decimal("0.000018"), "$0.000018"),
        (Decimal("0.00011039"), "$0.00011"),
        (0.6, "$0.60"),
        (0.9999, "$1"),
        (12.5, "$12.50"),
        (1200, "$1,200"),
        (1e-8, "$0.00000001"),
        (0, "$0"),
    ],
)
def test_dollars_are_written_out(usd: float | Decimal, words: str) -> None:
    assert dollars(usd) == words


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (Decimal("1.2"), "$1.20"),
        (0.67, "67 cents"),
        (0.01, "1 cent"),
        (Decimal("0.00894"), "0.89 cents"),
        (0.1, "10 cents"),
        (0.001, "0.1 cents"),
        (Decimal("0.00011039"), "$110 per million answers"),
        (Decimal("0.0000074"), "$7.40 per million answers"),
        (0, "$0 per million answers"),
    ],
)
def test_everyday_money_is_in_cents_or_for_a_million(usd: float | Decimal, words: str) -> None:
    assert everyday_money(usd) == words


@given(st.decimals(min_value=Decimal("1e-12"), max_value=Decimal("1e6"), allow_nan=False, places=14))
def test_dollars_are_within_half_a_percent_and_never_in_scientific_notation(usd: Decimal) -> None:
    words = dollars(usd)
    assert "e" not in words.lower()
    assert not words.endswith(".")
    assert abs(Decimal(words[1:].replace(",", "")) - usd) <= usd * Decimal("0.00501")


def test_dates() -> None:
    assert day(date(2024, 5, 13)) == "13 May 2024"
    assert month(date(2024, 5, 13)) == "May 2024"


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (5.2218, "5.2"),
        (25.72, "26"),
        (1.0, "1.0"),
        (0.3927, "0.39"),
        (117290.3, "120,000"),
        (96.03, "96"),
        (9.99, "10"),
    ],
)
def test_factors_have_two_significant_digits(times: float, words: str) -> None:
    assert factor(times) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.0, "under 1%"), (0.0099, "under 1%"), (0.01, "1%"), (0.5582, "56%"), (0.99, "99%"), (0.9951, "over 99%")],
)
def test_a_simulated_chance_is_never_nothing_and_never_certain(chance: float, words: str) -> None:
    assert percent(chance) == words
    assert percent(1.0) == "over 99%"


def test_ages_and_names() -> None:
    assert [age(0), age(1), age(24), age(960)] == ["0 hours", "1 hour", "1 day", "40 days"]
    assert [seller("openai"), seller("google")] == ["OpenAI", "Google"]
    assert host("https://www.example.com/a?b") == "example.com"
    assert host("package x 1.0") == "package x 1.0"
