"""Turn a fetched page into a row of raw_page_capture: compare it with the last good capture, and store its bytes.

The caller inserts the row, because it has the database connection.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from assets.capture.classify import CHANGES, Document, Kind, classify_capture
from assets.capture.exchange import find_header
from assets.capture.fetch import CaptureRequest, FetchedPage
from assets.capture.policy import CaptureFailed
from assets.capture.warc import HttpExchange, RecordLocation, WarcRecord, keep_response, keep_revisit, read_record
from warehouse.errors import TokenfallError

LIVE = "live"
"""`via` of a capture that came from the page itself; that of an archived one is the archive's address."""
NOT_IN_ROWS = frozenset({"set-cookie"})


@dataclass(frozen=True)
class PageCapture:
    """One row of raw_page_capture; see `warehouse/schema/0003_live_captures.sql` for the meaning of its columns."""

    source: str
    url: str
    captured_at: datetime
    fetched_at: datetime
    via: str
    asked_url: str
    final_url: str
    address: str | None
    status: int
    content_type: str | None
    headers: str
    capture_sha256: str
    bytes: int
    warc_file: str
    warc_offset: int
    body_warc_file: str
    body_warc_offset: int
    counts: bool
    doubt: str | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> PageCapture:
        """Return a row as the warehouse gives it, keyed by column name; other columns are left out."""
        return cls(**{column.name: row[column.name] for column in fields(cls)})

    @property
    def body_location(self) -> RecordLocation:
        """The WARC record that holds the bytes: an earlier one when this capture is a revisit."""
        return RecordLocation(self.body_warc_file, self.body_warc_offset)


@dataclass(frozen=True)
class LastCapture:
    """The last capture of a page, good or changed, with the record that holds its bytes."""

    row: PageCapture
    record: WarcRecord = field(repr=False)


@dataclass(frozen=True)
class CaptureOrigin:
    """The origin of a capture: the page's own URL, the time of the captured state, and who sent it.

    `via` is `live`, or the host of the web archive.
    """

    url: str
    captured_at: datetime
    via: str


def read_body(row: PageCapture, folder: Path) -> bytes:
    """Return the bytes of a capture; TokenfallError when they are missing or have another digest."""
    return _read_record(row, folder).body


def recall(rows: Iterable[PageCapture], url: str, folder: Path, before: datetime) -> LastCapture | None:
    """Return the last good capture of a page, or None.

    Args:
        rows: Captures of any page.
        url: The page.
        folder: The folder of the WARC files; captures whose bytes cannot be read are skipped.
        before: Only captures before this time (UTC) are considered.
    """
    return _latest((row for row in rows if row.counts and row.url == url and row.captured_at < before), folder)


def recall_changed(rows: Iterable[PageCapture], url: str, folder: Path, today: date) -> LastCapture | None:
    """Return the last capture of a page before today that does not count because the page had changed, or None."""
    changed = (row for row in rows if row.doubt and row.doubt.startswith(CHANGES) and row.url == url)
    return _latest((row for row in changed if row.captured_at.date() < today), folder)


def _latest(rows: Iterable[PageCapture], folder: Path) -> LastCapture | None:
    for row in sorted(rows, key=lambda row: row.captured_at, reverse=True):
        try:
            return LastCapture(row, _read_record(row, folder))
        except TokenfallError:
            continue  # a lost file must not stop new captures
    return None


def request_for(source: str, url: str, last: LastCapture | None) -> CaptureRequest:
    """Return the next request of a page, conditional when its last good capture came from the page itself."""
    if last is None or last.row.via != LIVE:
        return CaptureRequest(source, url)
    return CaptureRequest(source, url, _last_header(last, "ETag"), _last_header(last, "Last-Modified"))


def _read_record(row: PageCapture, folder: Path) -> WarcRecord:
    record = read_record(folder, row.body_location)
    if hashlib.sha256(record.body).hexdigest() != row.capture_sha256:
        raise TokenfallError(
            f"{row.body_warc_file} at {row.body_warc_offset} is not the capture of {row.source}: restore it"
        )
    return record


def _last_header(last: LastCapture, name: str) -> str | None:
    """A 304 need not repeat every header of the response that it confirms."""
    return find_header(json.loads(last.row.headers), name) or find_header(last.record.headers, name)


