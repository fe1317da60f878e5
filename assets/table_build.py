"""What the maker of a table is given: the warehouse, the as-of date, the bundled facts, and its own folder's SQL.

This module does not import Dagster; `assets/table_asset.py` declares the assets and calls the makers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse import query
from warehouse.bundle import Bundle, Row
from warehouse.store import Writer


@dataclass(frozen=True)
class TableBuild:
    """One build of one table."""

    table: str
    warehouse: Writer
    as_of: date
    bundle: Bundle
    folder: Path

    def from_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> None:
        """Append the rows of `<name>.sql` in the maker's folder; `$as_of` is always bound."""
        select = query.read_sql(self.folder / f"{name}.sql")
        self.warehouse.insert_select(self.table, select, {"as_of": self.as_of, **(parameters or {})})

    def read_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> list[query.Row]:
        """Return the rows of `<name>.sql` in the maker's folder; `$as_of` is bound where the file names it."""
        file = self.folder / f"{name}.sql"
        return query.rows(self.warehouse.connection, file, {"as_of": self.as_of, **(parameters or {})})

    def from_facts(
        self,
        name: str,
        row_type: type[Row],
        more: Callable[[Row], Mapping[str, object]] | None = None,
        about: tuple[str, str] | None = None,
    ) -> None:
        """Append the rows of `facts/<name>.csv` that were known by the as-of date, each with its capture.

        Args:
            name: Name of the facts file.
            row_type: How a row of the file is checked and read.
            more: Columns computed from a row.
            about: A column and the table that lists its values; rows with another value are left out, such as an
                alias of a model that was not released yet.
        """
        origin = {"source": f"facts/{name}", "capture_sha256": self.bundle.sha256(name)}
        rows = self.bundle.read(name, row_type)
        rows = [row for row in rows if row.known_on is None or row.known_on <= self.as_of]
        if about:
            column, table = about
            known = set(query.distinct_values(self.warehouse.connection, table, column))
            rows = [row for row in rows if getattr(row, column) in known]
        self.from_rows([{**row.model_dump(), **origin, **(more(row) if more else {})} for row in rows])

    def from_rows(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Append rows given as mappings; keys the table has no column for are left out."""
        columns = query.table_columns(self.warehouse.connection, self.table)
        self.warehouse.insert_rows(
            self.table, [{name: value for name, value in row.items() if name in columns} for row in rows]
        )
