"""The resources of a run: the open warehouse, the as-of date, and the default for reporting progress."""

import datetime as dt
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field

from warehouse.home import Home
from warehouse.store import Writer, open_writer


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
        """Yield the configured date, or the UTC day on which Dagster recorded the run."""
        yield dt.date.fromisoformat(self.date) if self.date else _created_on(context)


class AcceptedTables(dg.ConfigurableResource):
    """Tables whose difference from the published file is right, so that it does not stop the publication."""

    tables: list[str] = Field(default=[])


def _created_on(context: dg.InitResourceContext) -> dt.date:
    if context.instance is None or context.run_id is None:
        raise dg.DagsterInvalidDefinitionError("outside a run, the as-of date must be configured")
    record = context.instance.get_run_record_by_id(context.run_id)
    if record is None:
        raise dg.DagsterInvalidDefinitionError("this run is not recorded: configure the as-of date")
    return record.create_timestamp.astimezone(dt.UTC).date()


def silent(_: str) -> None:
    """Ignore the progress of a run; the default."""
