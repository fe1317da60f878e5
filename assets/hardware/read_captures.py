"""From stored bytes to rows: each release, list or snapshot is read once by each version of its reader.

Which accelerator a row is of, and whether the bundled facts know it already, is decided afterwards in SQL.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.capture.keep import PageCapture, read_body
from assets.hardware.listing import path_in_release
from assets.hardware.releases.mlperf_result import MlperfResult
from assets.hardware.releases.parse import plain
from assets.hardware.sources import is_of_logs, source_of
from warehouse.errors import TokenfallError

HERE = Path(__file__).parent
FIRST_PROBLEMS = 5

Row = dict[str, object]


@dataclass(frozen=True)
class Unit:
    """What is read at once: one captured file, or all captured files of a release of run logs."""

    source: str
    captures: tuple[PageCapture, ...]

    @property
    def digest(self) -> str:
        """The capture's own SHA-256; of a release of run logs that of all addresses and digests."""
        if not is_of_logs(self.source):
            return self.captures[0].capture_sha256
        told = "\n".join(sorted(f"{one.url} {one.capture_sha256}" for one in self.captures))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Read:
    """What one version of a reader makes of a unit: rows of _release_row, and the row of _release_reading."""

    rows: tuple[Row, ...]
    reading: Row


@cache
def reader_version() -> str:
    """A digest of the code that reads releases."""
    files = sorted(
        [*HERE.parent.glob("reading/*.py"), *HERE.glob("releases/*.py"), HERE / "listing.py", Path(__file__)]
    )
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_unit(unit: Unit, folder: Path) -> Read:
    """One unit read by today's reader; one whose bytes are lost, or that is refused, gives a reading without rows."""
    origin = {"source": unit.source, "digest": unit.digest}
    try:
        with tempfile.TemporaryDirectory(prefix="tokenfall-") as below:
            found, problems = _read(unit, folder, Path(below).resolve())
    except TokenfallError as refused:
        found, problems, why = [], [], str(refused)
    else:
        why = None
    first = "\n".join(problems[:FIRST_PROBLEMS]) or None
    outcome = {"rows": len(found), "problems": len(problems), "first_problems": first, "refused": why}
    return Read(tuple({**origin, **row} for row in found), {**origin, "reader_version": reader_version(), **outcome})


def _read(unit: Unit, folder: Path, below: Path) -> tuple[list[Row], list[str]]:
    """Rows with the capture they came from; the names of temporary files are taken out of what is said."""
    by_path = {path_in_release(one.url).as_posix(): one for one in unit.captures}
    for path, capture in by_path.items():
        target = below / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(read_body(capture, folder))
    start = below / next(iter(by_path))
    source = source_of(unit.source)
    try:
        found, problems = source.read(
            below / start.relative_to(below).parts[0] if is_of_logs(unit.source) else start, None
        )
    except TokenfallError as error:
        raise TokenfallError(str(error).replace(f"{below}/", "")) from error
    return [
        {"row": _as_json(one, source.columns), "capture_sha256": capture.capture_sha256, "source_url": capture.url}
        for one in found
        for capture in [_capture_of(one, by_path) or unit.captures[0]]
    ], [line.replace(f"{below}/", "") for line in problems]


def _capture_of(one: object, by_path: dict[str, PageCapture]) -> PageCapture | None:
    """The run log that a result came from; None where a file holds many."""
    if not isinstance(one, MlperfResult):
        return None
    ends = f"/{one.source_path}"
    return next((capture for path, capture in by_path.items() if path.endswith(ends)), None)


def _as_json(one: object, columns: tuple[str, ...]) -> str:
    values = vars(one) | {name: getattr(one, name) for name in columns}
    if isinstance(one, MlperfResult):
        values |= {"tokens_basis": one.tokens_basis}
    return json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False, sort_keys=True)
