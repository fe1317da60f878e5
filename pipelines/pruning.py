"""Delete old runs from Dagster's history, after every run of the command line and by a job of Dagster.

Dagster's own `retention` (dagster.yaml) deletes only the ticks of schedules and sensors.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import dagster as dg

from warehouse.home import Home

KEEP_DAYS = 21
"""Days before the newest run for which runs are kept."""
KEEP_RUNS = 100
"""Runs that are kept at most, beside those that some asset was last built in."""
SHARED_FILES = ("history/runs.db", "history/runs/index.db", "schedules/schedules.db")
"""Files below Dagster's folder that all runs share; the events of each run lie in a file of its own."""
FREE_SHARE = 4
"""A file is written anew when more than one in this many of its pages is empty."""
BUSY_SECONDS = 30
"""How long to wait for another process that writes to the same file."""


def prune(instance: dg.DagsterInstance) -> int:
    """Delete old runs with their events and logs, give back the space, and return the number of runs deleted.

    The runs that some asset was last built in stay, so that the UI shows the latest materialization of each.
    """
    runs = instance.get_run_records()
    old = [
        run.dagster_run.run_id
        for number, run in enumerate(runs)
        if number >= KEEP_RUNS or run.create_timestamp < runs[0].create_timestamp - timedelta(days=KEEP_DAYS)
    ]
    needed = _last_runs(instance) if old else set()
    for run_id in (deleted := [run_id for run_id in old if run_id not in needed]):
        instance.delete_run(run_id)
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    if deleted:
        for name in SHARED_FILES:
            _give_back_space(Home.from_environment().dagster / name)
    return len(deleted)


def set_damaged_aside(home: Home) -> Path | None:
    """Move Dagster's history aside where a file of it is damaged, and return the folder that holds it now.

    Its writes are not flushed to the disk, so a power failure can damage it. No table depends on it, and the next run
    begins a new one.
    """
    runs = sorted((home.dagster / "history" / "runs").glob("*.db"), key=lambda file: file.stat().st_mtime)
    if all(map(_is_sound, [*(home.dagster / name for name in SHARED_FILES), *runs[-2:]])):
        return None
    aside = home.dagster.with_name("dagster-damaged")
    shutil.rmtree(aside, ignore_errors=True)
    home.dagster.rename(aside)
    return aside


def _is_sound(file: Path) -> bool:
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            return connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError:
        return True  # busy, or not permitted: the run says so
    except sqlite3.DatabaseError:
        return False


def _last_runs(instance: dg.DagsterInstance) -> set[str]:
    """Return the runs in which some asset was last built."""
    entries = [record.asset_entry for record in instance.get_asset_records()]
    return {entry.last_materialization_record.run_id for entry in entries if entry.last_materialization_record}


def _give_back_space(file: Path) -> None:
    """Write a file of SQLite anew where much of it is empty; SQLite itself only uses empty pages again.

    Where another process is busy with the file for longer, a later pruning will do it.
    """
    if not file.exists():  # another dagster.yaml
        return
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        ((empty,),) = connection.execute("PRAGMA freelist_count")
        ((pages,),) = connection.execute("PRAGMA page_count")
        if empty * FREE_SHARE > pages:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dg.op(description="Delete old runs from Dagster's history.")
def prune_history(context: dg.OpExecutionContext) -> None:
    """Delete old runs; the metadata says how many."""
    context.add_output_metadata({"runs deleted": prune(context.instance)})


@dg.job(
    executor_def=dg.in_process_executor,
    description=(
        f"Delete runs older than {KEEP_DAYS} days and those beyond the newest {KEEP_RUNS}, with their events and logs, "
        "and give back the space; runs that an asset was last built in stay. Dagster's `retention` deletes only ticks."
    ),
)
def prune_runs() -> None:
    """Delete old runs."""
    prune_history()
