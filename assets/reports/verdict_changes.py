"""Say what changed of the headline verdict since the last update, a month and a year, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from assets.forecasts import headline
from assets.formats import day, everyday_money
from assets.reports.gather import Row
from assets.trends.paths import add_months

NO_VERDICT = "no_verdict"
SHOWN = 40
"""Number of changes that the page lists."""


def changes_since(history: Sequence[Row], as_of: date | None) -> list[Row]:
    """Return a line for each of three periods: since when, and what changed of the headline verdict and why.

    Args:
        history: The rows of `list_verdict_history.sql`.
        as_of: The date of the page.
    """
    own = [row for row in reversed(history) if row["target"] == headline.TARGET]
    if not own or not as_of:
        return []
    periods = {
        "Since the last update": own[0]["last_day"],
        "Since a month ago": add_months(as_of, -1),
        "Since a year ago": add_months(as_of, -12),
    }
    return [
        {"period": period, "since": since, "text": _what_changed(own, since)}
        for period, since in periods.items()
        if since
    ]


def listed_changes(history: Sequence[Row]) -> Row:
    """Return the newest changes, of the headline's cost or of any verdict at its bar, and how many more there are.

    Args:
        history: The rows of `list_verdict_history.sql`.
    """
    changes = [
        row for row in history if row["cause_kind"] and (row["target"] == headline.TARGET or row["is_other_verdict"])
    ]
    return {"rows": changes[:SHOWN], "more": max(len(changes) - SHOWN, 0)}


def _what_changed(own: Sequence[Row], since: date) -> str:
    """Return what changed of one verdict since a day, from its rows in the order of their days."""
    earlier = [row for row in own if row["as_of"] <= since]
    before, now = (earlier or own)[-1 if earlier else 0], own[-1]
    since = max(since, before["as_of"])
    missing = "" if earlier else f"Of that day there is no verdict; since the first, of {day(before['as_of'])}: "
    changes = [row for row in own if row["as_of"] > since and row["cause_kind"]]
    if not changes:
        return missing + "Nothing changed."
    counted = "Cause: " if len(changes) == 1 else f"{len(changes)} changes, the largest: "
    cause = _largest([before, *changes])["changed_because"]
    return f"{missing}{_verdict(before, now)} {_cost(before, now)} {counted}{cause}"


def _verdict(before: Row, now: Row) -> str:
    old, new = _crossing(before), _crossing(now)
    return f"The verdict is unchanged: {new}." if old == new else f"The verdict was: {old}. It is: {new}."


def _crossing(row: Row) -> str:
    if row["status"] == NO_VERDICT:
        return "none, for want of an offer"
    if row["status"] == "not_crossed":
        return "not as cheap yet"
    prefix = "by" if row["status"] == "crossed_before_first_look" else "on"
    return f"as cheap {prefix} {day(row['crossed_on'])}"


def _cost(before: Row, now: Row) -> str:
    old, new = before["now_usd_per_query"], now["now_usd_per_query"]
    if old is None or new is None:
        return "No cost is known." if new is None else f"An answer costs {everyday_money(new)}."
    if old == new:
        return f"An answer still costs {everyday_money(new)}."
    return f"An answer cost {everyday_money(old)} and now costs {everyday_money(new)}."


def _largest(rows: Sequence[Row]) -> Row:
    """Return the newest other verdict, or else the row whose cost differs most from that of the row before."""
    changes = rows[1:]
    moves = {id(row): _move(earlier, row) for earlier, row in zip(rows, changes, strict=False)}
    return max(changes, key=lambda row: (row["is_other_verdict"], moves[id(row)], row["as_of"]))


def _move(before: Row, row: Row) -> float:
    old, new = before["now_usd_per_query"], row["now_usd_per_query"]
    return abs(math.log(float(new) / float(old))) if old and new else 0.0
