"""Capturing under one configuration: a look at live sources, or a month of one page from a web archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from urllib.parse import urlsplit

from assets.capture.archive import WAYBACK_MACHINE, Month, TimeMachine
from assets.capture.collect import Attempt, LiveSource, collect
from assets.capture.fetch import Fetcher, Wanted
from assets.capture.keep import PageCapture, keep, recall
from assets.capture.policy import CaptureFailed, Clock, Policy
from assets.capture.stored import add_attempt, page_captures
from warehouse.errors import TokenfallError
from warehouse.store import Writer

AT_A_TIME = 20
"""Files of one set that are kept before more are asked for."""


@dataclass(frozen=True)
class CaptureSettings:
    """What is captured, and what the user allows: `permitted` are networks in CIDR form that need not be public."""

    sources: tuple[LiveSource, ...]
    contact: str
    plain_http: bool = False
    permitted: tuple[str, ...] = ()
    archive: str = WAYBACK_MACHINE
    clock: Clock = field(default_factory=Clock)

    def policy(self, urls: Sequence[str]) -> Policy:
        """Ask the hosts of these URLs and no other; TokenfallError when a permitted network is not one."""
        try:
            permitted = tuple(ip_network(text) for text in self.permitted)
        except ValueError as error:
            raise TokenfallError(f"permitted networks: {error}: give networks such as 127.0.0.0/8") from error
        hosts = frozenset(urlsplit(url).netloc for url in urls)
        return Policy(hosts, self.contact, plain_http=self.plain_http, permitted=permitted)


def capture_live(warehouse: Writer, settings: CaptureSettings, sources: Sequence[LiveSource]) -> list[Attempt]:
    """Look at these sources once and keep what they showed; every attempt, whatever came of it."""
    rows = page_captures(warehouse.connection)
    with Fetcher(settings.policy([one.url for one in sources]), settings.clock) as fetcher:
        attempts = list(collect(sources, rows, warehouse.home.captures, fetcher, settings.clock))
    with warehouse.transaction():
        for attempt in attempts:
            add_attempt(warehouse, attempt)
    return attempts


def due(warehouse: Writer, sources: Sequence[LiveSource]) -> list[LiveSource]:
    """The sources that a look at all asks: not those asked only by name, nor those that never change once captured."""
    found = warehouse.connection.execute("SELECT DISTINCT source FROM raw_page_capture WHERE counts").fetchall()
    have = {source for (source,) in found}
    return [one for one in sources if one.look == "daily" or (one.look == "once" and one.source not in have)]


def capture_files(warehouse: Writer, settings: CaptureSettings, files: Sequence[LiveSource]) -> list[Attempt]:
    """Files that do not change, each asked for until it is kept once; a few are kept before more are asked for.

    Ends early when nothing of a round could be had, so that a host which fails is left alone: run again later, and it
    goes on where it stopped.
    """
    have = {row.url for source in {one.source for one in files} for row in _counting(warehouse, source)}
    wanted = [one for one in files if one.url not in have]
    attempts: list[Attempt] = []
    with Fetcher(settings.policy([one.url for one in wanted]), settings.clock) as fetcher:
        for start in range(0, len(wanted), AT_A_TIME):
            taken = wanted[start : start + AT_A_TIME]
            new = list(collect(taken, [], warehouse.home.captures, fetcher, settings.clock))
            with warehouse.transaction():
                for attempt in new:
                    add_attempt(warehouse, attempt)
            attempts += new
            if all(one.outcome == "failed" for one in new):
                break
    return attempts


def _counting(warehouse: Writer, source: str) -> list[PageCapture]:
    return page_captures(warehouse.connection, "source = ? AND counts", [source])


def capture_month(warehouse: Writer, settings: CaptureSettings, source: LiveSource, month: Month) -> Iterator[Attempt]:
    """One month of one page from the archive, each capture kept before the next is asked for.

    Raises CaptureFailed when the archive itself fails: run again later, and it goes on where it stopped.
    """
    folder = warehouse.home.captures
    with Fetcher(settings.policy([settings.archive]), settings.clock) as fetcher:
        machine = TimeMachine(fetcher, settings.archive)
        rows = page_captures(warehouse.connection, "source = ?", [source.source])
        for found in machine.backfill(Wanted(source.source, source.url), month, rows):
            if isinstance(found, CaptureFailed):
                attempt = Attempt(source.source, source.url, settings.clock.now(), "failed", str(found))
            else:
                last = recall(rows, source.url, folder, before=found.seen.captured_at)
                row = keep(found.fetched, source.kind, last, folder, found.seen)
                rows = [*rows, row]
                said = "doubted" if row.doubt else "captured"
                attempt = Attempt(source.source, source.url, found.fetched.fetched_at, said, row.doubt, row)
            with warehouse.transaction():
                add_attempt(warehouse, attempt)
            yield attempt
