"""Everything that tokenfall writes for a user, in a small home: `python -m tests.faults.writes HOME COPY FIRST`.

What is reported as written is a line on stdout: what it is, a digest, and the file or folder.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assets.capture.attempts import CaptureAttempt
from assets.capture.stored import reconcile, store_attempts
from assets.capture.warc import keep_response
from assets.forecasts.registered.ledger import Ledger
from assets.reports import page as page_module
from assets.reports.alerts import acknowledge
from assets.reports.page import write_report
from assets.reports.pictures import Drawing, Picture
from pipelines.backups import backup
from pipelines.editions import write_edition
from pipelines.settled import forget_settled, remember_nothing_is_stale
from tests.capture.test_ledger import an_attempt
from tests.capture.test_warc import an_exchange
from warehouse.home import Home
from warehouse.store import Writer, open_writer

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
CAPTURES = 3
"""Captures before each publication."""


def draw_fast(patched: pytest.MonkeyPatch) -> None:
    """Let a report have one picture, which is drawn at once."""
    drawing = Drawing(lambda: Picture(SVG, SVG), (), [{"day": 1}])
    patched.setattr(page_module, "list_drawings", lambda data: {"crossing": drawing})
    patched.setattr(page_module, "describe_drawing", lambda: "the same")


def write_everything(home: Home, copy: Path, first: int) -> Iterator[str]:
    """Capture pages that no other number has, publish, and write what follows a run; yield what is reported.

    Args:
        home: A home with tables that `tests.reports.conftest.fill_warehouse` has filled.
        copy: The folder of the backup.
        first: Number of the first page.
    """
    with open_writer(home) as warehouse:
        reconcile(warehouse)
        for number in range(first, first + CAPTURES):
            yield f"captured {_capture(warehouse, number)}"
        forget_settled(home)
        _change_answer(warehouse, first)
        warehouse.publish()
        yield f"published {first}"
        write_report(warehouse.connection, home.reports)
        remember_nothing_is_stale(warehouse, date(2026, 11, 24), 7)
    yield f"settled {first}"
    ledger = Ledger(home.ledger)
    ledger.start()
    day = date(2027, 1, 1) + timedelta(days=first)
    content = ledger.content(day, ledger.sets()[0].records[:1])
    ledger.add(day, content)
    yield f"registered {hashlib.sha256(content).hexdigest()} {day}"
    if (edition := write_edition(home)).startswith("edition: "):
        yield f"edition {Path(edition).parent.name}"
    acknowledge(home, [f"alert {first}"])
    yield f"acknowledged {first}"
    yield f"backing up {first}"
    backup(home, copy)
    yield f"backed up {first}"


def _capture(warehouse: Writer, number: int) -> str:
    body = f"<html>{number}</html>".encode() * 100
    digest = hashlib.sha256(body).hexdigest()
    attempt = an_attempt()
    now = datetime.now(UTC).replace(tzinfo=None)
    exchange = an_exchange(body, captured_at=now, digest=f"sha256:{digest}")
    location = keep_response(warehouse.home.captures, exchange)
    assert attempt.row
    row = replace(
        attempt.row,
        captured_at=now,
        fetched_at=now,
        capture_sha256=digest,
        warc_file=location.file,
        warc_offset=location.offset,
        body_warc_file=location.file,
        body_warc_offset=location.offset,
    )
    store_attempts(warehouse, [CaptureAttempt(row.source, row.url, now, "captured", None, row)])
    return digest


def _change_answer(warehouse: Writer, first: int) -> None:
    """Change one claim's verdict, which makes an edition due."""
    verdict = ("partly", "supported")[first % 2]
    with warehouse.transaction():
        warehouse.connection.execute("UPDATE out_claim SET verdict = ? WHERE claim_id = 'hundredfold'", [verdict])


def main() -> None:
    """Write everything twice."""
    home, copy, first = Home(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
    with pytest.MonkeyPatch.context() as patched:
        draw_fast(patched)
        for start in (first, first + CAPTURES):
            for line in write_everything(home, copy, start):
                print(line, flush=True)


if __name__ == "__main__":
    main()
