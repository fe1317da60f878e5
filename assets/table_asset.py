"""How every table is declared to Dagster: one asset per table, rebuilt only when its inputs or its code changed.

What a table holds is decided in `<subject>/assets.py`; this module holds what all tables share. A computation that
builds several tables is declared by `table_assets`.
"""

import hashlib
import inspect
import json
import linecache
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg

from assets.checks import check_results, check_specs, refuse_broken_tables
from assets.hold import hold_on_failure
from assets.subjects import SUBJECTS
from assets.table_build import TableBuild
from assets.table_head import describe_head
from warehouse import query
from warehouse.bundle import COMPILED_ON_FILE, FACTS, Bundle
from warehouse.dictionary import comment_on
from warehouse.store import BuildRecord, Writer

HERE = Path(__file__).parent
AS_OF = "as_of"
"""Asset key of the as-of date, on which tables that differ from day to day depend."""
OWNERS = ("team:tokenfall",)
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=50), warn_window=timedelta(hours=26))

Metadata = dict[str, Any]
Progress = Callable[[str], None]
"""Called with the name of each table or step when its computation starts."""
Builds = Mapping[str, TableBuild]
"""One build for each table of a computation, by table."""


@dataclass(frozen=True)
class Computation:
    """A function that builds one or more tables, and what is declared of it.

    `make` is given a build for each table and returns Dagster metadata by table. A table that grows keeps the rows of
    earlier builds; any other is emptied first.
    """

    make: Callable[[Builds], Mapping[str, Metadata]]
    tables: tuple[str, ...]
    folder: Path
    deps: tuple[str, ...]
    grows: bool


def table_asset(
    *, deps: Iterable[str], kinds: Iterable[str] = ("sql",), fresh: bool = False, grows: bool = False
) -> Callable[[Callable[[TableBuild], Metadata | None]], dg.AssetsDefinition]:
    """Declare the table named like the decorated function, whose docstring describes it.

    A function that reads the as-of date either depends on the asset `as_of`, so that the table is rebuilt every day, or
    states the days on which the rows change with the date (`TableBuild.changes_on`). It may return Dagster metadata,
    which is stored with every build beside the row count and the first rows; keep it small.

    Args:
        deps: Asset keys of what the function reads: tables, or `capture/<source>`.
        kinds: Labels of the asset in the Dagster UI, beside `duckdb`.
        fresh: Whether Dagster warns when the table is older than a day.
        grows: Whether the function adds to the rows of earlier builds; any other table is emptied first.
    """

    def declare(maker: Callable[[TableBuild], Metadata | None]) -> dg.AssetsDefinition:
        table = _name_of(maker)
        computation = Computation(
            lambda builds: {table: maker(builds[table]) or {}}, (table,), _folder_of(maker), tuple(deps), grows
        )
        return _declare(computation, maker, {table: inspect.getdoc(maker)}, kinds, FRESH if fresh else None)

    return declare


def table_assets(
    *tables: str, deps: Iterable[str], kinds: Iterable[str] = ("sql",), grows: bool = False
) -> Callable[[Callable[[Builds], Mapping[str, Metadata] | None]], dg.AssetsDefinition]:
    """Declare several tables that the decorated function builds in one computation.

    The function is given one build for each table, by table, and may return Dagster metadata by table. The comments of
    the data dictionary describe the tables. They are rebuilt together: Dagster cannot materialize one of them alone.

    Args:
        tables: Names of the tables.
        deps: Asset keys of what the function reads, for any of the tables: other tables, or `capture/<source>`.
        kinds: Labels of the assets in the Dagster UI, beside `duckdb`.
        grows: Whether the function adds to the rows of earlier builds; other tables are emptied first.
    """

    def declare(maker: Callable[[Builds], Mapping[str, Metadata] | None]) -> dg.AssetsDefinition:
        computation = Computation(lambda builds: maker(builds) or {}, tables, _folder_of(maker), tuple(deps), grows)
        return _declare(computation, maker, {table: comment_on(table) for table in tables}, kinds, None)

    return declare


