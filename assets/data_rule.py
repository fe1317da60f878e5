"""What must hold of a table: each rule is an SQL query for the rows that break it.

The rules themselves stand in each subject's `rules.py`; Dagster checks and `tokenfall check` both evaluate them here.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Rule:
    """A named statement about one table; `breaches` selects the rows that contradict it."""

    table: str
    name: str
    says: str
    breaches: str
    blocking: bool = True


@dataclass(frozen=True)
class Finding:
    """How a rule fared: the number of rows that break it, and the first few of them as text."""

    rule: Rule
    count: int
    sample: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """No row breaks the rule."""
        return self.count == 0

    def line(self) -> str:
        """What was found, in one line."""
        if self.passed:
            return f"{self.rule.table}: {self.rule.says}"
        return f"{self.rule.table}: {self.count} rows break '{self.rule.says}', such as {'; '.join(self.sample)}"


def unique_key(table: str, *columns: str) -> Rule:
    """No two rows share these columns."""
    names = ", ".join(columns)
    return Rule(
        table,
        "key_is_unique",
        f"one row per {names}",
        f"SELECT {names}, count(*) AS n FROM {table} GROUP BY ALL HAVING n > 1",
    )


def not_empty(table: str, *, blocking: bool = True) -> Rule:
    """The table has rows."""
    return Rule(
        table,
        "has_rows",
        "there are rows",
        f"SELECT 'no rows' FROM (SELECT count(*) AS n FROM {table}) WHERE n = 0",
        blocking,
    )


def known_in(table: str, column: str, other: str, other_column: str | None = None) -> Rule:
    """Every value of the column is present in another table."""
    there = other_column or column
    return Rule(
        table,
        f"{column}_is_in_{other}",
        f"every {column} stands in {other}",
        f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL "
        f"AND {column} NOT IN (SELECT {there} FROM {other})",
    )


def evaluate(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Finding:
    """Run one rule; at most three offending rows are kept as text."""
    found = connection.execute(f"SELECT count(*) FROM ({rule.breaches})").fetchone()
    count = int(found[0]) if found else 0
    rows = connection.execute(f"SELECT * FROM ({rule.breaches}) LIMIT 3").fetchall() if count else []
    return Finding(rule, count, tuple(", ".join(str(cell) for cell in row) for row in rows))
