"""Write an edition after each report by Dagster, as `tokenfall run` does itself."""

from datetime import UTC, datetime

import dagster as dg

from pipelines.editions import write_edition
from warehouse import query
from warehouse.home import Home
from warehouse.store import open_published


@dg.op(description="Write an edition of the published file, unless the answer is that of the last one.")
def freeze_published(context: dg.OpExecutionContext) -> None:
    """Write an edition where the answer changed."""
    context.add_output_metadata({"outcome": write_edition(Home.from_environment(), of_answer=True)})


@dg.job(executor_def=dg.in_process_executor, description="Write an edition where the answer changed.")
def freeze_edition() -> None:
    """Write an edition."""
    freeze_published()


@dg.asset_sensor(
    asset_key=dg.AssetKey("report_page"),
    job=freeze_edition,
    name="edition",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def edition_sensor(_: dg.SensorEvaluationContext, event: dg.EventLogEntry) -> dg.RunRequest | dg.SkipReason:
    """Request one run of `freeze_edition` after a report of a publication as of the day on which it happened."""
    day = datetime.fromtimestamp(event.timestamp, UTC).date()
    with open_published(Home.from_environment()) as connection:
        as_of = query.published_as_of(connection)
    if as_of != day:
        return dg.SkipReason(f"no edition is written of tables as of {as_of} that were published on {day}")
    return dg.RunRequest(run_key=event.run_id)
