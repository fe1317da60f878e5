"""The published series and rates that our own fits are compared with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from assets.trends.facts import PublishedRateRow, StudyPriceRow
from warehouse.bundle import Bundle


def test_the_four_series_of_the_study_are_whole() -> None:
    rows = Bundle().read("study_series", StudyPriceRow)
    sizes = {"MMLU": 5, "GPQA Diamond": 6, "HumanEval": 7, "LMSys Chatbot Arena ELO": 6}
    assert Counter(row.benchmark for row in rows) == sizes
    # GPT-4 in March 2023, three parts input at $30 and one part output at $60: (3 x 30 + 60) / 4 = $37.50.
    first = [row for row in rows if row.date == date(2023, 3, 14)]
    assert [(row.model, row.usd_per_mtok) for row in first] == [("GPT-4-0314", Decimal("37.5"))] * 4


def test_a_published_rate_lies_in_its_interval_and_is_known_after_its_period() -> None:
    for row in Bundle().read("published_rates", PublishedRateRow):
        assert row.period_from < row.period_to == row.known_on
        assert (row.low or 0) <= (row.factor_per_year or row.high or 0) <= (row.high or float("inf"))
        assert row.interval_level in {None, 0.9, 0.95}


def test_the_golden_rates_are_the_published_ones() -> None:
    rates = {row.claim_id: row for row in Bundle().read("published_rates", PublishedRateRow)}
    expected = {
        "gpqa-diamond": (42.0, 4.4, 401),
        "mmlu": (15.9, 4.1, 61.5),
        "humaneval": (36.8, 14.3, 94.5),
        "lmsys-chatbot-arena-elo": (75.3, 7.6, 751),
    }
    for name, (rate, low, high) in expected.items():
        row = rates[f"epoch-2025-gpt-4-0314-{name}"]
        assert (row.factor_per_year, row.low, row.high) == (
            pytest.approx(rate, abs=0.06),
            pytest.approx(low, abs=0.06),
            pytest.approx(high, rel=0.002),
        )
        assert row.interval_level == 0.9
