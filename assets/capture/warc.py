"""Keeps captures in WARC files (ISO 28500), one per source and day, and reads them back by file and offset.

Bytes that are in a file stay as they are: a capture is only ever added at the end, written and flushed to the disk. A
file whose last record is torn (a crash while writing) is left alone too; the next capture goes to a new file beside it.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from warehouse.errors import TokenfallError

GZIP = zlib.MAX_WBITS + 16
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
NO_LONGER_TRUE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that describe the body on the wire; kept under another name because the body is kept unpacked."""


@dataclass(frozen=True)
class Place:
    """Where a record is: the file below the captures folder, with forward slashes, and the offset of the record."""

    file: str
    offset: int


@dataclass(frozen=True)
class Kept:
    """A record as read back: a response with its body, or a revisit without one."""

    kind: str
    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Exchanged:
    """What is to be kept of one capture. `extra` are further WARC headers; `digest` is `sha256:<hex>` of the body."""

    source: str
    url: str
    captured_at: datetime
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    digest: str
    extra: Mapping[str, str] = field(default_factory=dict)


def keep_response(folder: Path, exchanged: Exchanged) -> Place:
    """Add a response record, with its body, and the request it answers."""
    return _append(folder, exchanged, revisits=None)


def keep_revisit(folder: Path, exchanged: Exchanged, original: Kept) -> Place:
    """Add a revisit record: the same body as that of an earlier response, which is named and not repeated."""
    return _append(folder, exchanged, revisits=original)


def read_record(folder: Path, place: Place) -> Kept:
    """Read one record back; TokenfallError when the file is missing or has no whole record there."""
    path = folder / place.file
    try:
        with path.open("rb") as opened:
            opened.seek(place.offset)
            record = next(iter(ArchiveIterator(opened)))
            return _read(record)
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read ({error.strerror}): restore the captures folder") from error
    except (StopIteration, ArchiveLoadFailed, zlib.error, ValueError, EOFError) as error:
        raise TokenfallError(f"{path} has no whole record at {place.offset}: restore the file from a backup") from error


def is_whole(path: Path) -> bool:
    """Whether a gzip file ends where its last member ends; False when its tail is torn or filled with anything else."""
    rest = path.read_bytes()
    while rest:
        member = zlib.decompressobj(GZIP)
        try:
            member.decompress(rest)
        except zlib.error:
            return False
        if not member.eof:
            return False
        rest = member.unused_data
    return True


def _append(folder: Path, exchanged: Exchanged, revisits: Kept | None) -> Place:
    packed = io.BytesIO()
    writer = WARCWriter(packed, gzip=True, warc_version="1.1")
    writer.write_request_response_pair(
        _request(writer, exchanged),
        _response(writer, exchanged) if revisits is None else _revisit(writer, exchanged, revisits),
    )
    try:
        path = _open_file(folder, exchanged)
        with path.open("ab") as file:
            offset = file.tell()
            file.write(packed.getvalue())
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except OSError as error:
        place = error.filename or folder
        raise TokenfallError(f"cannot keep a capture in {place}: {error.strerror}; free space or permit it") from error
    return Place(path.relative_to(folder).as_posix(), offset)


def _open_file(folder: Path, exchanged: Exchanged) -> Path:
    """The first file of this source and day that does not exist yet or is whole."""
    year = folder / f"{exchanged.captured_at:%Y}"
    year.mkdir(parents=True, exist_ok=True)
    name = exchanged.source.replace("/", "-")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        path = year / f"{name}-{exchanged.captured_at:%Y%m%d}{suffix}.warc.gz"
        if not path.exists() or is_whole(path):
            return path
        number += 1


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _request(writer: WARCWriter, exchanged: Exchanged) -> ArcWarcRecord:
    parts = urlsplit(exchanged.extra.get("WARC-Source-URI", exchanged.url))
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = [("Host", parts.netloc), *exchanged.request_headers]
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", headers, is_http_request=True)
    return writer.create_warc_record(exchanged.url, "request", http_headers=http)


def _response(writer: WARCWriter, exchanged: Exchanged) -> ArcWarcRecord:
    return writer.create_warc_record(
        exchanged.url,
        "response",
        payload=io.BytesIO(exchanged.body),
        length=len(exchanged.body),
        http_headers=_http_headers(exchanged),
        warc_headers_dict={**_dated(exchanged), "WARC-Payload-Digest": exchanged.digest},
    )


def _revisit(writer: WARCWriter, exchanged: Exchanged, original: Kept) -> ArcWarcRecord:
    record = writer.create_revisit_record(
        exchanged.url,
        exchanged.digest,
        original.url,
        _stamp(original.captured_at),
        http_headers=_http_headers(exchanged),
        warc_headers_dict=_dated(exchanged),
    )
    if exchanged.status == 304:
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    return record


def _http_headers(exchanged: Exchanged) -> StatusAndHeaders:
    headers = [
        (f"X-Orig-{name}" if name.lower() in NO_LONGER_TRUE else name, " ".join(value.split()))
        for name, value in exchanged.headers
    ]
    return StatusAndHeaders(f"{exchanged.status} {exchanged.reason}", headers, protocol="HTTP/1.1")


def _dated(exchanged: Exchanged) -> dict[str, str]:
    return {"WARC-Date": _stamp(exchanged.captured_at), **exchanged.extra}


def _stamp(when: datetime) -> str:
    return f"{when.isoformat()}Z"


def _read(record: ArcWarcRecord) -> Kept:
    if record.rec_type not in {"response", "revisit"}:
        raise ValueError(f"a {record.rec_type} record")
    warc, http = record.rec_headers, record.http_headers
    body = record.raw_stream.read()
    if record.raw_stream.limit:
        raise ValueError(f"{record.raw_stream.limit} bytes are missing")
    return Kept(
        record.rec_type,
        warc.get_header("WARC-Target-URI"),
        datetime.fromisoformat(warc.get_header("WARC-Date").removesuffix("Z")),
        int(http.get_statuscode()),
        tuple(http.headers),
        body,
    )
