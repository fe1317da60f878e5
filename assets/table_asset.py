"""How every table is declared to Dagster: one asset per table, rebuilt only when its inputs or its code changed.

What a table holds is decided in `<subject>/assets.py`; this module holds what all tables share.
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

from assets.column_lineage import column_lineage
from assets.table_build import TableBuild
from warehouse import query
from warehouse.dictionary import comment_on
from warehouse.store import BuildRecord, Writer, schema_of

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
Maker = Callable[[TableBuild], Metadata | None]


def table_asset(
    *, deps: Iterable[str], kinds: Iterable[str] = ("sql",), fresh: bool = False, grows: bool = False
) -> Callable[[Maker], dg.AssetsDefinition]:
    """Declare the table named like the decorated maker, whose docstring describes it.

    Every table also depends on the as-of date. A maker may return Dagster metadata, such as a chart, which is shown
    beside the row count, schema, lineage and preview.

    Args:
        deps: Asset keys of what the maker reads: tables, or `capture/<source>`.
        kinds: Labels of the asset in the Dagster UI, beside `duckdb`.
        fresh: Whether Dagster warns when the table is older than a day.
        grows: Whether the maker adds to the rows of earlier builds; any other table is emptied first.
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
    """Return the asset key of a name; `capture/models` has two parts, the name of a table one."""
    return dg.AssetKey(name.split("/"))


@cache
def code_version(subject: str) -> str:
    """Return a digest of the code that builds a subject's tables: what all share, and every subject it may read."""
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
    """Return the versions a table is built from as canonical text; a dependency that was never built is null."""
    return json.dumps({"as_of": as_of.isoformat(), **{dep: versions.get(dep) for dep in deps}}, sort_keys=True)


def input_versions(warehouse: Writer) -> dict[str, str]:
    """Return the data version of every table built and of every capture stored, by asset key."""
    captures = dict(query.tuples(warehouse.connection, HERE / "list_capture_versions.sql"))
    return captures | {table: record.data_version for table, record in warehouse.build_records().items()}


@dataclass(frozen=True)
class Declared:
    """What was declared of a table: its maker, name, folder and inputs, and whether rows are only added."""

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
    last = warehouse.build_records().get(table)
    if last and (last.code_version, last.inputs) == (code, inputs):
        return dg.MaterializeResult(
            data_version=dg.DataVersion(last.data_version),
            metadata={"dagster/row_count": last.row_count, "unchanged": True},
        )
    build = TableBuild(table, warehouse, as_of, context.resources.bundle, declared.folder)
    with warehouse.transaction():
        if not declared.grows:
            warehouse.empty(table)
        extra = declared.maker(build)
        version, rows = warehouse.content_version(table)
        warehouse.record_build(table, BuildRecord(code, inputs, version, rows))
    metadata = {**describe_table(warehouse, table, build.statements), "dagster/row_count": rows, "unchanged": False}
    return dg.MaterializeResult(data_version=dg.DataVersion(version), metadata={**metadata, **(extra or {})})


def describe_table(warehouse: Writer, table: str, statements: list[str]) -> Metadata:
    """Return Dagster metadata of a table: columns with their comments, column lineage, and the first rows."""
    types = query.table_columns(warehouse.connection, table)
    columns = [dg.TableColumn(name, type_, description=comment_on(table, name)) for name, type_ in types.items()]
    metadata: Metadata = {
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "dagster/table_name": f"{schema_of(table)}.{table}",
        "preview": dg.MetadataValue.md(_preview(query.first_rows(warehouse.connection, table, 5), list(types))),
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


def _preview(rows: list[query.Row], names: list[str]) -> str:
    """Show rows as a Markdown table."""
    cells = [[str(cell if cell is not None else "").replace("|", "\\|")[:60] for cell in row.values()] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [names, ["---"] * len(names), *cells])
