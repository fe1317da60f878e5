"""The chart of three prices of a token: what it shows, its title, and that every label can be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.trends.price_series_chart import SeriesPoint, price_gap, price_series_picture, series_points
from tests.svg_texts import assert_readable, footer, words

AS_OF = date(2025, 4, 1)
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


@pytest.mark.parametrize("width", [1000, 360])
def test_every_series_with_a_price_has_its_label_and_last_price(width: int) -> None:
    svg = price_series_picture([*FIXED, *PAID, *BEST], AS_OF, width)
    assert_readable(svg)
    for label in ("Best model on sale: $20", "Average of tokens used: $2.50", "Cheapest at GPT-4's level: 10 cents"):
        assert label in words(svg)
    assert "the last 19 March 2025" in " ".join(words(svg))
    assert "OpenRouter (openrouter.ai/rankings, CC BY 4.0)" in footer(svg)
    assert footer(svg).endswith("as of 1 April 2025. Licence: Apache-2.0.")
    assert "Average" not in price_series_picture(FIXED, AS_OF, width)


@pytest.mark.parametrize("width", [1000, 360])
def test_series_that_end_at_the_same_price_have_labels_apart(width: int) -> None:
    same = [SeriesPoint(name, day, 2.0) for name in ("fixed-capability", "frontier-model") for day in (AS_OF, AS_OF)]
    assert_readable(price_series_picture([*same, PAID[1]._replace(usd=2.1)], AS_OF, width))


def test_a_chart_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        price_series_picture([], AS_OF, 1000)
