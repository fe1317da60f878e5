"""Fetch the captures of a page that a web archive made in past months, under the archive's own timestamps.

Two interfaces of the archive are used: the CDX index (`/cdx/search/cdx`) and raw captures
(`/web/<timestamp>id_/<url>`). The rows of raw_page_capture record what was fetched before; there is no other state. The
live page is never requested.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit

from assets.capture.fetch import CaptureRequest, FetchedPage, Fetcher
from assets.capture.keep import CaptureOrigin, PageCapture
from assets.capture.policy import CaptureFailed

WAYBACK_MACHINE = "https://web.archive.org"
INDEX_ROWS = 1000
"""Captures per page of the index; longer answers continue with a resume key."""
MOST_INDEX_PAGES = 50
SPARE = 3
"""Captures requested for a month, at most, as a multiple of `per_month`: some of them cannot be used."""
RAW = re.compile(r"/web/(\d{14})id_/(.+)$")


@dataclass(frozen=True)
class CalendarMonth:
    """A calendar month, the unit in which the past is captured."""

    year: int
    month: int

    @property
    def first(self) -> datetime:
        """The first moment of the month."""
        return datetime(self.year, self.month, 1)  # noqa: DTZ001 - the warehouse stores UTC without a zone

    @property
    def end(self) -> datetime:
        """The first moment of the next month."""
        return CalendarMonth(self.year + self.month // 12, self.month % 12 + 1).first

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the month."""
        return self.first <= moment < self.end


def months_between(first: date, last: date) -> list[CalendarMonth]:
    """Return every month from that of `first` to that of `last`, both included."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [CalendarMonth(number // 12, number % 12 + 1) for number in numbers]


@dataclass(frozen=True)
class ArchivedCapture:
    """A capture fetched from the archive, and the page and time that it shows."""

    page: FetchedPage
    origin: CaptureOrigin


@dataclass(frozen=True)
class WebArchive:
    """A web archive at a base URL; at most `per_month` captures of a page are fetched for each month.

    The fetcher's policy should allow the archive's host and no other.
    """

    fetcher: Fetcher
    base: str = WAYBACK_MACHINE
    per_month: int = 4

    def backfill(
        self, request: CaptureRequest, month: CalendarMonth, rows: Iterable[PageCapture]
    ) -> Iterator[ArchivedCapture | CaptureFailed]:
        """Yield the captures of one page in one month, one at a time, so that the caller can store each at once.

        Captures among `rows` are not fetched again, and a month that already has `per_month` captures is not requested
        from the index. A capture that is refused or damaged is yielded as a CaptureFailed with the reason.

        Args:
            request: The page.
            month: The month.
            rows: The stored captures, of any page.

        Raises:
            CaptureFailed: The archive itself fails; a later call continues where this one stopped.
        """
        ours = [row for row in rows if (row.source, row.url, row.via) == (request.source, request.url, self.via)]
        asked_before = {row.asked_url for row in ours}
        have = {row.captured_at for row in ours if month.holds(row.captured_at)}
        if len(have) >= self.per_month:
            return
        for timestamp, original in self._candidates(request, month):
            asked = f"{self.base}/web/{timestamp}id_/{original}"
            if asked in asked_before or _moment(timestamp) in have or len(have) >= self.per_month:
                continue
            try:
                recovered = self._recover(asked, request, month, have)
            except CaptureFailed as failed:
                if failed.transient:
                    raise
                yield failed
            else:
                have.add(recovered.origin.captured_at)
                yield recovered

    def _candidates(self, request: CaptureRequest, month: CalendarMonth) -> list[tuple[str, str]]:
        """Return captures evenly spread over the month, then further ones to replace those that are refused."""
        listed = self.list_captures(request, month)
        chosen = choose(listed, self.per_month)
        return [*chosen, *(other for other in listed if other not in chosen)][: SPARE * self.per_month]

    def list_captures(self, request: CaptureRequest, month: CalendarMonth) -> list[tuple[str, str]]:
        """Return (timestamp, archived URL) of all captures of a month, oldest first, from every page of the index."""
        captures: set[tuple[str, str]] = set()
        resume_key: str | None = None
        for _ in range(MOST_INDEX_PAGES):
            asked = CaptureRequest(request.source, self._index_url(request.url, month, resume_key))
            rows, resume_key = read_index(self.fetcher.fetch(asked))
            captures.update(row for row in rows if month.holds(_moment(row[0])))
            if resume_key is None:
                return sorted(captures)
        raise CaptureFailed(f"{request.source}: the index of {self.base} does not end after {MOST_INDEX_PAGES} pages")

    @property
    def via(self) -> str:
        """The name of this archive in the rows."""
        return urlsplit(self.base).netloc

    def _index_url(self, url: str, month: CalendarMonth, resume_key: str | None) -> str:
        """Return the index address of a month's successful captures of a page, without repeated content."""
        query = {
            "url": url,
            "from": f"{month.first:%Y%m%d%H%M%S}",
            "to": f"{month.end - timedelta(seconds=1):%Y%m%d%H%M%S}",
            "output": "json",
            "fl": "timestamp,original",
            "filter": "statuscode:200",
            "collapse": "digest",
            "limit": str(INDEX_ROWS),
            "showResumeKey": "true",
        }
        if resume_key:
            query["resumeKey"] = resume_key
        return f"{self.base}/cdx/search/cdx?{urlencode(query)}"

    def _recover(
        self, asked: str, request: CaptureRequest, month: CalendarMonth, have: Collection[datetime]
    ) -> ArchivedCapture:
        """Fetch one raw capture; refuse it when the archive returns another time, another page, or a stored capture."""

        def follow(hop: str) -> None:
            if self._check(hop, request, month) in have:
                raise CaptureFailed(f"{asked} leads to {hop}, which is stored already")

        self._check(asked, request, month)
        page = self.fetcher.fetch(CaptureRequest(request.source, asked), follow)
        when = self._check(page.final_url, request, month)
        stated = _stated(page)
        if stated is not None and stated != when:
            raise CaptureFailed(f"{request.source}: {page.final_url} states the time {stated}: not kept")
        return ArchivedCapture(page, CaptureOrigin(request.url, when, self.via))

    def _check(self, url: str, request: CaptureRequest, month: CalendarMonth) -> datetime:
        """Return the time in a raw capture's URL; refuse a URL of another month or page, or outside the archive."""
        try:
            match = RAW.fullmatch(url.removeprefix(self.base)) if url.startswith(self.base) else None
            when, original = _moment(match[1] if match else ""), match[2] if match else ""
        except ValueError as error:
            reason = f"{request.source}: the archive leads to {url!r}, which is not a raw capture: not followed"
            raise CaptureFailed(reason) from error
        if not month.holds(when):
            raise CaptureFailed(f"{request.source}: {url!r} is not in {month.year}-{month.month:02}: not followed")
        if _plain(original) != _plain(request.url):
            raise CaptureFailed(f"{request.source}: {url!r} is a capture of another page: not followed")
        return when


