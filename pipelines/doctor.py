"""One screen on the health of an installation: what there is, what is wrong with it, and what to do."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import read_body
from assets.capture.ledger import CaptureLedger
from assets.capture.stored import stored_attempts
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.verify import verify
from assets.hold import read_hold
from pipelines.answers import read_held_prices
from pipelines.edition_ledger import find_changed_editions, sums_by_edition
from pipelines.event_log import read_last_run
from warehouse import query
from warehouse.database_errors import first_line
from warehouse.errors import TokenfallError
from warehouse.file_copies import damaged_log
from warehouse.home import Home
from warehouse.migrations import newest_schema
from warehouse.store import is_of_useless_log, open_published

HERE = Path(__file__).parent
LEAST_FREE_BYTES = 2**30
"""A run writes the database, a copy of it, pages and captures: with less free space it may fail."""
SOUND = ("ok", "bundled", "not yet known", "never captured")
"""How the statuses of sources begin that need nobody; a home that works offline has never captured anything."""
GROWTH_DAYS = 30
WARC_DAY = re.compile(r"-(\d{8})(?:-\d+)?\.warc\.gz$")
WRITER = re.compile(r"\(PID (\d+)\)")
"""How DuckDB names the process that holds the lock."""
STALE_SCORE_DAYS = 120
"""Snapshots of scores come every few weeks; models on sale that are newer than the last one have none."""
STALE_DAYS = 2
"""A published file that is older was missed by the daily run."""


@dataclass(frozen=True)
class Finding:
    """One line of the screen.

    Attributes:
        subject: What was looked at.
        state: What it is like.
        advice: What to do; None where nothing is wrong.
    """

    subject: str
    state: str
    advice: str | None = None


def examine(home: Home, today: date, *, bytes_too: bool) -> list[Finding]:
    """Return what is to be known about an installation, in the order of reading.

    Args:
        home: The installation.
        today: The date from which ages are counted.
        bytes_too: Whether to read every captured page again and compare its digest, which takes long.
    """
    return [
        _versions(),
        _disk(home, today),
        *_last_run(home),
        *_published(home, today),
        *_hold(home),
        *_captures(home, bytes_too=bytes_too),
        _forecasts(home),
        _editions(home),
        *_leftovers(home),
    ]


def _versions() -> Finding:
    names = ("tokenfall", "duckdb", "dagster")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return Finding("versions", f"{versions}, Python {platform.python_version()}, schema {newest_schema()}")


def _disk(home: Home, today: date) -> Finding:
    folder = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    state = f"{home.path}: {free / 1e9:,.1f} GB free, {_used(home, today)}"
    if not os.access(folder, os.W_OK):
        return Finding("home", state, "it cannot be written: permit it, or set TOKENFALL_HOME to another folder")
    return Finding("home", state, "free space: a run may fail" if free < LEAST_FREE_BYTES else None)


def _used(home: Home, today: date) -> str:
    """Return what a home takes on the disk, and by how much its captures, which are kept for ever, grew lately."""
    sizes = {path: path.stat().st_size for path in home.path.rglob("*") if path.is_file()}
    since = today - timedelta(days=GROWTH_DAYS)
    new = sum(
        size
        for path, size in sizes.items()
        if (day := WARC_DAY.search(path.name)) and path.is_relative_to(home.captures) and day[1] > f"{since:%Y%m%d}"
    )
    return f"{sum(sizes.values()) / 1e6:,.1f} MB used, {new / 1e6:,.1f} MB of captures in {GROWTH_DAYS} days"


def _last_run(home: Home) -> Iterator[Finding]:
    """Yield what the log knows of the last run; nothing of a home that has no log, as after a restore."""
    if event := read_last_run(home):
        failed = event["event"] == "failed"
        advice = f"{event['reason']}; what was published before stays" if failed else None
        yield Finding("last run", f"{event['event']} {event['time']}", advice)


def _published(home: Home, today: date) -> Iterator[Finding]:
    try:
        with open_published(home) as connection:
            as_of = query.published_as_of(connection)
            sources = query.rows(connection, HERE / "count_sources_by_status.sql")
            snapshot = query.value(connection, HERE / "find_newest_score_day.sql")
            held = read_held_prices(connection)
    except TokenfallError as error:
        yield Finding("published", "nothing to read", str(error))
        return
    age = (today - as_of).days if as_of else None
    late = age is None or age > STALE_DAYS
    yield Finding(
        "published", f"as of {as_of}, {age} days ago", "run `tokenfall run`, and see to its schedule" if late else None
    )
    counts = ", ".join(f"{row['n']} {row['status']}" for row in sources)
    bad = [row for row in sources if not str(row["status"]).startswith(SOUND)]
    yield Finding("sources", counts, "see `tokenfall sources`" if bad else None)
    is_old = snapshot is None or (today - snapshot).days > STALE_SCORE_DAYS
    advice = "models that are newer do not count: see docs/live-scores.md" if is_old else None
    yield Finding("scores", f"newest of {snapshot}", advice)
    for line in held:
        yield Finding("prices", line)


def _hold(home: Home) -> Iterator[Finding]:
    if hold := read_hold(home):
        for reason in hold.reasons:
            yield Finding("publication", f"a check stopped the run as of {hold.as_of}", reason)


def _captures(home: Home, *, bytes_too: bool) -> Iterator[Finding]:
    try:
        acknowledged = CaptureLedger(home.capture_ledger).attempts()
    except TokenfallError as error:
        yield Finding("ledger of captures", "damaged", str(error))
        return
    yield _compare_with_database(home, acknowledged)
    rows = [attempt.row for attempt in acknowledged if attempt.row]
    faults = []
    for row in rows if bytes_too else ():
        try:
            read_body(row, home.captures)
        except TokenfallError as error:
            faults.append(str(error))
    files = {row.body_warc_file for row in rows}
    missing = sorted(file for file in files if not (home.captures / file).is_file())
    state = f"{len(rows)} captures in {len(files)} files" + (", all read again" if bytes_too and not faults else "")
    if missing:
        yield Finding("captured bytes", state, f"{len(missing)} files are missing, {missing[0]} first: restore them")
    else:
        yield Finding("captured bytes", state, f"{len(faults)} cannot be read; {faults[0]}" if faults else None)


def _compare_with_database(home: Home, acknowledged: Sequence[CaptureAttempt]) -> Finding:
    subject, state = "ledger of captures", f"{len(acknowledged)} attempts are as they were written"
    if not home.database.exists():
        return Finding("database", "there is none", "`tokenfall rebuild` makes it again" if acknowledged else None)
    try:
        with duckdb.connect(str(home.database), read_only=True) as connection:
            stored = {attempt.key for attempt in stored_attempts(connection)}
    except duckdb.IOException as error:
        if "lock" in str(error):
            writer = WRITER.search(str(error))
            who = f"process {writer[1]}" if writer else "a run"
            return Finding("database", f"{who} is writing to it now", "call `tokenfall doctor` again after it")
        if is_of_useless_log(error):
            return Finding("database", first_line(error), "`tokenfall run` opens it without the log, and restores rows")
        return Finding("database", f"cannot be opened: {first_line(error)}", "`tokenfall rebuild` makes it again")
    except duckdb.Error as error:
        return Finding("database", f"cannot be read: {first_line(error)}", "`tokenfall rebuild` makes it again")
    lost = len({attempt.key for attempt in acknowledged} - stored)
    return Finding(
        subject, state, f"the database lacks {lost}: the next `tokenfall run` restores them" if lost else None
    )


def _forecasts(home: Home) -> Finding:
    ledger = Ledger.of(home)
    faults = verify(ledger)
    return Finding(
        "registered forecasts",
        f"{len(ledger.sets())} sets, {'changed' if faults else 'as they were registered'}",
        f"{faults[0].where}: {faults[0].text}" if faults else None,
    )


def _editions(home: Home) -> Finding:
    try:
        listed = sums_by_edition(home)
        changed = list(find_changed_editions(home))
    except TokenfallError as error:
        return Finding("editions", "their ledger is damaged", str(error))
    state = f"{len(changed)} faults" if changed else "all as they were written"
    return Finding("editions", f"{len(listed)} in the ledger, {state}", changed[0] if changed else None)


def _leftovers(home: Home) -> Iterator[Finding]:
    if (log := damaged_log(home.database)).exists():
        state = f"a damaged one is in {log}; the database was opened without it"
        yield Finding("write-ahead log", state, "`tokenfall run` restores what it held; then delete the file")
    aside = home.database.with_name("before-rebuild.duckdb")
    if aside.exists():
        yield Finding("rebuild", "was interrupted", f"run `tokenfall rebuild` again, or delete {aside}")
