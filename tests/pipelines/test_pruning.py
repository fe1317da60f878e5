"""Old runs are deleted: what the UI shows of each asset stays, and the space is given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import dagster as dg
import pytest

from pipelines import pruning
from pipelines.pruning import prune

DAYS, KEPT = 14, 5
FIRST = datetime(2026, 1, 1, 6, 20, tzinfo=UTC)


@dg.asset(check_specs=[dg.AssetCheckSpec("is_fine", asset="daily")])
def daily() -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """A table that every day rebuilds."""
    yield dg.MaterializeResult(metadata={"text": "x" * 2_000})
    yield dg.AssetCheckResult(passed=True)


@dg.asset
def static() -> None:
    """A table that only the first day builds."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, which Dagster uses."""
    monkeypatch.setenv("TOKENFALL_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(Path(__file__).parents[2]))
    return tmp_path


def run_on(day: int, *assets: dg.AssetsDefinition) -> str:
    """Build assets in a run that Dagster dates to a day, prune the history, and return the run's id."""
    clock, now = "dagster._core.storage.runs.sql_run_storage.get_current_datetime", FIRST + timedelta(days=day)
    with dg.DagsterInstance.get() as instance, patch(clock, return_value=now):
        job = dg.Definitions(assets=assets, executor=dg.in_process_executor).resolve_implicit_global_asset_job_def()
        result = job.execute_in_process(instance=instance)
        prune(instance)
    return result.run_id


def stored(home: Path) -> int:
    """Return the size of Dagster's folder in bytes."""
    return sum(file.stat().st_size for file in (home / "dagster").rglob("*") if file.is_file())


def test_recent_runs_stay_and_the_last_run_of_each_asset(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "KEEP_DAYS", KEPT)
    first, runs, sizes = run_on(0, static), [], []
    for day in range(DAYS):
        runs.append(run_on(day, daily))
        sizes.append(stored(home))
    folder, recent = home / "dagster", runs[-KEPT - 1 :]
    assert {file.stem for file in (folder / "history" / "runs").glob("*.db")} == {"index", first, *recent}
    assert {logs.name for logs in (folder / "logs").iterdir()} == {first, *recent}
    assert sizes[-1] == pytest.approx(sizes[KEPT], rel=0.05)
    with dg.DagsterInstance.get() as instance:
        assert [run.dagster_run.run_id for run in instance.get_run_records()] == [*reversed(recent), first]
        for asset, run_id in ((daily, runs[-1]), (static, first)):
            event = instance.get_latest_materialization_event(asset.key)
            assert event is not None
            assert event.run_id == run_id
        history = instance.fetch_materializations(daily.key, limit=DAYS).records
        assert [record.run_id for record in history] == [*reversed(recent)]


def test_no_more_runs_stay_than_a_number_and_the_latest_evaluation_of_a_check(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "KEEP_RUNS", 2)
    checked = run_on(0, daily)
    later = [run_on(0, static) for _ in range(4)]
    with dg.DagsterInstance.get() as instance:
        kept = [run.dagster_run.run_id for run in instance.get_run_records()]
        assert kept == [later[3], later[2], checked], "the asset of the oldest run was not built since"
        instance.delete_run(checked)  # as somebody may do in the UI
        (key,) = daily.check_keys
        summary = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
        assert summary.run_id == checked
