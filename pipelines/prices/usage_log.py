"""Add costs at list prices to a usage log: `tokenfall price --log FILE`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from pipelines.output import plain
from pipelines.prices.answer import PriceOptions, known_day, published_day, resolve_seller, resolve_tier
from pipelines.prices.focus_log import FocusLog
from pipelines.prices.names import read_catalogue
from pipelines.prices.plain_log import PlainLog
from pipelines.prices.usage import EXACT, Cost, Defaults, Unpriced, Usage, UsagePricer
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

BATCH = 10_000
"""Rows that are priced by one query."""
DELIMITERS = ",;\t|"


class LogFormat(Protocol):
    """The columns of one kind of usage log."""

    header: list[str]

    def read(self, cells: Sequence[str]) -> Usage | Unpriced:
        """Return what a row used, or why it cannot be priced."""
        ...

    def write(self, cells: Sequence[str], cost: Cost | Unpriced) -> list[str]:
        """Return a row with its cost."""
        ...


@dataclass
class LogSummary:
    """What became of the rows of a log."""

    rows: int = 0
    total_usd: Decimal = Decimal(0)
    unpriced: Counter[str] = field(default_factory=Counter)

    def add(self, cost: Cost | Unpriced) -> None:
        """Count one row."""
        self.rows += 1
        if isinstance(cost, Unpriced):
            self.unpriced[cost.kind] += 1
        else:
            self.total_usd = EXACT.add(self.total_usd, cost.total_usd)

    def line(self) -> str:
        """Return in one line how many rows have a cost, their sum, and why others have none."""
        priced = self.rows - self.unpriced.total()
        text = f"{priced} of {self.rows} rows priced, {plain(self.total_usd)} USD at list prices"
        if not self.unpriced:
            return text
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.unpriced.most_common())
        return f"{text}; {self.unpriced.total()} without a cost: {kinds}"


def price_log(home: Home, file: Path, options: PriceOptions, output: TextIO, today: date) -> LogSummary:
    """Write a usage log with the cost of each row; a row that cannot be priced stays, with the reason.

    Args:
        home: Where the published file is.
        file: A CSV with plain columns or those of FOCUS.
        options: Seller, tier and date of rows that do not say it, and the date of the knowledge.
        output: Where the rows go, as CSV with the delimiter of the file.
        today: The last date that a row may have.

    Raises:
        click.BadParameter: An option names nothing.
        TokenfallError: The file cannot be read, or a row has another number of cells than the header.
    """
    with open_published(home) as connection:
        known = known_day(options.known, published_day(connection))
        catalogue = read_catalogue(connection)
        seller = resolve_seller(catalogue, options.seller) if options.seller else None
        defaults = Defaults(seller, resolve_tier(options.tier), options.at)
        pricer = UsagePricer(connection, catalogue, defaults, known, today)
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return _price_rows(file, lines, pricer, output)
        except OSError as error:
            if error.filename is None:
                raise  # of the output
            raise TokenfallError(f"{file} cannot be read ({error.strerror}): give a CSV file") from error
        except UnicodeDecodeError as error:
            raise TokenfallError(f"{file} is not UTF-8 (byte {error.object[error.start]:#x}): convert it") from error


def _price_rows(file: Path, lines: TextIO, pricer: UsagePricer, output: TextIO) -> LogSummary:
    delimiter = _find_delimiter(lines)
    rows = _read_rows(file, lines, delimiter)
    header = next(rows, None)
    if header is None:
        raise TokenfallError(f"{file} is empty: the first line names the columns")
    log = _log_format(file, header)
    writer, summary = csv.writer(output, delimiter=delimiter, lineterminator="\n"), LogSummary()
    writer.writerow([*header, *log.header[len(header) :]])
    while batch := list(islice(rows, BATCH)):
        costs = pricer.price([log.read(cells) for cells in batch])
        for cells, cost in zip(batch, costs, strict=True):
            writer.writerow(log.write(cells, cost))
            summary.add(cost)
    return summary


def _log_format(file: Path, header: list[str]) -> LogFormat:
    names = [name.strip() for name in header]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise TokenfallError(f"{file} line 1: column {twice[0]!r} is there twice: rename one")
    try:
        return FocusLog(names) if "ChargePeriodStart" in names else PlainLog(names)
    except TokenfallError as error:
        raise TokenfallError(f"{file} line 1: {error}") from error


def _find_delimiter(lines: TextIO) -> str:
    """Return the delimiter that the header has most of."""
    header = lines.readline()
    lines.seek(0)
    return max(DELIMITERS, key=header.count)


def _read_rows(file: Path, lines: TextIO, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows with as many cells as the header, which is the first; blank lines are left out."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    try:
        for cells in reader:
            if not cells:
                continue
            width = width or len(cells)
            if len(cells) != width:
                raise TokenfallError(
                    f"{file} line {reader.line_num}: {len(cells)} cells where the header has {width}: correct the row"
                )
            yield cells
    except csv.Error as error:
        raise TokenfallError(f"{file} line {reader.line_num}: {error}: correct the file") from error
