"""A ledger that somebody has changed: every way of changing it is noticed, with the file and the line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.forecasts.registered import verify as verifying
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.verify import verify
from tests.forecasts.registered_sets import FIRST, SECOND, THIRD, register_days
from warehouse.chain import NO_DIGEST, chain, digest
from warehouse.store import Writer

DAYS = (FIRST, SECOND, THIRD)
ONE, TWO, THREE = (f"{day}.jsonl" for day in DAYS)


@pytest.fixture(scope="module")
def registered(shared_writer: Writer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of three days."""
    shared_writer.connection.begin()
    ledger = register_days(shared_writer, tmp_path_factory.mktemp("registered"), DAYS)
    shared_writer.connection.rollback()
    return ledger.folder


@pytest.fixture
def ledger(registered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Three sets, of which the first is the bundled one."""
    ledger = Ledger(Path(shutil.copytree(registered, tmp_path / "ledger")))
    (tmp_path / "bundled").mkdir()
    shutil.copy(ledger.folder / ONE, tmp_path / "bundled")
    monkeypatch.setattr(verifying, "LEDGER", tmp_path / "bundled")
    return ledger


def test_an_unchanged_ledger_has_no_fault(ledger: Ledger) -> None:
    assert verify(ledger) == []


def change_lines(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))


def edit_number(folder: Path) -> None:
    change_lines(folder / TWO, lambda lines: [line.replace(b'"1.000e-01"', b'"2.000e-01"') for line in lines])


def delete_line(folder: Path) -> None:
    change_lines(folder / TWO, lambda lines: [lines[0], *lines[2:]])


def insert_line(folder: Path) -> None:
    change_lines(folder / TWO, lambda lines: [*lines[:2], lines[1], *lines[2:]])


def reorder_lines(folder: Path) -> None:
    change_lines(folder / TWO, lambda lines: [lines[0], lines[2], lines[1], *lines[3:]])


def delete_file(folder: Path) -> None:
    (folder / TWO).unlink()


def delete_first_file(folder: Path) -> None:
    (folder / ONE).unlink()


def swap_files(folder: Path) -> None:
    two, three = (folder / TWO).read_bytes(), (folder / THREE).read_bytes()
    (folder / TWO).write_bytes(three)
    (folder / THREE).write_bytes(two)


def rename_file(folder: Path) -> None:
    (folder / THREE).rename(folder / "2026-03-21.jsonl")


def rename_to_no_day(folder: Path) -> None:
    (folder / THREE).rename(folder / "2026-03-20.json")


def change_day(folder: Path) -> None:
    """Another day in every record and in the name, with the digests computed anew."""
    records = [json.loads(line) for line in (folder / THREE).read_bytes().splitlines()]
    moved = [{**record, "as_of": "2026-02-10"} for record in records]
    (folder / THREE).unlink()
    (folder / "2026-02-10.jsonl").write_bytes(b"".join(chain(moved, records[0]["previous"])))
    reregister(folder, records)


def reregister(folder: Path, records: list[dict[str, object]]) -> None:
    """Put the true file back behind the moved one, as somebody would who hides what was done."""
    before = digest((folder / "2026-02-10.jsonl").read_bytes())
    (folder / THREE).write_bytes(b"".join(chain(records, before)))


def truncate(folder: Path) -> None:
    (folder / THREE).write_bytes((folder / THREE).read_bytes()[:-20])


def truncate_at_a_line(folder: Path) -> None:
    change_lines(folder / THREE, lambda lines: lines[:-1])


def empty_file(folder: Path) -> None:
    (folder / THREE).write_bytes(b"")


def add_space(folder: Path) -> None:
    change_lines(folder / THREE, lambda lines: [*lines[:-1], lines[-1].replace(b",", b", ", 1)])


def end_lines_as_windows_does(folder: Path) -> None:
    change_lines(folder / THREE, lambda lines: [line.replace(b"\n", b"\r\n") for line in lines])


def change_number_format(folder: Path) -> None:
    """The same number written otherwise, with the digests of its file computed anew."""
    records = [
        json.loads(line.replace(b'"1.000e-01"', b'"0.1"')) for line in (folder / THREE).read_bytes().splitlines()
    ]
    (folder / THREE).write_bytes(b"".join(chain(records, records[0]["previous"])))


def duplicate_file(folder: Path) -> None:
    shutil.copy(folder / THREE, folder / "2026-03-21.jsonl")


def replace_bundled_set(folder: Path) -> None:
    """Another first set, and every later digest computed anew."""
    previous = NO_DIGEST
    for name in (ONE, TWO, THREE):
        data = (folder / name).read_bytes().replace(b'"1.000e-01"', b'"2.000e-01"')
        records = [json.loads(line) for line in data.splitlines()]
        (folder / name).write_bytes(b"".join(chain(records, previous)))
        previous = digest((folder / name).read_bytes())


def change_rule(folder: Path) -> None:
    records = [json.loads(line) for line in (folder / THREE).read_bytes().splitlines()]
    records[0]["rule_sha256"] = "0" * 64
    (folder / THREE).write_bytes(b"".join(chain(records, records[0]["previous"])))


def delete_record_and_rechain(folder: Path) -> None:
    records = [json.loads(line) for line in (folder / THREE).read_bytes().splitlines()]
    (folder / THREE).write_bytes(b"".join(chain([records[0], *records[2:]], records[0]["previous"])))


WAYS = [
    (edit_number, "line chain", f"{TWO} line 3"),
    (delete_line, "line chain", f"{TWO} line 2"),
    (insert_line, "line chain", f"{TWO} line 3"),
    (reorder_lines, "line chain", f"{TWO} line 2"),
    (delete_file, "file order", f"{THREE} line 1"),
    (delete_first_file, "first set", TWO),
    (swap_files, "date", f"{TWO} line 1"),
    (rename_file, "date", "2026-03-21.jsonl line 1"),
    (rename_to_no_day, "file name", "2026-03-20.json"),
    (change_day, "file order", f"{THREE} line 1"),
    (truncate, "no record", f"{THREE} line 7"),
    (truncate_at_a_line, "end", f"{THREE} line 6"),
    (empty_file, "start", f"{THREE} line 1"),
    (add_space, "form", f"{THREE} line 7"),
    (end_lines_as_windows_does, "form", f"{THREE} line 1"),
    (change_number_format, "number", f"{THREE} line 2"),
    (duplicate_file, "date", "2026-03-21.jsonl line 1"),
    (replace_bundled_set, "first set", ONE),
    (change_rule, "rule", f"{THREE} line 1"),
    (delete_record_and_rechain, "count", f"{THREE} line 6"),
]


@pytest.mark.parametrize(("tamper", "kind", "where"), WAYS, ids=[way.__name__ for way, *_ in WAYS])
def test_a_change_is_noticed(ledger: Ledger, tamper: Callable[[Path], None], kind: str, where: str) -> None:
    tamper(ledger.folder)
    faults = {fault.kind: fault.where for fault in verify(ledger)}
    assert faults.get(kind) == where, faults


def test_a_tail_that_was_chained_anew_is_noticed_by_a_published_digest(ledger: Ledger) -> None:
    published = digest((ledger.folder / THREE).read_bytes())
    assert verify(ledger, published) == []
    data = (ledger.folder / THREE).read_bytes().replace(b'"1.000e-01"', b'"2.000e-01"')
    records = [json.loads(line) for line in data.splitlines()]
    (ledger.folder / THREE).write_bytes(b"".join(chain(records, records[0]["previous"])))
    assert verify(ledger) == []
    assert [(fault.kind, fault.where) for fault in verify(ledger, published)] == [("head", THREE)]


def test_a_digest_published_earlier_still_holds(ledger: Ledger) -> None:
    assert verify(ledger, digest((ledger.folder / TWO).read_bytes())) == []


def test_of_each_kind_the_first_fault_is_listed(ledger: Ledger) -> None:
    delete_line(ledger.folder)
    truncate(ledger.folder)
    kinds = [fault.kind for fault in verify(ledger)]
    assert len(kinds) == len(set(kinds))
    assert {"line chain", "no record", "file chain"} <= set(kinds)


def test_an_emptied_file_is_named_by_its_first_line(ledger: Ledger) -> None:
    (ledger.folder / TWO).write_bytes(b"")
    faults = [str(fault) for fault in verify(ledger)]
    assert any(f"{TWO} line 1" in fault for fault in faults)
    assert not any("line 0" in fault for fault in faults)
