"""Read the address of a published row, such as `out_frontier: eci>=gpt-4-0314, chat, 2024-05-13`."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from assets.all_rules import ALL_RULES
from pipelines.names import suggestion
from pipelines.output import plain
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

VIEW_KEYS: Mapping[str, tuple[str, ...]] = {
    "headline": (),
    "offer_now": ("bar", "workload", "rank"),
    "price_now": ("provider", "model_id", "provider_model_id", "tier", "context_from_tokens"),
    "verdict_plain": ("bar", "workload", "target"),
}
"""What names a row of a view; that of a table is its rule `key_is_unique`."""
STARTS, ENDS = "valid_from", "valid_to"
BLANK = frozenset({"", "-", "null"})
"""How an address writes NULL."""


@dataclass(frozen=True)
class TableRow:
    """One row of a published table or view."""

    table: str
    row: Row


@dataclass(frozen=True)
class Key:
    """The values that name a row, as text by column, and the day in its interval that stands for its first day."""

    texts: Mapping[str, str | None]
    day: date | None = None


def find_row(connection: duckdb.DuckDBPyConnection, address: str) -> TableRow:
    """Return the row that an address names.

    The values are those of the table's key columns, in order, or `column=value`; those at the end may be left out where
    the others name one row. A date in the interval of a row stands for its first day.

    Raises:
        click.BadParameter: There is no such table, column or row.
        TokenfallError: Several rows have these values.
    """
    table, _, text = (part.strip() for part in address.partition(":"))
    columns = _read_columns(connection, table)
    rows: list[Row] = []
    for key in _read_keys(table, text, columns):
        rows = rows or query.rows_named(connection, table, key.texts, key.day)
    if not rows:
        raise _absent(connection, table, _read_keys(table, text, columns)[-1])
    if len(rows) > 1:
        shared = f" of {text!r}" if text else ""
        raise TokenfallError(f"{table} has several rows{shared}: {_tell_apart(table, rows)}")
    return TableRow(table, rows[0])


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns that name a row of a table or view; none where no rule says it."""
    keys = {rule.table: rule.key for rule in ALL_RULES if rule.key}
    return VIEW_KEYS.get(table) or keys.get(table, ())


def _read_columns(connection: duckdb.DuckDBPyConnection, table: str) -> Mapping[str, str]:
    tables = query.columns_by_table(connection)
    published = sorted(name for name in tables if not name.startswith("_"))
    if table not in published:
        raise click.BadParameter(
            f"{table!r} is no published table{suggestion(table, published)} (write 'TABLE: KEY')", param_hint="ROW"
        )
    return tables[table]


def _read_keys(table: str, text: str, columns: Mapping[str, str]) -> list[Key]:
    """Return the readings of a key, the most literal first.

    Raises:
        click.BadParameter: There are more values than key columns, or a column is unknown.
    """
    try:
        cells = [cell.strip() for cell in next(csv.reader([text], skipinitialspace=True), [])]
    except csv.Error as error:
        raise click.BadParameter(f"{text!r} is no list of values: {error}", param_hint="ROW") from error
    names = [cell.partition("=")[0].strip() for cell in cells]
    if cells and all(name in columns for name in names):
        values = [cell.partition("=")[2].strip() for cell in cells]
        return _with_days(dict(zip(names, values, strict=True)), columns)
    if unknown := next((name for cell, name in zip(cells, names, strict=True) if _names_column(cell, columns)), None):
        raise click.BadParameter(
            f"{table} has no column {unknown!r}{suggestion(unknown, columns)} Columns: {', '.join(columns)}",
            param_hint="ROW",
        )
    key = key_of(table)
    if len(cells) > len(key):
        if not key:
            raise click.BadParameter(f"{table} has no key: write column=value, not {text!r}", param_hint="ROW")
        raise click.BadParameter(
            f"{text!r} has {len(cells)} values: the key of {table} is {', '.join(key)}", param_hint="ROW"
        )
    readings = [dict(zip(key, cells, strict=False))]
    if len(cells) < len(key) and "context_from_tokens" in key:
        # Few offers have a context band: an address need not write that there is none.
        short = [name for name in key if name != "context_from_tokens"]
        readings.insert(0, dict(zip(short, cells, strict=False)) | {"context_from_tokens": ""})
    return [reading for texts in readings for reading in _with_days(texts, columns)]


def _names_column(cell: str, columns: Mapping[str, str]) -> bool:
    """Whether a cell is `name=value` with a name that is no column; `eci>=gpt-4` is a value."""
    named = re.match(r"([A-Za-z_]\w*)\s*=", cell)
    return bool(named) and named[1] not in columns


def _with_days(texts: Mapping[str, str], columns: Mapping[str, str]) -> list[Key]:
    written = {name: None if text.casefold() in BLANK else text for name, text in texts.items()}
    literal = Key(written)
    start = written.get(STARTS)
    if start is None or ENDS not in columns:
        return [literal]
    try:
        day = date.fromisoformat(start)
    except ValueError:
        return [literal]
    return [literal, Key({name: text for name, text in written.items() if name != STARTS}, day)]


def _absent(connection: duckdb.DuckDBPyConnection, table: str, key: Key) -> click.BadParameter:
    """Return the error that names the first value of a key that no row has, and the values that rows have instead."""
    shared: dict[str, str | None] = {}
    for column, text in key.texts.items():
        rows = query.rows_named(connection, table, {**shared, column: text}, limit=1)
        if not rows:
            others = query.rows_named(connection, table, shared, limit=100_000)
            known = sorted({plain(row[column]) for row in others})
            given = "".join(f" of {value}" for value in shared.values() if value)
            near = suggestion(str(text), known)
            return click.BadParameter(
                f"{table}{given} has no {column} {text!r}{near} Known: {_listed(known)}", param_hint="ROW"
            )
        shared[column] = text
    if not shared:
        return click.BadParameter(f"{table} is empty", param_hint="ROW")
    starts = sorted(plain(row[STARTS]) for row in query.rows_named(connection, table, shared, limit=100_000))
    given = ", ".join(str(value) for value in shared.values())
    return click.BadParameter(
        f"{table} has no row of {given} on {key.day}; the rows begin on {_listed(starts)}", param_hint="ROW"
    )


def _listed(names: Sequence[str], most: int = 12) -> str:
    more = f", and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(name or 'NULL' for name in names[:most])}{more}"


def _tell_apart(table: str, rows: Sequence[Row]) -> str:
    """Return what to add to an address so that it names one of some rows: the first column of the key that differs."""
    for column in (*key_of(table), *rows[0]):
        if len(values := {plain(row[column]) for row in rows}) > 1:
            return f"add {column}={' or '.join(sorted(values))}"
    return "they are equal"
