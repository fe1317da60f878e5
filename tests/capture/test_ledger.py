"""The ledger of captures: what it keeps and notices, and that a database without its newest rows gets them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from assets.capture.ledger import CaptureLedger
from assets.capture.stored import reconcile, store_attempts, stored_attempts
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

NOON = datetime(2026, 11, 24, 12)


def an_attempt(hours: int = 0, source: str = "page/acme", reason: str | None = None) -> CaptureAttempt:
    at = NOON + timedelta(hours=hours)
    if reason:
        return CaptureAttempt(source, "https://acme.example/pricing", at, "failed", reason)
    row = PageCapture(
        source=source,
        url="https://acme.example/pricing",
        captured_at=at,
        fetched_at=at,
        via="live",
        asked_url="https://acme.example/pricing",
        final_url="https://acme.example/pricing",
        address=None,
        status=200,
        content_type="text/html",
        headers="[]",
        capture_sha256=f"{hours:064x}",
        bytes=9,
        warc_file="2026/acme.warc.gz",
        warc_offset=hours,
        body_warc_file="2026/acme.warc.gz",
        body_warc_offset=hours,
        counts=True,
        doubt=None,
    )
    return CaptureAttempt(source, row.url, at, "captured", None, row)


def ledger_in(folder: Path) -> CaptureLedger:
    return CaptureLedger(Home(folder).capture_ledger)


def test_attempts_come_back_as_they_were(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    attempts = [an_attempt(0), an_attempt(1, reason="acme answers 500\n\u2028<b>"), an_attempt(2)]
    ledger.acknowledge(attempts[:2])
    ledger.acknowledge(attempts[2:])
    assert ledger.attempts() == attempts
    assert [file.name for file in ledger.chain.files()] == ["2026-11.jsonl"]


def test_nothing_to_acknowledge_writes_no_file(tmp_path: Path) -> None:
    ledger_in(tmp_path).acknowledge([])
    assert not Home(tmp_path).capture_ledger.exists()


def test_the_chain_goes_on_over_months_and_when_the_clock_is_set_back(tmp_path: Path) -> None:
    ledger, attempts = ledger_in(tmp_path), [an_attempt(0), an_attempt(24 * 10), an_attempt(1)]
    for attempt in attempts:
        ledger.acknowledge([attempt])
    assert [file.name for file in ledger.chain.files()] == ["2026-11.jsonl", "2026-12.jsonl"]
    assert ledger.attempts() == attempts


@given(st.integers(min_value=1, max_value=2000))
@settings(max_examples=60, deadline=None)
def test_a_line_that_a_crash_cut_off_was_never_acknowledged(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    ledger = ledger_in(tmp_path_factory.mktemp("home"))
    ledger.acknowledge([an_attempt(0)])
    (file,) = ledger.chain.files()
    whole = file.read_bytes()
    ledger.acknowledge([an_attempt(1)])
    longer = file.read_bytes()
    file.write_bytes(longer[: min(len(whole) + cut, len(longer) - 1)])
    assert ledger.attempts() == [an_attempt(0)]
    ledger.acknowledge([an_attempt(2)])
    assert ledger.attempts() == [an_attempt(0), an_attempt(2)]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda lines: [lines[0].replace(b'"bytes":9', b'"bytes":8'), *lines[1:]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], b"garbage\n", lines[2]],
        lambda lines: [lines[0], b"[1]\n", lines[2]],
        lambda lines: [lines[0], lines[1], lines[1], lines[2]],
    ],
)
def test_a_changed_missing_or_moved_line_is_named(tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]]) -> None:
    ledger = ledger_in(tmp_path)
    ledger.acknowledge([an_attempt(0), an_attempt(1), an_attempt(2)])
    (file,) = ledger.chain.files()
    file.write_bytes(b"".join(tamper(file.read_bytes().splitlines(keepends=True))))
    with pytest.raises(TokenfallError, match=r"2026-11\.jsonl line \d is not as it was written"):
        ledger.attempts()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file where the folder should be")
    with pytest.raises(TokenfallError, match=r"cannot write .*ledger.*free space or permit it"):
        ledger_in(tmp_path).acknowledge([an_attempt(0)])


def rows_of(warehouse: Writer) -> list[CaptureAttempt]:
    return stored_attempts(warehouse.connection)


def test_rows_that_the_database_lost_come_back(tmp_path: Path) -> None:
    home, attempts = Home(tmp_path), [an_attempt(0), an_attempt(1, reason="acme answers 500"), an_attempt(2)]
    with open_writer(home) as warehouse:
        store_attempts(warehouse, attempts)
        warehouse.connection.execute("DELETE FROM raw_page_attempt WHERE attempted_at > ?", [NOON])
        warehouse.connection.execute("DELETE FROM raw_page_capture WHERE captured_at > ?", [NOON])
        assert reconcile(warehouse) == 2
        assert rows_of(warehouse) == attempts
        assert reconcile(warehouse) == 0


def test_a_database_file_that_is_gone_is_filled_from_the_ledger(tmp_path: Path) -> None:
    home, attempts = Home(tmp_path), [an_attempt(0), an_attempt(1)]
    with open_writer(home) as warehouse:
        store_attempts(warehouse, attempts)
    home.database.unlink()
    with open_writer(home) as warehouse:
        assert reconcile(warehouse) == 2
        assert rows_of(warehouse) == attempts


def test_rows_that_nobody_acknowledged_are_appended(tmp_path: Path) -> None:
    home, attempts = Home(tmp_path), [an_attempt(0), an_attempt(1, source="page/other")]
    with open_writer(home) as warehouse:
        store_attempts(warehouse, attempts)
        for file in ledger_in(tmp_path).chain.files():
            file.unlink()
        assert reconcile(warehouse) == 0
    assert ledger_in(tmp_path).attempts() == attempts


def test_an_attempt_of_another_source_at_the_same_time_is_another_attempt(tmp_path: Path) -> None:
    attempts = [an_attempt(0), replace(an_attempt(0, reason="none"), source="page/other")]
    with open_writer(Home(tmp_path)) as warehouse:
        store_attempts(warehouse, attempts)
        assert rows_of(warehouse) == attempts