def read_index(page: FetchedPage) -> tuple[list[tuple[str, str]], str | None]:
    """Return the (timestamp, URL) pairs of one page of a CDX index in JSON, and the key of the next page, if any."""
    where = f"{page.source}: the index at {page.url}"
    if page.reply.status != 200:
        raise CaptureFailed(f"{where} answers {page.reply.status}", status=page.reply.status)
    try:
        rows = json.loads(page.reply.body or b"[]")
        resume_key = None
        if len(rows) >= 2 and rows[-2] == []:
            resume_key, rows = str(rows[-1][0]), rows[:-2]
        if not rows:
            return [], resume_key
        timestamp, original = rows[0].index("timestamp"), rows[0].index("original")
        pairs = [(row[timestamp], row[original]) for row in rows[1:]]
        for when, url in pairs:
            _moment(when)
            if not isinstance(url, str):
                raise TypeError(f"{url!r:.40} is not a URL")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise CaptureFailed(f"{where} is not a CDX index in JSON ({error})") from error
    return pairs, resume_key


def choose(captures: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """Return at most `most` captures: the first, the last, and others spread evenly over the list."""
    if len(captures) <= most:
        return captures
    if most == 1:
        return captures[:1]
    return [captures[round(step * (len(captures) - 1) / (most - 1))] for step in range(most)]


def _stated(page: FetchedPage) -> datetime | None:
    """Return the time in the Memento-Datetime header (RFC 7089); None when it is absent or unreadable."""
    try:
        return parsedate_to_datetime(page.reply.header("Memento-Datetime") or "").astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _plain(url: str) -> tuple[str, str, str]:
    """Return a URL without the parts that archives vary (scheme, port, `www.`); the path's last slash is kept."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CaptureFailed(f"{url!r} is not a URL ({error}): not followed") from error
    return (parts.hostname or "").removeprefix("www."), parts.path or "/", parts.query


def _moment(timestamp: str) -> datetime:
    if not re.fullmatch(r"\d{14}", timestamp):
        raise ValueError(f"{timestamp!r} is not a timestamp of 14 digits")
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the archive's timestamps are UTC
