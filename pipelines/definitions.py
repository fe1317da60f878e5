"""The one Dagster entry point: every asset, check, job, schedule and sensor, from a factory that tests can override."""

from collections.abc import Iterator, Mapping

import dagster as dg

from assets.subjects import subject_modules
from assets.table_asset import Metadata, code_reference
from pipelines.columns import describe_columns
from pipelines.freezing import edition_sensor, freeze_edition
from pipelines.pruning import prune_runs
from pipelines.registration import register_forecasts, registration_sensor
from pipelines.resources import AcceptedTables, AsOf, WarehouseResource, silent
from pipelines.schedules import ARCHIVE_JOB, DAILY_JOB, daily_schedule, pruning_schedule
from pipelines.sensors import alert_sensor, send_alerts
from pipelines.settings import capture_settings
from warehouse.bundle import Bundle
from warehouse.home import Home


def build_defs(
    overrides: Mapping[str, object] | None = None, metadata: Mapping[str, Metadata] | None = None
) -> dg.Definitions:
    """Return everything that Dagster runs.

    Args:
        overrides: Resources by key, in place of the default ones.
        metadata: What the UI shows of an asset beside its code, by asset key.
    """
    resources = {
        "warehouse": WarehouseResource(),
        "home": dg.ResourceDefinition(lambda _: Home.from_environment()),
        "as_of": AsOf(),
        "accepted": AcceptedTables(),
        "bundle": dg.ResourceDefinition.hardcoded_resource(Bundle()),
        "capture": dg.ResourceDefinition(lambda _: capture_settings()),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
    }
    return dg.Definitions(
        assets=list(_declared(metadata or {})),
        jobs=[DAILY_JOB, ARCHIVE_JOB, register_forecasts, freeze_edition, send_alerts, prune_runs],
        schedules=[daily_schedule, pruning_schedule],
        sensors=[alert_sensor, registration_sensor, edition_sensor],
        resources={**resources, **(overrides or {})},
        executor=dg.in_process_executor,
    )


def _declared(metadata: Mapping[str, Metadata]) -> Iterator[dg.AssetsDefinition | dg.AssetSpec]:
    """Yield every asset: those that are computed, with metadata, and those that are only reported."""
    for declared in dg.load_assets_from_modules(subject_modules("assets"), include_specs=True):
        if isinstance(declared, dg.AssetsDefinition):
            yield _with_metadata(declared, metadata)
        elif isinstance(declared, dg.AssetSpec):
            yield declared


def _with_metadata(definition: dg.AssetsDefinition, metadata: Mapping[str, Metadata]) -> dg.AssetsDefinition:
    """Add metadata by asset key, and a reference to the function that computes the asset.

    `table_asset` already refers to a table's own function; Dagster's `with_source_code_references` would add the
    function inside `table_asset` to every table.
    """
    function = getattr(definition.op.compute_fn, "decorated_fn")  # noqa: B009 - not in the types of Dagster
    reference = code_reference(function)

    def describe(spec: dg.AssetSpec) -> dg.AssetSpec:
        more = metadata.get(spec.key.to_user_string(), {})
        return spec.replace_attributes(metadata={**reference, **more, **spec.metadata})

    return definition.map_asset_specs(describe)


@dg.definitions
def defs() -> dg.Definitions:
    """Return what the UI loads: the definitions with the columns of every table."""
    return build_defs(metadata=describe_columns())
