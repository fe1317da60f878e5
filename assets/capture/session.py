"""Capture live sources, or one month of a page from a web archive, with the user's settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from urllib.parse import urlsplit

from assets.capture.archive import WAYBACK_MACHINE, CalendarMonth, WebArchive
from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource, collect, failed_attempt
from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.keep import PageCapture, keep, recall
from assets.capture.policy import CaptureFailed, Clock, Policy
from assets.capture.stored import page_captures, store_attempts
from warehouse.errors import TokenfallError
from warehouse.store import Writer

AT_A_TIME = 20
"""Files that are requested and stored in one round."""
RUN_SECONDS = 900.0
"""Time for the live sources of one run. The host with the most pages, 19, takes two minutes."""


@dataclass(frozen=True)
class CaptureSettings:
    """The user's settings of captures; `permitted` are networks in CIDR form that need not be public."""

    sources: tuple[LiveSource, ...]
    contact: str
    plain_http: bool = False
    permitted: tuple[str, ...] = ()
    archive: str = WAYBACK_MACHINE
    clock: Clock = field(default_factory=Clock)

    def policy(self, urls: Sequence[str]) -> Policy:
        """Return the policy that allows only the hosts of these URLs; TokenfallError for an invalid network or URL."""
        try:
            permitted = tuple(ip_network(text) for text in self.permitted)
        except ValueError as error:
            raise TokenfallError(f"permitted networks: {error}: give networks such as 127.0.0.0/8") from error
        hosts = frozenset(map(_host_of, urls))
        return Policy(hosts, self.contact, plain_http=self.plain_http, permitted=permitted)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError as error:
        raise TokenfallError(f"{url!r} is not a URL ({error}): correct the address of the archive") from error


def capture_live(warehouse: Writer, settings: CaptureSettings, sources: Sequence[LiveSource]) -> list[CaptureAttempt]:
    """Capture these sources once, and return every attempt, failed ones too."""
    rows = page_captures(warehouse.connection)
    urls = [url for source in sources for url in (source.url, *source.redirects)]
    policy = replace(settings.policy(urls), run_seconds=RUN_SECONDS)
    with Fetcher(policy, settings.clock) as fetcher:
        attempts = list(collect(sources, rows, warehouse.home.captures, fetcher, settings.clock))
    store_attempts(warehouse, attempts)
    return attempts


def due(warehouse: Writer, sources: Sequence[LiveSource]) -> list[LiveSource]:
    """Return the sources to capture on every run, and those to capture once that have no capture yet."""
    captured = {capture.source for capture in page_captures(warehouse.connection, only_counting=True)}
    return [
        source
        for source in sources
        if source.look == "daily" or (source.look == "once" and source.source not in captured)
    ]


def capture_files(warehouse: Writer, settings: CaptureSettings, files: Sequence[LiveSource]) -> list[CaptureAttempt]:
    """Capture those of the files that have no capture yet, in rounds; each round is stored before the next.

    The files never change. Stop when a whole round fails, because its host is down; a later call continues from there.
    """
    captured = {row.url for name in {file.source for file in files} for row in _counting(warehouse, name)}
    missing = [file for file in files if file.url not in captured]
    attempts: list[CaptureAttempt] = []
    with Fetcher(settings.policy([file.url for file in missing]), settings.clock) as fetcher:
        for start in range(0, len(missing), AT_A_TIME):
            taken = missing[start : start + AT_A_TIME]
            new = list(collect(taken, [], warehouse.home.captures, fetcher, settings.clock))
            store_attempts(warehouse, new)
            attempts += new
            if all(attempt.outcome == "failed" for attempt in new):
                break
    return attempts


def _counting(warehouse: Writer, source: str) -> list[PageCapture]:
    return page_captures(warehouse.connection, source, only_counting=True)


def capture_month(
    warehouse: Writer, settings: CaptureSettings, source: LiveSource, month: CalendarMonth
) -> Iterator[CaptureAttempt]:
    """Capture one month of one page from the archive, each capture kept before the next is requested.

    Raises:
        CaptureFailed: The archive itself fails; a later call goes on from there.
    """
    folder = warehouse.home.captures
    with Fetcher(settings.policy([settings.archive]), settings.clock) as fetcher:
        archive = WebArchive(fetcher, settings.archive)
        rows = page_captures(warehouse.connection, source.source)
        for capture in archive.backfill(CaptureRequest(source.source, source.url), month, rows):
            if isinstance(capture, CaptureFailed):
                attempt = failed_attempt(source, settings.clock.now(), capture)
            else:
                last = recall(rows, source.url, folder, before=capture.origin.captured_at)
                row = keep(capture.page, source.kind, last, folder, capture.origin)
                rows = [*rows, row]
                outcome = "doubted" if row.doubt else "captured"
                attempt = CaptureAttempt(source.source, source.url, row.fetched_at, outcome, row.doubt, row)
            store_attempts(warehouse, [attempt])
            yield attempt
