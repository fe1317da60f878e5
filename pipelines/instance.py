"""Dagster's storages, put below TOKENFALL_HOME: dagster.yaml can name a variable, but not a path below it."""

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from dagster._config.config_schema import UserConfigSchema
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

from warehouse.home import Home

MOST_OPEN = 8
"""Files: a run writes two, the UI reads one for each run it shows."""


@event.listens_for(Engine, "connect")
def _write_without_waiting(connection: sqlite3.Connection, _: object) -> None:
    """Leave the flushing of Dagster's history to the system: a run opens it a thousand times, each time two flushes.

    Only a crash of the machine, not of a run, could damage it; no table depends on it.
    """
    connection.execute("PRAGMA synchronous = OFF")


class HomeEvents(SqliteEventLogStorage):
    """Dagster's events, through connections that stay open: Dagster's own storage makes two thousand in a run."""

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
        if len(self._engines) == MOST_OPEN:
            self._close()
        engine = create_engine(self.conn_string_for_shard(shard), connect_args={"timeout": 30})
        self._initdb(engine)
        self._engines[shard] = engine

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
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Make the folder and open the storages in it."""
        return cls(str(Home.from_environment().dagster), inst_data)

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = HomeEvents(str(Path(base_dir, "history", "runs")))


class HomeArtifacts(LocalArtifactStorage):
    """Whatever Dagster itself stores as files, in `$TOKENFALL_HOME/dagster`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Point at the folder; Dagster makes it when it writes."""
        return cls(base_dir=str(Home.from_environment().dagster), inst_data=inst_data)


class HomeLogs(LocalComputeLogManager):
    """What steps print, in `$TOKENFALL_HOME/dagster/logs`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Point at the folder; Dagster makes it when it writes."""
        return cls(base_dir=str(Home.from_environment().dagster / "logs"), inst_data=inst_data)
