"""Walk from a published row to the rows it was computed from, and to what these rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assets.forecasts import headline
from pipelines.output import plain
from pipelines.trace.address import TableRow
from pipelines.trace.evidence import Evidence, find_evidence
from pipelines.trace.makers import find_maker
from warehouse import query
from warehouse.home import Home

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
NEXT: Mapping[str, Mapping[str, str]] = {
    "headline": {"out_verdict": "find_verdict"},
    "verdict_plain": {"out_verdict": "find_verdict"},
    "out_verdict": {"out_frontier": "find_verdict_step", "core_search_cost": "find_verdict_target"},
    "out_frontier": {"out_price_history": "find_step_price", "core_score": "find_step_score"},
    "offer_now": {"out_price_history": "find_offer_price"},
    "price_now": {"out_price_history": "find_current_price"},
    "out_price_event": {"core_price_observation": "find_event_claim"},
    "out_price_history": {"core_price_observation": "find_price_claim"},
    "out_price_vintage": {"core_price_observation": "find_price_claim"},
}
"""The rows behind a row: table -> table of the next rows -> the query that finds them by the row's columns."""


@dataclass(frozen=True)
class Step:
    """One row of the walk: how it was made, what it rests on, and the rows behind it."""

    at: TableRow
    maker: str
    evidence: Evidence | None
    behind: list[Step] = field(default_factory=list)

    def all_evidence(self) -> Iterator[Evidence]:
        """Yield what this row and those behind it rest on."""
        if self.evidence:
            yield self.evidence
        for step in self.behind:
            yield from step.all_evidence()


def walk_from(connection: duckdb.DuckDBPyConnection, home: Home, start: TableRow) -> Step:
    """Return the walk from a row: to the rows behind it, or, where there are none, to its evidence."""
    parameters = {"bar": headline.BAR, "workload": headline.WORKLOAD, "target": headline.TARGET, **start.row}
    behind = [
        walk_from(connection, home, TableRow(table, row))
        for table, file in NEXT.get(start.table, {}).items()
        for row in query.rows(connection, HERE / f"{file}.sql", parameters)
    ]
    evidence = None if behind else find_evidence(connection, home, start)
    return Step(start, _describe_maker(connection, start.table), evidence, behind)


def describe(step: Step, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a walk, those of a row behind another further in."""
    margin = "  " * depth
    yield f"{margin}{'-> ' if depth else ''}{step.at.table}"
    for name, cell in step.at.row.items():
        if cell is not None:
            yield f"{margin}   {name}: {plain(cell)}"
    yield f"{margin}   ({step.maker})"
    for line in step.evidence.lines if step.evidence else ():
        yield f"{margin}   {line}"
    for behind in step.behind:
        yield from describe(behind, depth + 1)


def _describe_maker(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    maker = find_maker(table)
    records = query.tuples(connection, HERE / "find_build.sql", {"table": table})
    if not records:
        return f"made by {maker}"
    inputs, as_of = records[0]
    return f"made by {maker} from {', '.join(json.loads(inputs)) or 'nothing else'}; with what was known on {as_of}"
