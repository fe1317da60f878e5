"""A home of few tables and one page, whose runs capture, build a table of each kind and publish within seconds."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipelines.definitions import build_defs
from pipelines.stale import Table, list_tables
from tests.faults.command import Command
from tests.pipelines.test_captures import LOCAL, Site
from warehouse.home import Home
from warehouse.store import open_writer

REBUILT = ("_capture_reading", "_captured_offer", "_reading_problem", "core_model_link", "out_trend")
"""What a run builds: what the page says, which models that is about, and the fits of the one series that is kept."""
PUBLISHED = "published_warehouse"
KEEP_ONE_SERIES = "DELETE FROM out_frontier WHERE (bar, workload) <> ('eci>=gpt-4-0314', 'chat')"


@contextmanager
def serve_page() -> Generator[tuple[Site, str]]:
    """Yield a server with a price page, and the code before a command that makes it the only live source."""
    site = Site()
    try:
        yield site, LOCAL.format(page=f"{site.base}/pricing", archive=site.base)
    finally:
        site.stop()


def limit_to(*tables: str) -> str:
    """Return code before a command after which the project has only these tables, and a run ends with publication."""
    return f"""
import pipelines.definitions as definitions, pipelines.execution as execution, pipelines.cli.making as making
declared, kept = definitions._declared, {(*tables, PUBLISHED)!r}
def is_kept(asset):
    specs = list(getattr(asset, "specs", [asset]))
    return any(spec.group_name == "capture" or spec.key.to_user_string() in kept for spec in specs)
definitions._declared = lambda metadata: filter(is_kept, declared(metadata))
execution.ALWAYS_LAST = ({PUBLISHED!r},)
making._register = lambda *rest, **more: None
making._freeze = making._print_answer = lambda home: None
"""


def fit_again(*tables: str) -> str:
    """Return code before a command after which a run builds these tables although their inputs are the same."""
    return f"""
import pipelines.execution as execution
reconcile = execution.reconcile
def reconcile_and_forget(warehouse):
    restored = reconcile(warehouse)
    warehouse.connection.execute("DELETE FROM _made WHERE table_name IN (SELECT unnest(?))", [{list(tables)!r}])
    return restored
execution.reconcile = reconcile_and_forget
"""


def build_small_home(folder: Path, local: str) -> None:
    """Build what the fits are computed from, unless it is there."""
    if not (folder / "published").exists():
        _must(Command(folder, ("run",), local + limit_to(*every_table())))
        _keep_one_series(Home(folder))


def modules_of_a_run(folder: Path, local: str) -> list[str]:
    """Run in a small home; return the modules that the process had imported in the end."""
    fresh = Command(folder, ("run",), local + limit_to(*REBUILT) + fit_again("out_trend"))
    _must(fresh)
    return fresh.modules


def every_table() -> list[str]:
    """Return the tables of a small home: the fits, and all tables that they are computed from."""
    tables = {table.name: table for table in list_tables(build_defs())}
    return sorted(_ancestors(tables, "out_trend"))


def _must(command: Command) -> None:
    if reason := command.run():
        raise RuntimeError(f"the run before the first attack failed: {reason}")


def _keep_one_series(home: Home) -> None:
    with open_writer(home) as warehouse:
        warehouse.connection.execute(KEEP_ONE_SERIES)
        warehouse.connection.execute(
            "UPDATE _made SET data_version = ?, row_count = ? WHERE table_name = 'out_frontier'",
            list(warehouse.content_version("out_frontier")),
        )


def _ancestors(tables: dict[str, Table], name: str) -> set[str]:
    """Return a table, those built with it, and all tables that they are computed from."""
    if name not in tables:
        return set()
    together = tables[name].built_with
    return {*together}.union(*(_ancestors(tables, dep) for other in together for dep in tables[other].deps))
