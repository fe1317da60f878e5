"""A verdict in a cell: when it crossed, or how likely it will."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assets.forecasts.verdict_words import verdict_text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "May 2024"),
        ({"status": "crossed_before_first_look"}, "before we looked (May 2024)"),
        ({"holds_now": False}, "May 2024 ↑"),
        ({"status": "not_crossed", "p_5y": 0.92}, "92%"),
        ({"status": "not_crossed", "p_5y": None}, "no forecast"),
        ({"status": "crossed_before_first_look", "holds_now": False}, "before we looked (May 2024) ↑"),
    ],
)
def test_a_verdict_in_one_cell(changes: dict[str, Any], text: str) -> None:
    crossed = {"status": "crossed", "crossed_on": date(2024, 5, 13), "holds_now": True}
    assert verdict_text(crossed | {"p_5y": 1} | changes) == text
