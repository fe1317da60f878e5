"""The record of the backtest that is shipped with the facts: complete, and what comes out of doing it again."""

from __future__ import annotations

import random
from datetime import date
from operator import itemgetter
from pathlib import Path

import duckdb
import pytest

from assets.trends.backtest import Origin, backtest, origins_of
from assets.trends.stored.backtest_tables import SHIPPED, kept_tallies
from assets.trends.stored.known_panel import known_panel, known_vintages, last_observed_day
from tests.pipelines.conftest import AS_OF
from tests.trends.kept import kept_events, kept_forecasts
from warehouse.home import Home
from warehouse.store import open_published

KEY = itemgetter(slice(6))
"""The first six columns are the key of a row."""
LARGEST = 1.5e-6
"""A score has six decimals: on another processor one in ten million may be rounded to the next."""
HINT = "run `make backtest`"


@pytest.fixture(scope="module")
def origins(published: Path) -> list[Origin]:
    """The origins of the first run's facts."""
    with open_published(Home(published)) as connection:
        day = last_observed_day(connection, date.fromisoformat(AS_OF))
        panel, vintages = known_panel(connection, day), known_vintages(connection, day)
    assert panel is not None
    return origins_of(panel, vintages)


@pytest.fixture(scope="module")
def shipped() -> duckdb.DuckDBPyConnection:
    """The record under the names of its tables."""
    connection = duckdb.connect()
    for file in SHIPPED.glob("*.parquet"):
        connection.read_parquet(str(file)).create_view(file.stem)
    return connection


def test_the_record_is_complete_and_its_origins_are_those_of_the_facts(
    origins: list[Origin], shipped: duckdb.DuckDBPyConnection
) -> None:
    due = {origin.fingerprint: origin.day for origin in origins}
    for table in ("out_backtest", "_backtest_chance", "_backtest_tally"):
        fingerprints = dict(shipped.execute(f"SELECT DISTINCT data_sha256, origin FROM {table}").fetchall())
        assert fingerprints == due, HINT


def test_origins_drawn_by_lot_come_out_the_same(origins: list[Origin], shipped: duckdb.DuckDBPyConnection) -> None:
    tallies = kept_tallies(shipped)
    chosen = random.Random(origins[-1].fingerprint).sample(origins, 2)
    again = {
        origin.fingerprint: origin
        for origin in backtest(origins, {k: v for k, v in tallies.items() if k not in prints(chosen)})
    }
    assert set(again) == prints(chosen)
    forecasts, events = kept_forecasts(shipped), kept_events(shipped)
    for fingerprint, scored in again.items():
        for rows, kept in ((scored.forecasts, forecasts), (scored.events, events)):
            expected = [row for row in kept if row.data_sha256 == fingerprint]
            assert len(rows) == len(expected)
            for row, other in zip(sorted(rows, key=KEY), sorted(expected, key=KEY), strict=True):
                assert_same(row, other)
        for row, other in zip(scored.tallies, tallies[fingerprint], strict=True):
            assert_same(row, other)


def prints(origins: list[Origin]) -> set[str]:
    return {origin.fingerprint for origin in origins}


def assert_same(row: tuple[object, ...], other: tuple[object, ...]) -> None:
    for ours, theirs in zip(row, other, strict=True):
        if isinstance(ours, float):
            assert ours == pytest.approx(float(str(theirs)), abs=LARGEST), HINT
        else:
            assert ours == theirs, HINT
