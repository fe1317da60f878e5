"""A small schema for tests of the mechanics, and a second process that has the home open."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

import warehouse.migrations as migrations
from warehouse.home import Home
from warehouse.store import open_published, open_writer

PYTHON = sys.executable


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def small_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A schema of one table, where only the mechanics matter; the real one takes a third of a second to make."""
    folder = tmp_path / "schema"
    folder.mkdir()
    (folder / "0001_one.sql").write_text("CREATE TABLE thing (name VARCHAR NOT NULL, usd DECIMAL(18, 9), day DATE)")
    monkeypatch.setattr(migrations, "SCHEMA", folder)
    monkeypatch.setattr(migrations, "VIEWS", tmp_path)
    return folder


def things(home: Home) -> list[str]:
    with open_published(home) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM thing ORDER BY name").fetchall()]


def publish(home: Home, *names: str) -> None:
    with open_writer(home) as writer:
        writer.empty("thing")
        writer.insert_rows("thing", [{"name": name} for name in names])
        writer.publish()


@contextlib.contextmanager
def another_process(home: Home, body: str) -> Generator[subprocess.Popen[str]]:
    """A process that opens the same home for writing, reports it, and does `body` until it is stopped."""
    script = f"""
import sys
from pathlib import Path
from warehouse.home import Home
from warehouse.store import open_writer
with open_writer(Home(Path(sys.argv[1]))) as writer:
    print("open", flush=True)
    {body}
    sys.stdin.read()
"""
    process = subprocess.Popen(
        [PYTHON, "-c", script, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()
