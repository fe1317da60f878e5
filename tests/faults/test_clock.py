"""A sample of the campaign `clocks`: dates in other zones, a run that spans midnight, two runs at once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assets.forecasts.registered.ledger import Ledger
from tests.faults.clock import LEAP_NIGHT, ZONES, at, library, set_clock
from tests.forecasts.registered_sets import publish
from tests.pipelines.conftest import call
from tests.pipelines.test_registering import DAY, RUNS
from warehouse.home import Home
from warehouse.run_lock import only_run
from warehouse.store import open_writer

PRINT_TODAY = "from pipelines.settings import utc_today; print(utc_today())"
MIDNIGHT = f"""
import datetime, itertools, pipelines.settings
day = datetime.date.fromisoformat("{DAY}")
days = itertools.chain([day], itertools.repeat(day + datetime.timedelta(days=1)))
pipelines.settings.utc_today = lambda: next(days)
"""
"""The first look at the clock is before midnight, every later one is after it."""


@pytest.mark.skipif(library() is None, reason="libfaketime is not installed (Debian: faketime)")
@pytest.mark.parametrize(
    ("zone", "instant", "today"),
    [
        ("Europe/Berlin", LEAP_NIGHT, date(2028, 2, 29)),  # 1 March there
        ("America/New_York", LEAP_NIGHT + timedelta(hours=1), date(2028, 3, 1)),  # 29 February there
        *((zone, change, change.date()) for zone, change in ZONES),
    ],
)
def test_today_is_the_date_in_utc(tmp_path: Path, zone: str, instant: datetime, today: date) -> None:
    set_clock(tmp_path / "clock", instant)
    environment = {**os.environ, **at(tmp_path / "clock", zone)}
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_TODAY], env=environment, capture_output=True, text=True, check=True
    )
    assert printed.stdout == f"{today}\n"


def test_a_run_that_spans_midnight_registers_the_forecasts_of_the_day_on_which_it_began(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with open_writer(home) as warehouse:
        publish(warehouse, DAY)
        warehouse.publish()
    prefix = MIDNIGHT + RUNS.format(built="('out_verdict',)", published=True)
    prefix += "making._freeze = lambda home: print('an edition')"
    ran = call(home.path, "run", "--offline", prefix=prefix)
    assert ran.returncode == 0, ran.stderr
    assert f"registered: the forecasts of {DAY} in " in ran.stdout
    assert "an edition" in ran.stdout
    assert Ledger(home.ledger).sets()[-1].day == DAY


def test_a_second_run_says_so_in_one_line_also_while_the_first_has_the_database_closed(tmp_path: Path) -> None:
    with only_run(Home(tmp_path)):
        second = call(tmp_path, "run", "--offline")
    reason = "another tokenfall run is writing to it; wait for that run to end"
    assert (second.returncode, second.stderr) == (
        1,
        f"tokenfall: cannot write {tmp_path / 'warehouse.duckdb'}: {reason}\n",
    )
