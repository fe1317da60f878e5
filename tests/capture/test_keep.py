"""From answers to rows: what is written, what is only referred to, what does not count, and the way to DuckDB."""

import hashlib
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assets.capture.classify import Kind
from assets.capture.fetch import Fetcher
from assets.capture.keep import LIVE, LastCapture, PageCapture, keep, read_body, recall, recall_changed, request_for
from assets.capture.policy import CaptureFailed
from tests.capture.local_server import Answer, FakeClock, LocalServer
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

FIRST = (
    b"<!DOCTYPE html><html><title>Prices</title><body>"
    + b"<p>model-a $5 per million tokens</p>" * 9
    + b"</body></html>"
)
SECOND = FIRST.replace(b"$5", b"$4")
TYPE = {"Content-Type": "text/html", "Set-Cookie": "id=secret"}


class Site:
    """One page, captured again and again as the product does it: recall, request_for, fetch, keep."""

    def __init__(self, server: LocalServer, fetcher: Fetcher, time: FakeClock, folder: Path) -> None:
        self.server, self.fetcher, self.time, self.folder = server, fetcher, time, folder
        self.url = f"{server.base}/pricing"
        self.rows: list[PageCapture] = []

    def last(self) -> LastCapture | None:
        return recall(self.rows, self.url, self.folder, self.time.now() + timedelta(seconds=1))

    def capture(self, answer: Answer, kind: Kind = "html") -> PageCapture:
        self.server.routes["/pricing"] = answer
        last = self.last()
        fetched = self.fetcher.fetch(request_for("acme", self.url, last))
        changed = recall_changed(self.rows, self.url, self.folder, self.time.now().date())
        self.rows.append(keep(fetched, kind, last, self.folder, changed=changed))
        return self.rows[-1]

    @property
    def warc(self) -> bytes:
        return (self.folder / "2026" / "acme-20261124.warc.gz").read_bytes()


@pytest.fixture
def site(server: LocalServer, fetcher: Fetcher, time: FakeClock, tmp_path: Path) -> Site:
    return Site(server, fetcher, time, tmp_path)


def test_a_first_capture(site: Site) -> None:
    row = site.capture(Answer(body=FIRST, headers=TYPE))
    assert (row.source, row.url, row.via, row.status) == ("acme", site.url, LIVE, 200)
    assert (row.captured_at, row.fetched_at) == (datetime(2026, 11, 24, 12, 0, 5), datetime(2026, 11, 24, 12, 0, 5))
    assert (row.capture_sha256, row.bytes) == (hashlib.sha256(FIRST).hexdigest(), len(FIRST))
    assert (row.warc_file, row.warc_offset) == ("2026/acme-20261124.warc.gz", 0)
    assert (row.counts, row.doubt, row.content_type) == (True, None, "text/html")
    assert "secret" not in row.headers
    assert read_body(row, site.folder) == FIRST


def test_304_is_a_row_and_a_revisit_that_leads_to_the_bytes(site: Site) -> None:
    first = site.capture(
        Answer(body=FIRST, headers=TYPE | {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 09:00:00 GMT"})
    )
    size = len(site.warc)
    second = site.capture(Answer(304))
    assert site.server.asked[-1][1]["If-None-Match"] == '"1"'
    assert (second.status, second.counts, second.content_type) == (304, True, "text/html")
    assert (second.capture_sha256, second.bytes) == (first.capture_sha256, len(FIRST))
    assert second.warc_offset == size
    assert second.body_location == first.body_location
    assert read_body(second, site.folder) == FIRST
    site.capture(Answer(304))
    asked = site.server.asked[-1][1]
    assert asked["If-None-Match"] == '"1"', "the validators survive a 304 that does not repeat them"
    assert asked["If-Modified-Since"] == "Mon, 23 Nov 2026 09:00:00 GMT"


def test_the_same_bytes_again_are_a_revisit(site: Site) -> None:
    first = site.capture(Answer(body=FIRST, headers=TYPE))
    second = site.capture(Answer(body=FIRST, headers=TYPE))
    assert (second.status, second.counts, second.body_location) == (200, True, first.body_location)
    assert second.warc_offset > 0
    assert site.warc.count(b"\x1f\x8b\x08") >= 4, "response, request, revisit, request"


def test_changed_bytes_are_a_response(site: Site) -> None:
    first = site.capture(Answer(body=FIRST, headers=TYPE))
    second = site.capture(Answer(body=SECOND, headers=TYPE))
    assert second.body_location != first.body_location
    assert read_body(second, site.folder) == SECOND


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(404, body=b"gone", headers=TYPE), "missing: HTTP 404"),
        (Answer(body=b"", headers=TYPE), "empty"),
        (Answer(body=FIRST[:90], headers=TYPE), "shrunk: 90 bytes after"),
        (Answer(body=FIRST, headers={"Content-Type": "application/pdf"}), None),
        (Answer(body=SECOND, headers={"Content-Type": "application/pdf"}), "wrong type: application/pdf"),
    ],
)
def test_what_does_not_count_is_kept_and_the_next_is_compared_with_the_last_good_one(
    site: Site, answer: Answer, reason: str | None
) -> None:
    good = site.capture(Answer(body=FIRST, headers=TYPE))
    bad = site.capture(answer)
    assert (bad.counts, bad.doubt is None) == (reason is None, reason is None)
    assert (bad.doubt or "").startswith(reason or "")
    assert read_body(bad, site.folder) == answer.body
    last = site.last()
    assert last is not None
    assert last.row == (good if reason else bad)


