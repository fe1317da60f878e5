"""The columns of tables that each column of a SELECT is computed from, found by parsing the SQL.

Only SELECTs are read: a column computed in Python has no lineage here.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from warehouse import query

Origins = dict[str, list[tuple[str, str]]]


def column_lineage(statements: Iterable[str], connection: duckdb.DuckDBPyConnection) -> Origins:
    """Return the (table, column) pairs that each column of one or more SELECTs is computed from, if any."""
    origins: dict[str, dict[tuple[str, str], None]] = {}
    schema: dict[str, dict[str, str]] = {}
    for statement in statements:
        schema = schema or query.columns_by_table(connection)
        for column, of_column in _of_select(statement, schema).items():
            origins.setdefault(column, {}).update(dict.fromkeys(of_column))
    return {column: list(of_column) for column, of_column in origins.items() if of_column}


def _of_select(statement: str, schema: dict[str, dict[str, str]]) -> Origins:
    from sqlglot import exp  # half a second, needed only when a table is rebuilt
    from sqlglot.lineage import lineage

    roots = lineage(
        None,
        statement,
        schema,
        dialect="duckdb",
        trim_selects=False,
        allow_partial_qualification=True,  # `rowid` is a column of no schema
    )
    return {
        column: sorted(
            {
                (node.expression.name, name)
                for node in root.walk()
                if not node.downstream
                and isinstance(node.expression, exp.Table)
                and (name := node.name.rpartition(".")[2].strip('"')) in schema.get(node.expression.name, {})
            }
        )
        for column, root in roots.items()
    }
