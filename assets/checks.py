"""The rules of every subject as Dagster asset checks: one check step per table, blocking where the rule says so."""

from collections.abc import Iterator

import dagster as dg

from assets.all_rules import ALL_RULES
from assets.data_rule import Rule, evaluate
from assets.table_asset import RESOURCES
from warehouse.store import Writer


def all_checks() -> list[dg.AssetChecksDefinition]:
    """One multi-check for each table that has rules."""
    tables = dict.fromkeys(rule.table for rule in ALL_RULES)
    return [_check_table(table, [rule for rule in ALL_RULES if rule.table == table]) for table in tables]


def _check_table(table: str, rules: list[Rule]) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(
        name=f"check_{table.strip('_')}",
        specs=[
            dg.AssetCheckSpec(rule.name, asset=table, description=rule.statement, blocking=rule.blocking)
            for rule in rules
        ],
        required_resource_keys=RESOURCES,
    )
    def check(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        warehouse: Writer = context.resources.warehouse
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
