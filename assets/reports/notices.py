"""What readers should know before the answer: a price that is held back, and scores that are old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from assets.formats import day, dollars, seller

if TYPE_CHECKING:
    from assets.reports.gather import ReportData

STALE_SCORE_DAYS = 90
"""Days after which scores are called old: as many as make a price stale."""


def notices(data: ReportData) -> list[str]:
    """Return every notice."""
    return [*map(held_price, data.held), *filter(None, [old_scores(data.newest_score, data.as_of)])]


def held_price(row: Mapping[str, Any]) -> str:
    """Return in words why a price is not used, from a row of `list_held_prices.sql`."""
    return (
        f"Held back: {row['source']} alone shows {row['model']} at {seller(row['provider'])} for "
        f"{dollars(row['usd_per_query'])} an answer, {row['times_cheaper']:.0f} times below the cheapest. It counts as "
        "soon as a second source shows it."
    )


def old_scores(newest: date | None, as_of: date | None) -> str:
    """Return a sentence where the newest scores are old; empty otherwise. Old scores never stop a publication."""
    if newest is None or as_of is None or (as_of - newest).days <= STALE_SCORE_DAYS:
        return ""
    return f"The newest scores are of {day(newest)}: models released since then have none and do not count."
