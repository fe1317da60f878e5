"""One run from the command line: see what is stale, remake it through Dagster in this process, say what happened."""

import contextlib
import io
import logging
import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import click
import dagster as dg
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from assets.capture.assets import PAGES, SOURCES
from assets.capture.bundled import capture_bundled
from assets.table_asset import code_version, describe_inputs, input_versions
from pipelines.definitions import build_defs, defs
from pipelines.resources import AsOf
from pipelines.schedules import DAILY_JOB
from pipelines.selection import ALWAYS_LAST
from warehouse.bundle import Bundle
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

Listener = Callable[[str, int], None]


class Look(NamedTuple):
    """What became of one look at a live source; `reason` says why it failed or does not count."""

    source: str
    outcome: str
    reason: str | None


@dataclass(frozen=True)
class Outcome:
    """What a run did: the tables it remade, of how many (none = nothing had changed), and its looks at live sources.

    Where a selection left tables out of date, nothing was published.
    """

    remade: tuple[str, ...]
    tables: int
    looks: tuple[Look, ...] = ()
    published: bool = True


def run(home: Home, as_of: date, select: str | None, listen: Listener, *, live: bool = False) -> Outcome:
    """Remake what is stale (or what `select` names, in Dagster's selection syntax) and publish it.

    `live` = look at every live source first; what cannot be captured is told, never fatal. `listen` is told the name
    of each step and the number of steps. Raises a usage error, before anything is done, for a selection that Dagster
    cannot read, and TokenfallError with one line when something fails; what was published before stays.
    """
    graph = defs.resolve_asset_graph()
    tables = _tables(graph)
    selected = _selected(graph, select) if select else None
    looks = _look_at_live_sources(home, as_of, listen) if live else ()
    with open_writer(home) as warehouse:
        stale = stale_tables(graph, tables, input_versions(warehouse), as_of, dict(_made(warehouse)))
    chosen = set(stale) if selected is None else selected
    if not chosen and home.published.exists() and (home.reports / "index.html").exists():
        return Outcome((), len(tables), looks)
    keys = chosen | {f"capture/{source}" for source in SOURCES}
    whole = set(stale) <= chosen
    if whole:
        keys |= set(ALWAYS_LAST)
    _execute(as_of, sorted(keys), lambda name: listen(name, len(keys)))
    return Outcome(tuple(table for table in tables if table in chosen), len(tables), looks, published=whole)


def _look_at_live_sources(home: Home, as_of: date, listen: Listener) -> tuple[Look, ...]:
    started = datetime.now(UTC).replace(tzinfo=None)
    _execute(as_of, [PAGES], lambda name: listen(name, 1))
    with open_writer(home) as warehouse:
        found = warehouse.connection.execute(
            "SELECT source, outcome, reason FROM raw_page_attempt WHERE attempted_at >= ? ORDER BY source", [started]
        ).fetchall()
    return tuple(Look(*row) for row in found)


def stale_tables(
    graph: AssetGraph, tables: list[str], versions: dict[str, str], as_of: date, made: dict[str, tuple[str, str]]
) -> list[str]:
    """The tables whose code, as-of date or inputs differ from those they were made from, or whose inputs are stale."""
    versions = versions | {f"capture/{one.source}": one.capture_sha256 for one in capture_bundled(Bundle())}
    stale: list[str] = []
    for table in tables:
        node = graph.get(dg.AssetKey(table))
        deps = [key.to_user_string() for key in node.parent_keys]
        now = (code_version(str(node.group_name)), describe_inputs(deps, versions, as_of))
        if set(deps) & set(stale) or made.get(table) != now:
            stale.append(table)
    return stale


def _tables(graph: AssetGraph) -> list[str]:
    keys = [key.to_user_string() for level in graph.toposorted_asset_keys_by_level for key in sorted(level)]
    return [key for key in keys if "/" not in key and key not in ALWAYS_LAST]


def _made(warehouse: Writer) -> Iterator[tuple[str, tuple[str, str]]]:
    for table, made in warehouse.build_records().items():
        yield table, (made.code_version, made.inputs)


def _selected(graph: AssetGraph, select: str) -> set[str]:
    """Return the keys that a selection names; a usage error for what Dagster cannot read."""
    known = {key.to_user_string() for key in graph.get_all_asset_keys()}
    parts = [part.strip() for part in select.split(",")]
    # Dagster's syntax reads a bare name only when it starts with a letter.
    wanted = " or ".join(f'key:"{part}"' if part in known else part for part in parts)
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where Dagster's parser prints beside what it raises
            keys = dg.AssetSelection.from_string(wanted).resolve(graph)
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise click.BadParameter(f"{select!r} cannot be read: {reason}", param_hint="--select") from error
    if not keys:
        raise click.BadParameter(f"{select!r} names no table: see `tokenfall sql 'SHOW TABLES'`", param_hint="--select")
    return {key.to_user_string() for key in keys}


def _execute(as_of: date, keys: list[str], listen: Callable[[str], None]) -> None:
    overrides = {
        "as_of": AsOf(date=as_of.isoformat()),
        "progress": dg.ResourceDefinition.hardcoded_resource(listen),
    }
    job = build_defs(overrides).resolve_job_def(DAILY_JOB.name)
    with _instance() as instance, _quiet():
        result = job.execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey(key.split("/")) for key in keys],
            raise_on_error=False,
            tags={"tokenfall/as_of": as_of.isoformat()},
        )
    if not result.success:
        raise TokenfallError(_reason(result))


@contextlib.contextmanager
def _instance() -> Generator[dg.DagsterInstance]:
    """The instance of DAGSTER_HOME, by default that of the repository root, whose state is in TOKENFALL_HOME."""
    os.environ.setdefault("DAGSTER_HOME", str(Path(__file__).resolve().parent.parent))
    try:
        with dg.DagsterInstance.get() as instance:
            yield instance
    except OSError as error:
        raise TokenfallError(f"Dagster cannot store its runs in {error.filename}: {error.strerror}") from error


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Dagster's own console lines are for the UI; the command line has a progress bar and one line on failure."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """The first failure in one line: a broken rule, an error that was meant for the user, or the innermost cause."""
    for event in result.all_events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            found = event.asset_check_evaluation_data
            if not found.passed and found.severity is dg.AssetCheckSeverity.ERROR:
                return f"not published: {found.description}"
        if event.is_step_failure and (error := event.step_failure_data.error):
            causes = [error]
            while cause := causes[-1].cause:
                causes.append(cause)
            told = next((one for one in causes if one.cls_name == TokenfallError.__name__), None)
            line = (told or causes[-1]).message.strip().splitlines()[0]
            return line.partition(": ")[2] if told else f"{event.step_key} failed: {line}"
    return "the run failed: see it in the Dagster UI (`make dev`)"
