"""WARC files: what is written can be read back, by us and by the library; a torn tail costs nothing that was whole."""

import gzip
import io
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from assets.capture.warc import HttpExchange, RecordLocation, is_whole, keep_response, keep_revisit, read_record
from warehouse.errors import TokenfallError

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456)
DIGEST = "sha256:" + "0" * 64


def an_exchange(body: bytes = b"<html>a</html>", **changes: object) -> HttpExchange:
    values = {
        "source": "acme",
        "url": "https://acme.example/pricing?a=1",
        "captured_at": NOON,
        "request_headers": (("User-Agent", "tokenfall/0.1 (+me@example.org)"),),
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"), ("Content-Length", "7"), ("Content-Encoding", "gzip")),
        "body": body,
        "digest": DIGEST,
    }
    return HttpExchange(**(values | changes))  # ty: ignore[invalid-argument-type]


def test_a_response_is_read_back_as_it_was(tmp_path: Path) -> None:
    location = keep_response(tmp_path, an_exchange())
    assert location == RecordLocation("2026/acme-20261124.warc.gz", 0)
    kept = read_record(tmp_path, location)
    assert (kept.kind, kept.url, kept.captured_at) == ("response", "https://acme.example/pricing?a=1", NOON)
    assert (kept.status, kept.body) == (200, b"<html>a</html>")
    assert kept.headers == (
        ("Content-Type", "text/html"),
        ("X-Orig-Content-Length", "7"),
        ("X-Orig-Content-Encoding", "gzip"),
    )


def test_the_library_reads_the_file_too_and_finds_its_digests_right(tmp_path: Path) -> None:
    digest = "sha256:" + "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    original = keep_response(tmp_path, an_exchange(b"a", digest=digest))
    keep_revisit(tmp_path, an_exchange(b"a", digest=digest), read_record(tmp_path, original))
    path = tmp_path / original.file
    with path.open("rb") as file:
        records = [(record.rec_type, record.rec_headers, record.http_headers) for record in ArchiveIterator(file)]
    assert [kind for kind, _, _ in records] == ["response", "request", "revisit", "request"]
    assert records[0][1].get_header("WARC-Payload-Digest") == digest
    assert (records[1][2].protocol, records[1][2].statusline) == ("GET", "/pricing?a=1 HTTP/1.1")
    assert records[1][2].get_header("Host") == "acme.example"
    assert records[1][1].get_header("WARC-Concurrent-To") == records[0][1].get_header("WARC-Record-ID")
    assert records[2][1].get_header("WARC-Refers-To-Date") == "2026-11-24T12:00:00.123456Z"
    assert records[2][1].get_header("WARC-Profile").endswith("/identical-payload-digest")

    checker = Checker(SimpleNamespace(inputs=(str(path),), verbose=False))
    checker.process_all()
    assert checker.exit_value == 0


def test_a_304_is_a_revisit_without_a_body(tmp_path: Path) -> None:
    original = read_record(tmp_path, keep_response(tmp_path, an_exchange()))
    location = keep_revisit(tmp_path, an_exchange(b"", status=304, reason="Not Modified"), original)
    kept = read_record(tmp_path, location)
    assert (kept.kind, kept.status, kept.body) == ("revisit", 304, b"")
    assert b"server-not-modified" in gzip.decompress((tmp_path / location.file).read_bytes()[location.offset :])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5))
def test_any_bytes_survive_at_every_offset(tmp_path: Path, bodies: list[bytes]) -> None:
    places = [keep_response(tmp_path, an_exchange(body)) for body in bodies]
    assert [read_record(tmp_path, location).body for location in places] == bodies


@pytest.mark.parametrize("value", ["plain", "naïve ü", "価格", "folded\r\n value", "a\tb", ""])
def test_odd_header_values_do_not_break_a_record(tmp_path: Path, value: str) -> None:
    kept = read_record(tmp_path, keep_response(tmp_path, an_exchange(headers=(("X-Odd", value), ("X-Next", "1")))))
    assert kept.body == b"<html>a</html>"
    assert kept.headers[-1] == ("X-Next", "1")


