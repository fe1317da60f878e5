"""Tables that stay from one day to the next: what they hold is what a build of that day would give."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets import table_asset
from assets.table_build import TableBuild
from pipelines.definitions import build_defs
from pipelines.resources import AsOf, WarehouseResource, silent
from pipelines.stale import list_tables
from tests.compare_published import compare
from tests.conftest import ASSETS
from tests.pipelines.conftest import call
from warehouse.bundle import Bundle
from warehouse.home import Home
from warehouse.store import open_writer

FORECASTS = {
    *("out_backtest", "_backtest_chance", "_backtest_tally", "out_backtest_summary", "out_calibration"),
    *("out_pool_weight", "out_forecast", "out_crossing", "out_crossing_date", "_forecast_path"),
    *("out_search_gap_forecast", "out_verdict", "out_claim", "out_price_point", "out_sensitivity", "out_driver"),
    *("out_driver_check", "out_backtest_comparison"),
}
"""Tables left out here: most of a run's time, and different on every day."""
DAYS = ("2024-05-11", "2024-05-12", "2024-05-14")
"""Two days before GPT-4o's launch, a day without news, and the day after the launch."""


def test_what_stays_is_what_a_full_build_of_the_day_gives(tmp_path: Path) -> None:
    tables = ",".join(table.name for table in list_tables(build_defs()) if table.name not in FORECASTS)
    daily, full = tmp_path / "daily", tmp_path / "full"
    built = []
    for day in DAYS:
        result = call(daily, "run", "--offline", "--as-of", day, "--select", tables, measured=False)
        assert result.returncode == 0, result.stderr
        built.append(built_on(daily, day))
    full.mkdir()
    shutil.copy(daily / "warehouse.duckdb", full)
    with duckdb.connect(str(full / "warehouse.duckdb")) as connection:
        connection.execute("DELETE FROM internal._made")
    assert call(full, "run", "--offline", "--as-of", DAYS[-1], "--select", tables, measured=False).returncode == 0
    assert compare(full / "warehouse.duckdb", daily / "warehouse.duckdb") == []
    everything = built[0]
    assert built_on(full, DAYS[-1]) == everything
    # Without news only what differs from day to day is built; the launch reaches prices, offers and the frontier.
    assert len(built[1]) < 17
    assert {"core_model", "out_price_history", "_offer_cost", "_frontier", "out_frontier"} <= built[2]
    assert {"core_workload", "core_energy_per_query"}.isdisjoint(built[2])


def built_on(home: Path, day: str) -> set[str]:
    """Return the tables that were last built with the knowledge of a day."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT table_name FROM internal._made WHERE as_of = $1", [day]).fetchall()
    return {table for (table,) in rows}


def resources_for(home: Path, day: date) -> dict[str, object]:
    return {
        "warehouse": WarehouseResource(home=str(home)),
        "as_of": AsOf(date=day.isoformat()),
        "bundle": Bundle(),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
    }


@pytest.fixture
def in_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the makers of a test belong to the subject of models."""
    monkeypatch.setattr(table_asset, "_folder_of", lambda function: ASSETS / "models")


@pytest.mark.usefixtures("in_models")
def test_a_maker_that_reads_the_date_says_when_its_rows_change(tmp_path: Path) -> None:
    @table_asset.table_asset(deps=[])
    def core_score(build: TableBuild) -> None:
        assert build.as_of == date(2026, 11, 23)

    with pytest.raises(ValueError, match=r"core_score: the maker reads the as-of date: depend on the asset as_of, or"):
        dg.materialize([core_score], resources=resources_for(tmp_path, date(2026, 11, 23)))


@pytest.mark.usefixtures("in_models")
def test_a_table_is_recorded_until_the_next_day_on_which_its_rows_change(tmp_path: Path) -> None:
    day = date(2026, 11, 23)
    days = [day - timedelta(days=1), None, day, day + timedelta(days=30), day + timedelta(days=3)]

    @table_asset.table_asset(deps=[])
    def core_score(build: TableBuild) -> None:
        build.changes_on(days)
        assert build.as_of in {day, day + timedelta(days=3)}

    def until_and_unchanged(as_of: date) -> tuple[date | None, object]:
        result = dg.materialize([core_score], resources=resources_for(tmp_path, as_of))
        (event,) = result.asset_materializations_for_node("core_score")
        with open_writer(Home(tmp_path)) as warehouse:
            return warehouse.build_records()["core_score"].until, event.metadata["unchanged"].value

    assert until_and_unchanged(day) == (date(2026, 11, 26), False)
    assert until_and_unchanged(day + timedelta(days=2)) == (date(2026, 11, 26), True)
    assert until_and_unchanged(day + timedelta(days=3)) == (date(2026, 12, 23), False)
