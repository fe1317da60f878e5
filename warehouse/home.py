"""The folder that holds this user's state (`TOKENFALL_HOME`), and the files in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT_VARIABLE = "TOKENFALL_HOME"


@dataclass(frozen=True)
class Home:
    """Paths of one installation's state; nothing is created until it is written to."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The folder named by `TOKENFALL_HOME`, `./data` when unset or empty; always absolute."""
        return cls(Path(os.environ.get(ENVIRONMENT_VARIABLE) or "data").expanduser().absolute())

    @property
    def database(self) -> Path:
        """The writer's own file; readers use `published`."""
        return self.path / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """What everyone reads; replaced atomically, never written in place."""
        return self.path / "published" / "tokenfall.duckdb"

    @property
    def captures(self) -> Path:
        """WARC files: every byte that was ever captured."""
        return self.path / "captures"

    @property
    def alerts(self) -> Path:
        """Which alerts are known already, by key."""
        return self.path / "acknowledged.json"

    @property
    def reports(self) -> Path:
        """The report page and its pictures."""
        return self.path / "reports"

    @property
    def dagster(self) -> Path:
        """Dagster's instance storage: runs, events, schedules, logs."""
        return self.path / "dagster"
