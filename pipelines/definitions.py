"""The one Dagster entry point: every asset, check, job and schedule, from a factory that tests can override."""

from collections.abc import Mapping

import dagster as dg

import assets.capability.assets
import assets.capture.assets
import assets.forecasts.assets
import assets.hardware.assets
import assets.models.assets
import assets.prices.assets
import assets.reports.assets
import assets.search.assets
import assets.trends.assets
from assets.checks import all_checks
from pipelines.resources import AsOf, WarehouseResource, silent
from pipelines.schedules import DAILY_JOB, daily_schedule
from pipelines.sensors import alert_sensor
from pipelines.settings import capture_settings
from warehouse.bundle import Bundle

SUBJECTS = (
    assets.capture.assets,
    assets.models.assets,
    assets.prices.assets,
    assets.capability.assets,
    assets.hardware.assets,
    assets.search.assets,
    assets.trends.assets,
    assets.forecasts.assets,
    assets.reports.assets,
)


def build_defs(overrides: Mapping[str, object] | None = None) -> dg.Definitions:
    """Everything Dagster is to know; `overrides` replaces resources by key."""
    resources = {
        "warehouse": WarehouseResource(),
        "as_of": AsOf(),
        "bundle": dg.ResourceDefinition.hardcoded_resource(Bundle()),
        "capture": dg.ResourceDefinition(lambda _: capture_settings()),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
    }
    return dg.Definitions(
        assets=dg.load_assets_from_modules(list(SUBJECTS)),
        asset_checks=all_checks(),
        jobs=[DAILY_JOB],
        schedules=[daily_schedule],
        sensors=[alert_sensor],
        resources={**resources, **(overrides or {})},
        executor=dg.in_process_executor,
    )


defs = build_defs()
