"""The chart of three prices of a token: what it shows, its title, and that it can be drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.charts import to_svg
from assets.trends.price_series_chart import SeriesPoint, price_gap, price_series_chart, series_points

FIXED = [SeriesPoint("fixed-capability", date(2025, month, 28), 0.1) for month in (1, 2, 3)]
PAID = [SeriesPoint("price-paid", date(2025, 1, 15), 9.0), SeriesPoint("price-paid", date(2025, 3, 19), 2.5)]
BEST = [SeriesPoint("frontier-model", date(2025, 1, 28), 20.0)]


def test_a_month_without_a_price_is_left_out() -> None:
    rows = [
        {"series": "price-paid", "date": None, "usd_per_mtok": None},
        {"series": "price-paid", "date": date(2025, 1, 15), "usd_per_mtok": Decimal("2.5")},
    ]
    assert series_points(rows) == [SeriesPoint("price-paid", date(2025, 1, 15), 2.5)]


def test_the_title_compares_the_last_day_of_use_with_the_cheapest_known_then() -> None:
    later = SeriesPoint("fixed-capability", date(2025, 4, 30), 0.001)
    assert price_gap([*FIXED, *PAID, later]) == (
        "The tokens people use cost 25 times as much as the cheapest at GPT-4's level"
    )


@pytest.mark.parametrize("points", [FIXED, PAID[:1]])
def test_without_both_there_is_nothing_to_compare(points: list[SeriesPoint]) -> None:
    assert price_gap(points) == "The cheapest answer at GPT-4's level, and the best model on sale"


def test_every_series_with_a_price_has_its_label_and_last_price() -> None:
    svg = to_svg(price_series_chart([*FIXED, *PAID, *BEST], "Title", (860, 360)), "name", "label")
    for text in ("Best model on sale $20.00", "Average of the tokens used $2.50", "level $0.10", "CC BY 4.0"):
        assert text in svg
    assert "Average" not in to_svg(price_series_chart(FIXED, "Title", (330, 300)), "name", "label")


def test_a_chart_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        price_series_chart([], "Title", (860, 360))
