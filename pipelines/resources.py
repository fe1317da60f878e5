"""What every run is given: the open warehouse, the as-of date, the bundled facts, and whom to tell of progress."""

import datetime as dt
import importlib.metadata
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from warehouse.home import Home
from warehouse.store import Writer, open_writer

if TYPE_CHECKING:
    from assets.capture.session import CaptureSettings

CONTACT, ALLOW_HTTP, PERMIT_NETWORKS, ARCHIVE = (
    f"TOKENFALL_{name}" for name in ("CONTACT", "ALLOW_HTTP", "PERMIT_NETWORKS", "ARCHIVE")
)
"""Environment variables: whom site owners can write to; `1` = plain http; networks that need not be public; archive."""


class WarehouseResource(dg.ConfigurableResource):
    """The one writer, open for the length of a run."""

    home: str = ""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Writer]:
        """Open the warehouse in `home` (default: TOKENFALL_HOME) and close it at the end of the run."""
        home = Home(Path(self.home)) if self.home else Home.from_environment()
        with open_writer(home) as warehouse:
            yield warehouse


class AsOf(dg.ConfigurableResource):
    """The date whose knowledge a run may use; left empty, the UTC day on which the run was created."""

    date: str = ""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[dt.date]:
        """The configured date, or that of the run's own creation as Dagster recorded it."""
        yield dt.date.fromisoformat(self.date) if self.date else _created_on(context)


def _created_on(context: dg.InitResourceContext) -> dt.date:
    if context.instance is None or context.run_id is None:
        raise dg.DagsterInvalidDefinitionError("outside a run, the as-of date must be configured")
    record = context.instance.get_run_record_by_id(context.run_id)
    if record is None:
        raise dg.DagsterInvalidDefinitionError("this run is not recorded: configure the as-of date")
    return record.create_timestamp.astimezone(dt.UTC).date()


def capture_settings() -> "CaptureSettings":
    """Every live source, asked as politely as can be unless the environment allows more."""
    from assets.capture.archive import WAYBACK_MACHINE  # noqa: PLC0415 - the libraries of the network
    from assets.capture.session import CaptureSettings  # noqa: PLC0415
    from assets.hardware.sources import release_sources  # noqa: PLC0415
    from assets.prices.sources import live_sources  # noqa: PLC0415 - the readers' libraries

    networks = os.environ.get(PERMIT_NETWORKS, "")
    return CaptureSettings(
        sources=(*live_sources(), *release_sources()),
        contact=os.environ.get(CONTACT) or _maintainers(),
        plain_http=os.environ.get(ALLOW_HTTP) == "1",
        permitted=tuple(part.strip() for part in networks.split(",") if part.strip()),
        archive=os.environ.get(ARCHIVE) or WAYBACK_MACHINE,
    )


def _maintainers() -> str:
    """The address in the installed package's metadata."""
    author = importlib.metadata.metadata("tokenfall")["Author-email"] or ""
    return author.rpartition("<")[2].rstrip(">")


def silent(_: str) -> None:
    """Tell nobody: the default listener of a run's progress."""


def utc_today() -> dt.date:
    """Today, for the command line only; below it an as-of date is passed in."""
    return dt.datetime.now(dt.UTC).date()
