"""How every table is declared to Dagster: one asset per table, remade only when its inputs or its code changed.

What a table holds is decided in `<subject>/assets.py`; here is what all of them have in common.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg

from assets.lineage import column_lineage
from assets.making import Making
from warehouse.dictionary import comment_on
from warehouse.store import Made, Writer

HERE = Path(__file__).parent
SUBJECTS = (
    "capture",
    "reading",
    "models",
    "prices",
    "capability",
    "hardware",
    "search",
    "trends",
    "forecasts",
    "reports",
)
OWNERS = ("team:tokenfall",)
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=50), warn_window=timedelta(hours=26))
RESOURCES = {"warehouse", "as_of", "bundle", "progress"}

Metadata = dict[str, Any]
Maker = Callable[[Making], Metadata | None]


def table_asset(
    *, deps: Iterable[str], kinds: Iterable[str] = ("sql",), fresh: bool = False, grows: bool = False
) -> Callable[[Maker], dg.AssetsDefinition]:
    """Declare the table named like the decorated maker, whose docstring describes it.

    `deps` are the keys of what the maker reads: tables, or `capture/<source>`. Every table also depends on the as-of
    date. A table that `grows` is added to, all others are made anew. A maker may return Dagster metadata (a chart) to
    stand beside the row count, schema, lineage and preview.
    """

    def declare(maker: Maker) -> dg.AssetsDefinition:
        folder = Path(inspect.getfile(maker)).parent
        table = getattr(maker, "__name__", "")
        inputs = tuple(deps)

        @dg.asset(
            name=table,
            deps=[asset_key(dep) for dep in inputs],
            group_name=folder.name,
            description=inspect.getdoc(maker),
            owners=list(OWNERS),
            kinds={"duckdb", *kinds},
            code_version=code_version(folder.name),
            required_resource_keys=RESOURCES,
            freshness_policy=FRESH if fresh else None,
        )
        def compute(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
            return _materialize(context, Declared(maker, table, folder, inputs, grows))

        return compute

    return declare


def asset_key(name: str) -> dg.AssetKey:
    """`capture/models` is a key of two parts, a table's name a key of one."""
    return dg.AssetKey(name.split("/"))


@cache
def code_version(subject: str) -> str:
    """A digest of the code a subject's tables are made by: what all share, and every subject it can build upon."""
    reach = SUBJECTS[: SUBJECTS.index(subject) + 1]
    files = [*HERE.glob("*.py"), *HERE.parent.glob("warehouse/**/*.py"), *HERE.parent.glob("warehouse/**/*.sql")]
    files += [
        path for name in reach for path in (HERE / name).rglob("*") if path.suffix in {".py", ".sql", ".j2", ".css"}
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def describe_inputs(deps: Iterable[str], versions: Mapping[str, str], as_of: date) -> str:
    """The versions a table is made from, as canonical text; a dependency that was never made counts as absent."""
    return json.dumps({"as_of": as_of.isoformat(), **{dep: versions.get(dep) for dep in deps}}, sort_keys=True)


def input_versions(warehouse: Writer) -> dict[str, str]:
    """The data version of every table made and of every capture kept, by key."""
    captures = warehouse.connection.execute(
        """SELECT 'capture/' || source, capture_sha256 FROM raw_capture
           UNION ALL
           SELECT 'capture/pages', coalesce(md5(string_agg(one, ' ' ORDER BY one)), 'none')
           FROM (
               SELECT source || captured_at || counts AS one FROM raw_page_capture
               UNION ALL
               SELECT source || arg_max(outcome || coalesce(reason, ''), attempted_at)
               FROM raw_page_attempt GROUP BY source
           )"""
    ).fetchall()
    return dict(captures) | {table: made.data_version for table, made in warehouse.made().items()}


@dataclass(frozen=True)
class Declared:
    """A table as it was declared: its maker, name, folder and inputs, and whether it grows."""

    maker: Maker
    table: str
    folder: Path
    deps: tuple[str, ...]
    grows: bool


def _materialize(context: dg.AssetExecutionContext, declared: Declared) -> dg.MaterializeResult:
    table = declared.table
    warehouse: Writer = context.resources.warehouse
    as_of: date = context.resources.as_of
    context.resources.progress(table)
    code = code_version(declared.folder.name)
    inputs = describe_inputs(declared.deps, input_versions(warehouse), as_of)
    last = warehouse.made().get(table)
    if last and (last.code_version, last.inputs) == (code, inputs):
        return dg.MaterializeResult(
            data_version=dg.DataVersion(last.data_version),
            metadata={"dagster/row_count": last.row_count, "unchanged": True},
        )
    making = Making(table, warehouse, as_of, context.resources.bundle, declared.folder)
    with warehouse.transaction():
        if not declared.grows:
            warehouse.empty(table)
        extra = declared.maker(making)
        version, rows = warehouse.content_version(table)
        warehouse.remember(table, Made(code, inputs, version, rows))
    metadata = {**describe_table(warehouse, table, making.statements), "dagster/row_count": rows, "unchanged": False}
    return dg.MaterializeResult(data_version=dg.DataVersion(version), metadata={**metadata, **(extra or {})})


def describe_table(warehouse: Writer, table: str, statements: list[str]) -> Metadata:
    """Dagster metadata of a table: its columns with their comments, where they come from, and its first rows."""
    names = warehouse.connection.execute(
        """SELECT column_name, data_type
           FROM duckdb_columns() WHERE table_name = ? AND NOT internal ORDER BY column_index""",
        [table],
    ).fetchall()
    columns = [dg.TableColumn(name, type_, description=comment_on(table, name)) for name, type_ in names]
    metadata: Metadata = {
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "dagster/table_name": f"main.{table}",
        "preview": dg.MetadataValue.md(_preview(warehouse, table)),
    }
    if lineage := column_lineage(statements, warehouse.connection):
        metadata["dagster/column_lineage"] = dg.TableColumnLineage(
            {
                column: [
                    dg.TableColumnDep(asset_key=dg.AssetKey(there), column_name=origin) for there, origin in origins
                ]
                for column, origins in lineage.items()
            }
        )
    return metadata


def _preview(warehouse: Writer, table: str) -> str:
    found = warehouse.connection.execute(f'SELECT * FROM "{table}" LIMIT 5')
    names = [column[0] for column in found.description]
    rows = [
        [str(cell if cell is not None else "").replace("|", "\\|")[:60] for cell in row] for row in found.fetchall()
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [names, ["---"] * len(names), *rows])