def _declare(
    computation: Computation,
    maker: Callable[..., object],
    descriptions: Mapping[str, str | None],
    kinds: Iterable[str],
    freshness: dg.FreshnessPolicy | None,
) -> dg.AssetsDefinition:
    specs = [
        dg.AssetSpec(
            table,
            deps=[asset_key(dep) for dep in computation.deps],
            description=description,
            metadata=code_reference(maker),
            group_name=computation.folder.name,
            code_version=code_version(computation.folder.name),
            freshness_policy=freshness,
            owners=list(OWNERS),
            kinds={"duckdb", *kinds},
        )
        for table, description in descriptions.items()
    ]

    @dg.multi_asset(name=_name_of(maker), specs=specs, check_specs=check_specs(*computation.tables))
    def compute(
        warehouse: dg.ResourceParam[Writer],
        as_of: dg.ResourceParam[date],
        bundle: dg.ResourceParam[Bundle],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[dg.MaterializeResult]:
        for table in computation.tables:
            progress(table)
        yield from _materialize(computation, warehouse, as_of, bundle)

    return compute


def _name_of(function: Callable[..., object]) -> str:
    return getattr(function, "__name__", "")


def _folder_of(function: Callable[..., object]) -> Path:
    return Path(inspect.getfile(function)).parent


def code_reference(function: Callable[..., object]) -> Metadata:
    """Return asset metadata that points at the file and line of a function's `def`."""
    file = inspect.getfile(function)
    first = inspect.unwrap(function).__code__.co_firstlineno  # that of the decorators
    lines = linecache.getlines(file)
    line = next(number for number in range(first, len(lines) + 1) if lines[number - 1].lstrip().startswith("def "))
    # Not through the constructor, which warns that the class is in beta; the minor version of Dagster is pinned.
    place = dg.LocalFileCodeReference.model_construct(file_path=file, line_number=line, label=None)
    return {"dagster/code_references": dg.CodeReferencesMetadataValue.model_construct(code_references=[place])}


def asset_key(name: str) -> dg.AssetKey:
    """Return the asset key of a name; `capture/models` has two parts, the name of a table one."""
    return dg.AssetKey(name.split("/"))


@cache
def code_version(subject: str) -> str:
    """Return a digest of the code that builds a subject's tables: what all share, and every subject it may read."""
    reach = SUBJECTS[: SUBJECTS.index(subject) + 1]
    files = [*HERE.glob("*.py"), *HERE.parent.glob("warehouse/**/*.py"), *HERE.parent.glob("warehouse/**/*.sql")]
    files += [FACTS / COMPILED_ON_FILE]  # a number that code uses, kept beside the facts
    files += [
        path
        for name in reach
        for path in (HERE / name).rglob("*")
        if path.suffix in {".py", ".sql", ".j2", ".css", ".js"}
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def describe_inputs(deps: Iterable[str], versions: Mapping[str, str]) -> str:
    """Return the versions a table is built from as canonical text; a dependency that was never built is null."""
    return json.dumps({dep: versions.get(dep) for dep in deps}, sort_keys=True)


def input_versions(warehouse: Writer, as_of: date) -> dict[str, str]:
    """Return the data version of the as-of date, every table built and every capture stored, by asset key."""
    captures = dict(query.tuples(warehouse.connection, HERE / "list_capture_versions.sql"))
    tables = {table: record.data_version for table, record in warehouse.build_records().items()}
    return {AS_OF: as_of.isoformat(), **captures, **tables}


def is_current(record: BuildRecord | None, code: str, inputs: str, as_of: date) -> bool:
    """Return whether a table still holds what its maker would build from these inputs with the knowledge of a date."""
    if record is None or (record.code_version, record.inputs) != (code, inputs):
        return False
    return record.as_of <= as_of and (record.until is None or as_of < record.until)


def _materialize(
    computation: Computation, warehouse: Writer, as_of: date, bundle: Bundle
) -> Iterator[dg.MaterializeResult]:
    """Build the tables of a computation in one transaction, unless they are current."""
    code = code_version(computation.folder.name)
    inputs = describe_inputs(computation.deps, input_versions(warehouse, as_of))
    earlier = warehouse.build_records()
    if all(is_current(earlier.get(table), code, inputs, as_of) for table in computation.tables):
        extra = {table: {"unchanged": True} for table in computation.tables}
    else:
        with hold_on_failure(warehouse.home, as_of):
            extra = _build(computation, warehouse, as_of, bundle, (code, inputs))
    records = warehouse.build_records()
    for table in computation.tables:
        yield dg.MaterializeResult(
            asset_key=table,
            data_version=dg.DataVersion(records[table].data_version),
            metadata={"dagster/row_count": records[table].row_count, **extra[table]},
            check_results=check_results(warehouse.connection, table, rebuilt=not extra[table]["unchanged"]),
        )


def _build(
    computation: Computation, warehouse: Writer, as_of: date, bundle: Bundle, versions: tuple[str, str]
) -> dict[str, Metadata]:
    """Build the tables unless one breaks a blocking rule, record what they were built from, and return metadata."""
    builds = {table: TableBuild(table, warehouse, as_of, bundle, computation.folder) for table in computation.tables}
    with warehouse.transaction():
        if not computation.grows:
            for table in computation.tables:
                warehouse.empty(table)
        extra = computation.make(builds)
        until = _until(computation, builds)
        for table in computation.tables:
            content = warehouse.content_version(table)
            warehouse.record_build(table, BuildRecord(*versions, *content, as_of, until))
        refuse_broken_tables(warehouse.connection, *computation.tables)
    return {table: {"unchanged": False, **_head(warehouse, table), **extra.get(table, {})} for table in builds}


def _head(warehouse: Writer, table: str) -> Metadata:
    """Return the first rows of a table for users; those of the others would fill Dagster's history."""
    if not table.startswith("out_"):
        return {}
    return {"first rows": dg.MetadataValue.md(describe_head(warehouse.connection, table))}


def _until(computation: Computation, builds: Builds) -> date | None:
    """Return the first day on which the rows change with the as-of date alone, if any."""
    reads_date = any(build.reads_date for build in builds.values())
    if reads_date and AS_OF not in computation.deps and not any(build.states_changes for build in builds.values()):
        names = ", ".join(computation.tables)
        raise ValueError(f"{names}: the maker reads the as-of date: depend on the asset as_of, or call changes_on")
    return min((day for build in builds.values() for day in build.changes), default=None)
