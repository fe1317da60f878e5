"""The pictures of rents and of serving: what is joined, what is left a gap, and what is printed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from assets.hardware.rental_chart import DRAWN, RentalIndexPoint, rental_picture, segments
from assets.hardware.serving_chart import NeededUtilisation, first_seen, latest, serving_picture
from tests.svg_texts import assert_readable, footer, texts, words

AS_OF = date(2026, 11, 26)


def median(month: date, since: int | None) -> RentalIndexPoint:
    return RentalIndexPoint("h100-sxm-80gb", "median", month, 3.0, 2.5, 3.5, since)


POINTS = [median(date(2025, 10, 1), None), median(date(2025, 11, 1), 1), median(date(2026, 7, 1), 8)]
CHAIN = [point._replace(kind="matched", usd=2.75) for point in POINTS]


def test_a_gap_between_medians_is_not_joined() -> None:
    assert segments(POINTS) == [POINTS[:2], POINTS[2:]]


@pytest.mark.parametrize("width", [1000, 360])
def test_the_rental_chart_has_a_panel_for_each_form_seen_and_prints_the_last_median(width: int) -> None:
    others = [
        median(date(2026, 7, 1), None)._replace(accelerator=name, usd=2.0)
        for name in ("h100-pcie-80gb", "h100-unspecified", "h100")
    ]
    svg = rental_picture([*POINTS, *CHAIN, *others], AS_OF, width)
    assert_readable(svg)
    drawn = words(svg)
    assert [name for name in drawn if name.startswith("H100")] == ["H100 SXM", "H100 PCIe", "H100, form not stated"]
    assert [drawn.count(price) for price in ("$3", "$2", "$2.75")] == [1, 2, 0]
    assert "An hour of one H100 SXM rents for $3 in Jul 2026; it was $3 in Oct 2025." in svg
    assert footer(svg).endswith("as of 26 November 2026. Licence: Apache-2.0.")


@pytest.mark.parametrize("width", [1000, 360])
def test_all_panels_fit_with_prices_at_both_ends_of_the_axis(width: int) -> None:
    points = [
        median(month, None)._replace(accelerator=id_, usd=usd, low=0.1, high=40.0)
        for id_ in DRAWN
        for month, usd in ((date(2022, 7, 1), 0.05), (date(2026, 12, 1), 99.0))
    ]
    assert_readable(rental_picture(points, AS_OF, width))


def test_a_chart_of_nothing_is_refused() -> None:
    for points in ([median(date(2026, 7, 1), None)._replace(accelerator="t4")], CHAIN):
        with pytest.raises(ValueError, match="needs a median"):
            rental_picture(points, AS_OF, 1000)
    with pytest.raises(ValueError, match="at least one row"):
        serving_picture([], AS_OF, 1000)


def use(accelerator: str, day: date, utilisation: float) -> NeededUtilisation:
    return NeededUtilisation(accelerator, day, Decimal(3), 4000, 4000 * utilisation, utilisation, None, None)


NEEDED = [
    use("H100", date(2025, 10, 1), 0.76),
    use("H100", date(2026, 8, 1), 1.13)._replace(low=1.0, high=1.3),
    use("B200", date(2026, 8, 1), 0.72),
]


def test_the_last_month_is_compared_with_the_first() -> None:
    assert sorted(row.accelerator for row in latest(NEEDED)) == ["B200", "H100"]
    assert {row.accelerator: row.utilisation for row in latest(NEEDED)}["H100"] == pytest.approx(1.13)
    assert first_seen(NEEDED) == [NEEDED[0]]


@pytest.mark.parametrize("width", [1000, 360])
def test_the_serving_chart_puts_the_least_demanding_first_and_shows_how_much(width: int) -> None:
    svg = serving_picture(NEEDED, AS_OF, width)
    assert_readable(svg)
    drawn = words(svg)
    assert [word for word in drawn if word in {"B200", "H100", "72%", "113%"}] == ["B200", "72%", "H100", "113%"]
    assert "1 of 2 rented accelerators serves Llama 3 70B at 20 cents per million tokens, if 72% busy." in svg
    assert "as of 26 November 2026. Licence: Apache-2.0." in footer(svg)


def test_where_several_are_cheap_enough_the_title_has_the_least_and_the_most_busy() -> None:
    svg = serving_picture([*NEEDED, use("B300", date(2026, 8, 1), 0.85)], AS_OF, 1000)
    assert "2 of 3 rented accelerators serve Llama 3 70B at 20 cents per million tokens, if 72% to 85% busy." in svg


def test_where_no_accelerator_is_cheap_enough_the_title_tells_so() -> None:
    svg = serving_picture(NEEDED[1:2], AS_OF, 1000)
    assert "No rented accelerator of 1 serves Llama 3 70B at 20 cents per million tokens." in svg


@pytest.mark.parametrize("width", [1000, 360])
def test_every_figure_of_the_serving_chart_is_within_its_axis(width: int) -> None:
    """A figure beyond the axis was drawn at its edge, as another figure."""
    extremes = [use("old", date(2024, 1, 1), 0.11), use("old", date(2026, 8, 1), 6.3)]
    svg = serving_picture([*NEEDED, *extremes], AS_OF, width)
    assert_readable(svg)
    places = sorted(float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg))
    ticks = {text.words: (text.box[0] + text.box[2]) / 2 - 8 for text in texts(svg) if text.words in {"20%", "500%"}}
    assert places[0] < ticks["20%"]
    assert places[-1] > ticks["500%"]
