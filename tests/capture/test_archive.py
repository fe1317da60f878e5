"""The time machine against a local web archive: its own timestamps, month by month, killed and resumed half way."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assets.capture.archive import ArchivedCapture, CalendarMonth, WebArchive, choose, months_between
from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.keep import PageCapture, keep, read_body
from assets.capture.policy import CaptureFailed
from tests.capture.local_server import Answer, FakeClock, LocalServer, a_policy

PAGE = CaptureRequest("acme", "https://acme.example/pricing")
MAY = CalendarMonth(2024, 5)
TYPE = {"Content-Type": "text/html"}


def a_page(timestamp: str) -> bytes:
    return f"<!DOCTYPE html><html><title>Prices</title><body>model-a on {timestamp} costs $5</body></html>".encode()


class LocalArchive(LocalServer):
    """A Wayback-like archive of one page: a paged CDX index and raw captures."""

    def __init__(self, timestamps: list[str], port: int = 0, page_size: int = 1000) -> None:
        super().__init__(port)
        self.timestamps = timestamps
        self.page_size = page_size
        self.originals: dict[str, str] = {}
        self.special: dict[str, Answer] = {}
        self.dies_after: int | None = None
        self.raw: list[str] = []

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        parts = urlsplit(handler.path)
        if parts.path == "/cdx/search/cdx":
            return self._index(parse_qs(parts.query))
        if "id_/" in parts.path:
            return self._raw(parts.path)
        return super()._answer(handler)

    def _index(self, query: dict[str, list[str]]) -> Answer:
        assert query["filter"] == ["statuscode:200"]
        assert query["collapse"] == ["digest"]
        first, last = query["from"][0], query["to"][0]
        rows = [[stamp, self.originals.get(stamp, PAGE.url)] for stamp in self.timestamps if first <= stamp <= last]
        start = int(query.get("resumeKey", ["0"])[0])
        shown = rows[start : start + self.page_size]
        more = [[], [str(start + self.page_size)]] if start + self.page_size < len(rows) else []
        body = [["timestamp", "original"], *shown, *more] if rows else []
        return Answer(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})

    def _raw(self, path: str) -> Answer:
        stamp = path.removeprefix("/web/")[:14]
        if self.dies_after is not None and len(self.raw) >= self.dies_after:
            return Answer(raw=b"")
        self.raw.append(stamp)
        return self.special.get(stamp, Answer(body=a_page(stamp), headers=TYPE))


@pytest.fixture
def archive() -> Iterator[LocalArchive]:
    running = LocalArchive(["20240430235959", "20240501000000", "20240515120000", "20240531235959", "20240601000000"])
    yield running
    running.stop()


@pytest.fixture
def machine(archive: LocalArchive, time: FakeClock) -> Iterator[WebArchive]:
    with Fetcher(a_policy(archive.authority), time.clock()) as fetcher:
        yield WebArchive(fetcher, archive.base)


def kept(outcome: ArchivedCapture | CaptureFailed, folder: Path) -> PageCapture:
    assert isinstance(outcome, ArchivedCapture), outcome
    return keep(outcome.page, "html", None, folder, outcome.origin)


def walk(machine: WebArchive, month: CalendarMonth, rows: list[PageCapture], folder: Path) -> list[str]:
    """Backfill one month as the product does, keeping each capture at once; the reasons of what was refused."""
    refused = []
    for outcome in machine.backfill(PAGE, month, rows):
        if isinstance(outcome, ArchivedCapture):
            rows.append(kept(outcome, folder))
        else:
            refused.append(str(outcome))
    return refused


def test_a_month_under_the_archives_own_timestamps(archive: LocalArchive, machine: WebArchive, tmp_path: Path) -> None:
    rows: list[PageCapture] = []
    assert walk(machine, MAY, rows, tmp_path) == []
    assert [row.captured_at for row in rows] == [
        datetime(2024, 5, 1),
        datetime(2024, 5, 15, 12),
        datetime(2024, 5, 31, 23, 59, 59),
    ]
    row = rows[1]
    assert (row.url, row.via, row.fetched_at.year) == (PAGE.url, archive.authority, 2026)
    assert row.asked_url == f"{archive.base}/web/20240515120000id_/https://acme.example/pricing"
    assert row.warc_file == "2024/acme-20240515.warc.gz"
    assert read_body(row, tmp_path) == a_page("20240515120000")
    assert row.capture_sha256 == hashlib.sha256(a_page("20240515120000")).hexdigest()


def test_the_archive_rests_five_seconds_after_every_request(
    machine: WebArchive, time: FakeClock, tmp_path: Path
) -> None:
    walk(machine, MAY, [], tmp_path)
    assert time.sleeps == [5.0] * 4, "robots.txt at once; then the index and three captures"


def test_what_is_stored_is_not_fetched_again(archive: LocalArchive, machine: WebArchive, tmp_path: Path) -> None:
    rows: list[PageCapture] = []
    walk(machine, MAY, rows, tmp_path)
    assert walk(machine, MAY, rows, tmp_path) == []
    assert (len(rows), len(archive.raw)) == (3, 3)


def test_a_month_that_has_its_share_is_not_requested(archive: LocalArchive, time: FakeClock, tmp_path: Path) -> None:
    rows: list[PageCapture] = []
    with Fetcher(a_policy(archive.authority), time.clock()) as fetcher:
        machine = WebArchive(fetcher, archive.base, per_month=2)
        walk(machine, MAY, rows, tmp_path)
        asked = len(archive.asked)
        walk(machine, MAY, rows, tmp_path)
    assert [row.captured_at.day for row in rows] == [1, 31]
    assert len(archive.asked) == asked


@pytest.mark.parametrize("how", ["the archive dies", "we are killed"])
@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_killed_half_way_and_resumed(how: str, after: int, tmp_path: Path) -> None:
    """Six captures in two months: whichever process dies, the second start has fetched every capture exactly once."""
    stamps = [f"2024{month:02}{day:02}000000" for month in (5, 6) for day in (3, 13, 23)]
    rows: list[PageCapture] = []
    first = LocalArchive(stamps)
    first.dies_after = after if how == "the archive dies" else None
    with Fetcher(a_policy(first.authority), FakeClock().clock()) as fetcher:
        outcomes = (
            outcome
            for month in (MAY, CalendarMonth(2024, 6))
            for outcome in WebArchive(fetcher, first.base).backfill(PAGE, month, rows)
        )
        if how == "the archive dies":
            with pytest.raises(CaptureFailed, match="no complete answer") as failed:
                rows.extend(kept(outcome, tmp_path) for outcome in outcomes)
            assert failed.value.transient
        else:
            for _ in range(after):
                rows.append(kept(next(outcomes), tmp_path))
            outcomes.close()
    first.stop()
    assert len(rows) == after
    second = LocalArchive(stamps, port=first.port)
    with Fetcher(a_policy(second.authority), FakeClock().clock()) as fetcher:
        for month in (MAY, CalendarMonth(2024, 6)):
            assert walk(WebArchive(fetcher, second.base), month, rows, tmp_path) == []
    second.stop()
    assert first.raw + second.raw == stamps
    assert [f"{row.captured_at:%Y%m%d%H%M%S}" for row in rows] == stamps
    assert [read_body(row, tmp_path) for row in rows] == [a_page(stamp) for stamp in stamps]


def test_an_archive_that_is_gone_stops_the_walk(time: FakeClock) -> None:
    gone = LocalArchive([])
    gone.stop()
    with Fetcher(a_policy(gone.authority), time.clock()) as fetcher:
        with pytest.raises(CaptureFailed) as failed:
            list(WebArchive(fetcher, gone.base).backfill(PAGE, MAY, []))
    assert failed.value.transient


def test_the_index_is_read_to_its_end(archive: LocalArchive, machine: WebArchive) -> None:
    archive.page_size = 2
    archive.timestamps = [f"202405{day:02}000000" for day in range(1, 6)]
    assert [stamp for stamp, _ in machine.list_captures(PAGE, MAY)] == archive.timestamps
    assert len([path for path in archive.paths if path.startswith("/cdx")]) == 3


def to(authority: str) -> Answer:
    return Answer(302, headers={"Location": authority})


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        (to("/web/20240515120007id_/https://acme.example/pricing"), datetime(2024, 5, 15, 12, 0, 7)),
        (to("/web/20240515120007id_/http://www.acme.example:80/pricing"), datetime(2024, 5, 15, 12, 0, 7)),
        (to("/web/20240501000000id_/https://acme.example/pricing"), "which is stored already"),
        (to("/web/20240601000000id_/https://acme.example/pricing"), "is not in 2024-05: not followed"),
        (to("/web/20261124120000id_/https://acme.example/pricing"), "is not in 2024-05: not followed"),
        (to("/web/20240515120007id_/https://acme.example/pricing/"), "is a capture of another page"),
        (to("/web/20240515120007id_/https://acme.example/login"), "is a capture of another page"),
        (to("/web/20240515120007/https://acme.example/pricing"), "is not a raw capture: not followed"),
        (to("/web/20249999999999id_/https://acme.example/pricing"), "is not a raw capture: not followed"),
        (to("/save/https://acme.example/pricing"), "is not a raw capture: not followed"),
        (to("https://acme.example/pricing"), "acme.example is not on the list of allowed hosts"),
        (Answer(404), None),
        (Answer(body=b"?", headers={"Content-Encoding": "br"}), "packed as 'br'"),
        (
            Answer(body=b"x", headers={"Memento-Datetime": "Tue, 24 Nov 2026 12:00:00 GMT"}),
            "states the time 2026-11-24 12:00:00: not kept",
        ),
        (
            Answer(body=a_page(""), headers=TYPE | {"Memento-Datetime": "Wed, 15 May 2024 12:00:00 GMT"}),
            datetime(2024, 5, 15, 12),
        ),
        (Answer(body=a_page(""), headers=TYPE | {"Memento-Datetime": "soon"}), datetime(2024, 5, 15, 12)),
    ],
)
def test_where_a_capture_may_lead(
    archive: LocalArchive, machine: WebArchive, tmp_path: Path, special: Answer, expected: datetime | str | None
) -> None:
    archive.special["20240515120000"] = special
    rows: list[PageCapture] = []
    refused = walk(machine, MAY, rows, tmp_path)
    middle = [row for row in rows if row.captured_at.day not in {1, 31}]
    if isinstance(expected, datetime):
        assert ([row.captured_at for row in middle], refused) == ([expected], [])
    elif expected is None:
        assert [(row.counts, row.doubt) for row in middle] == [(False, "missing: HTTP 404")]
    else:
        assert middle == []
        assert len(refused) == 1
        assert expected in refused[0]
    assert [row.captured_at.day for row in rows if row not in middle] == [1, 31], "the others are kept all the same"
    assert "20240601000000" not in archive.raw


def test_an_original_with_a_port_and_query_is_asked_for_as_archived(
    archive: LocalArchive, machine: WebArchive, tmp_path: Path
) -> None:
    archive.timestamps = ["20240515120000"]
    archive.originals["20240515120000"] = "http://www.acme.example:80/pricing"
    rows: list[PageCapture] = []
    assert walk(machine, MAY, rows, tmp_path) == []
    assert rows[0].url == PAGE.url
    assert rows[0].asked_url.endswith("/web/20240515120000id_/http://www.acme.example:80/pricing")


def test_an_index_that_lies_about_the_range_gives_nothing(machine: WebArchive, archive: LocalArchive) -> None:
    archive._index = lambda query: Answer(
        body=json.dumps([["original", "timestamp"], [PAGE.url, "20261124000000"]]).encode()
    )
    assert list(machine.backfill(PAGE, MAY, [])) == []
    assert archive.raw == []


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (Answer(403, body=b"Blocked Site Error"), "answers 403"),
        (Answer(body=b"<html>busy</html>"), "is not a CDX index in JSON"),
        (Answer(body=b'{"error": 1}'), "is not a CDX index in JSON"),
        (Answer(body=b'[["a", "b"], ["1", "2"]]'), "is not a CDX index in JSON"),
        (Answer(body=b'[["timestamp", "original"], ["2024", "x"]]'), "is not a CDX index in JSON"),
        (Answer(body=b'[["timestamp", "original"], ["20240532000000", "x"]]'), "is not a CDX index in JSON"),
        (Answer(body=b'[["timestamp", "original"], ["20240501000000"]]'), "is not a CDX index in JSON"),
        (Answer(body=b'[["timestamp", "original"], [], ["again"]]'), "does not end after 50 pages"),
    ],
)
def test_an_index_that_cannot_be_read(
    machine: WebArchive, archive: LocalArchive, answer: Answer, complaint: str
) -> None:
    archive._index = lambda query: answer
    with pytest.raises(CaptureFailed, match=complaint):
        list(machine.backfill(PAGE, MAY, []))


@pytest.mark.parametrize("body", [b"", b"[]", b'[["timestamp", "original"]]'])
def test_a_page_that_the_archive_does_not_have(machine: WebArchive, archive: LocalArchive, body: bytes) -> None:
    archive._index = lambda query: Answer(body=body)
    assert list(machine.backfill(PAGE, MAY, [])) == []


def test_a_refused_capture_makes_room_for_another(archive: LocalArchive, time: FakeClock, tmp_path: Path) -> None:
    archive.timestamps = [f"202405{day:02}000000" for day in range(1, 31)]
    archive.special |= {f"202405{day:02}000000": to("/save/x") for day in range(1, 30) if day != 2}
    rows: list[PageCapture] = []
    with Fetcher(a_policy(archive.authority), time.clock()) as fetcher:
        machine = WebArchive(fetcher, archive.base, per_month=1)
        assert len(walk(machine, MAY, rows, tmp_path)) == 1
        assert [row.captured_at.day for row in rows] == [2]
        archive.special["20240502000000"] = to("/save/x")
        assert len(walk(machine, MAY, [], tmp_path)) == 3, "but not all thirty are tried"


def test_one_moment_is_kept_once(archive: LocalArchive, machine: WebArchive, tmp_path: Path) -> None:
    """Listed under http and https at the same second: the key of raw_page_capture has room for one."""
    archive.timestamps = ["20240515120000", "20240515120000"]
    archive._index = lambda query: Answer(
        body=json.dumps(
            [["timestamp", "original"], *(["20240515120000", f"{s}://acme.example/pricing"] for s in ("http", "https"))]
        ).encode()
    )
    rows: list[PageCapture] = []
    assert walk(machine, MAY, rows, tmp_path) == []
    assert len(rows) == 1


def test_the_archives_robots_txt_is_obeyed(archive: LocalArchive, machine: WebArchive) -> None:
    archive.routes["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /cdx/")
    with pytest.raises(CaptureFailed, match="closed to us"):
        list(machine.backfill(PAGE, MAY, []))


@pytest.mark.parametrize(
    ("count", "most", "chosen"),
    [
        (0, 4, []),
        (3, 4, [0, 1, 2]),
        (4, 4, [0, 1, 2, 3]),
        (10, 1, [0]),
        (10, 2, [0, 9]),
        (10, 4, [0, 3, 6, 9]),
        (31, 4, [0, 10, 20, 30]),
    ],
)
def test_choose(count: int, most: int, chosen: list[int]) -> None:
    captures: list[Any] = list(range(count))
    assert choose(captures, most) == chosen


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 5, 17), date(2024, 5, 1), [CalendarMonth(2024, 5)]),
        (
            date(2023, 11, 30),
            date(2024, 2, 1),
            [CalendarMonth(2023, 11), CalendarMonth(2023, 12), CalendarMonth(2024, 1), CalendarMonth(2024, 2)],
        ),
        (date(2024, 2, 1), date(2024, 1, 1), []),
    ],
)
def test_months_between(first: date, last: date, expected: list[CalendarMonth]) -> None:
    assert months_between(first, last) == expected


def test_the_ends_of_a_month() -> None:
    december = CalendarMonth(2024, 12)
    assert (december.first, december.end) == (datetime(2024, 12, 1), datetime(2025, 1, 1))
    assert december.holds(datetime(2024, 12, 31, 23, 59, 59))
    assert not december.holds(datetime(2025, 1, 1))
