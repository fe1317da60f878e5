"""Dagster's storages, put below TOKENFALL_HOME: dagster.yaml can name a variable, but not a path below it."""

import sqlite3
from collections.abc import Mapping
from typing import Any, Self

from dagster._config.config_schema import UserConfigSchema
from dagster._core.storage.local_compute_log_manager import LocalComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Engine, event

from warehouse.home import Home


@event.listens_for(Engine, "connect")
def _write_without_waiting(connection: sqlite3.Connection, _: object) -> None:
    """Leave the flushing of Dagster's history to the system: a run opens it a thousand times, each time two flushes.

    Only a crash of the machine, not of a run, could damage it; no table depends on it.
    """
    connection.execute("PRAGMA synchronous = OFF")


class HomeStorage(DagsterSqliteStorage):
    """Runs, events and schedules in `$TOKENFALL_HOME/dagster`."""

    @classmethod
    def config_type(cls) -> UserConfigSchema:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Make the folder and open the storages in it."""
        return cls.from_local(str(Home.from_environment().dagster), inst_data=inst_data)


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
