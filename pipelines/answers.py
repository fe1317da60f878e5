"""Reading the published file for the command line: verdicts, free SQL, rules, sources."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click
import duckdb

from assets.forecasts import headline
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

if TYPE_CHECKING:
    from datetime import date

    from assets.reports.alerts import Alert
    from pipelines.run import Look

Row = dict[str, object]
SOURCE_COLUMNS = ("source", "kind", "url", "last_success_at", "age_hours", "rows", "quarantined", "status", "error")


def read_verdicts(home: Home, *, bar: str | None, workload: str | None, target: str | None) -> tuple[list[Row], str]:
    """Verdict rows in their published order, and a title that says what they have in common.

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
    return rows, f"{', '.join(wanted.values())}: as of {rows[0]['as_of']}, forecasts by {rows[0]['method']}"


def read_headline(home: Home) -> list[Row]:
    """The headline verdict and the nearest open question, for the end of a run."""
    with open_published(home) as connection:
        return rows_of(connection.execute("SELECT * FROM headline"))


def tell(rows: Sequence[Row]) -> list[Row]:
    """Verdict rows as a person reads them: names that all rows share are left to the title."""
    shared = {name for name in ("bar", "workload", "target") if len({row[name] for row in rows}) == 1 and len(rows) > 1}
    return [
        {name: row[name] for name in ("bar", "workload", "target") if name not in shared}
        | {
            "search_usd": row["target_usd_per_query"],
            "answer_usd": row["usd_per_query"],
            "verdict": _sentence(row),
            "offer": f"{row['model_id']} at {row['provider']}",
        }
        for row in rows
    ]


def tell_why(rows: Sequence[Row], title: str) -> str:
    """The explanation of each verdict under what it is of, in lines that fit a page."""
    paragraphs = [
        f"{row['bar']}, {row['workload']}, {row['target']}:\n"
        + textwrap.fill(str(row["explanation"]), 100, break_on_hyphens=False)
        for row in rows
    ]
    return "\n\n".join([title, *paragraphs])


def _sentence(row: Row) -> str:
    if row["status"] != "not_crossed":
        said = f"crossed on {row['crossed_on']}"
        if row["status"] == "crossed_before_first_look":
            said = f"crossed before the first comparison, {row['crossed_on']}"
        elif row["crossed_on_low"]:
            said += f" ({row['crossed_on_low']} to {row['crossed_on_high'] or 'not yet'})"
        return said if row["holds_now"] else f"{said}, above it again now"
    if row["p_1y"] is None:
        return f"{row['ratio']:.3g} times too dear; too little history to forecast"
    odds = ", ".join(f"{row[f'p_{years}y']:.0%} in {years} y" for years in (1, 3, 5))
    return f"{row['ratio']:.3g} times too dear; {odds}"


def tell_looks(looks: Sequence[Look]) -> list[str]:
    """One line on the live sources that were captured, and one that names those that were not; none without looks."""
    if not looks:
        return []
    good = [look for look in looks if look.outcome in {"captured", "unchanged"}]
    new = sum(1 for look in good if look.outcome == "captured")
    lines = [f"live sources: {len(good)} of {len(looks)} captured, {new} of them new or changed"]
    if missing := [look for look in looks if look not in good]:
        named = ", ".join(look.source for look in missing)
        lines.append(f"not captured: {named} (first reason: {missing[0].reason}); `tokenfall sources` says why")
    return lines


def read_alerts(home: Home, as_of: date) -> list[Alert]:
    """The alerts of the published file that nobody has acknowledged."""
    from assets.reports.alerts import open_alerts  # noqa: PLC0415

    with open_published(home) as connection:
        return open_alerts(connection, home, as_of)


def read_sources(home: Home) -> tuple[list[Row], tuple[str, ...]]:
    """Every source in alphabetical order."""
    with open_published(home) as connection:
        return rows_of(connection.execute("SELECT * FROM out_source ORDER BY source")), SOURCE_COLUMNS


def run_query(home: Home, query: str) -> list[Row]:
    """The rows of one statement; TokenfallError with DuckDB's first line when it fails."""
    with open_published(home) as connection:
        return _query(connection, query)


def run_shell(home: Home, show: Callable[[Sequence[Row]], None]) -> None:
    """Read statements that end in a semicolon until the input ends; an error is said and the shell goes on."""
    prompt = sys.stdin.isatty()
    with open_published(home) as connection:
        if prompt:
            print("read-only SQL; end a statement with ; and the shell with Ctrl-D. SHOW TABLES; lists the tables")
        statement = ""
        for line in _lines(prompt):
            statement += line + "\n"
            if statement.strip().endswith(";"):
                _try(connection, statement, show)
                statement = ""
        if statement.strip():
            _try(connection, statement, show)


def check_published(home: Home) -> tuple[list[Row], int]:
    """One row per rule, and how many blocking rules are broken."""
    from assets.all_rules import ALL_RULES  # noqa: PLC0415
    from assets.rules import evaluate  # noqa: PLC0415

    with open_published(home) as connection:
        findings = [evaluate(connection, rule) for rule in ALL_RULES]
    rows: list[Row] = [
        {
            "table": one.rule.table,
            "rule": one.rule.name,
            "status": "ok" if one.passed else "BROKEN" if one.rule.blocking else "warning",
            "rows": one.count,
            "says": one.rule.says if one.passed else one.line(),
        }
        for one in findings
    ]
    return rows, sum(1 for one in findings if not one.passed and one.rule.blocking)


def rows_of(found: duckdb.DuckDBPyConnection) -> list[Row]:
    """Rows as mappings by column name."""
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def refuse_unknown(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Raise a usage error when no bar, workload or target is called so."""
    table = {"bar": "core_bar", "workload": "core_workload", "target": "core_search_cost"}[name]
    known = [found for (found,) in connection.execute(f"SELECT DISTINCT {name} FROM {table} ORDER BY 1").fetchall()]
    if value not in known:
        raise click.BadParameter(f"{value!r} is not one of {', '.join(known)}", param_hint=f"--{name}")


def _query(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    try:
        found = connection.execute(query)
        return rows_of(found) if found.description else []
    except duckdb.Error as error:
        raise TokenfallError(str(error).strip().splitlines()[0]) from error


def _try(connection: duckdb.DuckDBPyConnection, statement: str, show: Callable[[Sequence[Row]], None]) -> None:
    try:
        show(_query(connection, statement))
    except TokenfallError as error:
        print(f"tokenfall: {error}", file=sys.stderr)


def _lines(prompt: bool):  # noqa: ANN202 - an iterator of str
    while True:
        try:
            yield input("tokenfall> " if prompt else "")
        except EOFError:
            return


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
