"""The rules of every subject as Dagster asset checks: one check step per table, blocking where the rule says so."""

from collections.abc import Iterator

import dagster as dg

from assets.all_rules import ALL_RULES
from assets.data_rule import Rule, evaluate
from warehouse.store import Writer


def all_checks() -> list[dg.AssetChecksDefinition]:
    """Return one definition for each table that has rules: it checks all of them."""
    tables = dict.fromkeys(rule.table for rule in ALL_RULES)
    return [_check_table(table, [rule for rule in ALL_RULES if rule.table == table]) for table in tables]


def _check_table(table: str, rules: list[Rule]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(
        name=f"check_{table.strip('_')}",
        specs=[
            dg.AssetCheckSpec(rule.name, asset=table, description=rule.statement, blocking=rule.blocking)
            for rule in rules
        ],
    )
    def check(warehouse: dg.ResourceParam[Writer]) -> Iterator[dg.AssetCheckResult]:
        for rule in rules:
            finding = evaluate(warehouse.connection, rule)
            yield dg.AssetCheckResult(
                passed=finding.passed,
                asset_key=table,
                check_name=rule.name,
                severity=dg.AssetCheckSeverity.ERROR if rule.blocking else dg.AssetCheckSeverity.WARN,
                description=finding.line(),
                metadata={"breaches": finding.count},
            )

    return check
