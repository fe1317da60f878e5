"""MLPerf Inference: the addresses of its releases, and the reader of one (a summary file, or a folder of run logs)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assets.capture.collect import LiveSource
from assets.hardware.releases.mlperf_logs import LOG, read_logs
from assets.hardware.releases.mlperf_result import COLUMNS, MlperfResult, remove_duplicates
from assets.hardware.releases.mlperf_summaries import read_summary
from assets.hardware.releases.release_source import RAW, RELEASE, ReleaseSource
from warehouse.errors import TokenfallError

TREES = "https://api.github.com/repos"
REPOSITORY = "mlcommons/inference_results_"
LICENCE = "Apache-2.0"

SUMMARY_FILES = {
    "v4.1": ("summary_results.json", True),
    "v5.0": ("summary_results.json", False),
    "v5.1": ("summary_results.json", True),
    "v6.0": ("summary_results.json", False),
    "v6.1": ("summary.csv", True),
}
"""Releases that hold all results in one file, and whether it is verified: v5.0 and v6.0 were read as copies only."""

LOG_COMMITS = {
    "v0.5": "f5acb8be3da3ebc13cf6ba783cce371f96d275ac",
    "v0.7": "31060d57b30c7d61f974c91204df538398ec0b46",
    "v1.0": "f7759baf2fdb9e17d97f07326db6d461d6dc1ef2",
    "v1.1": "7fc43356c4d71ed6ec97af9d035a34ed146587b8",
    "v2.0": "425a0d30c6e0cb9b65595881572cbba5f18572eb",
    "v2.1": "91f7859b8b5847b7c5fdf95ce65699ad6477093b",
    "v3.0": "1948f9b5b93c5b4dcafe15de0faa08cdf1439fca",
    "v3.1": "eaf622a25c00f2b4b1d2c4f5b4f430570429d24a",
    "v4.0": "3c4a1cf196b70175cfe7c59e067cd1d923aa4f3f",
}
"""Releases of run logs, by the commit that the bundled results were read at.

Their archives are gigabytes of code and logs, far beyond the limits of a capture. So the listing of the repository is
captured, and then each log of a result by itself (`assets/hardware/listing.py`). At a polite pace that takes hours:
only on request.
"""

SUMMARIES = ("summary_results.json", "summary.csv")
"""In a folder without run logs, the files of the first of these names that occurs are read, at any depth."""


def read_release(path: Path) -> tuple[list[MlperfResult], list[str]]:
    """Return the valid results of a release, or of any part of one, and one line for each thing left out or doubtful.

    Args:
        path: A summary file, a run log, or a folder of either.

    Raises:
        TokenfallError: The path holds no MLPerf file, or no valid result.
    """
    if path.is_dir():
        results, problems = read_logs(path)
        if not results and not problems:
            results, problems = _read_summaries(path)
    elif path.name == LOG:
        results, problems = read_logs(path.parent)
    else:
        results, problems = read_summary(path)
    results, repeated = remove_duplicates(results)
    if not results:
        first = f": {len(problems)} left out, first {problems[0]}" if problems else ": no run logs and no summary file"
        raise TokenfallError(f"{path} holds no MLPerf result{first}")
    return results, problems + repeated


def _read_summaries(root: Path) -> tuple[list[MlperfResult], list[str]]:
    paths = [Path(folder) / name for folder, _, names in os.walk(root) for name in names if name in SUMMARIES]
    for name in SUMMARIES:
        read = [read_summary(path) for path in sorted(paths) if path.name == name]
        if read:
            return [result for results, _ in read for result in results], [line for _, lines in read for line in lines]
    return [], []


def _live_files() -> Iterator[LiveSource]:
    """Yield what can be captured; the newest release is still corrected after its publication, older ones are not."""
    for version, (name, verified) in SUMMARY_FILES.items():
        url = f"{RAW}/{REPOSITORY}{version}/main/{name}"
        kind = "csv" if name.endswith(".csv") else "json"
        look = "daily" if version == max(SUMMARY_FILES) else "once"
        yield LiveSource(f"{RELEASE}mlperf/{version}", url, kind, LICENCE, verified, look)
    for version, commit in LOG_COMMITS.items():
        url = f"{TREES}/{REPOSITORY}{version}/git/trees/{commit}?recursive=1"
        yield LiveSource(f"{RELEASE}mlperf/{version}", url, "json", LICENCE, verified=False, look="asked")


SOURCE = ReleaseSource(
    kind="mlperf",
    files=tuple(_live_files()),
    columns=COLUMNS,
    read=lambda path, _: read_release(path),
    listings=frozenset(f"{RELEASE}mlperf/{version}" for version in LOG_COMMITS),
    derived=("tokens_basis",),
)
