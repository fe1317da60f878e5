"""Recompute the verdicts at the end of each past month and ship them: `python -m pipelines.ship_verdict_history`.

Needed after a change of the bundled facts or of the code that makes verdicts; it takes half an hour. Each month is a
run as of its last day in one temporary home, so that every verdict knows only what was known then.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from assets.forecasts.verdict_history.record import RECOMPUTED, SHIPPED, add_day, ship_history
from assets.trends.paths import add_months
from pipelines.run import run
from warehouse.bundle import COMPILED_ON
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_writer

FIRST_MONTH = date(2024, 5, 1)
"""The month of the first score snapshot that holds the level of a bar; before it no verdict was possible."""


def main(first_month: date = FIRST_MONTH, folder: Path = SHIPPED) -> None:
    """Run as of the last day of every month up to the facts, add each to a history, and write it to a folder."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ[ENVIRONMENT_VARIABLE] = temporary
        home = Home.from_environment()
        for day in ends_of_months(first_month, COMPILED_ON):
            run(home, day, '+key:"out_verdict"', lambda *_: None)
            with open_writer(home) as warehouse:
                add_day(warehouse, day, COMPILED_ON, RECOMPUTED)
            print(f"recomputed the verdicts as of {day}", flush=True)
        with open_writer(home) as warehouse:
            ship_history(warehouse, folder)


def ends_of_months(first_month: date, until: date) -> Iterator[date]:
    """Yield the last day of every month from one, given by its first day, that lies before another day.

    >>> [str(day) for day in ends_of_months(date(2026, 9, 1), date(2026, 11, 23))]
    ['2026-09-30', '2026-10-31']
    """
    month = first_month
    while (last := add_months(month, 1) - timedelta(days=1)) < until:
        yield last
        month = add_months(month, 1)


if __name__ == "__main__":
    main()
