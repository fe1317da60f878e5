"""Attempts that wait in shards are stored once, whoever wrote them and however often."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assets.capture.attempts import CaptureAttempt
from assets.capture.ledger import CaptureLedger
from assets.capture.stored import attempts_folder, commit_shards, store_attempts, stored_attempts, write_attempts
from tests.capture.test_ledger import an_attempt
from warehouse.home import Home
from warehouse.store import open_writer


def from_archive(hours: int) -> CaptureAttempt:
    """The same snapshot, fetched at another time."""
    attempt = an_attempt(hours)
    assert attempt.row
    snapshot = "https://archive.example/web/20250115000000id_/https://acme.example/pricing"
    return replace(attempt, row=replace(attempt.row, via="archive.example", asked_url=snapshot))


def test_an_attempt_is_stored_once_and_so_is_a_snapshot_that_two_have_fetched(tmp_path: Path) -> None:
    home = Home(tmp_path)
    folder = attempts_folder(home.shards)
    failed = an_attempt(5, reason="acme answers 500")
    with open_writer(home) as warehouse:
        store_attempts(warehouse, [an_attempt(0)])
        write_attempts(folder / "a.parquet", [an_attempt(0), from_archive(1), failed])
        write_attempts(folder / "b.parquet", [from_archive(2), failed, an_attempt(3)])
        assert commit_shards(warehouse) == [from_archive(1), failed, an_attempt(3)]
        assert list(folder.iterdir()) == []
        write_attempts(folder / "a.parquet", [from_archive(4), an_attempt(6)])
        assert commit_shards(warehouse) == [an_attempt(6)], "a live page is captured again and again"
        stored = [an_attempt(0), from_archive(1), an_attempt(3), failed, an_attempt(6)]
        assert stored_attempts(warehouse.connection) == stored
        assert {attempt.key for attempt in CaptureLedger(home.capture_ledger).attempts()} == {
            attempt.key for attempt in stored
        }


def test_a_shard_without_attempts_is_stored_and_deleted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_attempts(attempts_folder(home.shards) / "a.parquet", [])
    with open_writer(home) as warehouse:
        assert commit_shards(warehouse) == []
    assert list(attempts_folder(home.shards).iterdir()) == []
