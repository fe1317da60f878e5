"""What is reported as written survives a power failure: every new file was flushed, and so was its name."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assets.capture.ledger import CaptureLedger
from assets.capture.warc import keep_response
from assets.forecasts.registered.ledger import Ledger
from assets.reports import page as page_module
from assets.reports.alerts import acknowledge
from assets.reports.page import write_report
from assets.reports.pictures import Drawing, Picture
from pipelines.backups import backup, restore
from pipelines.editions import write_edition
from pipelines.exports import export_tables
from pipelines.settled import forget_settled, is_published, remember_nothing_is_stale
from tests.capture.test_ledger import an_attempt
from tests.capture.test_warc import an_exchange
from tests.faults.flushes import flushed
from tests.faults.lossy_disk import ROOT, LossyDisk
from tests.reports.conftest import fill_warehouse
from warehouse.home import Home
from warehouse.store import open_published, open_writer

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a small warehouse is published."""
    home = Home(tmp_path_factory.mktemp("power") / "home")
    with open_writer(home) as writer:
        fill_warehouse(writer)
        writer.publish()
    return home.path


@pytest.fixture
def home(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of that home; its only picture is drawn at once."""
    drawing = Drawing(lambda: Picture(SVG, SVG), (), [{"day": 1}])
    monkeypatch.setattr(page_module, "list_drawings", lambda data: {"crossing": drawing})
    monkeypatch.setattr(page_module, "describe_drawing", lambda: "the same")
    return Home(Path(shutil.copytree(planted, tmp_path / "home")))


def back_up_twice(home: Home) -> None:
    CaptureLedger(home.capture_ledger).acknowledge([an_attempt()])
    for _ in range(2):
        backup(home, home.path / "copy")


def publish(home: Home) -> None:
    shutil.rmtree(home.published.parent)
    with open_writer(home) as writer:
        writer.publish()


def remember(home: Home) -> None:
    with open_writer(home) as writer:
        remember_nothing_is_stale(writer, DAY, 7)


def report(home: Home) -> None:
    with open_published(home) as connection:
        write_report(connection, home.reports)


WRITES: dict[str, Callable[[Home], object]] = {
    "a capture": lambda home: keep_response(home.captures, an_exchange()),
    "an acknowledgement": lambda home: CaptureLedger(home.capture_ledger).acknowledge([an_attempt()]),
    "a registration": lambda home: Ledger(home.ledger).start(),
    "a publication": publish,
    "an acknowledged alert": lambda home: acknowledge(home, ["source page/acme failed"]),
    "settled.txt": remember,
    "a report": report,
    "an edition": write_edition,
    "an export": lambda home: export_tables(home, home.path / "out" / "tables", "parquet", lambda _: None),
    "a backup": back_up_twice,
    "a restored home": lambda home: (back_up_twice(home), restore(home.path / "copy", Home(home.path / "new"))),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_is_on_the_disk(home: Home, what: str) -> None:
    with flushed(home.path) as lost:
        WRITES[what](home)
    # DuckDB flushes its own files; the lock of an edition holds nothing.
    assert set(lost) <= {"content warehouse.duckdb", "content .lock", "name .lock"}


def test_a_name_that_a_killed_process_did_not_flush_is_flushed_by_the_next(home: Home) -> None:
    with flushed(home.path) as lost:
        home.capture_ledger.mkdir(parents=True)
        (home.capture_ledger / "2026-11.jsonl").write_bytes(b'{"cut o')
        assert CaptureLedger(home.capture_ledger).attempts() == []
        CaptureLedger(home.capture_ledger).acknowledge([an_attempt()])
    assert lost == []


def test_a_run_that_is_cut_off_before_it_publishes_is_not_taken_for_published(home: Home) -> None:
    report(home)
    remember(home)
    assert is_published(home)
    forget_settled(home)
    assert not is_published(home)


# --- the disk of the campaign `power` ---


def test_a_cut_leaves_what_was_flushed_and_no_more_than_was_written(tmp_path: Path) -> None:
    disk = LossyDisk()
    kept, lost = disk.add(ROOT, "kept", 0o100644), disk.add(ROOT, "lost", 0o100644)
    disk.write(kept, 0, b"a" * 1024)
    disk.sync(kept)
    disk.sync(ROOT)
    disk.write(kept, 1024, b"b" * 1024)
    disk.write(lost, 0, b"c")
    disk.rename([(ROOT, "lost", None), (ROOT, "moved", lost)])
    left = [tmp_path / str(seed) for seed in range(60)]
    assert len({disk.cut(folder, seed) for seed, folder in enumerate(left)}) == 16
    names = {tuple(sorted(path.name for path in folder.iterdir())) for folder in left}
    assert names == {("kept", "lost"), ("kept", "moved")}
    contents = {(folder / "kept").read_bytes() for folder in left}
    assert contents == {b"a" * 1024, b"a" * 1024 + b"b" * 512, b"a" * 1024 + b"b" * 1024}
    assert {path.read_bytes() for folder in left for path in folder.iterdir()} - contents == {b"", b"c"}


# --- what killed processes leave ---


def test_the_draft_of_a_killed_process_is_deleted_and_that_of_a_running_one_is_not(home: Home) -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    report(home)
    drafts = [folder / f".next-{ended.pid}-index.html" for folder in (home.reports, home.reports / "embed", home.path)]
    running = home.reports / f".next-{os.getppid()}-index.html"
    for draft in (*drafts, running):
        draft.write_text("<html")
    (home.reports / "embed" / "crossing.html").write_text("changed")
    report(home)
    remember(home)
    assert [draft for draft in drafts if draft.exists()] == []
    assert running.exists()
