"""What must hold of a table: each rule is a query for the rows that break it.

A rule is one file, `<subject>/rules/<table>__<name>.sql`, whose first two lines are comments:

    -- a search cost lies within its own range
    -- severity: error

A table that breaks a rule of severity `error` is not committed, and nothing is published; `warning` only reports. A
rule may read its own table and what is computed before it. What many tables share (a unique key, rows at all, values
that another table lists) is a function here, called in the subject's `rules.py`. Builds, Dagster's asset checks and
`tokenfall check` evaluate the rules with this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import query

if TYPE_CHECKING:
    import duckdb

STATEMENT = re.compile(r"-- (?!severity:)\S")
SEVERITIES = {"-- severity: error": True, "-- severity: warning": False}
EXAMPLES = 3
"""Number of offending rows that a finding shows."""


@dataclass(frozen=True)
class Rule:
    """A statement about one table.

    Attributes:
        table: The table that the rule is about.
        name: Name of the rule, unique for its table.
        statement: What must hold, in plain words.
        breaches: SELECT of the rows that break the rule.
        blocking: Whether a broken rule stops the publication.
        key: The columns that name a row, where the rule is about them.
    """

    table: str
    name: str
    statement: str
    breaches: str
    blocking: bool = True
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Result of one rule: the number of rows that break it, and the first few of them as text."""

    rule: Rule
    count: int
    sample: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether no row breaks the rule."""
        return self.count == 0

    def line(self) -> str:
        """Return in one line which rule is broken, by how many rows, and some of them."""
        return f"{self.rule.table}: {self.count} rows break '{self.rule.statement}', such as {'; '.join(self.sample)}"


def rules_in(folder: Path) -> tuple[Rule, ...]:
    """Return the rules whose files lie in a folder, in the order of the file names.

    Raises:
        ValueError: A file has no table in its name, no statement, no severity or no query.
    """
    return tuple(_read_rule(file) for file in sorted(folder.glob("*.sql")))


def _read_rule(file: Path) -> Rule:
    table, _, name = file.stem.partition("__")
    text = query.read_sql(file)
    statement, severity, select = (*text.split("\n", 2), "", "")[:3]
    problems = {
        "the file name is not <table>__<rule>.sql": not (table and name),
        "the first line is not a comment that states the rule": not STATEMENT.match(statement),
        f"the second line is not one of {', '.join(SEVERITIES)}": severity not in SEVERITIES,
        "there is no query": not select.strip(),
    }
    if missing := [problem for problem, holds in problems.items() if holds]:
        raise ValueError(f"{file}: {'; '.join(missing)}")
    return Rule(table, name, statement.removeprefix("-- "), text, SEVERITIES[severity])


def unique_key(table: str, *columns: str) -> Rule:
    """Return the rule that no two rows share the values of these columns."""
    select = query.repeated_keys(table, columns)
    return Rule(table, "key_is_unique", f"one row per {', '.join(columns)}", select, key=columns)


def not_empty(table: str, *, blocking: bool = True) -> Rule:
    """Return the rule that the table has rows."""
    return Rule(table, "has_rows", "there are rows", query.absent_rows(table), blocking)


def known_in(table: str, column: str, other: str, other_column: str | None = None) -> Rule:
    """Return the rule that another table lists every value of a column (in `other_column`, by default of that name)."""
    select = query.unlisted_values(table, column, other, other_column or column)
    return Rule(table, f"{column}_is_in_{other}", f"every {column} is in {other}", select)


def evaluate(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Finding:
    """Run the query of one rule; keep a few of the offending rows as text."""
    count, rows = query.sample(connection, rule.breaches, EXAMPLES)
    return Finding(rule, count, tuple(", ".join(str(cell) for cell in row) for row in rows))
