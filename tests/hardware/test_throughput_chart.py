"""The chart of throughput per dollar: every accelerator named once, and results without a price counted."""

from __future__ import annotations

from datetime import date

import pytest

from assets.hardware.throughput_chart import Benchmark, TokensPerDollar, by_accelerator, throughput_picture
from tests.svg_texts import assert_readable, footer, words

AS_OF = date(2026, 11, 26)
RUN = Benchmark("llama2-70b-99.9", "server", 3)
POINTS = [
    TokensPerDollar(date(2024, 3, 27), "H100", 3.28, 1),
    TokensPerDollar(date(2025, 9, 9), "H100", 5.85, 7),
    TokensPerDollar(date(2025, 9, 9), "MI300X", 4.84, 4),
]


@pytest.mark.parametrize("width", [1000, 360])
def test_every_chip_is_named_once_with_its_last_figure(width: int) -> None:
    svg = throughput_picture(POINTS, RUN, AS_OF, width)
    assert_readable(svg)
    drawn = words(svg)
    assert [drawn.count(word) for word in ("H100", "MI300X", "5.8", "4.8", "3.3")] == [1, 1, 1, 1, 0]
    assert drawn.index("H100") < drawn.index("MI300X"), "the most tokens first"
    assert "3 results of chips without a price are left out." in " ".join(drawn)
    assert "MLPerf llama2-70b-99.9, server" in " ".join(drawn)
    assert footer(svg) == (
        "tokenfall, from MLPerf Inference results (MLCommons, Apache-2.0) and rental prices (lists under CC BY 4.0 and "
        "MIT); as of 26 November 2026. Licence: Apache-2.0."
    )


def test_the_title_is_of_the_chip_measured_for_the_longest_time() -> None:
    assert "A dollar of rent buys 5.8 million tokens on one H100 (Sep 2025); it bought 3.3 million in Mar 2024." in (
        throughput_picture(POINTS, RUN, AS_OF, 1000)
    )


def test_chips_are_ordered_by_their_last_release() -> None:
    later = TokensPerDollar(date(2026, 4, 1), "MI300X", 6.0, 4)
    assert list(by_accelerator([*POINTS, later])) == ["MI300X", "H100"]


def test_a_price_of_one_provider_is_a_ring() -> None:
    rings = [svg.count('fill="white" stroke="#0072B2"') for svg in (draw(POINTS), draw(POINTS[:1]))]
    assert rings == [0, 1]


def draw(points: list[TokensPerDollar]) -> str:
    return throughput_picture(points, RUN, AS_OF, 1000)


def test_one_point_is_enough_and_none_is_not() -> None:
    assert "on one H100 (Mar 2024)." in draw(POINTS[:1])
    with pytest.raises(ValueError, match="at least one point"):
        draw([])


def test_a_figure_beyond_the_ticks_is_still_inside() -> None:
    svg = draw([TokensPerDollar(date(2026, 4, 1), "<b>&\x07", 20000.0, 1)])
    assert_readable(svg)
    assert "<b>&\N{REPLACEMENT CHARACTER}" in words(svg)
