"""What commands that write did and when, as lines of JSON in TOKENFALL_HOME/logs, for people and for log collectors."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
import traceback
from collections.abc import Generator, Iterable, Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

import click

from warehouse.errors import TokenfallError
from warehouse.home import Home

if TYPE_CHECKING:
    from assets.capture.attempts import CaptureAttempt

LOGGER = logging.getLogger("tokenfall")
FILE = "tokenfall.jsonl"
MOST_BYTES, OLDER_FILES = 1_000_000, 4
"""Size at which a file is put aside, and files put aside that are kept: five megabytes, months of daily runs."""


class _JsonLines(logging.Formatter):
    """One event as one line of JSON, with the time in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields = {"time": time, "level": record.levelname.lower(), "process": os.getpid(), "event": record.msg}
        return json.dumps({**fields, **record.__dict__["fields"]}, ensure_ascii=False, default=str)


class _Quiet(RotatingFileHandler):
    """A log that cannot be written, as on a full disk, says nothing: the work itself fails with its own line."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing."""


@contextlib.contextmanager
def logging_to(home: Home, command: str, **fields: object) -> Generator[None]:
    """Write the events of a command to the log of a home, first that it started, last that it finished or failed."""
    with contextlib.suppress(OSError):
        home.logs.mkdir(parents=True, exist_ok=True)
    handler = _Quiet(home.logs / FILE, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(_JsonLines())
    LOGGER.propagate = False
    LOGGER.addHandler(handler)
    started = time.monotonic()
    try:
        log_event("started", command=command, **fields)
        yield
        log_event("finished", command=command, seconds=round(time.monotonic() - started, 1))
    except BaseException as error:
        is_interrupted = isinstance(error, KeyboardInterrupt)
        reason = "interrupted" if is_interrupted else " ".join(str(error).split()) or type(error).__name__
        _write(logging.ERROR, "failed", {"command": command, "reason": reason, "traceback": _traceback(error)})
        raise
    finally:
        LOGGER.removeHandler(handler)
        handler.close()


def _traceback(error: BaseException) -> str | None:
    """Return where a fault of this program happened; None for an error that is meant for the user."""
    is_meant = isinstance(error, TokenfallError | click.ClickException) or not isinstance(error, Exception)
    return None if is_meant else "".join(traceback.format_exception(error))


def read_last_run(home: Home) -> dict[str, str] | None:
    """Return the last event `finished` or `failed` of a run in the log of a home; None where there is none."""
    lines: list[str] = []
    for name in (f"{FILE}.1", FILE):  # the older file first: the newest may have begun after the last run
        with contextlib.suppress(OSError):
            lines += (home.logs / name).read_text(encoding="utf-8", errors="replace").splitlines()
    for line in reversed(lines):
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if event.get("command") == "run" and event.get("event") in {"finished", "failed"}:
                return {name: str(value) for name, value in event.items()}
    return None


def log_attempts(attempts: Iterable[CaptureAttempt]) -> None:
    """Write one event for each attempt to capture a source."""
    for attempt in attempts:
        level = logging.WARNING if attempt.outcome in {"failed", "doubted"} else logging.INFO
        fields = {"source": attempt.source, "outcome": attempt.outcome, "reason": attempt.reason}
        _write(level, "capture", fields)


def log_event(event: str, **fields: object) -> None:
    """Write one event with its fields, if there is a log."""
    _write(logging.INFO, event, fields)


def _write(level: int, event: str, fields: Mapping[str, object]) -> None:
    """Write an event past `logging.disable`, by which a run silences Dagster's lines on the console."""
    if LOGGER.handlers:
        LOGGER.handle(LOGGER.makeRecord(LOGGER.name, level, "", 0, event, (), None, extra={"fields": fields}))