def keep(  # noqa: PLR0913 - the page, what it is compared with, and where it comes from and goes to
    page: FetchedPage,
    kind: Kind,
    last: LastCapture | None,
    folder: Path,
    origin: CaptureOrigin | None = None,
    *,
    changed: LastCapture | None = None,
) -> PageCapture:
    """Write a fetched page into the WARC files of a folder, and return its row of raw_page_capture.

    Args:
        page: The page as fetched.
        kind: The kind of document that its source publishes.
        last: The last good capture of the page, if there is one.
        folder: The folder of the WARC files.
        origin: The origin of a capture that an archive sent; by default, the live page.
        changed: The last capture of an earlier day that does not count because the page had changed. A page that is
            the same again is taken for redesigned, and counts; a list that is not a page waits for somebody to look.

    Raises:
        CaptureFailed: The answer is 304 (not modified), but there is no earlier capture.
        TokenfallError: The folder cannot be written.
    """
    origin = origin or CaptureOrigin(page.url, page.fetched_at, LIVE)
    reply = page.reply
    if reply.status == 304 and last is None:
        raise CaptureFailed(f"{page.source}: {page.url} answers 304 but its last capture is lost", status=304)
    digest = last.row.capture_sha256 if last and reply.status == 304 else hashlib.sha256(reply.body).hexdigest()
    exchange = _exchange(page, origin, digest)
    if last and digest == last.row.capture_sha256 and reply.status in {200, 304}:
        location = keep_revisit(folder, exchange, last.record)
        content_type = reply.header("Content-Type") or last.row.content_type
        return _row(page, origin, digest, location, last.row.body_location, last.row.bytes, content_type, None)
    new = Document(page.final_url, reply.status, reply.header("Content-Type") or "", reply.body)
    doubt = classify_capture(new, kind, _document_of(last) if last else None)
    if doubt and changed and _is_redesigned(new, kind, doubt, changed):
        doubt = None
    location = keep_response(folder, exchange)
    return _row(page, origin, digest, location, location, len(reply.body), reply.header("Content-Type"), doubt)


def _is_redesigned(new: Document, kind: Kind, doubt: str, changed: LastCapture) -> bool:
    """Return whether a page is unlike its last good capture, but like a changed one of an earlier day."""
    is_page, is_change = kind in {"html", "markdown"}, doubt.startswith(CHANGES)
    return is_page and is_change and classify_capture(new, kind, _document_of(changed)) is None


def _exchange(page: FetchedPage, origin: CaptureOrigin, digest: str) -> HttpExchange:
    reply = page.reply
    archived = origin.via != LIVE
    extra = {"WARC-Source-URI": page.final_url, "WARC-Creation-Date": f"{page.fetched_at.isoformat()}Z"}
    return HttpExchange(
        source=page.source,
        url=origin.url if archived else page.final_url,
        captured_at=origin.captured_at,
        request_headers=reply.request_headers,
        status=reply.status,
        reason=reply.reason,
        headers=reply.headers,
        body=reply.body,
        digest=f"sha256:{digest}",
        extra=extra if archived else {},
    )


def _row(  # noqa: PLR0913, PLR0917 - one argument per thing that differs between a response and a revisit
    page: FetchedPage,
    origin: CaptureOrigin,
    digest: str,
    location: RecordLocation,
    body: RecordLocation,
    size: int,
    content_type: str | None,
    doubt: str | None,
) -> PageCapture:
    reply = page.reply
    return PageCapture(
        source=page.source,
        url=origin.url,
        captured_at=origin.captured_at,
        fetched_at=page.fetched_at,
        via=origin.via,
        asked_url=page.url,
        final_url=page.final_url,
        address=reply.address,
        status=reply.status,
        content_type=content_type,
        headers=json.dumps([pair for pair in reply.headers if pair[0].lower() not in NOT_IN_ROWS]),
        capture_sha256=digest,
        bytes=size,
        warc_file=location.file,
        warc_offset=location.offset,
        body_warc_file=body.file,
        body_warc_offset=body.offset,
        counts=doubt is None,
        doubt=doubt,
    )


def _document_of(last: LastCapture) -> Document:
    return Document(last.row.final_url, 200, last.row.content_type or "", last.record.body)
