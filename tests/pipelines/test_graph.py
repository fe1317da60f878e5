"""The whole graph against a snapshot: keys, inputs, groups, owners, kinds, checks, jobs and schedules.

After a wanted change, `python -m tests.pipelines.test_graph` rewrites it; read the difference before committing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets import table_asset
from assets.column_lineage import selects_in
from assets.models.facts import ModelRow
from assets.table_asset import AS_OF, Builds, Metadata, code_version, describe_inputs, table_assets
from pipelines.definitions import build_defs, defs
from pipelines.fleet import archive_location, warehouse_location
from pipelines.resources import AsOf, WarehouseResource, silent
from pipelines.selection import ALWAYS_LAST
from pipelines.stale import Table, stale_tables
from warehouse.bundle import Bundle
from warehouse.dictionary import comment_on
from warehouse.home import Home
from warehouse.store import BuildRecord, Writer, open_writer

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("graph.json")
DAY = date(2026, 11, 23)
NOT_ASSETS = {"_made", "_migration"}
"""Tables about the build itself: the record of each table's last build, and the schema files applied."""


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


@pytest.mark.parametrize(
    ("table", "file", "function"),
    [
        ("out_frontier", "assets/trends/assets.py", "out_frontier"),
        ("out_crossing", "assets/forecasts/assets.py", "forecast_costs"),
        ("raw_page_capture", "assets/capture/assets.py", "live_pages"),
        ("report_page", "assets/reports/assets.py", "report_page"),
    ],
)
def test_an_asset_points_at_the_line_of_its_function(table: str, file: str, function: str) -> None:
    spec = next(spec for spec in build_defs().resolve_all_asset_specs() if spec.key == dg.AssetKey(table))
    (place,) = spec.metadata["dagster/code_references"].code_references
    assert Path(place.file_path) == ROOT / file
    lines = Path(place.file_path).read_text(encoding="utf-8").splitlines()
    assert lines[place.line_number - 1].startswith(f"def {function}(")


def test_the_ui_shows_the_columns_of_every_table_and_what_they_are_computed_from() -> None:
    specs = {spec.key.to_user_string(): spec for spec in defs().resolve_all_asset_specs()}
    columns = {table: spec.metadata.get("dagster/column_schema") for table, spec in specs.items()}
    captures = {table for table in specs if table.startswith("capture/")}
    assert {table for table, schema in columns.items() if schema is None} == {*captures, AS_OF, *ALWAYS_LAST}
    frontier = specs["_frontier"].metadata
    assert frontier["dagster/table_name"] == "internal._frontier"
    schema = {column.name: column for column in frontier["dagster/column_schema"].columns}
    described = (schema["valid_from"].type, schema["valid_from"].description)
    assert described == ("DATE", comment_on("_frontier", "valid_from"))
    lineage = specs["core_bar_member"].metadata["dagster/column_lineage"].deps_by_column
    assert lineage["bar"] == [dg.TableColumnDep(dg.AssetKey("_bar_judgement"), "bar")]


def test_the_column_lineage_reads_every_select_that_fills_a_table() -> None:
    for file in (ROOT / "assets").glob("*/*.py"):
        read = sum(len(statements) for statements in selects_in(file).values())
        assert read == file.read_text("utf-8").count(".from_sql("), f"{file}: from_sql takes a literal, in a function"


def test_every_table_is_an_asset_but_those_about_the_build(shared_writer: Writer) -> None:
    rows = shared_writer.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    keys = {key.to_user_string() for key in build_defs().resolve_asset_graph().get_all_asset_keys()}
    assert {table for (table,) in rows} - keys == NOT_ASSETS


def test_tables_of_one_computation_are_built_together_and_skipped_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_asset, "_folder_of", lambda function: ROOT / "assets" / "models")
    calls: list[list[str]] = []

    @table_assets("core_model", "core_score", deps=[], kinds=["python"])
    def both(builds: Builds) -> Mapping[str, Metadata]:
        calls.append(list(builds))
        builds["core_model"].from_facts("models", ModelRow)
        return {"core_score": {"note": "empty"}}

    resources = {
        "warehouse": WarehouseResource(home=str(tmp_path)),
        "as_of": AsOf(date="2026-11-23"),
        "bundle": Bundle(),
        "progress": dg.ResourceDefinition.hardcoded_resource(silent),
    }
    for unchanged in (False, True):
        result = dg.materialize([both], resources=resources)
        events = {str(event.label): event.metadata for event in result.asset_materializations_for_node("both")}
        assert set(events) == {"core_model", "core_score"}
        assert {metadata["unchanged"].value for metadata in events.values()} == {unchanged}
        empty = {table: metadata["dagster/row_count"].value == 0 for table, metadata in events.items()}
        assert empty == {"core_model": False, "core_score": True}
        assert ("note" in events["core_score"]) is not unchanged
    assert calls == [["core_model", "core_score"]]
    with open_writer(Home(tmp_path)) as warehouse:
        assert {"core_model", "core_score"} <= set(warehouse.build_records())
        warehouse.connection.execute("DELETE FROM _made WHERE table_name = 'core_score'")
    assert dg.materialize([both], resources=resources).success
    assert len(calls) == 2, "one table without a record rebuilds both"


