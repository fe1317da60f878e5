"""One real run through the command line, shared by every test that reads what a run leaves behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

Result = subprocess.CompletedProcess[str]
AS_OF = "2026-11-23"
RECORD = "from tests.pipelines.recording import record_reads; record_reads"


def call(home: Path, *arguments: str, stdin: str | None = None, prefix: str = "", folder: Path | None = None) -> Result:
    """`tokenfall` in a process of its own and in `folder`, as a user would call it."""
    environment = {**os.environ, "TOKENFALL_HOME": str(home)}
    environment.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-c", f"{prefix}\nfrom pipelines.cli import main; main()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, env=environment, cwd=folder, check=False
    )


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A home with a space and an umlaut in its name, and what the first run there said; what it read is recorded."""
    home = tmp_path_factory.mktemp("Prüf stand") / "data"
    result = call(home, "run", "--offline", "--as-of", AS_OF, prefix=f"{RECORD}({str(home)!r})")
    assert result.returncode == 0, result.stderr
    return home, result


@pytest.fixture(scope="session")
def published(first_run: tuple[Path, Result]) -> Path:
    """The home of the first run; only read from it."""
    return first_run[0]


@pytest.fixture
def own_home(published: Path, tmp_path: Path) -> Path:
    """A copy of the home that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "home"))