def test_existing_bytes_are_never_changed(tmp_path: Path) -> None:
    location = keep_response(tmp_path, an_exchange())
    path = tmp_path / location.file
    before = path.read_bytes()
    second = keep_response(tmp_path, an_exchange(b"second"))
    assert second == RecordLocation(location.file, len(before))
    assert path.read_bytes().startswith(before)


def test_sources_and_days_have_files_of_their_own(tmp_path: Path) -> None:
    keep_response(tmp_path, an_exchange())
    keep_response(tmp_path, an_exchange(source="other/source"))
    keep_response(tmp_path, an_exchange(captured_at=datetime(2024, 1, 2)))
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.gz")) == [
        "2024/acme-20240102.warc.gz",
        "2026/acme-20261124.warc.gz",
        "2026/other-source-20261124.warc.gz",
    ]


def test_a_torn_tail_at_every_byte_leaves_the_earlier_record_and_the_next_goes_to_a_new_file(tmp_path: Path) -> None:
    first = keep_response(tmp_path, an_exchange())
    path = tmp_path / first.file
    whole_first = len(path.read_bytes())
    keep_response(tmp_path, an_exchange(b"second"))
    both = path.read_bytes()
    beside = tmp_path / "2026" / "acme-20261124-2.warc.gz"
    for length in range(whole_first + 1, len(both), 17):
        path.write_bytes(both[:length])
        beside.unlink(missing_ok=True)
        third = keep_response(tmp_path, an_exchange(b"third"))
        assert read_record(tmp_path, first).body == b"<html>a</html>"
        assert read_record(tmp_path, third).body == b"third"
        # A cut between response and request leaves whole members, so the file is whole and is used further.
        assert third.file == ("2026/acme-20261124-2.warc.gz" if not is_whole_at(both, length) else first.file)
        assert path.read_bytes()[:length] == both[:length]


def is_whole_at(data: bytes, length: int) -> bool:
    """By another way than the product's: the standard library reads a whole file to its end without complaint."""
    try:
        gzip.GzipFile(fileobj=io.BytesIO(data[:length])).read()
    except (EOFError, OSError):
        return False
    return True


@pytest.mark.parametrize("tail", [b"\0" * 50, b"garbage", b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"])
def test_a_tail_of_anything_else_is_torn_too(tmp_path: Path, tail: bytes) -> None:
    first = keep_response(tmp_path, an_exchange())
    path = tmp_path / first.file
    assert is_whole(path)
    with path.open("ab") as file:
        file.write(tail)
    assert not is_whole(path)
    assert keep_response(tmp_path, an_exchange(b"next")).file == "2026/acme-20261124-2.warc.gz"
    assert keep_response(tmp_path, an_exchange(b"next")).file == "2026/acme-20261124-2.warc.gz"
    assert read_record(tmp_path, first).body == b"<html>a</html>"


@pytest.mark.parametrize(
    ("location", "complaint"),
    [
        (RecordLocation("2020/none.warc.gz", 0), "none.warc.gz cannot be read .*: restore the captures folder"),
        (RecordLocation("2026/acme-20261124.warc.gz", 3), "has no whole record at 3: restore the file"),
        (RecordLocation("2026/acme-20261124.warc.gz", 99999), "has no whole record at 99999"),
    ],
)
def test_records_that_are_not_there(tmp_path: Path, location: RecordLocation, complaint: str) -> None:
    keep_response(tmp_path, an_exchange())
    with pytest.raises(TokenfallError, match=complaint):
        read_record(tmp_path, location)


def test_a_torn_record_is_not_read_as_a_short_one(tmp_path: Path) -> None:
    location = keep_response(tmp_path, an_exchange(bytes(range(256)) * 200))
    path = tmp_path / location.file
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(TokenfallError, match="has no whole record at 0"):
        read_record(tmp_path, location)


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "2026").write_text("a file where a folder should be")
    with pytest.raises(TokenfallError, match=r"cannot keep a capture in .*2026: File exists"):
        keep_response(tmp_path, an_exchange())
