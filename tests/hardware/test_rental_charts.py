"""The pictures of rents and of serving: what is joined, what is left a gap, and what is printed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from assets.charts import to_svg
from assets.hardware.rental_chart import RentalIndexPoint, rental_index_chart, segments
from assets.hardware.serving_chart import NeededUtilisation, first_seen, latest, serving_chart


def median(month: date, since: int | None) -> RentalIndexPoint:
    return RentalIndexPoint("h100-sxm-80gb", "median", month, 3.0, 2.5, 3.5, since)


POINTS = [median(date(2025, 10, 1), None), median(date(2025, 11, 1), 1), median(date(2026, 7, 1), 8)]
CHAIN = [point._replace(kind="matched", usd=2.75) for point in POINTS]


def test_a_gap_between_medians_is_not_joined_but_a_link_of_the_chain_is() -> None:
    assert segments(POINTS) == [POINTS[:2], POINTS[2:]]
    assert segments(CHAIN) == [CHAIN]


def test_the_rental_chart_has_a_panel_for_each_form_seen_and_prints_the_last_price() -> None:
    others = [
        median(date(2026, 7, 1), None)._replace(accelerator=name)
        for name in ("h100-pcie-80gb", "h100-unspecified", "h100")
    ]
    chart = rental_index_chart([*POINTS, *CHAIN, *others], "Rents")
    svg = to_svg(chart, "rental", "Rents")
    chart.to_dict()
    assert ">H100 SXM<" in svg
    assert ">H100 PCIe<" in svg
    assert ">H100, form not stated<" in svg
    assert ">H100<" not in svg
    assert ">H100 NVL<" not in svg
    assert ">$3<" in svg
    assert ">$2.75<" in svg


@pytest.mark.parametrize(("median_usd", "offset"), [(3.0, -6), (2.0, 8)])
def test_of_two_last_prices_the_higher_one_is_printed_above(median_usd: float, offset: int) -> None:
    last = [median(date(2026, 7, 1), 8)._replace(usd=median_usd), CHAIN[-1]]
    (panel,) = rental_index_chart(last, "Rents").to_dict()["concat"]
    labels = [layer["mark"]["dy"] for layer in panel["layer"] if layer["mark"]["type"] == "text"]
    assert labels == [offset, 2 - offset]


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a point"):
        rental_index_chart([median(date(2026, 7, 1), None)._replace(accelerator="t4")], "Rents")
    with pytest.raises(ValueError, match="at least one row"):
        serving_chart([], "Serving")


def use(accelerator: str, day: date, utilisation: float) -> NeededUtilisation:
    return NeededUtilisation(accelerator, day, Decimal(3), 4000, 4000 * utilisation, utilisation, None, None)


NEEDED = [
    use("h100", date(2025, 10, 1), 0.76),
    use("h100", date(2026, 8, 1), 1.13),
    use("b200", date(2026, 8, 1), 0.72),
]


def test_the_last_month_is_compared_with_the_first() -> None:
    assert sorted(row.accelerator for row in latest(NEEDED)) == ["b200", "h100"]
    assert {row.accelerator: row.utilisation for row in latest(NEEDED)}["h100"] == 1.13
    assert first_seen(NEEDED) == [NEEDED[0]]


def test_the_serving_chart_puts_the_least_demanding_first_and_shows_how_much() -> None:
    chart = serving_chart(NEEDED, "Serving")
    chart.to_dict()
    svg = to_svg(chart, "serving", "Serving")
    assert ">72%<" in svg
    assert ">113%<" in svg
    assert svg.index(">b200<") < svg.index(">h100<")


def test_the_axis_of_the_serving_chart_holds_every_figure() -> None:
    """A figure beyond the axis was drawn at its edge, as another figure."""
    extremes = [use("old", date(2024, 1, 1), 0.11), use("old", date(2026, 8, 1), 6.3)]
    drawn = str(serving_chart([*NEEDED, *extremes], "Serving").to_dict())
    scales = re.findall(r"'domain': \[([\d.]+), ([\d.]+)\]", drawn)
    assert scales
    assert all(float(low) < 0.11 and float(high) > 6.3 for low, high in scales)
