"""What the maker of a table is given: the warehouse, the as-of date, the bundled facts, and its own folder's SQL.

Dagster is not known here; `assets/assets.py` declares, and calls these makers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from warehouse.bundle import Bundle, Row
from warehouse.store import Writer


@dataclass(frozen=True)
class Making:
    """One making of one table; `statements` keeps the SELECTs that made it, for column lineage."""

    table: str
    warehouse: Writer
    as_of: date
    bundle: Bundle
    folder: Path
    statements: list[str] = field(default_factory=list)

    def from_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> None:
        """Append the rows of `<name>.sql` in the maker's folder; `$as_of` is always bound."""
        select = (self.folder / f"{name}.sql").read_text(encoding="utf-8")
        self.statements.append(select)
        self.warehouse.insert_select(self.table, select, {"as_of": self.as_of, **(parameters or {})})

    def read_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """The rows of `<name>.sql` in the maker's folder by column name, to show them rather than to keep them."""
        select = (self.folder / f"{name}.sql").read_text(encoding="utf-8")
        found = self.warehouse.connection.execute(select, parameters)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def from_facts(
        self,
        name: str,
        row_type: type[Row],
        more: Callable[[Row], Mapping[str, object]] | None = None,
        about: tuple[str, str] | None = None,
    ) -> None:
        """Append what `facts/<name>.csv` says that was known by the as-of date, each row with its capture.

        `more` gives columns that the file does not hold itself. `about` (a column, and the table that lists its values)
        leaves out rows about something that was not known yet itself, such as an alias of an unreleased model.
        """
        origin = {"source": f"facts/{name}", "capture_sha256": self.bundle.sha256(name)}
        read = self.bundle.read(name, row_type)
        rows = [row for row in read if row.known_on is None or row.known_on <= self.as_of]
        if about:
            column, listed = about
            found = self.warehouse.connection.execute(f'SELECT {column} FROM "{listed}"').fetchall()
            known = {value for (value,) in found}
            rows = [row for row in rows if getattr(row, column) in known]
        self.from_rows([{**row.model_dump(), **origin, **(more(row) if more else {})} for row in rows])

    def from_rows(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Append rows given as mappings; keys the table has no column for are left out."""
        known = self.columns()
        self.warehouse.insert_rows(
            self.table, [{name: value for name, value in row.items() if name in known} for row in rows]
        )

    def columns(self) -> set[str]:
        """The names of the table's columns."""
        found = self.warehouse.connection.execute(f'SELECT * FROM "{self.table}" LIMIT 0').description
        return {column[0] for column in found}
