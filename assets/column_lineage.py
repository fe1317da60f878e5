"""The columns of tables that each column of a SELECT is computed from, found by parsing the SQL.

Only SELECTs are read: a column computed in Python has no lineage here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from warehouse import query

Origins = dict[str, list[tuple[str, str]]]
Schema = dict[str, dict[str, str]]
"""The type of every column: table -> column -> type."""


def selects_in(file: Path) -> dict[str, list[str]]:
    """Return the SELECTs whose rows each function of a subject's `assets.py` appends with `from_sql`, by function."""
    functions = [node for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    return {
        function.name: [
            query.read_sql(file.with_name(f"{name}.sql")) for node in ast.walk(function) for name in _appended(node)
        ]
        for function in functions
    }


def _appended(node: ast.AST) -> list[str]:
    """Return the name of the file where a node is a call such as `build.from_sql("find_frontier")`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="from_sql"), args=[ast.Constant(value=str(name)), *_]):
            return [name]
    return []


def column_lineage(statements: Iterable[str], schema: Schema) -> Origins:
    """Return the (table, column) pairs that each column of one or more SELECTs is computed from, if any."""
    origins: dict[str, dict[tuple[str, str], None]] = {}
    for statement in statements:
        for column, of_column in _of_select(statement, schema).items():
            origins.setdefault(column, {}).update(dict.fromkeys(of_column))
    return {column: list(of_column) for column, of_column in origins.items() if of_column}


def _of_select(statement: str, schema: Schema) -> Origins:
    from sqlglot import exp  # half a second, needed only by the UI
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
