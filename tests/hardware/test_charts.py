"""The chart of throughput per dollar: every accelerator named once, results without a price counted, a valid schema."""

from __future__ import annotations

from datetime import date

import pytest

from assets.charts import to_svg
from assets.hardware.charts import TokensPerDollar, throughput_per_dollar_chart

POINTS = [
    TokensPerDollar(date(2024, 3, 27), "h100", 3.28, 1),
    TokensPerDollar(date(2025, 9, 9), "h100", 5.85, 7),
    TokensPerDollar(date(2025, 9, 9), "mi300x", 4.84, 4),
]


def test_every_chip_is_named_once_with_its_last_figure() -> None:
    chart = throughput_per_dollar_chart(POINTS, 3, "Tokens per dollar")
    chart.to_dict(validate=True)
    svg = to_svg(chart, "t", "Tokens per dollar")
    assert svg.count(">h100 5.85<") == 1
    assert svg.count(">mi300x 4.84<") == 1
    assert "3 results of chips without a price are left out" in svg
    assert ">2<" in svg
    assert ">10<" in svg
    assert ">2026<" not in svg


def test_one_point_is_enough_and_none_is_not() -> None:
    assert ">h100 3.28<" in to_svg(throughput_per_dollar_chart(POINTS[:1], 0, "t"), "t", "t")
    with pytest.raises(ValueError, match="at least one point"):
        throughput_per_dollar_chart([], 3, "t")
