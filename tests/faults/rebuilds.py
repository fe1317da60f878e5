"""Lose the database in several ways, build it again, and compare every exported file byte for byte."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from pipelines.rebuilding import published_date
from tests.faults.campaign import Outcome
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import LOCAL, Site, a_page
from warehouse.home import Home

SHAPES = ("parquet", "csv", "json")


def lose_nothing(home: Home) -> None:
    """Leave the database as it is."""


def delete(home: Home) -> None:
    """Delete the database and its write-ahead log."""
    for file in home.path.glob("warehouse.duckdb*"):
        file.unlink()


def delete_published_too(home: Home) -> None:
    """Leave only captures, ledgers, editions and reports."""
    delete(home)
    shutil.rmtree(home.published.parent)


def spoil(home: Home) -> None:
    """Put something else in the place of the database."""
    home.database.write_bytes(b"garbage" * 9999)


def cut(home: Home) -> None:
    """Cut the database off in its middle."""
    with home.database.open("r+b") as file:
        file.truncate(home.database.stat().st_size // 2)


LOSSES = (lose_nothing, delete, delete_published_too, spoil, cut)


@contextmanager
def rebuilds(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home with two captures of one live page, of which every table is built."""
    shutil.rmtree(folder, ignore_errors=True)
    home, site = Home(folder / "home"), Site()
    prefix = LOCAL.format(page=f"{site.base}/pricing", archive=site.base)
    try:
        for price in ("5", "4.5"):
            site.page = a_page(price)
            _succeed(home, "fetch", prefix=prefix)
        _succeed(home, "run", "--offline", prefix=prefix)
    finally:
        site.stop()
    day = published_date(home)
    assert day
    expected: dict[str, dict[str, str]] = {}

    def attempt(number: int) -> Outcome:
        shape, lose = SHAPES[number % len(SHAPES)], LOSSES[number % len(LOSSES)]
        if shape not in expected:
            expected[shape] = _export(home, folder / "expected", shape)
        victim = Home(folder / "victim")
        shutil.rmtree(victim.path, ignore_errors=True)
        shutil.copytree(home.path, victim.path)
        lose(victim)
        of_day = () if victim.published.exists() else ("--as-of", day.isoformat())
        outcome = Outcome(number, f"{lose.__name__} {shape}")
        rebuilt = call(victim.path, "rebuild", *of_day, prefix=prefix)
        if rebuilt.returncode:
            outcome.faults.append(rebuilt.stderr.strip())
            return outcome
        files = _export(victim, folder / "again", shape)
        names = sorted(expected[shape].keys() | files.keys())
        outcome.faults += [f"{name} differs" for name in names if expected[shape].get(name) != files.get(name)]
        outcome.executions = len(names)
        return outcome

    yield attempt


def _succeed(home: Home, *arguments: str, prefix: str = "") -> None:
    result = call(home.path, *arguments, prefix=prefix)
    if result.returncode:
        raise RuntimeError(result.stderr)


def _export(home: Home, folder: Path, shape: str) -> dict[str, str]:
    """Return the digest of every exported file by its name."""
    shutil.rmtree(folder, ignore_errors=True)
    _succeed(home, "export", str(folder), "--format", shape)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
