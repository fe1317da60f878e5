"""The days of which there are captures, as partitions of an asset that nothing computes."""

from __future__ import annotations

from datetime import date
from typing import Any

import dagster as dg
import pytest

from assets.capture.assets import DAYS, captured_days, report_days
from assets.table_asset import asset_key
from tests.conftest import fill
from warehouse.store import Writer

TODAY = date(2026, 11, 27)


def capture(source: str, day: str, **changed: object) -> dict[str, Any]:
    return {"source": source, "url": f"https://{source}.example", "captured_at": f"{day} 23:59:59", **changed}


@pytest.fixture
def instance() -> dg.DagsterInstance:
    return dg.DagsterInstance.ephemeral()


def events_of(instance: dg.DagsterInstance) -> list[tuple[str | None, dict[str, object]]]:
    records = instance.fetch_materializations(captured_days.key, limit=100, ascending=True).records
    reported = [record.asset_materialization for record in records]
    return [(each.partition, {name: cell.value for name, cell in each.metadata.items()}) for each in reported if each]


def test_every_day_with_captures_is_a_partition_once(writer: Writer, instance: dg.DagsterInstance) -> None:
    fill(
        writer,
        "raw_page_capture",
        capture("page/a", "2023-02-28", counts=True),
        capture("page/a", "2026-11-25", counts=True),
        capture("page/b", "2026-11-25", counts=False),
        capture("page/b", "2026-11-25", counts=True, url="https://b.example/2"),
    )
    report_days(instance, writer, TODAY)
    report_days(instance, writer, TODAY)
    day = ("2026-11-25", {"captures": 3, "sources": 2, "not_counted": 1})
    assert events_of(instance) == [day], "the archive's page of February 2023 is older than the partitions"
    # A later backfill adds an old day, and today is reported anew after each run, as it grows.
    fill(writer, "raw_page_capture", capture("page/a", "2024-01-31", counts=True), capture("page/a", str(TODAY)))
    report_days(instance, writer, TODAY)
    report_days(instance, writer, TODAY)
    assert [partition for partition, _ in events_of(instance)] == ["2026-11-25", "2024-01-31", *[str(TODAY)] * 2]


def test_a_past_day_cannot_be_captured_again() -> None:
    assert captured_days.key == asset_key(DAYS)
    assert captured_days.partitions_def
    from pipelines.definitions import build_defs

    graph = build_defs().resolve_asset_graph()
    assert captured_days.key in graph.get_all_asset_keys()
    assert captured_days.key not in graph.materializable_asset_keys
