"""Which tables are out of date: code or inputs differ from those of the last build, or its rows have had their time."""

from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import TopologicalSorter
from typing import NamedTuple

import dagster as dg

from assets.capture.assets import bundled_versions
from assets.capture.bundled import capture_bundled
from assets.table_asset import code_version, describe_inputs, is_current
from pipelines.selection import ALWAYS_LAST
from warehouse.bundle import Bundle
from warehouse.store import BuildRecord


class Table(NamedTuple):
    """A table of the asset graph: its subject, what it is built from, and the tables built in the same computation."""

    name: str
    subject: str
    deps: tuple[str, ...]
    built_with: tuple[str, ...]


def list_tables(definitions: dg.Definitions) -> list[Table]:
    """Return every table that a run builds, each after the tables it is built from; captures are not included."""
    tables = {
        spec.key.to_user_string(): Table(
            spec.key.to_user_string(),
            str(spec.group_name),
            tuple(dep.asset_key.to_user_string() for dep in spec.deps),
            tuple(key.to_user_string() for key in assets.keys),
        )
        for assets in definitions.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.specs
        if spec.group_name != "capture"
    }
    order = TopologicalSorter({name: table.deps for name, table in tables.items()}).static_order()
    return [tables[name] for name in order if name in tables and name not in ALWAYS_LAST]


def stale_tables(
    tables: Iterable[Table], records: Mapping[str, BuildRecord], versions: Mapping[str, str], as_of: date
) -> list[str]:
    """Return the names of the tables that a run has to build, in the order of `tables`.

    Args:
        tables: Every table, each after the tables it is built from.
        records: The last build of each table, by table.
        versions: Data versions of the as-of date, tables and captures, by asset key; the bundled facts are read anew.
        as_of: The date whose knowledge the tables are to hold.
    """
    versions = {**versions, **bundled_versions(capture_bundled(Bundle()))}
    stale: list[str] = []
    for table in tables:
        current = (code_version(table.subject), describe_inputs(table.deps, versions), as_of)
        unchanged = all(is_current(records.get(name), *current) for name in table.built_with)
        if not unchanged or not set(stale).isdisjoint(table.deps):
            stale.append(table.name)
    return stale
