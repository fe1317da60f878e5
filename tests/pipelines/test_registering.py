"""The ledger on the command line: `run` adds a set a day, `forecasts` registers, verifies and scores."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.verify import count_forecasts
from pipelines import ship_ledger
from pipelines.registering import register_once
from tests.forecasts.registered_sets import COST, publish
from tests.pipelines.conftest import Result, call
from warehouse.bundle import LEDGER
from warehouse.chain import digest
from warehouse.home import Home
from warehouse.store import open_writer

BUNDLED = Ledger(LEDGER).sets()[-1]
DAY = BUNDLED.day + timedelta(days=60)
"""The shipped forecasts for one month ahead are due."""
RUNS = """
import pipelines.cli.making as making, pipelines.run
making._freeze = lambda home: None
pipelines.run.run = lambda *rest, **more: pipelines.run.RunResult({built}, 60, (), {published})
making._print_answer = lambda home: None
"""
"""A run builds nothing: what it would have published is planted."""


def today(day: object = DAY) -> str:
    now = f"lambda: datetime.date.fromisoformat('{day}')"
    return f"import datetime, pipelines.settings\npipelines.settings.utc_today = {now}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with forecasts that are published as of DAY, and no ledger."""
    with open_writer(Home(tmp_path / "home")) as warehouse:
        publish(warehouse, DAY)
        warehouse.publish()
    return tmp_path / "home"


def run(home: Path, *arguments: str, built: str = "('out_verdict',)", published: bool = True) -> Result:
    prefix = today() + RUNS.format(built=built, published=published)
    return call(home, "run", "--offline", *arguments, prefix=prefix)


def names(home: Path) -> list[str]:
    return sorted(path.name for path in Home(home).ledger.glob("*"))


@pytest.mark.parametrize("built", ["('out_verdict',)", "()"])
def test_a_run_registers_once_a_day_also_when_an_earlier_run_of_the_day_could_not(home: Path, built: str) -> None:
    first, second = run(home, built=built), run(home, built=built)
    file = Home(home).ledger / f"{DAY}.jsonl"
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert f"\nregistered: the forecasts of {DAY} in {file}\n" in first.stdout
    assert f"\nregistered already: the forecasts of {DAY} in {file}\n" in second.stdout
    assert names(home) == [BUNDLED.path.name, file.name]


