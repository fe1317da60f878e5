"""Exchange rates: the bundled table of ECB reference rates, extended by newer captures of the ECB's file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from assets.capture.bundled import exchange_rates_data
from assets.capture.keep import PageCapture, read_body
from assets.reading.currency import QUOTED, Rates, bundled, refreshed
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.store import Writer

ECB = "rates/ecb"
"""The source of live captures of the ECB's daily file."""
FIRST_YEAR = 2020
"""Rates before the first priced model are of no use here."""
PLACES = Decimal("1e-15")


def bundled_days() -> list[date]:
    """Return the days of the bundled table of rates."""
    return list(bundled().per_euro)


def rate_rows(warehouse: Writer, as_of: date) -> list[dict[str, object]]:
    """Return the rows of core_exchange_rate known on a date: dollars per euro and per yuan, day by day."""
    package = exchange_rates_data()
    origin = {"source": package.source, "source_url": package.url, "capture_sha256": package.capture_sha256}
    table = bundled()
    rates = _rows(table, as_of, origin)
    for capture in _captures(warehouse, as_of):
        newer, _ = _read(capture, warehouse.home.captures)
        origin = {"source": ECB, "source_url": capture.url, "capture_sha256": capture.capture_sha256}
        rates = {**_rows(newer, as_of, origin), **rates}
    return list(rates.values())


def reading_rows(warehouse: Writer, as_of: date) -> list[dict[str, object]]:
    """Return the rows of _rate_reading: what each capture known on a date gave, or why it was refused."""
    rows: list[dict[str, object]] = []
    for capture in _captures(warehouse, as_of):
        rates, refused = _read(capture, warehouse.home.captures)
        origin = {"source": ECB, "capture_sha256": capture.capture_sha256}
        rows.append({**origin, "rows": len(rates.per_euro), "refused": refused})
    return rows


def _read(capture: PageCapture, folder: Path) -> tuple[Rates, str | None]:
    """Return the rates of a capture; none, and the reason, where it cannot be read: the bundled rates still apply."""
    try:
        return refreshed(Rates({}), read_body(capture, folder)), None
    except TokenfallError as refused:
        return Rates({}), str(refused)


def _rows(table: Rates, as_of: date, origin: Mapping[str, object]) -> dict[tuple[str, date], dict[str, object]]:
    rows: dict[tuple[str, date], dict[str, object]] = {}
    for day in table.per_euro:
        if day.year < FIRST_YEAR or day > as_of:
            continue
        for currency in ("EUR", *(name for name in QUOTED if name != "USD")):
            try:
                rate = table.rate(currency, day)
            except TokenfallError:
                continue  # a day on which this currency was not quoted
            if rate.on == day:
                usd = (Decimal(rate.usd.numerator) / Decimal(rate.usd.denominator)).quantize(PLACES)
                rows[currency, day] = {"currency": currency, "date": day, "usd": usd, **origin}
    return rows


def _captures(warehouse: Writer, as_of: date) -> list[PageCapture]:
    """The latest capture of each content of the ECB's file."""
    file = Path(__file__).with_name("list_rate_captures.sql")
    rows = query.rows(warehouse.connection, file, {"source": ECB, "as_of": as_of})
    return list({row["capture_sha256"]: PageCapture.from_row(row) for row in rows}.values())
