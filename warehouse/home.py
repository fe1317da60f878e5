"""The folder that holds this user's state (`TOKENFALL_HOME`), and the files in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from warehouse.errors import TokenfallError

ENVIRONMENT_VARIABLE = "TOKENFALL_HOME"
STORE = "TOKENFALL_STORE"
"""Environment variable: where captures and shards are, if not in the home: a folder, or an address such as s3://..."""


@dataclass(frozen=True)
class Home:
    """Paths of the state of one installation; no file or folder is created before something is written to it."""

    path: Path
    store: str = ""

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home in the folder named by `TOKENFALL_HOME`, by default `./data`; always absolute.

        Raises:
            TokenfallError: The variable names the home of an unknown user.
        """
        written = os.environ.get(ENVIRONMENT_VARIABLE) or "data"
        try:
            return cls(Path(written).expanduser().absolute(), os.environ.get(STORE, ""))
        except RuntimeError as error:
            raise TokenfallError(
                f"{ENVIRONMENT_VARIABLE}: {written!r} names a user without a home: give a folder"
            ) from error

    @property
    def database(self) -> Path:
        """The database file of the writer; readers use `published`."""
        return self.path / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The published database file; replaced atomically, never written in place."""
        return self.path / "published" / "tokenfall.duckdb"

    @property
    def hold(self) -> Path:
        """The file that says why the published file is not that of the last run; absent where it is."""
        return self.published.with_name("held.json")

    @property
    def captures(self) -> Path:
        """The folder of WARC files with all captured bytes."""
        return self._stored / "captures"

    @property
    def shards(self) -> Path:
        """The folder of rows that helping processes wrote and that are not in the database yet."""
        return self._stored / "shards"

    @property
    def ledger(self) -> Path:
        """The folder of registered forecasts, one file a day; files are added and never changed."""
        return self.path / "ledger" / "forecasts"

    @property
    def capture_ledger(self) -> Path:
        """The folder of acknowledged captures, one file a month; lines are added and never changed."""
        return self.path / "ledger" / "captures"

    @property
    def edition_ledger(self) -> Path:
        """The folder of the lines of editions, one file a month; lines are added and never changed."""
        return self.path / "ledger" / "editions"

    @property
    def alerts(self) -> Path:
        """The file of acknowledged alerts, by key."""
        return self.path / "acknowledged.json"

    @property
    def settled(self) -> Path:
        """The file that says under which conditions no table was stale."""
        return self.path / "settled.txt"

    @property
    def run_lock(self) -> Path:
        """The empty file that a run has locked while it works."""
        return self.path / "run.lock"

    @property
    def sql_history(self) -> Path:
        """The file of the lines that were typed into the shell of `tokenfall sql`."""
        return self.path / "sql_history"

    @property
    def reports(self) -> Path:
        """The folder of the report page and its pictures."""
        return self.path / "reports"

    @property
    def editions(self) -> Path:
        """The folder of editions, one folder each; an edition is never changed."""
        return self.path / "editions"

    @property
    def dagster(self) -> Path:
        """Dagster's instance storage: runs, events, schedules, logs."""
        return self.path / "dagster"

    @property
    def logs(self) -> Path:
        """The folder of the log of events."""
        return self.path / "logs"

    @property
    def _stored(self) -> Path:
        return folder_at(self.store) if self.store else self.path


def folder_at(place: str) -> Path:
    """Return a folder on this machine, or, for an address with a scheme, a folder of a store that fsspec knows."""
    if "://" not in place:
        return Path(place).expanduser().absolute()
    from upath import UPath  # takes 0.1 s to import

    # It has the methods of a Path, but is none to the type checker.
    return cast("Path", UPath(place))
