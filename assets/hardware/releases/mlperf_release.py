"""One MLPerf release as it is stored: a summary file, or a folder of run logs or summary files."""

from __future__ import annotations

import os
from pathlib import Path

from assets.hardware.releases.mlperf import Result, settle
from assets.hardware.releases.mlperf_logs import LOG, read_logs
from assets.hardware.releases.mlperf_summaries import read_summary
from warehouse.errors import TokenfallError

SUMMARIES = ("summary_results.json", "summary.csv")
"""In a folder without run logs the first of these names that is found is read, wherever it is found."""


def read_release(path: Path) -> tuple[list[Result], list[str]]:
    """Valid results of a release, or of any part of one, and what was left out or doubtful, one line each.

    Raises TokenfallError when nothing there is MLPerf's or no result is left.
    """
    if path.is_dir():
        results, problems = read_logs(path)
        if not results and not problems:
            results, problems = _read_summaries(path)
    elif path.name == LOG:
        results, problems = read_logs(path.parent)
    else:
        results, problems = read_summary(path)
    results, repeated = settle(results)
    if not results:
        first = f": {len(problems)} left out, first {problems[0]}" if problems else ": no run logs and no summary file"
        raise TokenfallError(f"{path} holds no MLPerf result{first}")
    return results, problems + repeated


def _read_summaries(root: Path) -> tuple[list[Result], list[str]]:
    found = [Path(folder) / name for folder, _, names in os.walk(root) for name in names if name in SUMMARIES]
    for wanted in SUMMARIES:
        read = [read_summary(path) for path in sorted(found) if path.name == wanted]
        if read:
            return [result for results, _ in read for result in results], [line for _, lines in read for line in lines]
    return [], []
