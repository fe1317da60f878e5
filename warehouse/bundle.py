"""The facts that are shipped with the package (`facts/*.csv`): find a file, and read it as validated rows.

Each subject's `facts.py` defines the row types, and with them the meaning of the columns.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from warehouse.errors import TokenfallError

FACTS = Path(__file__).parent / "facts"
LEDGER = Path(__file__).parent / "ledger"
"""The forecasts that were registered with this version, one file a day."""
CORRECTIONS = "corrections"
COMPILED_ON_FILE = "compiled_on.txt"
"""The file beside the facts that holds the day of their compilation, which `tokenfall facts apply` moves forward."""


def _iso_date(value: object) -> object:
    """Accept only YYYY-MM-DD: pydantic alone would read '20261123' as seconds since 1970."""
    if isinstance(value, str) and len(value) != len("2026-11-23"):
        raise ValueError("not a date of the form YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso_date)]
Usd = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class FactRow(BaseModel):
    """One row of a facts file: attribute names are table columns, aliases are the file's headers; blank is None."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=False)

    @property
    def known_on(self) -> date | None:
        """The first day on which this row could be known; None where it holds at any date."""
        return None

    @property
    def change_days(self) -> tuple[date | None, ...]:
        """The days on which what is known of this row changes."""
        return (self.known_on,)

    def as_known_on(self, day: date) -> Self | None:
        """Return the row as it was known on a day; None where it was not."""
        return self if self.known_on is None or self.known_on <= day else None


Row = TypeVar("Row", bound=FactRow)


@dataclass(frozen=True)
class Bundle:
    """A folder of facts files."""

    folder: Path = FACTS

    def bytes_of(self, name: str) -> bytes:
        """Return the bytes of the facts called `name`.

        Raises:
            TokenfallError: The file cannot be read.
        """
        try:
            return self.path_of(name).read_bytes()
        except OSError as error:
            raise TokenfallError(
                f"{self.path_of(name)} cannot be read ({error.strerror}): reinstall tokenfall"
            ) from error

    def sha256(self, name: str) -> str:
        """Return the SHA-256 digest of a file, by which rows name the file they were read from."""
        return hashlib.sha256(self.bytes_of(name)).hexdigest()

    def read(self, name: str, row_type: type[Row]) -> list[Row]:
        """Return every row of `<name>.csv`, validated.

        Raises:
            TokenfallError: A row is invalid; the message names file, line, column and value of the first one.
        """
        path = self.path_of(name)
        try:
            text = self.bytes_of(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TokenfallError(f"{path} is not UTF-8 (byte {error.start}): restore the file") from error
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(lines, [])
            _refuse_header(path, header, row_type)
            return [_read_row(path, lines.line_num, header, cells, row_type) for cells in lines]
        except csv.Error as error:
            raise TokenfallError(f"{path} line {lines.line_num}: {error}: correct the file") from error

    @property
    def compiled_on(self) -> date:
        """The newest day that the facts of this folder cover; later changes come from other sources.

        Raises:
            TokenfallError: The folder does not say.
        """
        path = self.folder / COMPILED_ON_FILE
        try:
            return date.fromisoformat(path.read_text(encoding="utf-8").strip())
        except (OSError, ValueError) as error:
            raise TokenfallError(f"{path} holds no date of the form YYYY-MM-DD: restore the file") from error

    def date_compilation(self, day: date) -> None:
        """Record that the facts cover a day; an earlier day changes nothing."""
        newest = max(day, self.compiled_on)
        (self.folder / COMPILED_ON_FILE).write_text(f"{newest}\n", encoding="utf-8")

    def path_of(self, name: str) -> Path:
        """Return the path of the facts called `name`: a CSV file, or the YAML file of reviewed corrections."""
        return self.folder / f"{name}.{'yml' if name == CORRECTIONS else 'csv'}"


def _refuse_header(path: Path, header: list[str], row_type: type[FactRow]) -> None:
    expected = {field.alias or name for name, field in row_type.model_fields.items()}
    if missing := sorted(expected - set(header)):
        raise TokenfallError(f"{path} line 1: column {missing[0]} is missing: correct the header")
    if unknown := sorted(set(header) - expected):
        raise TokenfallError(f"{path} line 1: column {unknown[0]!r} is not known: correct the header")
    if twice := sorted(name for name in expected if header.count(name) > 1):
        raise TokenfallError(f"{path} line 1: column {twice[0]} is there twice: correct the header")


def _read_row(path: Path, line: int, header: list[str], cells: list[str], row_type: type[Row]) -> Row:
    if len(cells) != len(header):
        raise TokenfallError(
            f"{path} line {line}: {len(cells)} cells where the header has {len(header)}: quote cells that hold commas"
        )
    values: dict[str, Any] = {name: cell.strip() or None for name, cell in zip(header, cells, strict=True)}
    try:
        return row_type.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else "(row)"
        reason = first["msg"].removeprefix("Value error, ")
        raise TokenfallError(
            f"{path} line {line}, column {column}: {values.get(column)!r}: {reason}: correct the file"
        ) from error


COMPILED_ON = Bundle().compiled_on
"""The newest day that the bundled facts cover."""


def midnight(day: date) -> datetime:
    """Return the first moment of a date as a UTC timestamp without a zone, as the warehouse stores times."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the warehouse stores UTC without a zone
