"""The waterfall: where its bars start and end, the text of its labels, and that they stay within the picture."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest

from assets.trends.driver_chart import DriverShare, driver_waterfall, finding, waterfall_bars
from tests.svg_texts import assert_readable, footer, words

START, END = (date(2025, 12, 31), 0.08), (date(2026, 12, 31), 0.02)
SHARES = [
    DriverShare("hardware", -math.log(8), -math.log(10), -math.log(5)),
    DriverShare("algorithms", None, None, None),
    DriverShare("market", math.log(2), math.log(1.5), math.log(3)),
    DriverShare("market and residual", 0.0, -0.1, 0.1),
]
CHEAPER = [SHARES[0], DriverShare("market and residual", -math.log(2), -1, 0)]


def test_bars_lead_from_the_first_cost_to_the_last() -> None:
    bars = [(bar.usd, bar.usd_to) for bar in waterfall_bars(START[1], SHARES)]
    assert [pytest.approx(bar) for bar in bars] == [(0.08, 0.01), (0.01, 0.01), (0.01, 0.02), (0.02, 0.02)]


def test_whiskers_are_the_interval_of_their_driver_alone() -> None:
    whiskers = [bar.whisker for bar in waterfall_bars(START[1], SHARES) if bar.whisker]
    assert whiskers[:2] == [pytest.approx((0.008, 0.016)), pytest.approx((0.015, 0.03))]
    assert len(whiskers) == 3


@pytest.mark.parametrize("width", [1000, 360])
def test_rows_name_the_driver_and_its_effect(width: int) -> None:
    svg = driver_waterfall(START, END, SHARES, as_of=END[0], width=width)
    assert_readable(svg)
    expected = [
        "31 December 2025: 8 cents",
        "Hardware: 8.0 times cheaper",
        "Software and smaller models: not measured",
        "market: 2.0 times as expensive",
        "Unexplained (with margins): unchanged",
        "31 December 2026: 2 cents",
    ]
    assert [word for word in words(svg) if word in expected] == expected
    assert "as of 31 December 2026. Licence: Apache-2.0." in footer(svg)


def test_bars_are_drawn_where_their_costs_are_on_the_axis() -> None:
    """Four decades of tenths: from 1/1000 to 10 cents the axis has 100 times; a factor of 8 is 0.45 of its length."""
    svg = driver_waterfall(START, END, SHARES, as_of=END[0], width=1000)
    bars = [
        tuple(map(float, numbers)) for numbers in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    ]
    axis = 1000 - 16 - 40 - 300
    assert bars[0] == pytest.approx((300 + axis / 2, axis * math.log10(8) / 2), abs=0.1)


def test_the_title_has_the_largest_driver_first() -> None:
    assert finding(CHEAPER, (date(2023, 3, 14), 0.16), (END[0], 0.01)) == (
        "An answer became 16 times cheaper since March 2023: hardware 8.0, unexplained 2.0"
    )
    assert finding(SHARES, START, END) == (
        "An answer became 4.0 times cheaper since December 2025: hardware 8.0 times cheaper, market 2.0 times as "
        "expensive, unexplained unchanged"
    )


def test_a_waterfall_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one driver"):
        driver_waterfall(START, END, [], as_of=END[0], width=1000)