def test_a_stale_table_takes_those_of_its_computation_and_those_below_along() -> None:
    above, left, right, below = (
        Table("above", "models", (), ("above",)),
        Table("left", "models", ("above",), ("left", "right")),
        Table("right", "models", ("above",), ("left", "right")),
        Table("below", "models", ("left",), ("below",)),
    )
    tables = [above, left, right, below]
    versions = dict.fromkeys(("above", "left", "right", "below"), "v")
    records = records_of(tables, versions)
    assert stale_tables(tables, records, versions, DAY) == []
    without = {name: record for name, record in records.items() if name != "right"}
    assert stale_tables(tables, without, versions, DAY) == ["left", "right", "below"]


def test_a_table_stays_until_the_date_alone_changes_its_rows() -> None:
    daily, dated, below, other = (
        Table("daily", "models", ("as_of",), ("daily",)),
        Table("dated", "models", (), ("dated",)),
        Table("below", "models", ("dated",), ("below",)),
        Table("other", "models", (), ("other",)),
    )
    tables = [daily, dated, below, other]

    def stale_on(day: date) -> list[str]:
        then, now = ({"dated": "v", "as_of": known.isoformat()} for known in (DAY, day))
        records = records_of(tables, then) | records_of([dated], then, until=DAY + timedelta(days=2))
        return stale_tables(tables, records, now, day)

    assert stale_on(DAY) == []
    assert stale_on(DAY + timedelta(days=1)) == ["daily"]
    assert stale_on(DAY + timedelta(days=2)) == ["daily", "dated", "below"]
    assert stale_on(DAY + timedelta(days=400)) == ["daily", "dated", "below"]
    assert stale_on(DAY - timedelta(days=1)) == ["daily", "dated", "below", "other"], "less was known then"


def records_of(tables: list[Table], versions: dict[str, str], until: date | None = None) -> dict[str, BuildRecord]:
    code = code_version("models")
    return {
        table.name: BuildRecord(code, describe_inputs(table.deps, versions), "v", 1, DAY, until) for table in tables
    }


def test_only_one_module_imports_private_modules_of_dagster() -> None:
    private = re.compile(r"^\s*(?:from|import) dagster\._", re.MULTILINE)
    files = [path for floor in ("pipelines", "assets", "warehouse") for path in (ROOT / floor).rglob("*.py")]
    importing = [path.relative_to(ROOT).as_posix() for path in files if private.search(path.read_text("utf-8"))]
    assert importing == ["pipelines/instance.py"]
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert [requirement for requirement in needed if requirement.startswith("dagster")] == ["dagster>=1.13,<1.14"]


def test_resources_can_be_overridden() -> None:
    messages: list[str] = []
    definitions = build_defs({"progress": dg.ResourceDefinition.hardcoded_resource(messages.append)})
    assert set(definitions.resources or {}) == {
        *("warehouse", "home", "as_of", "accepted", "bundle", "capture", "progress"),
    }


def test_the_two_code_servers_of_a_fleet_have_everything_once() -> None:
    def keys(definitions: dg.Definitions) -> set[dg.AssetKey]:
        return set(definitions.get_repository_def().asset_graph.get_all_asset_keys())

    archive = {dg.AssetKey(["capture", "archive"])}
    assert keys(archive_location()) == archive
    assert keys(warehouse_location()) == keys(build_defs()) - archive
    jobs = [{job.name for job in location().jobs or []} for location in (archive_location, warehouse_location)]
    assert jobs[0] == {"archive"}
    assert jobs[0] | jobs[1] == {job.name for job in build_defs().jobs or []}


def test_the_daily_schedule_is_off_and_passes_its_own_day_and_pruning_is_on() -> None:
    schedule, pruning = build_defs().schedules or []
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert isinstance(pruning, dg.ScheduleDefinition)
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    assert pruning.default_status is dg.DefaultScheduleStatus.RUNNING
    tick = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 12, 24, 6, 20, tzinfo=UTC))
    request = schedule(tick)
    assert isinstance(request, dg.RunRequest)
    assert request.run_config == {"resources": {"as_of": {"config": {"date": "2026-12-24"}}}}


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(describe_graph(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
