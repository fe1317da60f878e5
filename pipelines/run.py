"""One run from the command line: find what is stale, build it through Dagster in this process."""

import contextlib
import io
import logging
import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
import dagster as dg

from assets.capture.assets import BUNDLED, PAGES
from assets.capture.attempts import CaptureAttempt
from assets.table_asset import asset_key, input_versions
from pipelines.definitions import build_defs
from pipelines.pruning import prune
from pipelines.schedules import DAILY_JOB
from pipelines.selection import ALWAYS_LAST
from pipelines.stale import list_tables, stale_tables
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

LIVE_CAPTURES = (PAGES, "raw_page_capture", "raw_page_attempt")
"""Asset keys of the computation that captures live sources."""
StepListener = Callable[[str, int], None]
"""Called with the name of a step when it starts, and the number of steps."""


@dataclass(frozen=True)
class RunResult:
    """What a run did.

    Attributes:
        built: Names of the tables that were built; none where nothing had changed.
        tables: Number of all tables.
        attempts: The attempts to capture live sources.
        published: Whether the tables were published: not where a selection left others out of date.
    """

    built: tuple[str, ...]
    tables: int
    attempts: tuple[CaptureAttempt, ...] = ()
    published: bool = True


def run(home: Home, as_of: date, select: str | None, on_step: StepListener, *, live: bool = False) -> RunResult:
    """Build the tables that are stale, or those of a selection, and publish them.

    Args:
        home: Where the state is; TOKENFALL_HOME must name it too.
        as_of: The date whose knowledge the tables are to hold.
        select: Tables to build in place of the stale ones, in Dagster's selection syntax; tables that are built in one
            computation are built together.
        on_step: Called when a step starts.
        live: Whether to capture the live sources first. The result lists sources that fail; the run continues.

    Raises:
        click.BadParameter: Dagster cannot read the selection, or it names no table; nothing was done.
        TokenfallError: Something failed, in one line; what was published before stays.
    """
    definitions = build_defs()
    tables = list_tables(definitions)
    selected = _select(select, definitions) if select else None
    attempts = _capture_live_sources(home, as_of, on_step) if live else ()
    with open_writer(home) as warehouse:
        stale = stale_tables(tables, warehouse.build_records(), input_versions(warehouse), as_of)
    chosen = set(stale) if selected is None else selected
    if not chosen and home.published.exists() and (home.reports / "index.html").exists():
        return RunResult((), len(tables), attempts)
    complete = set(stale) <= chosen
    keys = chosen | {*BUNDLED} | ({*ALWAYS_LAST} if complete else set())
    _execute(as_of, sorted(keys), lambda name: on_step(name, len(keys)))
    return RunResult(tuple(table.name for table in tables if table.name in chosen), len(tables), attempts, complete)


def _capture_live_sources(home: Home, as_of: date, on_step: StepListener) -> tuple[CaptureAttempt, ...]:
    started = datetime.now(UTC).replace(tzinfo=None)
    _execute(as_of, LIVE_CAPTURES, lambda name: on_step(name, 1))
    with open_writer(home) as warehouse:
        file = Path(__file__).with_name("list_attempts.sql")
        return tuple(query.rows_as(warehouse.connection, CaptureAttempt, file, {"started": started}))


def _select(select: str, definitions: dg.Definitions) -> set[str]:
    """Return the keys of the tables that a selection names; a usage error for what Dagster cannot read.

    Captures are left out: `--offline` excludes the live ones, and every run reads the bundled ones.
    """
    assets = [definition for definition in definitions.assets or () if isinstance(definition, dg.AssetsDefinition)]
    known = {key.to_user_string() for definition in assets for key in definition.keys}
    parts = [part.strip() for part in select.split(",")]
    # Dagster's syntax reads a bare name only when it starts with a letter.
    text = " or ".join(f'key:"{part}"' if part in known else part for part in parts)
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # Dagster's parser prints the error and raises it too
            selection = dg.AssetSelection.from_string(text).required_multi_asset_neighbors()
            keys = (selection - dg.AssetSelection.groups("capture")).resolve(assets)
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise click.BadParameter(f"{select!r} cannot be read: {reason}", param_hint="--select") from error
    if not keys:
        raise click.BadParameter(f"{select!r} names no table: see `tokenfall sql 'SHOW TABLES'`", param_hint="--select")
    return {key.to_user_string() for key in keys}


def _execute(as_of: date, keys: Iterable[str], progress: Callable[[str], None]) -> None:
    definitions = build_defs({"progress": dg.ResourceDefinition.hardcoded_resource(progress)})
    job = definitions.resolve_job_def(DAILY_JOB.name)
    with _instance() as instance, _quiet():
        result = job.execute_in_process(
            instance=instance,
            asset_selection=[asset_key(key) for key in keys],
            # Not as a resource of its own: Dagster stores a copy of the job for each set of resources.
            run_config={"resources": {"as_of": {"config": {"date": as_of.isoformat()}}}},
            raise_on_error=False,
            tags={"tokenfall/as_of": as_of.isoformat()},
        )
        prune(instance)
    if not result.success:
        raise TokenfallError(_reason(result))


@contextlib.contextmanager
def _instance() -> Generator[dg.DagsterInstance]:
    """Yield Dagster's instance, configured in DAGSTER_HOME (default: repository root), with state in TOKENFALL_HOME."""
    os.environ.setdefault("DAGSTER_HOME", str(Path(__file__).resolve().parent.parent))
    try:
        with dg.DagsterInstance.get() as instance:
            yield instance
    except OSError as error:
        raise TokenfallError(f"Dagster cannot store its runs in {error.filename}: {error.strerror}") from error


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Silence Dagster's console lines: the command line has a progress bar and one line on failure."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """Return the first failure in one line: a broken rule, an error meant for the user, or the innermost cause."""
    for event in result.all_events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed and evaluation.severity is dg.AssetCheckSeverity.ERROR:
                return f"not published: {evaluation.description}"
        if event.is_step_failure and (error := event.step_failure_data.error):
            causes = [error]
            while cause := causes[-1].cause:
                causes.append(cause)
            own_error = next((cause for cause in causes if cause.cls_name == TokenfallError.__name__), None)
            line = (own_error or causes[-1]).message.strip().splitlines()[0]
            return line.partition(": ")[2] if own_error else f"{event.step_key} failed: {line}"
    return "the run failed: see it in the Dagster UI (`make dev`)"
