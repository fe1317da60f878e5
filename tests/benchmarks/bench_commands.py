"""How long the commands that read take, and the report page: new, unchanged, and with one picture changed.

Run from the repository root: `python -m tests.benchmarks.bench_commands`. Reads a copy of the published file of
TOKENFALL_HOME, or makes one by `run --offline`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assets.reports.kept_pictures import RECORD
from warehouse.home import ENVIRONMENT_VARIABLE, Home

RUNS, REPORTS = 20, 5
COMMANDS = (
    ("--help",),
    ("verdict",),
    ("verdict", "--target", "classic-search-electricity", "--why"),
    ("verdict", "--input-tokens", "3000", "--output-tokens", "500"),
    ("sql", "FROM headline"),
    ("sources",),
    ("alerts",),
    ("check",),
)
CHANGED = "chances"
"""The picture that is drawn again in the third kind of report."""
Timing = tuple[float, float]
"""Seconds of the wall clock and of the processor."""


def call(home: Path, *arguments: str) -> Timing:
    """Run `tokenfall` in a process of its own, as a user would; CalledProcessError where it fails."""
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, ENVIRONMENT_VARIABLE: str(home)}
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def make_home(folder: Path) -> Path:
    """Return a home with a published file."""
    home, given = Home(folder / "home"), Home.from_environment()
    if ENVIRONMENT_VARIABLE in os.environ and given.published.exists():
        home.published.parent.mkdir(parents=True)
        shutil.copy(given.published, home.published)
    else:
        call(home.path, "run", "--offline")
    return home.path


def forget(page: Path) -> None:
    """Change the record of one picture, as if it had shown something else before."""
    record = json.loads((page / RECORD).read_text(encoding="utf-8"))
    record["pictures"][CHANGED] |= {"digest": "", "wide": ""}
    (page / RECORD).write_text(json.dumps(record), encoding="utf-8")


def report_timings(home: Path, page: Path) -> dict[str, list[Timing]]:
    """Return the timings of each kind of report."""
    kinds: dict[str, Callable[[], object]] = {
        "report, first": lambda: shutil.rmtree(page, ignore_errors=True),
        "report, unchanged": lambda: None,
        "report, one picture changed": lambda: forget(page),
    }
    timings: dict[str, list[Timing]] = {kind: [] for kind in kinds}
    for _ in range(REPORTS):
        for kind, prepare in kinds.items():
            prepare()
            timings[kind].append(call(home, "report", "--out", str(page)))
    return timings


def table_row(name: str, timings: Sequence[Timing]) -> str:
    """Return a line of the table: the median and 95th percentile of the wall clock, and the median processor time."""
    wall, processor = zip(*timings, strict=True)
    p95 = statistics.quantiles(wall, n=20, method="inclusive")[18]
    seconds = (statistics.median(wall), p95, statistics.median(processor))
    return f"| `{name}` | {len(wall)} | {' | '.join(f'{value:.2f} s' for value in seconds)} |"


def main() -> None:
    """Print a Markdown table; the commands take turns, so that other load on the machine is shared by all."""
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(folder))
        rounds = [[call(home, *command) for command in COMMANDS] for _ in range(RUNS)]
        timings = dict(zip((" ".join(command) for command in COMMANDS), zip(*rounds, strict=True), strict=True))
        print("| command | runs | wall clock p50 | p95 | processor p50 |\n| --- | --- | --- | --- | --- |")
        for name, of_command in {**timings, **report_timings(home, Path(folder) / "page")}.items():
            print(table_row(name, of_command))


if __name__ == "__main__":
    main()
