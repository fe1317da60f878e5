"""From an answer to a row of raw_page_capture: compare with the last good capture, keep the bytes, say what counts.

Inserting the rows does not belong here: the caller has the connection.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.capture.classify import Document, Kind, classify_capture
from assets.capture.exchange import find_header
from assets.capture.fetch import Fetched, Wanted
from assets.capture.policy import CaptureFailed
from assets.capture.warc import Exchanged, Kept, Place, keep_response, keep_revisit, read_record
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
        """A row as the warehouse gives it, keyed by column name; other columns are left out."""
        return cls(**{column.name: row[column.name] for column in fields(cls)})

    @property
    def body_place(self) -> Place:
        """The WARC record that holds the bytes: an earlier one when this capture is a revisit."""
        return Place(self.body_warc_file, self.body_warc_offset)


@dataclass(frozen=True)
class Last:
    """The last good capture of a page, with the record that holds its bytes."""

    row: PageCapture
    kept: Kept = field(repr=False)


@dataclass(frozen=True)
class Seen:
    """Where an answer belongs: the page's own URL, when it looked like that, and who showed it."""

    url: str
    captured_at: datetime
    via: str


def read_body(row: PageCapture, folder: Path) -> bytes:
    """The bytes of a capture, checked against its digest; TokenfallError when they are gone or are not the same."""
    return _read_kept(row, folder).body


def recall(rows: Iterable[PageCapture], url: str, folder: Path, before: datetime) -> Last | None:
    """The last capture of this page before a moment that counts and whose bytes are still there."""
    good = [row for row in rows if row.counts and row.url == url and row.captured_at < before]
    for row in sorted(good, key=lambda row: row.captured_at, reverse=True):
        try:
            return Last(row, _read_kept(row, folder))
        except TokenfallError:
            continue  # a lost file must not stop new captures: the page starts anew from what is left
    return None


def want(source: str, url: str, last: Last | None) -> Wanted:
    """The next capture of a page, conditional when its last good one came from the page itself."""
    if last is None or last.row.via != LIVE:
        return Wanted(source, url)
    return Wanted(source, url, _last_header(last, "ETag"), _last_header(last, "Last-Modified"))


def _read_kept(row: PageCapture, folder: Path) -> Kept:
    kept = read_record(folder, row.body_place)
    if hashlib.sha256(kept.body).hexdigest() != row.capture_sha256:
        raise TokenfallError(f"{row.body_warc_file} at {row.body_warc_offset} is not what {row.source} was: restore it")
    return kept


def _last_header(last: Last, name: str) -> str | None:
    """A 304 need not repeat every header of the answer it stands for."""
    return find_header(json.loads(last.row.headers), name) or find_header(last.kept.headers, name)


def keep(fetched: Fetched, kind: Kind, last: Last | None, folder: Path, seen: Seen | None = None) -> PageCapture:
    """Write the answer into the WARC files of `folder` and give its row; `seen` is for answers of an archive.

    Raises CaptureFailed for a 304 about nothing we have, TokenfallError when the folder cannot be written.
    """
    seen = seen or Seen(fetched.url, fetched.fetched_at, LIVE)
    reply = fetched.reply
    if reply.status == 304 and last is None:
        raise CaptureFailed(f"{fetched.source}: {fetched.url} answers 304 but its last capture is lost", status=304)
    digest = last.row.capture_sha256 if last and reply.status == 304 else hashlib.sha256(reply.body).hexdigest()
    exchanged = _exchanged(fetched, seen, digest)
    if last and digest == last.row.capture_sha256 and reply.status in {200, 304}:
        place = keep_revisit(folder, exchanged, last.kept)
        content_type = reply.header("Content-Type") or last.row.content_type
        return _row(fetched, seen, digest, place, last.row.body_place, last.row.bytes, content_type, None)
    new = Document(fetched.final_url, reply.status, reply.header("Content-Type") or "", reply.body)
    doubt = classify_capture(new, kind, _document_of(last) if last else None)
    place = keep_response(folder, exchanged)
    return _row(fetched, seen, digest, place, place, len(reply.body), reply.header("Content-Type"), doubt)


def _exchanged(fetched: Fetched, seen: Seen, digest: str) -> Exchanged:
    reply = fetched.reply
    archived = seen.via != LIVE
    extra = {"WARC-Source-URI": fetched.final_url, "WARC-Creation-Date": f"{fetched.fetched_at.isoformat()}Z"}
    return Exchanged(
        source=fetched.source,
        url=seen.url if archived else fetched.final_url,
        captured_at=seen.captured_at,
        request_headers=reply.request_headers,
        status=reply.status,
        reason=reply.reason,
        headers=reply.headers,
        body=reply.body,
        digest=f"sha256:{digest}",
        extra=extra if archived else {},
    )


def _row(  # noqa: PLR0913, PLR0917 - one argument per thing that differs between a response and a revisit
    fetched: Fetched,
    seen: Seen,
    digest: str,
    place: Place,
    body: Place,
    size: int,
    content_type: str | None,
    doubt: str | None,
) -> PageCapture:
    reply = fetched.reply
    return PageCapture(
        source=fetched.source,
        url=seen.url,
        captured_at=seen.captured_at,
        fetched_at=fetched.fetched_at,
        via=seen.via,
        asked_url=fetched.url,
        final_url=fetched.final_url,
        address=reply.address,
        status=reply.status,
        content_type=content_type,
        headers=json.dumps([pair for pair in reply.headers if pair[0].lower() not in NOT_IN_ROWS]),
        capture_sha256=digest,
        bytes=size,
        warc_file=place.file,
        warc_offset=place.offset,
        body_warc_file=body.file,
        body_warc_offset=body.offset,
        counts=doubt is None,
        doubt=doubt,
    )


def _document_of(last: Last) -> Document:
    return Document(last.row.final_url, 200, last.row.content_type or "", last.kept.body)
