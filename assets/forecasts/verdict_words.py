"""A verdict in the few words of a table's cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assets.formats import month, percent


def verdict_text(row: Mapping[str, Any]) -> str:
    """Return a row of out_verdict as a short text: the month of the crossing, or the chance of it within five years.

    An answer that was already cheaper when both prices were first known crossed before that month.
    """
    if row["status"] == "not_crossed":
        return "no forecast" if row["p_5y"] is None else percent(row["p_5y"])
    day = month(row["crossed_on"])
    text = f"before we looked ({day})" if row["status"] == "crossed_before_first_look" else day
    return text if row["holds_now"] else f"{text} \N{UPWARDS ARROW}"
