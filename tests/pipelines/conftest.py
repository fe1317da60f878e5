"""The command line as a user calls it; the home that tests read is made in `tests/conftest.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

Result = subprocess.CompletedProcess[str]
AS_OF = "2026-11-23"
RECORD = "from tests.pipelines.recording import record_reads; record_reads"


def call(
    home: Path,
    *arguments: str,
    stdin: str | None = None,
    prefix: str = "",
    folder: Path | None = None,
    measured: bool = True,
) -> Result:
    """`tokenfall` in a process of its own and in `folder`, as a user would call it.

    The coverage of a run of everything is measured once, by the first run: it takes two fifths more time.
    """
    environment = {**(os.environ if measured else unmeasured()), "TOKENFALL_HOME": str(home)}
    environment.pop("DAGSTER_HOME", None)
    command = [sys.executable, "-c", f"{prefix}\nfrom pipelines.cli import main; main()", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, env=environment, cwd=folder, check=False
    )


def unmeasured() -> dict[str, str]:
    """Return the environment of a process whose coverage is not measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS_")}


def only(*tables: str) -> str:
    """Code before the command line, after which a run finds no other tables stale.

    Such a run does every step of a run, publication and report included, in a sixth of the time; that the rest of the
    tables follows is shown by the runs of `tests/pipelines/test_run.py` and the week of `tests/simulation`. It
    registers no forecasts of an earlier day, which are among the rest.
    """
    return f"""
import pipelines.execution as execution
find_stale = execution.stale_tables
execution.stale_tables = lambda *rest: [table for table in find_stale(*rest) if table in {tables!r}]
import pipelines.registering as registering
register = registering.register_once
def register_if_of_the_day(home, day):
    from pipelines.rebuilding import published_date
    return register(home, day) if published_date(home) == day else "not registered: of another day"
registering.register_once = register_if_of_the_day
"""
