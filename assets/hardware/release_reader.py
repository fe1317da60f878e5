"""The `Reader` of captured hardware releases.

SQL links the rows to accelerators and leaves out those that the bundled facts hold already.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from assets.capture.keep import PageCapture, read_body
from assets.capture.readings import CaptureReading, CaptureSet, ReadingTables, Row, digest_of_code
from assets.hardware.listing import path_in_release
from assets.hardware.releases.parse import plain
from assets.hardware.releases.release_source import RELEASE, ReleaseSource
from assets.hardware.sources import is_listing, is_of_logs, source_of
from warehouse.errors import TokenfallError

if TYPE_CHECKING:
    from assets.capture.readings import Reader

HERE = Path(__file__).parent


class ReleaseReader:
    """Reads each content of a file once; reads the latest files of a release of run logs together."""

    prefixes = (RELEASE,)
    tables = ReadingTables(
        readings="_release_reading",
        rows="_release_row",
        digest="digest",
        row_count="rows",
        list_readings=HERE / "list_release_readings.sql",
        list_rows=HERE / "list_release_rows.sql",
    )

    @staticmethod
    def version(source: str) -> str:
        """Return a digest of the code that reads releases; it is the same for all sources."""
        return _version()

    @staticmethod
    def sets(captures: Sequence[PageCapture]) -> list[CaptureSet]:
        """Return each content of a source once, and all latest files of a release of run logs as one set."""
        files = {
            (capture.source, capture.capture_sha256): capture for capture in captures if not is_of_logs(capture.source)
        }
        logs: dict[str, dict[str, PageCapture]] = {}
        for capture in captures:
            if is_of_logs(capture.source) and not is_listing(capture.url):
                logs.setdefault(capture.source, {})[capture.url] = capture
        return [
            *(CaptureSet(source, digest, (capture,)) for (source, digest), capture in files.items()),
            *(_release_of_logs(source, tuple(by_url.values())) for source, by_url in logs.items()),
        ]

    @staticmethod
    def read(captures: CaptureSet, folder: Path) -> CaptureReading:
        """Return rows of _release_row, each with the capture that it was read from."""
        source = source_of(captures.source)
        by_path = {path_in_release(capture.url).as_posix(): capture for capture in captures.captures}
        with tempfile.TemporaryDirectory(prefix="tokenfall-") as temporary:
            root = Path(temporary).resolve()
            first = _write_files(by_path, folder, root)
            # A release of run logs is read from the folder of its repository.
            start = root / first.parts[0] if captures.is_whole_source else root / first
            try:
                rows, problems = source.read(start, None)
            except TokenfallError as error:
                raise TokenfallError(str(error).replace(f"{root}/", "")) from error
        origins = [_capture_of(row, by_path) if captures.is_whole_source else captures.captures[0] for row in rows]
        stored = [_stored_row(row, origin, source) for row, origin in zip(rows, origins, strict=True)]
        return CaptureReading(tuple(stored), tuple(line.replace(f"{root}/", "") for line in problems))


RELEASE_READER: Reader = ReleaseReader()


@cache
def _version() -> str:
    shared = [*HERE.parent.glob("reading/*.py"), HERE / "listing.py", HERE / "sources.py", Path(__file__)]
    return digest_of_code([*HERE.glob("releases/*.py"), *shared])


def _release_of_logs(source: str, captures: tuple[PageCapture, ...]) -> CaptureSet:
    """All files of a release, identified by the digest of their addresses and digests."""
    files = "\n".join(sorted(f"{capture.url} {capture.capture_sha256}" for capture in captures))
    return CaptureSet(source, hashlib.sha256(files.encode()).hexdigest(), captures, is_whole_source=True)


def _write_files(by_path: Mapping[str, PageCapture], folder: Path, root: Path) -> PurePosixPath:
    """Write the captured files below a folder as they are in their release, and return the path of the first."""
    for path, capture in by_path.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(read_body(capture, folder))
    return PurePosixPath(next(iter(by_path)))


def _capture_of(row: object, by_path: Mapping[str, PageCapture]) -> PageCapture:
    """The run log that a result was read from."""
    end = f"/{vars(row)['source_path']}"
    return next(capture for path, capture in by_path.items() if path.endswith(end))


def _stored_row(row: object, capture: PageCapture, source: ReleaseSource) -> Row:
    values = vars(row) | {name: getattr(row, name) for name in (*source.columns, *source.derived)}
    text = json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False, sort_keys=True)
    return {"row": text, "capture_sha256": capture.capture_sha256, "source_url": capture.url}
