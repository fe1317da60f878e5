"""Forecasts from every past month anew and ships the record with the facts: `python -m pipelines.ship_backtest`.

To be done when a method or the bundled facts have changed; it takes minutes. A run makes up for what is missing.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from assets.trends.backtest import origins_of
from assets.trends.stored.backtest_tables import ship_backtest, update_backtest
from assets.trends.stored.known_panel import known_panel, known_vintages, last_observed_day
from pipelines.run import run
from warehouse.bundle import COMPILED_ON
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_writer


def main() -> None:
    """Make every table of the bundled facts in a home of its own, forget the record, and write it again."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[ENVIRONMENT_VARIABLE] = folder
        home = Home.from_environment()
        run(home, COMPILED_ON, '+key:"out_driver"', lambda *_: None)
        with open_writer(home) as warehouse:
            connection = warehouse.connection
            day = last_observed_day(connection, COMPILED_ON)
            panel = known_panel(connection, day)
            if panel is None:
                raise SystemExit("the bundled facts give no frontier")
            origins = origins_of(panel, known_vintages(connection, day))
            drawn = update_backtest(warehouse, origins, Path(folder) / "nothing shipped")
            ship_backtest(warehouse)
    print(f"forecast from {drawn} months and shipped what came of it")


if __name__ == "__main__":
    main()
