"""Stop a publication in which a table has lost many of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import query

if TYPE_CHECKING:
    from assets.reports.publication.draft import Draft

LARGEST_LOSS = 0.2
"""Largest share of its rows that a table may lose from one publication to the next."""
LEAST_LOST = 3
"""A table that loses fewer rows than this has lost too few to say anything, unless it is empty now."""
OPEN_QUESTIONS = ("out_missing_score", "out_reading_problem", "out_hardware_result_doubt", "out_frontier_hold")
"""Tables that list what is missing or in doubt: they become shorter when something was solved."""


def lost_rows(draft: Draft) -> str | None:
    """Return which tables for users lost more than a fifth of the rows that are published; None where none did."""
    if draft.last is None:
        return None
    now, before = query.row_counts(draft.connection), query.row_counts(draft.last)
    short = {
        table: f"{table} has {now[table]:,} rows of {rows:,}"
        for table, rows in before.items()
        if table in now and table not in {*OPEN_QUESTIONS, *draft.accepted} and _is_short(rows, now[table])
    }
    if not short:
        return None
    return (
        f"more than a fifth of the rows published as of {draft.last_day} are gone: {', '.join(short.values())}: "
        f"find what was lost; if this is right, `tokenfall run --accept {','.join(short)}`"
    )


def _is_short(before: int, now: int) -> bool:
    lost = before - now
    return lost > LARGEST_LOSS * before and (lost >= LEAST_LOST or now == 0)
