"""Captures of a page that a web archive made in past months, under the archive's own timestamps.

It knows two things of an archive: the CDX index (`/cdx/search/cdx`) and raw captures (`/web/<timestamp>id_/<url>`).
What was fetched before is known from the rows of raw_page_capture, the only state. The live page is never asked.
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
"""So many times a month's share is asked for at most when captures turn out to be of no use."""
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
    """A web archive, by its base URL; at most `per_month` captures of a page's month are taken from it.

    The fetcher's policy should allow the archive's host and no other.
    """

    fetcher: Fetcher
    base: str = WAYBACK_MACHINE
    per_month: int = 4

    def backfill(
        self, request: CaptureRequest, month: CalendarMonth, rows: Iterable[PageCapture]
    ) -> Iterator[ArchivedCapture | CaptureFailed]:
        """Captures of one page in one month, one at a time so that the caller can keep each at once.

        What is among `rows` is not fetched again, and a month that has its share is not even looked up. A capture that
        is refused or damaged is given as the CaptureFailed with the reason; when the archive itself fails, the
        CaptureFailed is raised: run again later, and it goes on where it stopped.
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
        """The month's share of the index, evenly spread; then some more, to take the place of what is refused."""
        listed = self.list_captures(request, month)
        chosen = choose(listed, self.per_month)
        return [*chosen, *(other for other in listed if other not in chosen)][: SPARE * self.per_month]

    def list_captures(self, request: CaptureRequest, month: CalendarMonth) -> list[tuple[str, str]]:
        """(timestamp, URL as archived) of a month's captures, oldest first, read page by page to the index's end."""
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
        """How this archive is called in the rows."""
        return urlsplit(self.base).netloc

    def _index_url(self, url: str, month: CalendarMonth, resume_key: str | None) -> str:
        """Where the archive lists a month's successful captures of a page that differ from the one before."""
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
        """One raw capture; refused when the archive shows another time, another page, or one we have already."""

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
        """The time of a raw capture's URL; refused when it is of another month or page, or not in the archive."""
        try:
            match = RAW.fullmatch(url.removeprefix(self.base)) if url.startswith(self.base) else None
            when, original = _moment(match[1] if match else ""), match[2] if match else ""
        except ValueError as error:
            reason = f"{request.source}: the archive leads to {url}, which is not a raw capture: not followed"
            raise CaptureFailed(reason) from error
        if not month.holds(when):
            raise CaptureFailed(f"{request.source}: {url} is not in {month.year}-{month.month:02}: not followed")
        if _plain(original) != _plain(request.url):
            raise CaptureFailed(f"{request.source}: {url} is a capture of another page: not followed")
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
        for pair in pairs:
            _moment(pair[0])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CaptureFailed(f"{where} is not a CDX index in JSON ({error})") from error
    return pairs, resume_key


def choose(captures: list[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """At most so many, the first and the last among them, the others spread evenly over the list."""
    if len(captures) <= most:
        return captures
    if most == 1:
        return captures[:1]
    return [captures[round(step * (len(captures) - 1) / (most - 1))] for step in range(most)]


def _stated(page: FetchedPage) -> datetime | None:
    """The time that a Memento-Datetime header gives (RFC 7089); None when there is none or it cannot be read."""
    try:
        return parsedate_to_datetime(page.reply.header("Memento-Datetime") or "").astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _plain(url: str) -> tuple[str, str, str]:
    """A page's URL without what archives vary: scheme, port, `www.`; the path's last slash may matter and stays."""
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path or "/", parts.query


def _moment(timestamp: str) -> datetime:
    if not re.fullmatch(r"\d{14}", timestamp):
        raise ValueError(f"{timestamp!r} is not a timestamp of 14 digits")
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the archive's timestamps are UTC
