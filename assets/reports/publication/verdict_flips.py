"""Stop a publication in which a verdict differs and nothing that it is computed from does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from assets.forecasts import headline
from assets.forecasts.verdict_history.causes import NO_VERDICT, Comparison
from assets.forecasts.verdict_history.snapshot import read_snapshot
from warehouse import query

if TYPE_CHECKING:
    from assets.reports.publication.draft import Draft
    from warehouse.query import Row

HERE = Path(__file__).parent
Key = tuple[str, str, str]
HEADLINE: Key = (headline.BAR, headline.WORKLOAD, headline.TARGET)
UNEXPLAINED = "unexplained"
EXAMPLES = 3
CROSSING = ("status", "crossed_on", "model_id", "provider", "usd_per_query", "target_usd_per_query")
OFFER = ("now_model_id", "now_provider", "now_usd_per_query")


def unexplained_flips(draft: Draft) -> str | None:
    """Return which verdicts differ from the published ones without a cause; None where none does.

    Both files hold the prices, scores and costs of a search that their verdicts were computed from, by day of the
    history of the verdicts. A verdict as of a day that the history lacks (a run for a past date) is not compared.
    """
    if draft.last is None or "out_verdict" in draft.accepted:
        return None
    before, after = _day(draft.last), _day(draft.connection)
    if before is None or after is None:
        return None
    old, new = _verdicts(draft.last), _verdicts(draft.connection)
    flipped = [_compared(old[key], new.get(key)) for key in old if _is_flip(key, old[key], new.get(key))]
    if not flipped:
        return None
    names = _names(draft.last) | _names(draft.connection)
    snapshots = (read_snapshot(draft.last, before), read_snapshot(draft.connection, after))
    comparison = Comparison(*snapshots, names)
    causes = [(row, comparison.cause_of(row)) for row in flipped]
    lines = list(_lines(row for row, cause in causes if cause is None or cause.kind == UNEXPLAINED))
    if not lines:
        return None
    more = f" and {len(lines) - EXAMPLES:,} more" if len(lines) > EXAMPLES else ""
    return (
        f"verdicts differ from those published as of {draft.last_day} although no price, score, membership, search or "
        f"code does: {'; '.join(lines[:EXAMPLES])}{more}: report it; if this is right, `tokenfall run --accept "
        "out_verdict`"
    )


def _day(connection: duckdb.DuckDBPyConnection) -> Row | None:
    """Return the day of the history that holds what the verdicts were computed from; None where there is none."""
    try:
        rows = query.rows(connection, HERE / "find_verdict_day.sql")
    except duckdb.CatalogException:  # published by a version that had no such history
        return None
    return rows[0] if rows else None


def _verdicts(connection: duckdb.DuckDBPyConnection) -> dict[Key, Row]:
    rows = query.rows(connection, HERE / "list_compared_verdicts.sql")
    return {(row["bar"], row["workload"], row["target"]): row for row in rows}


def _names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(query.tuples(connection, HERE / "list_compared_names.sql"))


def _is_flip(key: Key, old: Row, new: Row | None) -> bool:
    """Whether the status or the day of crossing differs; of the headline also the cost, then or now."""
    if new is None:
        return True
    watched = ["status", "crossed_on"] + (["usd_per_query", "now_usd_per_query"] if key == HEADLINE else [])
    return any(old[name] != new[name] for name in watched)


def _compared(old: Row, new: Row | None) -> Row:
    """Return a row as `find_changed_verdicts.sql` has it: the new verdict, the old one, and which parts differ."""
    now = new or {**dict.fromkeys(old), **{name: old[name] for name in ("bar", "workload", "target")}}
    row = {**now, **{f"was_{name}": value for name, value in old.items()}}
    row["status"] = now["status"] or NO_VERDICT
    return {
        **row,
        "answered_by": old["answered_by"],
        "searches": old["searches"],
        "crossing_differs": any(now[name] != old[name] for name in CROSSING),
        "offer_differs": any(now[name] != old[name] for name in OFFER),
        "target_differs": now["now_target_usd_per_query"] != old["now_target_usd_per_query"],
        "chances_differ": False,
    }


def _lines(rows: Iterator[Row]) -> Iterator[str]:
    for row in rows:
        what = [
            f"{name} {row[f'was_{name}']} became {row[name]}"
            for name in ("status", "crossed_on", "usd_per_query", "now_usd_per_query")
            if row[name] != row[f"was_{name}"]
        ]
        yield f"{row['bar']}, {row['workload']}, {row['target']}: {', '.join(what)}"
