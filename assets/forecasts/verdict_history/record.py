"""Add one day to the history of the verdicts, which is never rewritten afterwards.

The history of a new home starts with the ends of months that are shipped with the facts: recomputed, each with what was
known then. From its first run on, each home adds the days on which it published.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.forecasts import headline
from assets.forecasts.verdict_history.causes import NO_VERDICT, Cause, Comparison
from assets.forecasts.verdict_history.snapshot import INCLUDED_SEARCH, read_snapshot
from warehouse import query
from warehouse.bundle import FACTS

if TYPE_CHECKING:
    from warehouse.query import Row
    from warehouse.store import Writer

HERE = Path(__file__).parent
SHIPPED = FACTS / "verdict_history"
DAYS, CHANGES = "_verdict_day", "_verdict_change"
INPUTS = {"_verdict_price": "list_prices", "_verdict_score": "list_scores", "_verdict_target": "list_targets"}
"""The tables that hold what the verdicts of the newest two days were computed from, and the query that fills each."""
TABLES = {
    DAYS: "select_all_days",
    CHANGES: "select_all_changes",
    "_verdict_price": "select_all_prices",
    "_verdict_score": "select_all_scores",
    "_verdict_target": "select_all_targets",
}
"""The tables of the history, and the query that gives each as it is shipped."""
PUBLISHED, RECOMPUTED = "published", "recomputed"
"""The basis of a day: a home published the verdicts as of that day, or they were recomputed later."""
LEAST_CHANGE = 0.01
"""A chance has changed where it differs from that of the last row by one percentage point."""
FIRST_DAY = Cause("first", "The first day of this history.")


def update_history(warehouse: Writer, day: date, facts_as_of: date, shipped: Path = SHIPPED) -> None:
    """Bring the tables of the history up to date with the verdicts of a day.

    A day before the facts were compiled, or before another day that this home has published, adds nothing: its verdicts
    were computed later. A second run as of the newest day replaces what the first has added.

    Args:
        warehouse: The warehouse with the tables and the verdicts.
        day: The as-of date of the verdicts.
        facts_as_of: The newest day that the bundled facts cover.
        shipped: Folder of the ends of months that are shipped with the facts.
    """
    _take_shipped_days(warehouse, shipped)
    newest = query.value(warehouse.connection, HERE / "find_newest_day.sql", {"basis": PUBLISHED})
    if day >= facts_as_of and (newest is None or day >= newest):
        for table in TABLES:
            warehouse.delete_rows(table, {"as_of": day})
        add_day(warehouse, day, facts_as_of, PUBLISHED)


def add_day(warehouse: Writer, day: date, facts_as_of: date, basis: str) -> None:
    """Add the verdicts of a day that differ from the last rows, each with its cause, and store the day's inputs.

    Args:
        warehouse: The warehouse with the tables and the verdicts.
        day: A day after all days of the history.
        facts_as_of: The newest day that the bundled facts cover.
        basis: `published` or `recomputed`.
    """
    parameters = {
        **{"as_of": day, "facts_as_of": facts_as_of, "basis": basis, "included": INCLUDED_SEARCH},
        **{"least": LEAST_CHANGE, "no_verdict": NO_VERDICT, "headline_bar": headline.BAR},
        **{"headline_workload": headline.WORKLOAD, "headline_target": headline.TARGET},
    }
    for table, name in {DAYS: "describe_day", **INPUTS}.items():
        warehouse.insert_select(table, query.read_sql(HERE / f"{name}.sql"), parameters)
    days = query.rows(warehouse.connection, HERE / "list_days.sql")
    rows = query.rows(warehouse.connection, HERE / "find_changed_verdicts.sql", parameters)
    warehouse.insert_rows(CHANGES, _with_causes(warehouse, rows, days[:2], basis))
    for table in INPUTS:
        for old in days[2:3]:
            warehouse.delete_rows(table, {"as_of": old["as_of"]})


def ship_history(warehouse: Writer, folder: Path = SHIPPED) -> None:
    """Write the history and the inputs of its newest days as the Parquet files that are shipped with the facts."""
    folder.mkdir(exist_ok=True)
    for table, name in TABLES.items():
        warehouse.export(query.read_sql(HERE / f"{name}.sql"), folder / f"{table}.parquet")


def _with_causes(warehouse: Writer, rows: list[Row], days: list[Row], basis: str) -> list[Row]:
    """Return the changed verdicts as rows of the history."""
    connection = warehouse.connection
    columns = query.table_columns(connection, CHANGES)
    comparison = None
    if len(days) > 1:
        names = dict(query.tuples(connection, HERE / "list_names.sql"))
        after, before = (read_snapshot(connection, day) for day in days)
        comparison = Comparison(before, after, names)
    changed = []
    for row in rows:
        cause = comparison.cause_of(row) if comparison else FIRST_DAY
        texts = {"cause_kind": cause.kind, "changed_because": cause.sentence} if cause else {}
        changed.append({name: {**row, **texts, "basis": basis}.get(name) for name in columns})
    return changed


def _take_shipped_days(warehouse: Writer, folder: Path) -> None:
    """Let the recomputed days be those of the shipped files before this home's first published day."""
    if not folder.exists():
        return
    files = {table: {"file": str(folder / f"{table}.parquet")} for table in TABLES}
    if query.value(warehouse.connection, HERE / "compare_shipped_days.sql", files[DAYS] | {"basis": RECOMPUTED}):
        return
    is_new = query.value(warehouse.connection, HERE / "find_newest_day.sql", {"basis": PUBLISHED}) is None
    for table in (CHANGES, DAYS):
        warehouse.delete_rows(table, {"basis": RECOMPUTED})
    for table in (CHANGES, DAYS, *(INPUTS if is_new else ())):
        if table in INPUTS:
            warehouse.empty(table)
        warehouse.insert_select(table, query.read_sql(HERE / "select_shipped_days.sql"), files[table])
