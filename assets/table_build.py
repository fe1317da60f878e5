"""What the maker of a table is given: the warehouse, the as-of date, the bundled facts, and its own folder's SQL.

This module does not import Dagster; `assets/table_asset.py` declares the assets and calls the makers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from warehouse import query
from warehouse.bundle import Bundle, Row
from warehouse.store import Writer

CAPTURE_DAYS = Path(__file__).with_name("find_next_capture_day.sql")


@dataclass
class TableBuild:
    """One build of one table.

    Attributes:
        table: The table to fill.
        warehouse: Where the inputs are and the rows go.
        day: The as-of date; makers read `as_of`.
        bundle: The facts.
        folder: The folder of the maker's SQL.
        changes: Days after the as-of date on which the rows change with the date alone.
        reads_date: Whether the maker read the as-of date.
        states_changes: Whether the maker stated the days on which the rows change with it.
    """

    table: str
    warehouse: Writer
    day: date
    bundle: Bundle
    folder: Path
    changes: list[date] = field(default_factory=list)
    reads_date: bool = False
    states_changes: bool = False

    @property
    def as_of(self) -> date:
        """Return the date whose knowledge the table holds; a maker that reads it states when its rows change."""
        self.reads_date = True
        return self.day

    def changes_on(self, days: Iterable[date | None]) -> None:
        """State days on which an input begins or ends to count, so that the rows differ from that date on.

        Until the first of these days after the as-of date the table is rebuilt only when its inputs or its code change.
        A table that is different on every date depends on the asset `as_of` instead.

        Args:
            days: All such days; those up to the as-of date and None are ignored.
        """
        self.states_changes = True
        self._change_on(days)

    def changes_on_day_of(self, name: str, parameters: Mapping[str, object] | None = None) -> None:
        """State the next day on which the rows change, the column `day` of `<name>.sql` in the maker's folder."""
        self.changes_on(row["day"] for row in self.read_sql(name, parameters))

    def changes_with_captures(self) -> None:
        """State that the rows change on the day of each later capture."""
        self.changes_on(row["day"] for row in query.rows(self.warehouse.connection, CAPTURE_DAYS, {"as_of": self.day}))

    def from_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> None:
        """Append the rows of `<name>.sql` in the maker's folder; `$as_of` is bound where the file names it."""
        select = query.read_sql(self.folder / f"{name}.sql")
        self.warehouse.insert_select(self.table, select, self._bound(select, parameters))

    def read_sql(self, name: str, parameters: Mapping[str, object] | None = None) -> list[query.Row]:
        """Return the rows of `<name>.sql` in the maker's folder; `$as_of` is bound where the file names it."""
        file = self.folder / f"{name}.sql"
        return query.rows(self.warehouse.connection, file, self._bound(query.read_sql(file), parameters))

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
        facts = self.bundle.read(name, row_type)
        self._change_on(day for row in facts for day in row.change_days)
        rows = [known for row in facts if (known := row.as_known_on(self.day))]
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

    def _change_on(self, days: Iterable[date | None]) -> None:
        self.changes.extend(day for day in days if day and day > self.day)

    def _bound(self, text: str, parameters: Mapping[str, object] | None) -> dict[str, object]:
        return {**({"as_of": self.as_of} if "$as_of" in text else {}), **(parameters or {})}
