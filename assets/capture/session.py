"""Capture live sources, or one month of a page from a web archive, with the user's settings."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from assets.capture.archive import WAYBACK_MACHINE, CalendarMonth, WebArchive
from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource, collect, failed_attempt
from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.keep import PageCapture, keep, recall
from assets.capture.policy import CaptureFailed, Clock, Policy
from assets.capture.stored import attempts_folder, commit_shards, page_captures, store_attempts, write_attempts
from assets.spread import spread
from warehouse.errors import TokenfallError
from warehouse.home import Home
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
    """Capture these sources once, after captures that wait in shards; return every attempt, failed ones too."""
    commit_shards(warehouse)
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


@dataclass(frozen=True)
class ArchiveMonth:
    """One month of one page, to be captured from the web archive: all that a process without the warehouse needs.

    Attributes:
        settings: The user's settings of captures; the sources may be left out.
        source: The page.
        month: The month.
        rows: The captures of the page that are stored already.
        captures: The folder of WARC files.
        shards: The folder of rows that wait for the warehouse.
    """

    settings: CaptureSettings
    source: LiveSource
    month: CalendarMonth
    rows: tuple[PageCapture, ...]
    captures: Path
    shards: Path

    @property
    def shard(self) -> Path:
        """The file of the attempts, named by page and month and by the captures that are known before."""
        known = hashlib.sha256("".join(sorted(row.asked_url for row in self.rows)).encode()).hexdigest()[:16]
        page = self.source.source.replace("/", "-")
        return attempts_folder(self.shards) / f"{page}-{self.month.year}-{self.month.month:02}-{known}.parquet"


def capture_month(work: ArchiveMonth) -> Path:
    """Capture one month of one page from the archive into a shard of attempts, unless that shard is there.

    Returns:
        The shard; `commit_shards` adds it to the warehouse.

    Raises:
        CaptureFailed: The archive itself fails; the attempts so far are in a shard, and a later call goes on.
    """
    if work.shard.exists():
        return work.shard
    attempts: list[CaptureAttempt] = []
    try:
        attempts.extend(_month_attempts(work))
    except BaseException:  # an interruption by the user, too
        write_attempts(work.shard.with_name(f"{work.shard.stem}-part.parquet"), attempts)
        raise
    write_attempts(work.shard, attempts)
    return work.shard


def _month_attempts(work: ArchiveMonth) -> Iterator[CaptureAttempt]:
    settings, source, rows = work.settings, work.source, list(work.rows)
    with Fetcher(_archive_policy(settings), settings.clock) as fetcher:
        archive = WebArchive(fetcher, settings.archive)
        for capture in archive.backfill(CaptureRequest(source.source, source.url), work.month, rows):
            if isinstance(capture, CaptureFailed):
                yield failed_attempt(source, settings.clock.now(), capture)
                continue
            last = recall(rows, source.url, work.captures, before=capture.origin.captured_at)
            row = keep(capture.page, source.kind, last, work.captures, capture.origin)
            rows.append(row)
            outcome = "doubted" if row.doubt else "captured"
            yield CaptureAttempt(source.source, source.url, row.fetched_at, outcome, row.doubt, row)


def _archive_policy(settings: CaptureSettings) -> Policy:
    """Return the policy for the archive; one of the user's own, in a network that the user permits, needs no pauses."""
    policy = settings.policy([settings.archive])
    is_own = bool(settings.permitted) and settings.archive != WAYBACK_MACHINE
    return replace(policy, rest_seconds=0.0) if is_own else policy


def capture_months(
    settings: CaptureSettings,
    months: Sequence[tuple[LiveSource, CalendarMonth]],
    rows: Sequence[PageCapture],
    home: Home,
) -> Iterator[Path]:
    """Capture months of pages from the archive, spread over the cluster where there is one; yield their shards.

    A public archive is asked by one process at a time, however many workers there are.

    Args:
        settings: The user's settings of captures.
        months: Pages and months; their shards come in this order.
        rows: The captures that are stored already, of any page.
        home: Where captures and shards are kept.

    Raises:
        CaptureFailed: The archive itself fails.
    """
    by_source: defaultdict[str, list[PageCapture]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    bare = replace(settings, sources=())
    works = (
        ArchiveMonth(bare, source, month, tuple(by_source[source.source]), home.captures, home.shards)
        for source, month in months
    )
    return spread(capture_month, works, at_once=1 if settings.archive == WAYBACK_MACHINE else None)
