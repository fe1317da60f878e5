"""The chart of reliability: every bin with its number of forecasts, and a title that adds the likely ones up."""

from __future__ import annotations

from datetime import date

import pytest

from assets.trends.backtest_chart import Reliability, finding, reliability_picture
from tests.svg_texts import assert_readable, footer, words

AS_OF = date(2026, 11, 26)
BINS = [
    Reliability(12, 0.9, 0.5, 100),
    Reliability(12, 0.6, 0.4, 300),
    Reliability(12, 0.004, 0.0, 2040),
    Reliability(3, 0.25, 0.1, 40),
]


@pytest.mark.parametrize("width", [1000, 360])
def test_each_bin_has_its_chance_and_its_number(width: int) -> None:
    svg = reliability_picture(BINS, AS_OF, width)
    assert_readable(svg)
    drawn = words(svg)
    assert drawn.index("Within 3 months") < drawn.index("Within 12 months")
    rows = [word for word in drawn if word in {"25%", "40", "<1%", "2,040", "60%", "300", "90%", "100"}]
    assert rows == ["25%", "40", "<1%", "2,040", "60%", "300", "90%", "100"]
    assert footer(svg).endswith("(backtest); as of 26 November 2026. Licence: Apache-2.0.")


@pytest.mark.parametrize("width", [1000, 360])
def test_four_horizons_of_ten_bins_fit(width: int) -> None:
    bins = [Reliability(months, p / 10 + 0.05, p / 10, 12_345) for months in (3, 6, 12, 24) for p in range(10)]
    svg = reliability_picture(bins, AS_OF, width)
    assert_readable(svg)
    assert words(svg).count("12,345") == 40


def test_the_title_weighs_likely_bins_by_their_forecasts() -> None:
    # Of a year: (100 x 0.5 + 300 x 0.4) / 400 = 42.5% happened, (100 x 0.9 + 300 x 0.6) / 400 = 67.5% were given.
    assert finding(BINS) == "Falls called likely within 12 months happened 42% of the time; they had been given 68%"
    assert finding(BINS[2:]) == "How often falls of the cost happened, by the chance they were given"


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one bin"):
        reliability_picture([], AS_OF, 1000)
