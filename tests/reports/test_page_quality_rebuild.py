"""Unchanged data makes the same bytes, soon: of the pages, the pictures and the exported tables."""

from __future__ import annotations

import hashlib
import resource
from pathlib import Path

from tests.pipelines.conftest import AS_OF, call

SECONDS = 5
"""Most processor time of a rebuild on unchanged data."""


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its path in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def processor_seconds(home: Path, *arguments: str) -> float:
    """Run a command; its own processor time, which other work on the machine does not change much."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = call(home, *arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert answer.returncode == 0, answer.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_second_report_is_the_same_bytes_within_seconds(own_home: Path, tmp_path: Path) -> None:
    processor_seconds(own_home, "report")
    first = digests(own_home / "reports")
    assert processor_seconds(own_home, "report") < SECONDS
    assert digests(own_home / "reports") == first
    # Drawn anew in an empty folder: what was kept is what would be drawn.
    processor_seconds(own_home, "report", "--out", str(tmp_path / "anew"))
    assert digests(tmp_path / "anew") == first


def test_a_second_run_changes_no_file_and_ends_within_seconds(own_home: Path) -> None:
    processor_seconds(own_home, "run", "--offline", "--as-of", AS_OF)
    before = digests(own_home / "reports") | digests(own_home / "published")
    assert processor_seconds(own_home, "run", "--offline", "--as-of", AS_OF) < SECONDS
    assert digests(own_home / "reports") | digests(own_home / "published") == before


def test_a_second_export_is_the_same_bytes(published: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        processor_seconds(published, "export", str(tmp_path / name))
    assert digests(tmp_path / "first") == digests(tmp_path / "second") != {}
