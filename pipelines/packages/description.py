"""Describe exported tables: their files, columns, keys and the tables that they refer to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb

from warehouse import query
from warehouse.dictionary import comment_on
from warehouse.errors import TokenfallError

HERE = Path(__file__).parent
TITLE = "When GPT-4-class inference costs what a web search costs"
CREATOR = "tokenfall maintainers"
REFERENCES = {
    "accelerator": ("core_accelerator", "accelerator_id"),
    "accelerator_id": ("core_accelerator", "accelerator_id"),
    "any_effort_model_id": ("core_model", "model_id"),
    "application": ("core_application", "application"),
    "bar": ("core_bar", "bar"),
    "baseline": ("core_accelerator", "accelerator_id"),
    "model_id": ("core_model", "model_id"),
    "result_id": ("core_hardware_result", "result_id"),
    "runner_up_model_id": ("core_model", "model_id"),
    "source": ("out_source", "source"),
    "workload": ("core_workload", "workload"),
}
"""The table and column that a column of this name refers to, in the tables where every value is listed there."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in DuckDB, whether every row has a value, and its comment."""

    name: str
    data_type: str
    required: bool
    comment: str | None


@dataclass(frozen=True)
class Reference:
    """A column whose values are all listed in a column of another exported table."""

    column: str
    other_table: str
    other_column: str


@dataclass(frozen=True)
class ExportedTable:
    """A table or view that was written to a file.

    Attributes:
        name: The table.
        path: The file.
        columns: The columns in the order of the file.
        key: The columns that name a row; empty where no rule states them, as for views.
        references: The columns that refer to other exported tables.
    """

    name: str
    path: Path
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def comment(self) -> str | None:
        """What a row of the table is."""
        return comment_on(self.name)

    @property
    def key_is_required(self) -> bool:
        """Whether every column of the key has a value in every row."""
        return all(column.required for column in self.columns if column.name in self.key)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal digits."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Export:
    """The tables of one export.

    Attributes:
        as_of: The date whose knowledge the tables hold; no description has another date, so that the same data always
            give the same bytes.
        folder: Where the files are.
        shape: Format of the tables' files: `parquet`, `csv` or `json`.
        tables: The tables.
        sources: Rows of out_source.
    """

    as_of: date
    folder: Path
    shape: str
    tables: tuple[ExportedTable, ...]
    sources: tuple[query.Row, ...]

    @property
    def version(self) -> str:
        """The as-of date as a version of three numbers."""
        return f"{self.as_of.year}.{self.as_of.month}.{self.as_of.day}"


def describe_export(connection: duckdb.DuckDBPyConnection, folder: Path, names: Sequence[str], shape: str) -> Export:
    """Describe tables that are written to `<folder>/<table>.<shape>`, before or after they are.

    Raises:
        TokenfallError: The published file has no as-of date.
    """
    as_of = query.published_as_of(connection)
    if as_of is None:
        raise TokenfallError("the published file has no verdict, so its date is not known: run `tokenfall run`")
    columns = {table: described for table, described in _read_columns(connection).items() if table in names}
    tables = tuple(
        ExportedTable(
            name=name,
            path=folder / f"{name}.{shape}",
            columns=columns[name],
            key=_key_of(name),
            references=_find_references(connection, name, columns),
        )
        for name in names
    )
    return Export(as_of, folder, shape, tables, tuple(query.rows(connection, HERE.parent / "list_sources.sql")))


def _read_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Column, ...]]:
    columns: dict[str, tuple[Column, ...]] = {}
    for row in query.rows(connection, HERE / "list_table_columns.sql"):
        table, name = row["table"], row["name"]
        column = Column(name, row["data_type"], row["required"], comment_on(table, name))
        columns[table] = (*columns.get(table, ()), column)
    return columns


def _key_of(table: str) -> tuple[str, ...]:
    """Return the columns of the table's rule of a unique key."""
    from assets.all_rules import rules_of

    return next((rule.key for rule in rules_of(table) if rule.key), ())


def _find_references(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, tuple[Column, ...]]
) -> tuple[Reference, ...]:
    """Return the references of a table to other exported tables that list every value."""
    candidates = [
        Reference(column.name, *REFERENCES[column.name]) for column in columns[table] if column.name in REFERENCES
    ]
    return tuple(
        reference
        for reference in candidates
        if reference.other_table in columns
        and reference.other_table != table
        and _lists_every_value(connection, table, reference)
    )


def _lists_every_value(connection: duckdb.DuckDBPyConnection, table: str, reference: Reference) -> bool:
    unlisted = query.unlisted_values(table, reference.column, reference.other_table, reference.other_column)
    return query.sample(connection, unlisted, 1)[0] == 0
