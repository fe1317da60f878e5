"""All of a fleet on this machine: an archive, PostgreSQL, a cluster, Dagster."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from tests.scale.archive import Archive
from tests.scale.backfill import environment_for
from tests.scale.cluster import Cluster
from tests.scale.fleet import Fleet
from tests.scale.postgres import Postgres
from warehouse.home import Home


@dataclass(frozen=True)
class Parts:
    """What runs."""

    postgres: Postgres
    cluster: Cluster
    fleet: Fleet

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds of all that runs now, by part; a run of Dagster belongs to its code server."""
        dagster = sum(map(self.fleet.processes.seconds, self.fleet.processes.names))
        return {"Dagster": dagster, **self.cluster.seconds(), "PostgreSQL": self.postgres.seconds()}


@contextlib.contextmanager
def started(folder: Path, archive: Archive, workers: int) -> Generator[Parts]:
    """Start everything below a folder, where the home is `home`; stop it at the end."""
    for name in ("cluster", "dagster"):
        (folder / name).mkdir()
    with Postgres() as postgres, Cluster(folder / "cluster", workers) as cluster:
        settings = {
            **environment_for(archive, Home(folder / "home")),
            "TOKENFALL_POSTGRES": postgres.url,
            "TOKENFALL_SCHEDULER": cluster.address,
        }
        with Fleet(folder / "dagster", settings) as fleet:
            yield Parts(postgres, cluster, fleet)
