"""The one Dagster entry point: every asset, check, job, schedule and sensor, from a factory that tests can override."""

from collections.abc import Mapping

import dagster as dg

from assets.subjects import subject_modules
from assets.table_asset import code_reference
from pipelines.resources import AsOf, WarehouseResource, silent
from pipelines.schedules import DAILY_JOB, daily_schedule
from pipelines.sensors import alert_sensor, send_alerts
from pipelines.settings import capture_settings
from warehouse.bundle import Bundle


def build_defs(overrides: Mapping[str, object] | None = None) -> dg.Definitions:
    """Return everything that Dagster loads; `overrides` replaces resources by key."""
    resources = {
        "warehouse": WarehouseResource(),
        "as_of": AsOf(),
        "bundle": dg.ResourceDefinition.hardcoded_resource(Bundle()),
        "capture": dg.ResourceDefinition(lambda _: capture_settings()),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
    }
    return dg.Definitions(
        assets=[_with_code_reference(definition) for definition in _assets()],
        jobs=[DAILY_JOB, send_alerts],
        schedules=[daily_schedule],
        sensors=[alert_sensor],
        resources={**resources, **(overrides or {})},
        executor=dg.in_process_executor,
    )


def _assets() -> list[dg.AssetsDefinition]:
    loaded = dg.load_assets_from_modules(subject_modules("assets"))
    return [definition for definition in loaded if isinstance(definition, dg.AssetsDefinition)]


def _with_code_reference(definition: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """Let an asset point at the function that computes it; `table_asset` already points tables at their own functions.

    Dagster's `with_source_code_references` would add the function inside `table_asset` to every table.
    """
    function = getattr(definition.op.compute_fn, "decorated_fn")  # noqa: B009 - not in the types of Dagster
    reference = code_reference(function)
    return definition.map_asset_specs(lambda spec: spec.replace_attributes(metadata={**reference, **spec.metadata}))


defs = build_defs()
