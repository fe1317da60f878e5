"""What two code servers of one installation load: backfills of archives have processes of their own (docs/scale.md)."""

import dagster as dg

from pipelines.columns import describe_columns
from pipelines.definitions import build_defs
from pipelines.schedules import ARCHIVE, ARCHIVE_JOB


@dg.definitions
def warehouse_location() -> dg.Definitions:
    """Return everything but the archive: what opens the warehouse, on the machine that has it."""
    all_defs = build_defs(metadata=describe_columns())
    return dg.Definitions(
        assets=[asset for asset in all_defs.assets or () if not _is_archive(asset)],
        jobs=[job for job in all_defs.jobs or () if job is not ARCHIVE_JOB],
        schedules=all_defs.schedules,
        sensors=all_defs.sensors,
        resources=all_defs.resources,
        executor=all_defs.executor,
    )


@dg.definitions
def archive_location() -> dg.Definitions:
    """Return the archive and its job, for any machine that reaches the store and the scheduler."""
    all_defs = build_defs()
    return dg.Definitions(
        assets=[asset for asset in all_defs.assets or () if _is_archive(asset)],
        jobs=[ARCHIVE_JOB],
        resources=all_defs.resources,
        executor=all_defs.executor,
    )


def _is_archive(asset: object) -> bool:
    return isinstance(asset, dg.AssetsDefinition) and dg.AssetKey(ARCHIVE) in asset.keys
