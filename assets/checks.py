"""The rules of a table as Dagster asset checks, which the step that builds the table reports.

Blocking rules are evaluated inside the transaction that builds the table: a table that breaks one is not committed.
"""

import dagster as dg
import duckdb

from assets.all_rules import rules_of
from assets.data_rule import Finding, evaluate
from warehouse.errors import HeldError


def check_specs(*tables: str) -> list[dg.AssetCheckSpec]:
    """Return the declaration of one asset check for each rule of the tables."""
    return [
        dg.AssetCheckSpec(rule.name, asset=rule.table, description=rule.statement, blocking=rule.blocking)
        for table in tables
        for rule in rules_of(table)
    ]


def refuse_broken_tables(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Evaluate the blocking rules of tables before what was written to them is committed.

    Raises:
        HeldError: Rows break a rule; the message names the table, the rule and a few of the rows.
    """
    for table in tables:
        for rule in rules_of(table):
            if rule.blocking and not (finding := evaluate(connection, rule)).passed:
                raise HeldError([finding.line()])


def check_results(connection: duckdb.DuckDBPyConnection, table: str, *, rebuilt: bool) -> list[dg.AssetCheckResult]:
    """Return the result of each rule of a table.

    Args:
        connection: The open warehouse.
        table: The table.
        rebuilt: Whether this step has built the table. Its blocking rules hold then, and are not evaluated again.
    """
    return [
        _check_result(Finding(rule, 0, ()) if rebuilt and rule.blocking else evaluate(connection, rule))
        for rule in rules_of(table)
    ]


def _check_result(finding: Finding) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=finding.passed,
        asset_key=finding.rule.table,
        check_name=finding.rule.name,
        severity=dg.AssetCheckSeverity.ERROR if finding.rule.blocking else dg.AssetCheckSeverity.WARN,
        description=None if finding.passed else finding.line(),  # the check itself states the rule
        metadata={"breaches": finding.count},
    )
