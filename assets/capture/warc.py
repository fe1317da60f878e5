"""Store captures in WARC files (ISO 28500), one per source and day, and read them back by file and offset.

Files are append-only, and every capture is flushed to the disk. A file whose last record is incomplete (after a crash)
is not changed either; the next capture goes to a new file beside it.
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

from warehouse import durable
from warehouse.errors import TokenfallError

GZIP = zlib.MAX_WBITS + 16
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
NO_LONGER_TRUE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that describe the body on the wire; kept under another name because the body is kept unpacked."""


@dataclass(frozen=True)
class RecordLocation:
    """The file of a WARC record, below the captures folder and with forward slashes, and its offset there."""

    file: str
    offset: int


@dataclass(frozen=True)
class WarcRecord:
    """A WARC record as read back: a response with its body, or a revisit without one."""

    kind: str
    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class HttpExchange:
    """A request and its response, to be written as WARC records.

    `digest` is `sha256:<hex>` of the body; `extra` are further WARC headers.
    """

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


def keep_response(folder: Path, exchange: HttpExchange) -> RecordLocation:
    """Add a response record, with its body, and the request it answers."""
    return _append(folder, exchange, revisits=None)


def keep_revisit(folder: Path, exchange: HttpExchange, original: WarcRecord) -> RecordLocation:
    """Add a revisit record: the same body as that of an earlier response, which is named and not repeated."""
    return _append(folder, exchange, revisits=original)


def read_record(folder: Path, location: RecordLocation) -> WarcRecord:
    """Read one record back; TokenfallError when the file is missing or has no whole record there."""
    path = folder / location.file
    try:
        with path.open("rb") as opened:
            opened.seek(location.offset)
            record = next(iter(ArchiveIterator(opened)))
            return _read(record)
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read ({error.strerror}): restore the captures folder") from error
    except (StopIteration, ArchiveLoadFailed, zlib.error, ValueError, EOFError, AttributeError) as error:
        # warcio reads headers that are not there: AttributeError
        raise TokenfallError(
            f"{path} has no whole record at {location.offset}: restore the file from a backup"
        ) from error


def is_whole(path: Path) -> bool:
    """Return whether a gzip file ends where its last member ends; False when its tail is cut or has other bytes."""
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


def _append(folder: Path, exchange: HttpExchange, revisits: WarcRecord | None) -> RecordLocation:
    packed = io.BytesIO()
    writer = WARCWriter(packed, gzip=True, warc_version="1.1")
    writer.write_request_response_pair(
        _request(writer, exchange),
        _response(writer, exchange) if revisits is None else _revisit(writer, exchange, revisits),
    )
    try:
        path = _open_file(folder, exchange)
        offset = _write(path, packed.getvalue(), folder.parent)
    except OSError as error:
        path_or_folder = error.filename or folder
        raise TokenfallError(
            f"cannot keep a capture in {path_or_folder}: {error.strerror}; free space or permit it"
        ) from error
    return RecordLocation(path.relative_to(folder).as_posix(), offset)


def _write(path: Path, packed: bytes, top: Path) -> int:
    """Append a record, and return where it begins once it is on the disk; an object of a store has one record."""
    if not durable.is_local(path):
        durable.put(path, packed)
        return 0
    with path.open("ab") as file:
        offset = file.tell()
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())
    durable.sync_names(path, top)
    return offset


def _open_file(folder: Path, exchange: HttpExchange) -> Path:
    """Return the first file of this source and day that does not exist yet or is complete; objects are not added to."""
    year = folder / f"{exchange.captured_at:%Y}"
    year.mkdir(parents=True, exist_ok=True)
    name = exchange.source.replace("/", "-")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        path = year / f"{name}-{exchange.captured_at:%Y%m%d}{suffix}.warc.gz"
        if not path.exists() or (durable.is_local(path) and is_whole(path)):
            return path
        number += 1


def _request(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    parts = urlsplit(exchange.extra.get("WARC-Source-URI", exchange.url))
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = [("Host", parts.netloc), *exchange.request_headers]
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", headers, is_http_request=True)
    return writer.create_warc_record(exchange.url, "request", http_headers=http)


def _response(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_http_headers(exchange),
        warc_headers_dict={**_dated(exchange), "WARC-Payload-Digest": exchange.digest},
    )


def _revisit(writer: WARCWriter, exchange: HttpExchange, original: WarcRecord) -> ArcWarcRecord:
    record = writer.create_revisit_record(
        exchange.url,
        exchange.digest,
        original.url,
        _stamp(original.captured_at),
        http_headers=_http_headers(exchange),
        warc_headers_dict=_dated(exchange),
    )
    if exchange.status == 304:
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    return record


def _http_headers(exchange: HttpExchange) -> StatusAndHeaders:
    headers = [
        (f"X-Orig-{name}" if name.lower() in NO_LONGER_TRUE else name, " ".join(value.split()))
        for name, value in exchange.headers
    ]
    return StatusAndHeaders(f"{exchange.status} {exchange.reason}", headers, protocol="HTTP/1.1")


def _dated(exchange: HttpExchange) -> dict[str, str]:
    return {"WARC-Date": _stamp(exchange.captured_at), **exchange.extra}


def _stamp(when: datetime) -> str:
    return f"{when.isoformat()}Z"


def _read(record: ArcWarcRecord) -> WarcRecord:
    if record.rec_type not in {"response", "revisit"}:
        raise ValueError(f"a {record.rec_type} record")
    warc, http = record.rec_headers, record.http_headers
    body = record.raw_stream.read()
    if record.raw_stream.limit:
        raise ValueError(f"{record.raw_stream.limit} bytes are missing")
    return WarcRecord(
        record.rec_type,
        warc.get_header("WARC-Target-URI"),
        datetime.fromisoformat(warc.get_header("WARC-Date").removesuffix("Z")),
        int(http.get_statuscode()),
        tuple(http.headers),
        body,
    )
