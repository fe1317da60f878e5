"""The chart of price points: what each row shows, and that the picture can be drawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.charts import to_svg
from assets.forecasts.price_point_chart import PointMark, point_marks, price_point_chart, short_bar

AS_OF = date(2026, 11, 24)
VIABLE: dict[str, Any] = {
    "label": "A book read",
    "bar_label": "GPT-4 (March 2023) on the Epoch Capabilities Index",
    "status": "viable",
    "usd_per_task": Decimal("0.0116"),
    "budget_usd": Decimal("14.95"),
    "viable_on": date(2024, 7, 18),
    "below_at_first_comparison": False,
    "holds_now": True,
    "p_5y": 1.0,
    "date_p10": None,
    "date_p50": None,
    "date_p90": None,
}
OPEN = VIABLE | {
    "label": "Five samples",
    "status": "not_viable",
    "viable_on": None,
    "holds_now": False,
    "p_5y": 0.42,
    "date_p10": date(2028, 6, 24),
}


def mark(**more: object) -> PointMark:
    (mark,) = point_marks([VIABLE | more])
    return mark


def test_a_viable_row_shows_its_day_and_its_cost_of_its_budget() -> None:
    assert mark() == PointMark("A book read, GPT-4", "crossed", date(2024, 7, 18), None, None, "", "$0.0116 of $14.95")


def test_a_row_marks_a_fit_from_the_first_day_and_a_fit_that_has_ended() -> None:
    assert mark(below_at_first_comparison=True).kind == "first"
    assert mark(holds_now=False).note == "above again"


def test_an_open_row_shows_its_interval_and_its_chance() -> None:
    (mark,) = point_marks([OPEN])
    assert (mark.kind, mark.day, mark.low, mark.high) == ("open", None, date(2028, 6, 24), None)
    assert mark.note == "42% in 5 years"


def test_an_open_row_without_a_forecast_is_marked() -> None:
    (mark,) = point_marks([OPEN | {"p_5y": None, "date_p10": None}])
    assert (mark.note, mark.low) == ("no forecast", None)


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("GPT-4 (March 2023) on the Epoch Capabilities Index", "GPT-4"),
        ("140 points on the Epoch Capabilities Index", "140 points"),
    ],
)
def test_a_bar_is_named_without_its_benchmark(label: str, short: str) -> None:
    assert short_bar(label) == short


def test_every_row_and_every_word_of_it_is_drawn() -> None:
    chart = price_point_chart(point_marks([VIABLE, OPEN]), AS_OF, "When each application fits its budget")
    chart.to_dict()  # raises where the chart is not what the schema allows
    svg = to_svg(chart, "points", "a picture")
    for text in ("A book read, GPT-4", "Five samples, GPT-4", "42% in 5 years", "$0.0116 of $14.95", ">2031<"):
        assert text in svg


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        price_point_chart([], AS_OF, "nothing")
