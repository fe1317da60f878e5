"""Dagster's storages in a folder below TOKENFALL_HOME: dagster.yaml can use a variable, but not a path below it.

This is the only module that imports private modules of Dagster, because the storage classes have no public path. A
minor version may move or change them, so pyproject.toml allows one minor version of Dagster.
"""

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster._config.config_schema import UserConfigSchema
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, func, select
from sqlalchemy.pool import Pool

from warehouse.home import Home

BUSY_SECONDS = 30
"""How long a connection waits for another process that writes to the same file."""
PAGE_BYTES = 1024
"""Page size of a run's file: SQLite's default of 4,096 bytes leaves 15% of a large and most of a small file empty."""
MAX_OPEN = 8
"""Files open at a time: a run writes two, the UI reads one for each run it shows."""


def open_engine(url: str, pool: type[Pool] | None = None) -> Engine:
    """Return an engine for one file of Dagster's history, with flushing to the disk left to the operating system.

    A run writes to these files a thousand times and would wait for the disk twice each time. Only a crash of the
    machine, not of a run, could damage them; no table depends on them.
    """
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, poolclass=pool)
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a file that is new


class HomeRuns(SqliteRunStorage):
    """Dagster's runs, through an engine of our own."""

    def __init__(self, conn_string: str) -> None:
        self._engine = open_engine(conn_string, NullPool)
        super().__init__(conn_string)

    @contextmanager
    def connect(self) -> Generator[Connection]:
        """Yield a connection in a transaction, and close it."""
        with self._engine.begin() as connection:
            yield connection


class HomeSchedules(SqliteScheduleStorage):
    """Dagster's ticks of schedules and sensors, through an engine of our own."""

    def __init__(self, conn_string: str) -> None:
        self._engine = open_engine(conn_string, NullPool)
        super().__init__(conn_string)

    @contextmanager
    def connect(self) -> Generator[Connection]:
        """Yield a connection in a transaction, and close it."""
        with self._engine.begin() as connection:
            yield connection


class HomeEvents(SqliteEventLogStorage):
    """Dagster's events, through connections that stay open: Dagster's own storage opens two thousand in a run."""

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Generator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._open(shard)
            with self._engines[shard].begin() as connection:
                yield connection

    def _open(self, shard: str) -> None:
        if len(self._engines) == MAX_OPEN:
            self._close()
        engine = open_engine(self.conn_string_for_shard(shard))
        self._initdb(engine)
        self._engines[shard] = engine

    def delete_events(self, run_id: str) -> None:
        """Delete a run's events, its file, and its evaluations of checks, of which Dagster would keep every one.

        The latest evaluation of each check stays, like the latest materialization of each asset: the UI shows them.
        """
        super().delete_events(run_id)
        latest = select(func.max(AssetCheckExecutionsTable.c.id)).group_by(
            AssetCheckExecutionsTable.c.asset_key, AssetCheckExecutionsTable.c.check_name
        )
        of_run = AssetCheckExecutionsTable.c.run_id == run_id
        with self.index_connection() as connection:
            connection.execute(
                AssetCheckExecutionsTable.delete().where(of_run, AssetCheckExecutionsTable.c.id.not_in(latest))
            )
        with self._db_lock:
            if engine := self._engines.pop(run_id, None):
                engine.dispose()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path_for_shard(run_id)}{end}").unlink(missing_ok=True)

    def dispose(self) -> None:
        """Close the files at the end of a run."""
        self._close()
        super().dispose()

    def _close(self) -> None:
        while self._engines:
            self._engines.popitem()[1].dispose()


class HomeStorage(DagsterSqliteStorage):
    """Runs, events and schedules in `$TOKENFALL_HOME/dagster`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Return the configuration that dagster.yaml may give: none."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Create the folder and open the storages in it."""
        return cls(str(Home.from_environment().dagster), inst_data)

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None) -> None:
        super().__init__(base_dir, inst_data)  # creates the tables
        self._run_storage = HomeRuns(self._run_storage._conn_string)
        self._event_log_storage = HomeEvents(str(Path(base_dir, "history", "runs")))
        self._schedule_storage = HomeSchedules(self._schedule_storage._conn_string)


class HomeArtifacts(LocalArtifactStorage):
    """Files that Dagster itself stores, in `$TOKENFALL_HOME/dagster`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Return the configuration that dagster.yaml may give: none."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Return the storage of the folder, which Dagster creates when it writes."""
        return cls(base_dir=str(Home.from_environment().dagster), inst_data=inst_data)


class HomeLogs(LocalComputeLogManager):
    """The output of steps, in `$TOKENFALL_HOME/dagster/logs`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Return the configuration that dagster.yaml may give: none."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Return the storage of the folder, which Dagster creates when it writes."""
        return cls(base_dir=str(Home.from_environment().dagster / "logs"), inst_data=inst_data)
