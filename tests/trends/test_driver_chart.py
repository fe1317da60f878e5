"""The waterfall: where its bars start and end, the text of its labels, and that they stay within the picture."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from assets.charts import to_svg
from assets.trends.driver_chart import DriverShare, driver_waterfall_chart

START, END = (date(2025, 12, 31), 0.08), (date(2026, 12, 31), 0.02)
SHARES = [
    DriverShare("hardware", -math.log(8), -math.log(10), -math.log(5)),
    DriverShare("algorithms", None, None, None),
    DriverShare("market", math.log(2), math.log(1.5), math.log(3)),
    DriverShare("market and residual", 0.0, -0.1, 0.1),
]


def drawn() -> dict[str, Any]:
    chart = driver_waterfall_chart(START, END, SHARES, "Drivers", (600, 300))
    assert "<svg" in to_svg(chart, "drivers", "Drivers")
    return chart.to_dict()


def test_bars_lead_from_the_first_cost_to_the_last() -> None:
    bars = [(bar["usd"], bar["usd_to"]) for bar in drawn()["layer"][0]["data"]["values"]]
    expected = [(0.001, 0.08), (0.08, 0.01), (0.01, 0.01), (0.01, 0.02), (0.02, 0.02), (0.001, 0.02)]
    assert [pytest.approx(bar) for bar in bars] == expected


def test_whiskers_are_the_interval_of_their_driver_alone() -> None:
    whiskers = [(rule["usd"], rule["usd_to"]) for rule in drawn()["layer"][1]["data"]["values"]]
    assert whiskers[:2] == [pytest.approx((0.008, 0.016)), pytest.approx((0.015, 0.03))]
    assert len(whiskers) == 3


def test_labels_name_the_driver_and_its_effect() -> None:
    names, changes = (layer["data"]["values"] for layer in drawn()["layer"][2:])
    assert [label["label"] for label in names] == [
        "31 December 2025",
        "hardware",
        "algorithms",
        "market",
        "market and residual",
        "31 December 2026",
    ]
    assert [label["label"] for label in changes] == [
        "$0.08",
        "8.0 times cheaper",
        "not measured",
        "2.0 times as expensive",
        "unchanged",
        "$0.02",
    ]
    assert all(label["y"] >= 0 for label in [*names, *changes])


def test_a_waterfall_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one driver"):
        driver_waterfall_chart(START, END, [], "Drivers", (600, 300))
