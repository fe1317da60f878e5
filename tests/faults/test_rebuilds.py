"""A short sample of `make faults`: a captured page is read again from its bytes, and gives the same tables."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.faults.rebuilds import delete_published_too
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import LOCAL, PRICES, Site, forget_sources
from warehouse.home import Home

UPSTREAM = f"""
import pipelines.execution as execution
find_stale = execution.stale_tables
execution.ALWAYS_LAST = ()
def stale_upstream(tables, *rest):
    inputs = {{table.name: (*table.deps, *table.built_with) for table in tables}}
    needed, todo = set(), {PRICES.split(",")!r}
    while todo:
        name = todo.pop()
        todo += [dep for dep in inputs[name] if dep in inputs and dep not in needed]
        needed.add(name)
    return [name for name in find_stale(tables, *rest) if name in needed]
execution.stale_tables = stale_upstream
"""
"""Code before the command line, after which a run builds the price history and what it reads, and publishes nothing."""


def contents(home: Path) -> dict[str, str]:
    """The digest of every table that is built, by its name."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return dict(connection.execute("SELECT table_name, data_version FROM internal._made").fetchall())


def test_a_captured_page_is_read_again(own_home: Path) -> None:
    site = Site()
    prefix = LOCAL.format(page=f"{site.base}/pricing", archive=site.base) + UPSTREAM
    try:
        forget_sources(own_home)
        with duckdb.connect(str(own_home / "warehouse.duckdb")) as connection:  # LOCAL has none of these either
            connection.execute("DELETE FROM internal._made WHERE table_name = '_score_source'")
        assert call(own_home, "fetch", prefix=prefix).returncode == 0
    finally:
        site.stop()
    run = call(own_home, "run", "--offline", prefix=prefix)
    assert run.returncode == 0, run.stderr
    before = contents(own_home)
    delete_published_too(Home(own_home))
    rebuilt = call(own_home, "rebuild", prefix=prefix)
    assert rebuilt.returncode == 0, rebuilt.stderr
    again = contents(own_home)
    assert {"out_price_history", "_price_seen", "core_model_link", "out_quarantine"} <= again.keys()
    assert [name for name in again if again[name] != before[name]] == []
