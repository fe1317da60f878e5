"""The panel and the targets of a published file, for benchmarks: of a home, or of one made for the purpose."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from datetime import date
from pathlib import Path

from assets.forecasts.what_if.scenario import FORECASTS
from assets.trends.methods.panel import Panel
from assets.trends.moving_targets import PUBLISHED_FIGURE, SearchCost, read_costs
from assets.trends.record import Tally
from assets.trends.stored.backtest_tables import kept_tallies
from assets.trends.stored.known_panel import known_panel, known_vintages
from assets.trends.vintages import Vintages
from warehouse import query
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_published

ROOT = Path(__file__).parents[2]
MAIN = "from pipelines.cli.entry import main; main()"


@contextlib.contextmanager
def any_home() -> Generator[Home]:
    """Yield the home of TOKENFALL_HOME where it has a published file, else one made by `run --offline`; print which."""
    home = Home.from_environment()
    if home.published.exists():
        sys.stdout.write(f"On {home.published}:\n\n")
        yield home
        return
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(f"{home.published} does not exist: on a new home by `tokenfall run --offline`:\n\n")
        sys.stdout.flush()
        environment = {**os.environ, ENVIRONMENT_VARIABLE: folder}
        command = [sys.executable, "-c", MAIN, "run", "--offline"]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        yield Home(Path(folder))


def published_costs(home: Home) -> tuple[SearchCost, ...]:
    """Return every dated cost of a search in the published file."""
    with open_published(home) as connection:
        rows = query.rows(connection, FORECASTS / "list_search_costs.sql", {"variant": PUBLISHED_FIGURE})
    return read_costs(rows)


def published_panel(home: Home) -> tuple[Panel, Vintages]:
    """Return every frontier and offer known up to the published date, and their vintages."""
    with open_published(home) as connection:
        as_of = query.published_as_of(connection) or date.min
        panel, vintages = known_panel(connection, as_of), known_vintages(connection, as_of)
    if panel is None:
        raise ValueError(f"{home.published} holds no frontier")
    return panel, vintages


def published_tallies(home: Home) -> list[Tally]:
    """Return the tallies of every published forecast."""
    with open_published(home) as connection:
        return [tally for tallies in kept_tallies(connection).values() for tally in tallies]