def test_on_the_day_of_the_shipped_set_a_run_registers_no_other(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    line = register_once(home, BUNDLED.day)
    assert line == f"registered already: the forecasts of {BUNDLED.day} in {home.ledger / BUNDLED.path.name}"
    assert (home.ledger / BUNDLED.path.name).read_bytes() == BUNDLED.data


def test_before_the_day_of_the_shipped_set_a_run_registers_nothing_and_succeeds(tmp_path: Path) -> None:
    day = BUNDLED.day - timedelta(days=1)
    line = register_once(Home(tmp_path / "home"), day)
    assert (
        line == f"not registered: the forecasts of {BUNDLED.day} are registered, which is after {day}: check the clock"
    )


def test_a_run_for_a_past_date_registers_nothing(home: Path) -> None:
    result = run(home, "--as-of", str(DAY - timedelta(days=1)))
    assert result.returncode == 0
    assert f"not registered: forecasts as of {DAY - timedelta(days=1)} are of a past date" in result.stdout
    assert names(home) == []


def test_a_run_that_does_not_publish_registers_nothing(home: Path) -> None:
    result = run(home, "--select", "out_verdict", published=False)
    assert (result.returncode, names(home)) == (0, [])
    assert "registered" not in result.stdout


def test_a_run_that_cannot_register_says_so_after_it_has_published(home: Path) -> None:
    Home(home).ledger.parent.mkdir()
    Home(home).ledger.write_text("no folder")
    result = run(home)
    assert result.returncode == 1
    assert "report: " in result.stdout
    (line,) = result.stderr.splitlines()
    assert line.startswith("tokenfall: published, but the forecasts are not registered: cannot register forecasts in")
    assert Home(home).published.exists()


def test_forecasts_of_another_day_are_not_registered(home: Path) -> None:
    result = call(home, "forecasts", "register", prefix=today(DAY + timedelta(days=1)))
    assert (result.returncode, names(home)[1:]) == (1, [])
    assert f"the published forecasts are as of {DAY}, and only those of today" in result.stderr


def test_by_hand_the_first_registration_of_a_day_stands_and_the_command_succeeds(home: Path) -> None:
    """As on the shipped day, whose set is not the one that a later version of the code would register."""
    assert call(home, "forecasts", "register", prefix=today()).returncode == 0
    file = Home(home).ledger / f"{DAY}.jsonl"
    file.write_bytes(before := file.read_bytes().replace(b'"tokenfall"', b'"another"') + b"\n")
    result = call(home, "forecasts", "register", prefix=today())
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"registered already: the forecasts of {DAY} in {file}\n"
    assert file.read_bytes() == before


def test_by_hand_a_clock_that_is_behind_the_ledger_is_an_error(home: Path) -> None:
    with open_writer(Home(home)) as warehouse:
        publish(warehouse, day := BUNDLED.day - timedelta(days=1))
        warehouse.publish()
    result = call(home, "forecasts", "register", prefix=today(day))
    assert (result.returncode, result.stdout) == (1, "")
    assert "check the clock" in result.stderr


def test_the_ledger_is_verified_and_a_fault_is_named(home: Path) -> None:
    assert call(home, "forecasts", "register", prefix=today()).returncode == 0
    result = call(home, "forecasts", "verify")
    file = Home(home).ledger / f"{DAY}.jsonl"
    assert result.returncode == 0, result.stderr
    assert (
        f"2 sets with {count_forecasts([BUNDLED]) + 3} records are as they were registered: {file.parent}"
        in result.stdout
    )
    assert f"head {digest(file.read_bytes())} ({file.name})" in result.stdout
    file.write_bytes(file.read_bytes().replace(b'"1.000e-01"', b'"1.0e-01"', 1))
    result = call(home, "forecasts", "verify")
    assert (result.returncode, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert f"tokenfall: {file} line 2: 1.0e-01 is not a number in the fixed format" in lines
    assert any(
        line.startswith(f"tokenfall: {file} line 3: it does not carry the digest of the line before") for line in lines
    )


def test_before_the_first_run_the_shipped_ledger_is_verified(tmp_path: Path) -> None:
    result = call(tmp_path / "nothing", "forecasts", "verify", "--head", digest(BUNDLED.data).upper())
    assert (result.returncode, result.stderr) == (0, "")
    assert str(LEDGER) in result.stdout
    assert not (tmp_path / "nothing").exists()


def test_a_digest_must_be_one(home: Path) -> None:
    result = call(home, "forecasts", "verify", "--head", "abc")
    assert result.returncode == 2
    assert "'abc' is not a SHA-256 digest of 64 hexadecimal digits" in result.stderr


def test_what_is_due_is_scored(home: Path) -> None:
    """The shipped forecasts are of other series than the planted prices: they are due and have no value."""
    result = call(home, "forecasts", "score", "--format", "json")
    rows = json.loads(result.stdout)
    assert {row["registered_at"] for row in rows} == {str(BUNDLED.day)}
    assert {row["value"] for row in rows if row["series"].startswith("cost/")} == {None}
    table = list(csv.DictReader(call(home, "forecasts", "score").stdout.splitlines(), delimiter="\t"))
    assert {(row["kind"], row["months"], row["scored"]) for row in table} == {("cost", "1", "0")}
    assert COST not in {row["series"] for row in rows}


def test_before_anything_is_due_it_says_so(home: Path) -> None:
    with open_writer(Home(home)) as warehouse:
        publish(warehouse, BUNDLED.day)
        warehouse.publish()
    assert call(home, "forecasts", "score").stdout == "no registered forecast is due yet\n"


def test_a_set_is_shipped_with_its_digest(home: Path, tmp_path: Path) -> None:
    digests = tmp_path / "digests.txt"
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "2026-01-01.jsonl").write_text("an earlier set")
    path = ship_ledger.ship(Home(home), DAY, tmp_path / "shipped", digests)
    assert list((tmp_path / "shipped").iterdir()) == [path]
    assert digests.read_text() == f"{digest(path.read_bytes())}  {DAY}.jsonl\n"
    assert json.loads(path.read_bytes().splitlines()[0])["previous"] == "0" * 64
