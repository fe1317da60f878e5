"""A run knows without Dagster that nothing is stale, until anything changes on which that depends."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines import settled
from pipelines.settled import remember_nothing_is_stale, tables_if_settled
from warehouse.bundle import Bundle
from warehouse.home import Home
from warehouse.store import BuildRecord, Writer, open_writer

DAY = date(2026, 11, 23)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the code of one subject, in place of this repository."""
    monkeypatch.setattr(settled, "ROOT", tmp_path / "root")
    (tmp_path / "root" / "assets").mkdir(parents=True)
    (tmp_path / "root" / "assets" / "find.sql").write_text("SELECT 1")
    return tmp_path / "root"


@pytest.fixture
def home(tmp_path: Path, root: Path) -> Home:
    """A published home of three tables, none of which is stale."""
    home = Home(tmp_path / "home")
    for file in (home.published, home.reports / "index.html"):
        file.parent.mkdir(parents=True)
        file.touch()
    with open_writer(home) as warehouse:
        warehouse.record_build("core_model", BuildRecord("code", "{}", "version", 1, DAY, None))
        remember_nothing_is_stale(warehouse, DAY, 3)
    assert root.exists()
    return home


def test_nothing_is_stale_while_nothing_changes(home: Home) -> None:
    assert [tables_if_settled(home, DAY) for _ in range(2)] == [3, 3]
    assert tables_if_settled(home, date(2026, 11, 24)) == 0


def record(warehouse: Writer) -> None:
    warehouse.record_build("core_model", BuildRecord("code", "{}", "another version", 1, DAY, None))


def capture(warehouse: Writer) -> None:
    row = {"source": "page/openai", "url": "https://openai.com", "attempted_at": datetime(2026, 11, 23), "outcome": "x"}
    warehouse.insert_rows("raw_page_attempt", [row])


@pytest.mark.parametrize("change", [record, capture])
def test_another_build_or_capture_may_make_a_table_stale(home: Home, change: Callable[[Writer], None]) -> None:
    with open_writer(home) as warehouse:
        change(warehouse)
    assert tables_if_settled(home, DAY) == 0


def test_a_line_in_the_ledger_of_captures_is_compared_with_them_by_a_run(home: Home) -> None:
    home.capture_ledger.mkdir(parents=True)
    (home.capture_ledger / "2026-11.jsonl").write_text("{}\n")
    assert tables_if_settled(home, DAY) == 0


def test_other_code_may_make_a_table_stale(home: Home, root: Path) -> None:
    (root / "assets" / "find.pyc").write_text("compiled")
    assert tables_if_settled(home, DAY) == 3
    (root / "assets" / "find.sql").rename(root / "assets" / "find_all.sql")
    assert tables_if_settled(home, DAY) == 0


def test_other_facts_may_make_a_table_stale(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(Bundle().folder, tmp_path / "facts"))
    (folder / "models.csv").write_bytes(Bundle().bytes_of("models") + b"\n")
    monkeypatch.setattr(settled, "Bundle", lambda: Bundle(folder))
    assert tables_if_settled(home, DAY) == 0


def test_tables_that_are_not_published_are_not_settled(home: Home) -> None:
    home.published.unlink()
    assert tables_if_settled(home, DAY) == 0


def test_a_damaged_record_is_not_believed(home: Home) -> None:
    home.settled.write_text("")
    assert tables_if_settled(home, DAY) == 0
