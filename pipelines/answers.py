"""Reading the published file for the command line: verdicts, alerts, rules, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from assets.forecasts import headline
from pipelines.names import unknown_name
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row, rows_of
from warehouse.store import open_published

if TYPE_CHECKING:
    from datetime import date

    from assets.capture.attempts import CaptureAttempt
    from assets.reports.alerts import Alert


def read_verdicts(home: Home, *, bar: str | None, workload: str | None, target: str | None) -> list[Row]:
    """Return verdict rows in their published order.

    Asked for nothing, the headline bar and workload against every target. Raises a usage error for unknown names.
    """
    asked = {"bar": bar, "workload": workload, "target": target}
    if not any(asked.values()):
        asked |= {"bar": headline.BAR, "workload": headline.WORKLOAD}
    wanted = {name: value for name, value in asked.items() if value is not None}
    with open_published(home) as connection:
        for name, value in wanted.items():
            refuse_unknown(connection, name, value)
        where = " AND ".join(f"{name} = ${name}" for name in wanted)
        rows = rows_of(connection.execute(f"SELECT * FROM out_verdict WHERE {where} ORDER BY position", wanted))
        if not rows:
            raise TokenfallError(_why_empty(connection, wanted))
    return rows


def read_headline(home: Home) -> Row:
    """Return the one row of the view headline."""
    with open_published(home) as connection:
        return rows_of(connection.execute("SELECT * FROM headline"))[0]


def describe_attempts(attempts: Sequence[CaptureAttempt]) -> list[str]:
    """Return a line that counts the live sources captured and one that names the others; none without attempts."""
    if not attempts:
        return []
    captured = [attempt for attempt in attempts if attempt.outcome in {"captured", "unchanged"}]
    new = sum(1 for attempt in captured if attempt.outcome == "captured")
    lines = [f"live sources: {len(captured)} of {len(attempts)} captured, {new} of them new or changed"]
    if missing := [attempt for attempt in attempts if attempt not in captured]:
        names = ", ".join(attempt.source for attempt in missing)
        lines.append(f"not captured: {names} (first reason: {missing[0].reason}); see `tokenfall sources`")
    return lines


def read_alerts(home: Home, as_of: date) -> list[Alert]:
    """The alerts of the published file that nobody has acknowledged."""
    from assets.reports.alerts import open_alerts  # noqa: PLC0415

    with open_published(home) as connection:
        return open_alerts(connection, home, as_of)


def read_sources(home: Home) -> tuple[list[Row], list[str]]:
    """Return every source in alphabetical order, and the names of the columns."""
    with open_published(home) as connection:
        result = connection.execute("SELECT * FROM out_source ORDER BY source")
        return rows_of(result), [column[0] for column in result.description]


def check_published(home: Home) -> tuple[list[Row], int]:
    """One row per rule, and how many blocking rules are broken."""
    from assets.all_rules import ALL_RULES  # noqa: PLC0415
    from assets.data_rule import evaluate  # noqa: PLC0415

    with open_published(home) as connection:
        findings = [evaluate(connection, rule) for rule in ALL_RULES]
    rows: list[Row] = [
        {
            "table": one.rule.table,
            "rule": one.rule.name,
            "status": "ok" if one.passed else "BROKEN" if one.rule.blocking else "warning",
            "rows": one.count,
            "says": one.rule.statement if one.passed else one.line(),
        }
        for one in findings
    ]
    return rows, sum(1 for one in findings if not one.passed and one.rule.blocking)


def refuse_unknown(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Raise a usage error when no bar, workload or target is called so."""
    table = {"bar": "core_bar", "workload": "core_workload", "target": "core_search_cost"}[name]
    known = [row[0] for row in connection.execute(f"SELECT DISTINCT {name} FROM {table} ORDER BY 1").fetchall()]
    if value not in known:
        raise unknown_name(value, known, f"--{name}")


def _why_empty(connection: duckdb.DuckDBPyConnection, wanted: dict[str, str]) -> str:
    as_of = connection.execute("SELECT max(as_of) FROM out_verdict").fetchone()
    day = as_of[0] if as_of and as_of[0] else "the as-of date"
    said = ", ".join(f"{name} {value}" for name, value in wanted.items())
    members = "SELECT DISTINCT bar FROM core_bar_member WHERE bar = coalesce($bar, bar)"
    if connection.execute(members, {"bar": wanted.get("bar")}).fetchall():
        reason = "no model that reaches the bar was on sale for it, or the cost of that search was not known then"
    else:
        reason = "no score snapshot that holds the bar's reference model was known then"
    return (
        f"no verdict for {said} as of {day}: {reason} "
        "(see `tokenfall sql 'SELECT DISTINCT bar, workload FROM out_verdict'`)"
    )
