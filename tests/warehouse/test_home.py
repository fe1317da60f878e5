"""Where state lives, whatever the folder is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.store import open_published, open_writer


def test_the_default_is_a_folder_of_the_present_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOKENFALL_HOME", raising=False)
    assert Home.from_environment().path == tmp_path / "data"
    monkeypatch.setenv("TOKENFALL_HOME", "")
    assert Home.from_environment().path == tmp_path / "data"


def test_a_tilde_is_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TOKENFALL_HOME", "~/token fall")
    assert Home.from_environment().path == tmp_path / "token fall"


def test_a_relative_folder_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKENFALL_HOME", "elsewhere")
    assert Home.from_environment().database == tmp_path / "elsewhere" / "warehouse.duckdb"


@pytest.mark.parametrize("name", ["two words/Prüfstand 東京", 'it\'s/a "b" -- 100%'])
def test_any_folder_name_works(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path / name)
    with open_writer(home) as writer:
        writer.publish()
    with open_published(home) as connection:
        assert connection.execute("SELECT count(*) FROM out_verdict").fetchone() == (0,)
    assert sorted(path.name for path in home.path.iterdir()) == ["published", "warehouse.duckdb"]


def test_nothing_is_created_before_it_is_written_to(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    assert home.published.name == "tokenfall.duckdb"
    assert (home.reports.parent, home.dagster.parent) == (home.path, home.path)
    assert not home.path.exists()
