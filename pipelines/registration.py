"""Register the forecasts after each publication by Dagster, as `tokenfall run` does itself."""

from datetime import UTC, date, datetime

import dagster as dg

from pipelines.registering import register_once
from warehouse import query
from warehouse.home import Home
from warehouse.store import open_published

DAY = "day"


@dg.op(
    config_schema={DAY: dg.Field(str, description="The day of the publication.")},
    description="Write the published forecasts into the ledger, unless a set of that day is registered.",
)
def register_published(context: dg.OpExecutionContext) -> None:
    """Register the forecasts that are published."""
    line = register_once(Home.from_environment(), date.fromisoformat(context.op_config[DAY]))
    context.add_output_metadata({"outcome": line})


@dg.job(executor_def=dg.in_process_executor, description="Register the published forecasts, once a day.")
def register_forecasts() -> None:
    """Register the published forecasts."""
    register_published()


@dg.asset_sensor(
    asset_key=dg.AssetKey("published_warehouse"),
    job=register_forecasts,
    name="registration",
    minimum_interval_seconds=60,
    description="Register the forecasts after each publication as of its day, as `tokenfall run` does itself.",
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def registration_sensor(_: dg.SensorEvaluationContext, event: dg.EventLogEntry) -> dg.RunRequest | dg.SkipReason:
    """Request one run of `register_forecasts` after a publication as of the day on which it happened."""
    day = datetime.fromtimestamp(event.timestamp, UTC).date()
    with open_published(Home.from_environment()) as connection:
        as_of = query.published_as_of(connection)
    if as_of != day:
        return dg.SkipReason(f"forecasts as of {as_of} that were published on {day} are not registered")
    config = {"ops": {register_published.name: {"config": {DAY: day.isoformat()}}}}
    return dg.RunRequest(run_key=event.run_id, run_config=config)
