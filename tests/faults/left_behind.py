"""What is wrong in the folder that a power failure left: a home, and beside it a backup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from assets.capture.stored import reconcile, stored_attempts
from assets.capture.warc import RecordLocation, read_record
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.verify import verify
from tests.faults.kills import torn_tables
from tests.faults.writes import write_everything
from tests.pipelines.conftest import Result
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published, open_writer

BUILDS = "SELECT table_name, data_version FROM internal._made ORDER BY ALL"
LATER = 900_000
"""Number of the first page that is written after a cut."""


def small_home_faults(left: Path, acknowledged: str) -> Iterator[str]:
    """Yield what is wrong after a cut under `tests.faults.writes`, and after everything is written there once more."""
    yield from _small_faults(left, acknowledged)
    lines = []
    try:
        lines += write_everything(Home(left / "home"), left / "backup", LATER)
    except TokenfallError as error:
        yield f"next time: {error}"
    yield from _small_faults(left, "".join(f"{line}\n" for line in lines))
    yield from page_faults(Home(left / "home"))


def _small_faults(left: Path, acknowledged: str) -> Iterator[str]:
    home, captured, published = Home(left / "home"), list[str](), 0
    reported: dict[str, list[str]] = {}
    for line in acknowledged.splitlines():
        what, _, rest = line.partition(" ")
        reported.setdefault(what, []).append(rest)
        captured += [rest] if what == "captured" else []
        published = len(captured) if what == "published" else published
    yield from published_faults(home, captured[:published])
    yield from capture_faults(home, captured)
    for registered in reported.get("registered", []):
        digest, day = registered.split()
        if hashlib.sha256((home.ledger / f"{day}.jsonl").read_bytes()).hexdigest() != digest:
            yield f"the forecasts of {day} are not those that were registered"
    for edition in reported.get("edition", []):
        yield from sum_faults(home.editions / edition)
    alerts = [f"alert {number}" for number in reported.get("acknowledged", [])]
    if alerts and not set(alerts) <= set(json.loads(home.alerts.read_text(encoding="utf-8"))):
        yield "an acknowledged alert is lost"
    whole = len(reported.get("backing", [])) == len(reported.get("backed", []))
    if "backed" in reported and (whole or (left / "backup" / "SHA256SUMS").exists()):
        yield from sum_faults(left / "backup")


def whole_home_faults(
    left: Path, acknowledged: str, digests: Sequence[str], run: Callable[[], Result]
) -> Iterator[str]:
    """Yield what is wrong after a cut under commands of `tokenfall`, and after the next run.

    Args:
        left: What the cut left.
        acknowledged: The output of the commands.
        digests: The SHA-256 of the pages that were sent, in order.
        run: Runs `tokenfall run` in the home.
    """
    home, captured, published = Home(left / "home"), 0, 0
    for line in acknowledged.splitlines():
        if line.startswith("rebuilt "):
            captured = published = captured + 1
        captured += line.startswith("page/anthropic: captured")
    yield from published_faults(home, digests[:published])
    yield from capture_faults(home, digests[:captured])
    if "\nregistered" in acknowledged:
        yield from (fault.text for fault in verify(Ledger(home.ledger)))
    for line in acknowledged.splitlines():
        if line.startswith("edition: "):
            yield from sum_faults(home.editions / Path(line).parent.name)
    if acknowledged.count("begun: backup") == acknowledged.count("copied ") > 0:
        yield from sum_faults(left / "backup")
    ran = run()
    if ran.returncode or ran.stderr:
        yield f"next run: exit {ran.returncode}: {ran.stderr.strip()[-300:]}"
        return
    yield from published_faults(home, digests[:captured])
    with duckdb.connect(str(home.database), read_only=True) as connection:
        own = connection.execute(BUILDS).fetchall()
    with duckdb.connect(str(home.published), read_only=True) as connection:
        if connection.execute(BUILDS).fetchall() != own:
            yield "published is not what was built"
    yield from (fault.text for fault in verify(Ledger(home.ledger)))
    for edition in home.editions.glob("20*"):
        yield from sum_faults(edition)
    yield from page_faults(home)


def published_faults(home: Home, digests: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the published file, which must hold captures with these digests."""
    yield from torn_tables(home.published)
    with open_published(home) as connection:
        rows = connection.execute("SELECT capture_sha256 FROM raw_page_capture").fetchall()
    if missing := set(digests) - {digest for (digest,) in rows}:
        yield f"published: {len(missing)} of {len(digests)} captures are missing"


def capture_faults(home: Home, digests: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the writer's file and the captures, opened as a run does."""
    try:
        with open_writer(home) as warehouse:
            reconcile(warehouse)
            rows = [attempt.row for attempt in stored_attempts(warehouse.connection) if attempt.row]
    except TokenfallError as error:
        yield f"does not open: {error}"
        return
    yield from torn_tables(home.database)
    if missing := set(digests) - {row.capture_sha256 for row in rows}:
        yield f"{len(missing)} of {len(digests)} acknowledged captures are lost"
    for row in rows:
        if row.capture_sha256 in digests:
            record = read_record(home.captures, RecordLocation(row.body_warc_file, row.body_warc_offset))
            if hashlib.sha256(record.body).hexdigest() != row.capture_sha256:
                yield f"{row.body_warc_file} at {row.body_warc_offset} has other bytes"


def sum_faults(folder: Path) -> Iterator[str]:
    """Yield the files of a folder that are not those that its SHA256SUMS names."""
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            yield f"{folder.name}/{name} has other bytes"


def page_faults(home: Home) -> Iterator[str]:
    """Yield the files of the report that are empty or cut off."""
    for path in (path for path in home.reports.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if not content or (path.suffix == ".html" and not content.rstrip().endswith(b"</html>")):
            yield f"{path.relative_to(home.path)} is cut off"
