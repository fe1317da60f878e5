"""Read verdicts, alerts, data rules and sources from the published file, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assets.forecasts import headline
from assets.formats import visible
from pipelines.names import unknown_name
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.public_columns import departures, read_register
from warehouse.query import Row
from warehouse.store import open_published

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from assets.capture.attempts import CaptureAttempt
    from assets.prices.compile.shown_price import ShownPrice
    from assets.reports.alerts import Alert
    from assets.trends.stored.published_pool import PublishedPool

HERE = Path(__file__).parent
REPORTS = HERE.parent / "assets" / "reports"
FIRST_REASONS = 10
"""Sources in trouble whose reasons a run prints; without a network there are ninety."""
CHEAPEST = 10
"""An offer matters to a bar when it would be among this many cheapest ones."""
TABLE_OF_NAMES = {"bar": "core_bar", "workload": "core_workload", "target": "core_search_cost"}
"""The table that lists what each option may name."""


def read_verdicts(
    connection: duckdb.DuckDBPyConnection, *, bar: str | None, workload: str | None, target: str | None
) -> list[Row]:
    """Return verdict rows in their published order.

    Without a bar, workload or target: the headline bar and workload, compared with every target.

    Raises:
        click.BadParameter: A bar, workload or target is unknown.
        TokenfallError: There is no such verdict: the reason.
    """
    if bar is workload is target is None:
        bar, workload = headline.BAR, headline.WORKLOAD
    names = {"bar": bar, "workload": workload, "target": target}
    rows = query.rows(connection, HERE / "list_verdicts.sql", names)
    if not rows:
        for option, name in names.items():
            refuse_unknown(connection, option, name)
        raise TokenfallError(_why_empty(connection, names))
    return rows


def read_headline(connection: duckdb.DuckDBPyConnection) -> Row:
    """Return the one row of the view headline."""
    return query.first_rows(connection, "headline", 1)[0]


def read_held_prices(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return in words each price that is held back until a second source shows it."""
    import duckdb

    from assets.reports.notices import held_price

    try:
        rows = query.rows(connection, REPORTS / "list_held_prices.sql")
    except duckdb.CatalogException:  # published by a version that held none
        return []
    return [visible(held_price(row)) for row in rows]


def read_published_pool(home: Home, workload: str) -> PublishedPool:
    """Return the pool of the published file for one workload.

    Raises:
        click.BadParameter: The workload is unknown.
        TokenfallError: Nothing is published, or no frontier.
    """
    from assets.trends.stored.published_pool import read_pool

    with open_published(home) as connection:
        refuse_unknown(connection, "workload", workload)
        as_of = query.published_as_of(connection)
        pool = read_pool(connection, as_of, workload) if as_of else None
    if pool is None:
        raise TokenfallError(f"{home.published} has no frontier to learn from: run `tokenfall run`")
    return pool


def describe_attempts(attempts: Sequence[CaptureAttempt]) -> list[str]:
    """Return lines on the live sources: how many were captured, and which were not and why; [] without attempts."""
    if not attempts:
        return []
    captured = [attempt for attempt in attempts if attempt.outcome in {"captured", "unchanged"}]
    new = sum(1 for attempt in captured if attempt.outcome == "captured")
    missing = [attempt for attempt in attempts if attempt not in captured]
    lines = [f"live sources: {len(captured)} of {len(attempts)} captured, {new} of them new or changed"]
    reasons = {attempt.source: (attempt.reason or "").removeprefix(f"{attempt.source}: ") for attempt in missing}
    return lines + _first_reasons("not captured", reasons)


def describe_refusals(home: Home) -> list[str]:
    """Return lines on the sources whose newest capture their reader refused, and why."""
    with open_published(home) as connection:
        refused = query.rows(connection, HERE / "list_refused_sources.sql")
    return _first_reasons("captured, but not what its reader expects", {row["source"]: row["error"] for row in refused})


def _first_reasons(state: str, reasons: dict[str, str]) -> list[str]:
    """Return a line for each of the first sources, and one that names the others."""
    lines = [f"{state}: {source}: {reason}" for source, reason in list(reasons.items())[:FIRST_REASONS]]
    others = ", ".join(list(reasons)[FIRST_REASONS:])
    return [*lines, f"{state}: {others}; see `tokenfall sources`"] if others else lines


def read_alerts(home: Home, as_of: date) -> list[Alert]:
    """Return the alerts of the published file that nobody has acknowledged."""
    from assets.reports.alerts import open_alerts

    with open_published(home) as connection:
        return open_alerts(connection, home, as_of)


def read_sources(home: Home) -> tuple[list[Row], list[str]]:
    """Return every source in alphabetical order, and the names of the columns."""
    with open_published(home) as connection:
        names = list(query.table_columns(connection, "out_source"))
        return query.rows(connection, HERE / "list_sources.sql"), names


def read_unlinked(home: Home) -> tuple[list[Row], int]:
    """Return the offers whose model is not known, the most important first, and the number of all offers."""
    with open_published(home) as connection:
        parameters = {"workload": headline.WORKLOAD, "places": CHEAPEST}
        offers = query.value(connection, HERE / "count_offers.sql")
        return query.rows(connection, HERE / "list_unlinked_offers.sql", parameters), offers


def read_captured_prices(home: Home) -> list[tuple[str, list[ShownPrice]]]:
    """Return name and prices of each captured source; none before the first publication."""
    from assets.prices.compile.captures import read_captures

    if not home.published.exists():
        return []
    with open_published(home) as connection:
        return read_captures(connection)


def check_published(home: Home) -> tuple[list[Row], int]:
    """Return a row for each data rule and for each column that is to leave, and the number of blocking rules broken."""
    from assets.all_rules import ALL_RULES
    from assets.data_rule import evaluate

    with open_published(home) as connection:
        findings = [evaluate(connection, rule) for rule in ALL_RULES]
        leaving = departures(read_register(), query.columns_by_table(connection))
    rows: list[Row] = [
        {
            "table": finding.rule.table,
            "rule": finding.rule.name,
            "status": "ok" if finding.passed else "BROKEN" if finding.rule.blocking else "warning",
            "rows": finding.count,
            "says": finding.rule.statement if finding.passed else finding.line(),
        }
        for finding in findings
    ]
    rows += [
        {"table": column.table, "rule": "leaves", "status": "notice", "rows": 0, "says": column.notice}
        for column in leaving
    ]
    return rows, sum(1 for finding in findings if not finding.passed and finding.rule.blocking)


def refuse_unknown(connection: duckdb.DuckDBPyConnection, option: str, name: str | None) -> None:
    """Raise a usage error where no bar, workload or target has this name; None is accepted."""
    known = query.distinct_values(connection, TABLE_OF_NAMES[option], option) if name is not None else []
    if name is not None and name not in known:
        raise unknown_name(name, known, f"--{option}")


def _why_empty(connection: duckdb.DuckDBPyConnection, names: dict[str, str | None]) -> str:
    day = query.published_as_of(connection) or "the as-of date"
    given = ", ".join(f"{option} {name}" for option, name in names.items() if name is not None)
    bars = query.distinct_values(connection, "core_bar_member", "bar")
    if names["bar"] in bars or (names["bar"] is None and bars):
        reason = "no model that qualifies for the bar was on sale for it, or the cost of that search was not known then"
    else:
        reason = "no score snapshot that holds the bar's reference model was known then"
    return (
        f"no verdict for {given} as of {day}: {reason} "  # noqa: S608 - a message
        "(see `tokenfall sql 'SELECT DISTINCT bar, workload FROM out_verdict'`)"
    )
