"""Price points as rows of a table: amounts as people say them, and the dot beside the line of the budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.reports.price_point_rows import price_point_rows

POINT: dict[str, Any] = {
    "label": "A book",
    "usd_per_task": Decimal(1),
    "budget_usd": Decimal(1),
    "provider": "azure + deepinfra",
    "date_p10": date(2027, 9, 26),
    "date_p50": date(2030, 6, 26),
    "date_p90": None,
}


@pytest.mark.parametrize(
    ("cost", "budget", "compared", "dot"),
    [
        ("0.0126", "14.95", "1/1,200 of the budget", 34.7),  # 1.93 of its five steps above the lowest
        ("0.02", "0.002", "10 times the budget", 108),
        ("5", "5", "1/1.0 of the budget", 90),
        ("0", "5", "free of charge", 0),
        ("0.000001", "60", "1/60,000,000 of the budget", 0),
        ("900", "1", "900 times the budget", 126),
    ],
)
def test_a_cost_is_compared_with_its_budget(cost: str, budget: str, compared: str, dot: float) -> None:
    (row,) = price_point_rows([POINT | {"usd_per_task": Decimal(cost), "budget_usd": Decimal(budget)}])
    assert (row["compared"], row["label"]) == (compared, "A book")
    assert row["scale"]["cost"] == pytest.approx(dot, abs=0.1)
    assert row["scale"]["budget"] == 90


def test_amounts_are_said_as_people_do() -> None:
    (row,) = price_point_rows([POINT | {"usd_per_task": Decimal("0.000035"), "budget_usd": Decimal("0.0126")}])
    assert (row["cost"], row["budget"]) == ("$35 per million uses", "1.3 cents")
    assert row["sellers"] == "Azure + DeepInfra"


def test_an_open_use_shows_by_when_it_fits_as_far_as_forecasts_go() -> None:
    assert price_point_rows([POINT])[0]["reached"] == "10% by Sep 2027, 50% by Jun 2030"
    assert price_point_rows([POINT | {"date_p10": None, "date_p50": None}])[0]["reached"] == ""
