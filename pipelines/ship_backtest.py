"""Forecast from every past month again and ship the record with the facts: `python -m pipelines.ship_backtest`.

Needed after a change of a method or of the bundled facts; it takes minutes. A run forecasts what a record lacks.
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
    """Build the tables from the bundled facts in a temporary home, without the shipped record, and write the record."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[ENVIRONMENT_VARIABLE] = folder
        home = Home.from_environment()
        run(home, COMPILED_ON, '+key:"out_driver"', lambda *_: None)
        with open_writer(home) as warehouse:
            connection = warehouse.connection
            day = last_observed_day(connection, COMPILED_ON)
            panel = known_panel(connection, day)
            if panel is None:
                raise SystemExit("the bundled facts contain no frontier")
            origins = origins_of(panel, known_vintages(connection, day))
            drawn = update_backtest(warehouse, origins, Path(folder) / "nothing shipped")
            ship_backtest(warehouse)
    print(f"forecast from {drawn} months and wrote the record")


if __name__ == "__main__":
    main()
