"""The daily run, after price pages have been updated, off until somebody starts it; and the weekly pruning."""

import dagster as dg

from assets.table_asset import AS_OF
from pipelines.pruning import prune_runs

WRITES = {"tokenfall/writer": "warehouse"}
"""Tag of runs that open the warehouse: a queue for several runs at a time lets one of them run (dagster.scale.yaml)."""
ARCHIVE = ("capture", "archive")
DAILY_JOB = dg.define_asset_job(
    "everything",
    selection=(dg.AssetSelection.all() | dg.AssetSelection.assets(AS_OF))
    - dg.AssetSelection.assets(["capture", "releases"], ["capture", "rental"])
    - dg.AssetSelection.key_substring("/".join(ARCHIVE)),  # a fleet has it elsewhere: pipelines/fleet.py
    description="Capture every live source, rebuild what changed, check it, publish it.",
    executor_def=dg.in_process_executor,
    tags=WRITES,
)
ARCHIVE_JOB = dg.define_asset_job(
    "archive",
    selection=dg.AssetSelection.assets(ARCHIVE),
    description="Capture past months of price pages into shards, which the next run stores; several can run at once.",
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    job=DAILY_JOB,
    cron_schedule="20 6 * * *",
    execution_timezone="UTC",
    name="daily",
    description=(
        "Capture, compute, check and publish every day at 06:20 UTC, as of that day. Off until you start it; start "
        "either this or a cron job that calls `tokenfall run`."
    ),
)
def daily_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Request a run every day at 06:20 UTC, as of that day."""
    day = context.scheduled_execution_time.date().isoformat()
    return dg.RunRequest(run_key=day, run_config={"resources": {"as_of": {"config": {"date": day}}}})


pruning_schedule = dg.ScheduleDefinition(
    job=prune_runs,
    cron_schedule="50 5 * * 1",
    execution_timezone="UTC",
    name="pruning",
    description="Delete old runs every Monday at 05:50 UTC; `tokenfall run` does so itself.",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
