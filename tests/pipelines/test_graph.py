"""The whole graph against a snapshot: keys, inputs, groups, owners, kinds, checks, jobs and schedules.

After a wanted change, `python -m tests.pipelines.test_graph` rewrites it; read the difference before committing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.definitions import build_defs

SNAPSHOT = Path(__file__).with_name("graph.json")


def describe_graph() -> dict[str, object]:
    """What the snapshot holds; code versions stay out, because they change with every edit."""
    definitions = build_defs()
    graph = definitions.resolve_asset_graph()
    nodes = {key.to_user_string(): graph.get(key) for key in graph.get_all_asset_keys()}
    checks = sorted(
        f"{key.asset_key.to_user_string()}:{key.name}{' (blocking)' if graph.get(key).blocking else ''}"
        for key in graph.asset_check_keys
    )
    return {
        "assets": {
            name: {
                "deps": sorted(key.to_user_string() for key in node.parent_keys),
                "group": node.group_name,
                "owners": sorted(node.owners),
                "kinds": sorted(node.kinds),
                "description": node.description,
            }
            for name, node in sorted(nodes.items())
        },
        "checks": checks,
        "jobs": sorted(job.name for job in definitions.jobs or []),
        "schedules": {
            schedule.name: [schedule.cron_schedule, schedule.execution_timezone, schedule.default_status.value]
            for schedule in definitions.schedules or []
            if isinstance(schedule, dg.ScheduleDefinition)
        },
    }


def test_the_graph_is_the_reviewed_one() -> None:
    assert describe_graph() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_asset_is_described_owned_and_versioned() -> None:
    graph = build_defs().resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.code_version, key


def test_resources_can_be_overridden() -> None:
    messages: list[str] = []
    definitions = build_defs({"progress": dg.ResourceDefinition.hardcoded_resource(messages.append)})
    assert set(definitions.resources or {}) == {"warehouse", "as_of", "bundle", "capture", "progress"}


def test_the_daily_schedule_is_off_and_passes_its_own_day() -> None:
    (schedule,) = build_defs().schedules or []
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    tick = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 12, 24, 6, 20, tzinfo=UTC))
    request = schedule(tick)
    assert isinstance(request, dg.RunRequest)
    assert request.run_config == {"resources": {"as_of": {"config": {"date": "2026-12-24"}}}}


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(describe_graph(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
