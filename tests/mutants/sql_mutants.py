"""Mutants of SQL files: comparisons, conditions, joins, orders and literals are changed in the syntax tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import sqlglot
from sqlglot import exp

from tests.mutants.mutant import Change, Mutant, as_mutants

SWAPS: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.NullSafeEQ: exp.EQ,
    exp.NullSafeNEQ: exp.NEQ,
    exp.And: exp.Or,
    exp.Or: exp.And,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.Mul: exp.Div,
    exp.Div: exp.Mul,
    exp.Min: exp.Max,
    exp.Max: exp.Min,
    exp.Lag: exp.Lead,
    exp.Lead: exp.Lag,
    exp.Greatest: exp.Least,
    exp.Least: exp.Greatest,
}


def sql_mutants(root: Path, path: Path) -> list[Mutant]:
    """Return all mutants of a file; `path` is below `root`."""
    return as_mutants(path, _changes((root / path).read_text(encoding="utf-8")))


def unchanged(text: str) -> str:
    """Return the file as its syntax tree is written, which shows that what is noticed of a mutant is its change."""
    return _parse(text).sql(dialect="duckdb", pretty=True)


def _changes(text: str) -> Iterator[Change]:
    tree = _parse(text)
    line = 1
    for number, node in enumerate(tree.walk(bfs=False)):
        if "start" in node.meta:
            line = text.count("\n", 0, node.meta["start"]) + 1
        before = node.sql(dialect="duckdb")
        for change in _changes_of(node):
            changed = change(node.copy())
            after = changed.sql(dialect="duckdb") if changed else ""
            if before != after:
                yield line, before, after, partial(_text, text, number, change)


def _parse(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect="duckdb")


def _text(text: str, number: int, change: Callable[[exp.Expr], exp.Expr | None]) -> str:
    tree = _parse(text)
    node = list(tree.walk(bfs=False))[number]
    changed = change(node.copy())
    if changed is None:
        node.pop()
    else:
        node.replace(changed)
    return tree.sql(dialect="duckdb", pretty=True)


Changing = Callable[[exp.Expr], exp.Expr | None]


def _changes_of(node: exp.Expr) -> Iterator[Changing]:
    if swapped := SWAPS.get(type(node)):
        yield lambda node: swapped(**node.args)
    if isinstance(node, exp.Connector):
        yield lambda node: node.this
        yield lambda node: node.expression
    if isinstance(node, exp.Not):
        yield lambda node: node.this
    if isinstance(node, exp.Is):
        yield lambda node: exp.Not(this=node)
    if isinstance(node, exp.Literal):
        yield _other_literal
    if isinstance(node, exp.Boolean):
        yield lambda node: exp.Boolean(this=not node.this)
    if isinstance(node, exp.Coalesce):
        yield lambda node: node.this
    if isinstance(node, exp.Case) and len(node.args["ifs"]) > 1:
        for place in range(len(node.args["ifs"])):
            yield partial(_without, "ifs", place)
    if isinstance(node, exp.Window):
        for place in range(len(node.args.get("partition_by") or ())):
            yield partial(_without, "partition_by", place)
    yield from _changes_of_clauses(node)


def _changes_of_clauses(node: exp.Expr) -> Iterator[Changing]:
    if isinstance(node, exp.Join) and node.side == "LEFT":
        yield partial(_with, "side", None)
    if isinstance(node, exp.Join) and node.kind in ("INNER", ""):
        yield lambda node: _with("kind", None, _with("side", "LEFT", node))
    if isinstance(node, exp.Join) and node.kind in ("ANTI", "SEMI"):
        yield partial(_with, "kind", "SEMI" if node.kind == "ANTI" else "ANTI")
    if isinstance(node, exp.Distinct) and not node.args.get("on"):
        yield lambda node: None
    if isinstance(node, exp.Ordered):
        yield lambda node: _with("desc", not node.args.get("desc"), node)
    if isinstance(node, exp.Order) and len(node.expressions) > 1:
        for place in range(len(node.expressions)):
            yield partial(_without, "expressions", place)
    if isinstance(node, exp.Union):
        yield lambda node: _with("distinct", not node.args.get("distinct"), node)
    if isinstance(node, exp.Where | exp.Qualify | exp.Having):
        yield lambda node: None


def _other_literal(node: exp.Expr) -> exp.Expr:
    if node.args["is_string"]:
        return exp.Literal.string(f"XX{node.this}XX")
    return exp.Literal.number(str(int(node.this) + 1) if node.this.isdigit() else f"({node.this} + 1)")


def _with(name: str, value: object, node: exp.Expr) -> exp.Expr:
    node.set(name, value)
    return node


def _without(name: str, place: int, node: exp.Expr) -> exp.Expr:
    node.args[name].pop(place)
    return node
