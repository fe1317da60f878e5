"""Which columns of which tables each column of a SELECT is made from, read off the SQL itself.

Only what the SQL makes plain is said: a column made in Python has no lineage here.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

Origins = dict[str, list[tuple[str, str]]]


def column_lineage(statements: Iterable[str], connection: duckdb.DuckDBPyConnection) -> Origins:
    """Column -> [(table, column)] over one or more SELECTs; columns computed from no column are left out."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    schema: dict[str, dict[str, str]] = {}
    for statement in statements:
        schema = schema or _schema(connection)
        for column, origins in _of_select(statement, schema).items():
            found.setdefault(column, {}).update(dict.fromkeys(origins))
    return {column: list(origins) for column, origins in found.items() if origins}


def _of_select(statement: str, schema: dict[str, dict[str, str]]) -> Origins:
    from sqlglot import exp  # noqa: PLC0415 - half a second, needed only when a table is remade
    from sqlglot.lineage import lineage  # noqa: PLC0415

    roots = lineage(None, statement, schema, dialect="duckdb", trim_selects=False)
    return {
        column: sorted(
            {
                (node.expression.name, node.name.rpartition(".")[2].strip('"'))
                for node in root.walk()
                if not node.downstream and isinstance(node.expression, exp.Table) and node.expression.name in schema
            }
        )
        for column, root in roots.items()
    }


def _schema(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    schema: dict[str, dict[str, str]] = {}
    for table, column, type_ in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    ).fetchall():
        schema.setdefault(table, {})[column] = type_
    return schema