REDESIGNED = b"<!DOCTYPE html><html><title>Prices</title><body><p>model-a $5, per million tokens</p></body></html>"
WALL = REDESIGNED.replace(b"Prices", b"Just a moment...")
DAY = 24 * 3600.0


def test_a_redesigned_page_counts_from_the_second_day(site: Site) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE))
    first, same_day = (site.capture(Answer(body=REDESIGNED, headers=TYPE)) for _ in range(2))
    assert (first.doubt, same_day.doubt) == (f"shrunk: {len(REDESIGNED)} bytes after {len(FIRST)}",) * 2
    site.time.sleep(DAY)
    cheaper = site.capture(Answer(body=REDESIGNED.replace(b"$5", b"$4"), headers=TYPE))
    assert (cheaper.counts, cheaper.doubt) == (True, None)


def test_a_changed_page_that_is_another_again_the_next_day_does_not_count(site: Site) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE))
    site.capture(Answer(body=REDESIGNED, headers=TYPE))
    site.time.sleep(DAY)
    other = site.capture(Answer(body=b"<!DOCTYPE html><html><body>News of our new office in Oslo</body></html>"))
    assert (other.doubt or "").startswith("wrong type")
    news = b"<!DOCTYPE html><html><title>News</title><body><p>Our new office in Oslo</p></body></html>"
    assert (site.capture(Answer(body=news, headers=TYPE)).doubt or "").startswith("shrunk")


def test_a_list_that_is_half_as_long_waits_for_somebody_to_look(site: Site) -> None:
    answers = [Answer(body=b'["%s"]' % (b"model " * n), headers={"Content-Type": "application/json"}) for n in (9, 2)]
    site.capture(answers[0], "json")
    for _ in range(3):
        assert not site.capture(answers[1], "json").counts
        site.time.sleep(DAY)


def test_a_wall_that_stays_for_days_never_counts(site: Site) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE))
    for _ in range(3):
        assert site.capture(Answer(body=WALL, headers=TYPE)).doubt == "challenge page"
        site.time.sleep(DAY)


def test_after_lost_bytes_the_page_is_requested_unconditionally(site: Site) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE | {"ETag": '"1"'}))
    (site.folder / site.rows[0].warc_file).unlink()
    with pytest.raises(TokenfallError, match="restore the captures folder"):
        read_body(site.rows[0], site.folder)
    again = site.capture(Answer(body=FIRST, headers=TYPE))
    assert "If-None-Match" not in site.server.asked[-1][1]
    assert read_body(again, site.folder) == FIRST


def test_changed_bytes_on_the_disk_are_noticed(site: Site) -> None:
    first = site.capture(Answer(body=FIRST, headers=TYPE))
    second = site.capture(Answer(body=SECOND, headers=TYPE))
    swapped = replace(first, body_warc_offset=second.body_warc_offset)
    with pytest.raises(TokenfallError, match="is not the capture of acme"):
        read_body(swapped, site.folder)


def test_304_about_nothing_we_have_is_a_failure(site: Site) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE | {"ETag": '"1"'}))
    site.server.routes["/pricing"] = Answer(304)
    fetched = site.fetcher.fetch(request_for("acme", site.url, site.last()))
    with pytest.raises(CaptureFailed, match="answers 304 but its last capture is lost"):
        keep(fetched, "html", None, site.folder)


def test_only_captures_before_a_moment_are_recalled(site: Site) -> None:
    first = site.capture(Answer(body=FIRST, headers=TYPE))
    site.capture(Answer(body=SECOND, headers=TYPE))
    assert recall(site.rows, site.url, site.folder, first.captured_at) is None
    last = recall(site.rows, site.url, site.folder, first.captured_at + timedelta(seconds=1))
    assert last is not None
    assert last.row == first
    assert recall(site.rows, "https://another.example/", site.folder, site.time.now() + timedelta(days=1)) is None


def test_rows_go_into_the_warehouse_and_come_back_the_same(site: Site, tmp_path: Path) -> None:
    site.capture(Answer(body=FIRST, headers=TYPE | {"X-Odd": "naïve"}))
    site.capture(Answer(404, headers=TYPE))
    with open_writer(Home(tmp_path / "home")) as writer:
        writer.insert_rows("raw_page_capture", [asdict(row) for row in site.rows])
        result = writer.connection.execute("SELECT * FROM raw_page_capture ORDER BY captured_at")
        names = [column[0] for column in result.description or []]
        rows = [PageCapture.from_row(dict(zip(names, values, strict=True))) for values in result.fetchall()]
    assert rows == site.rows
