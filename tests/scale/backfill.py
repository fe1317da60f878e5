"""Backfills from the archive of the tests, and the rows that are left when they are stored and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from assets.capture.archive import CalendarMonth
from assets.capture.collect import LiveSource
from assets.capture.readings import read_new
from assets.capture.session import CaptureSettings, capture_months
from assets.capture.stored import commit_shards, page_captures
from assets.prices.price_reader import PRICE_READER
from tests.scale.archive import Archive, price_pages
from warehouse.home import Home
from warehouse.store import Writer, open_writer

CAPTURES = "SELECT source, url, captured_at, capture_sha256, counts FROM raw_page_capture ORDER BY ALL"
ATTEMPTS = "SELECT source, url, outcome, reason FROM raw_page_attempt ORDER BY ALL"
READINGS = "SELECT * FROM _capture_reading ORDER BY ALL"
OFFERS = "SELECT * FROM _captured_offer ORDER BY ALL"
PROBLEMS = "SELECT * FROM _reading_problem ORDER BY ALL"
Rows = dict[str, list[tuple]]


def settings_for(archive: Archive, sources: Iterable[LiveSource] = ()) -> CaptureSettings:
    """Return settings of captures that ask this archive for these pages."""
    return CaptureSettings(
        tuple(sources), "tester@example.org", plain_http=True, permitted=("127.0.0.0/8",), archive=archive.base
    )


def environment_for(archive: Archive, home: Home) -> dict[str, str]:
    """Return the same settings as environment variables."""
    return {
        "TOKENFALL_HOME": str(home.path),
        "TOKENFALL_ARCHIVE": archive.base,
        "TOKENFALL_ALLOW_HTTP": "1",
        "TOKENFALL_PERMIT_NETWORKS": "127.0.0.0/8",
        "TOKENFALL_CONTACT": "tester@example.org",
    }


def partitions(months: Sequence[CalendarMonth], providers: Sequence[str]) -> list[str]:
    """Return keys of partitions of `capture/archive`, the earliest month first."""
    return [f"{month.year}-{month.month:02}-01|{provider}" for month, provider in product(months, providers)]


def backfill(home: Home, archive: Archive, keys: Sequence[str]) -> Rows:
    """Capture partitions without Dagster, on the cluster where there is one, and read them; return the rows."""
    pages = price_pages()
    months = []
    for key in keys:
        first, provider = key.split("|")
        month = CalendarMonth(date.fromisoformat(first).year, date.fromisoformat(first).month)
        months += [(page, month) for page in pages if page.source.split("/")[1] == provider]
    with open_writer(home) as warehouse:
        known = page_captures(warehouse.connection)
        commit_shards(warehouse, list(capture_months(settings_for(archive), months, known, home)))
    return store_and_read(home)


def store_and_read(home: Home) -> Rows:
    """Store what waits in shards, and read the captures that were not read yet; return the rows."""
    with open_writer(home) as warehouse:
        commit_shards(warehouse)
        with warehouse.transaction():
            read_new(warehouse, PRICE_READER)
        return rows_of(warehouse)


def rows_of(warehouse: Writer) -> Rows:
    """Return all that has to be the same wherever the work was done; the time of a capture has not."""
    selects = (CAPTURES, ATTEMPTS, READINGS, OFFERS, PROBLEMS)
    return {select: warehouse.connection.execute(select).fetchall() for select in selects}
