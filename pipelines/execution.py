"""Find what is stale and build it through Dagster in this process."""

import contextlib
import io
import logging
import os
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from assets.capture.assets import BUNDLED, PAGES, bundled_versions
from assets.capture.attempts import CaptureAttempt
from assets.capture.bundled import capture_bundled
from assets.capture.stored import commit_shards, reconcile
from assets.hold import hold_on_failure
from assets.table_asset import AS_OF, asset_key, code_version, input_versions
from pipelines.definitions import build_defs
from pipelines.event_log import log_attempts
from pipelines.pruning import prune, set_damaged_aside
from pipelines.run import RunResult, StepListener
from pipelines.schedules import DAILY_JOB
from pipelines.selection import ALWAYS_LAST
from pipelines.settled import forget_settled, is_published, remember_nothing_is_stale
from pipelines.stale import Table, list_tables, stale_tables
from warehouse import query
from warehouse.bundle import Bundle
from warehouse.database_errors import disk_advice, readable_errors
from warehouse.errors import NOT_PUBLISHED, HeldError, TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

OWN_ERRORS = (TokenfallError.__name__, HeldError.__name__)
LIVE_CAPTURES = (PAGES, "raw_page_capture", "raw_page_attempt")
"""Asset keys of the computation that captures live sources."""


def build(  # noqa: PLR0913 - as `pipelines.run.run`
    home: Home, as_of: date, select: str | None, on_step: StepListener, *, live: bool, accepted: Sequence[str]
) -> RunResult:
    """Build and publish what is stale or selected; see `pipelines.run.run`."""
    keys = {*LIVE_CAPTURES[:1]}  # one step; the tables' steps are known after it
    progress = dg.ResourceDefinition.hardcoded_resource(lambda name: on_step(name, len(keys)))
    definitions = build_defs({"progress": progress})
    job = definitions.resolve_job_def(DAILY_JOB.name)
    tables = list_tables(definitions)
    selected = _select(select, definitions) if select else None
    with open_writer(home) as warehouse:
        restored = reconcile(warehouse)
        commit_shards(warehouse)
        damaged = set_damaged_aside(home)
    attempts = _capture_live_sources(home, job, as_of) if live else ()
    with open_writer(home) as warehouse:
        stale = stale_tables(tables, warehouse.build_records(), input_versions(warehouse, as_of), as_of)
        captures = _bundled_captures(warehouse)
    chosen = set(stale) if selected is None else selected
    if not chosen and is_published(home):
        _remember(home, tables, as_of)
        return RunResult((), len(tables), attempts, restored=restored, damaged=damaged)
    complete = set(stale) <= chosen
    keys = chosen | captures | {AS_OF} | ({*ALWAYS_LAST} if complete else set())
    with readable_errors(home):
        forget_settled(home)
    with hold_on_failure(home, as_of):
        _execute(job, as_of, sorted(keys), accepted)
    _remember(home, tables, as_of)
    built = tuple(table.name for table in tables if table.name in chosen)
    return RunResult(built, len(tables), attempts, complete, restored, damaged, replaced=complete)


def _bundled_captures(warehouse: Writer) -> set[str]:
    """Return the asset keys of the bundled captures if one of them or their code changed since they were stored."""
    version = bundled_versions(capture_bundled(Bundle()))["raw_capture"]
    record = warehouse.build_records().get("raw_capture")
    stored = record and (record.code_version, record.data_version) == (code_version("capture"), version)
    return set() if stored else {*BUNDLED}


def _remember(home: Home, tables: Sequence[Table], as_of: date) -> None:
    """Let the next run know without Dagster that no table is stale, if that is so."""
    with open_writer(home) as warehouse:
        if not stale_tables(tables, warehouse.build_records(), input_versions(warehouse, as_of), as_of):
            remember_nothing_is_stale(warehouse, as_of, len(tables))


def _capture_live_sources(home: Home, job: dg.JobDefinition, as_of: date) -> tuple[CaptureAttempt, ...]:
    started = datetime.now(UTC).replace(tzinfo=None)
    _execute(job, as_of, LIVE_CAPTURES)
    with open_writer(home) as warehouse:
        file = Path(__file__).with_name("list_attempts.sql")
        attempts = tuple(query.rows_as(warehouse.connection, CaptureAttempt, file, {"started": started}))
    log_attempts(attempts)
    return attempts


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


def _execute(job: dg.JobDefinition, as_of: date, keys: Iterable[str], accepted: Sequence[str] = ()) -> None:
    with _instance() as instance, _quiet():
        result = job.execute_in_process(
            instance=instance,
            asset_selection=[asset_key(key) for key in keys],
            # As configuration: of a job whose resources differ Dagster would store another copy.
            run_config={
                "resources": {
                    "as_of": {"config": {"date": as_of.isoformat()}},
                    "accepted": {"config": {"tables": list(accepted)}},
                }
            },
            raise_on_error=False,
            tags={"tokenfall/as_of": as_of.isoformat()},
        )
        prune(instance)
    if not result.success:
        raise _failure(result)


@contextlib.contextmanager
def _instance() -> Generator[dg.DagsterInstance]:
    """Yield Dagster's instance, configured in DAGSTER_HOME (default: repository root), with state in TOKENFALL_HOME."""
    os.environ.setdefault("DAGSTER_HOME", str(Path(__file__).resolve().parent.parent))
    try:
        with dg.DagsterInstance.get() as instance:
            yield instance
    except OSError as error:
        raise _unstored(
            Path(error.filename or Home.from_environment().dagster), error.strerror or str(error)
        ) from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error))
        raise _unstored(Home.from_environment().dagster, reason) from error


def _unstored(place: Path, reason: str) -> TokenfallError:
    return TokenfallError(
        f"Dagster cannot store its runs in {place}: {reason}; free space or give access, and run again"
    )


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Silence Dagster's console lines: the command line has a progress bar and one line on failure."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _failure(result: dg.ExecuteInProcessResult) -> TokenfallError:
    """Return the first failure: broken rules or checks, an error meant for the user, or the innermost cause."""
    for event in result.all_events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed and evaluation.severity is dg.AssetCheckSeverity.ERROR:
                return HeldError([str(evaluation.description)])
        if event.is_step_failure and (error := event.step_failure_data.error):
            causes = [error]
            while cause := causes[-1].cause:
                causes.append(cause)
            return _describe_failure(str(event.step_key), [(cause.cls_name, cause.message) for cause in causes])
    return TokenfallError("the run failed: see it in the Dagster UI (`make dev`)")


def _describe_failure(step: str, causes: Sequence[tuple[str | None, str]]) -> TokenfallError:
    """Return the error meant for the user, or the innermost cause with what the user can do about the disk.

    Args:
        step: The step that failed.
        causes: Class and message of each error, the innermost last.
    """
    for name, message in causes:
        if name in OWN_ERRORS:
            return _own_error(name, message.strip().splitlines())
    line = causes[-1][1].strip().splitlines()[0]
    advice = disk_advice(line)
    return TokenfallError(f"{step} failed: {line}" + (f"; {advice}" if advice else ""))


def _own_error(name: str, lines: Sequence[str]) -> TokenfallError:
    """Return an error of ours that Dagster has made text of, with the name of its class before the first line."""
    texts = [lines[0].partition(": ")[2], *lines[1:]]
    if name == HeldError.__name__:
        return HeldError([text.removeprefix(NOT_PUBLISHED) for text in texts])
    return TokenfallError(texts[0])
