"""Where releases of hardware benchmarks and GPU rental prices are published, one live source per release or list.

`verified` = the file was seen at this address and its reader tried on it. Not collected: the weekly database dumps that
InferenceX attaches to its releases (archives of several hundred megabytes; its public interface gives the same rows).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from assets.capture.classify import Kind
from assets.capture.collect import CaptureSchedule, LiveSource

RELEASE = "release/"
"""How the sources of this subject are called: `release/<kind>/<name>`."""
RAW = "https://raw.githubusercontent.com"
TREES = "https://api.github.com/repos"
MLPERF = "mlcommons/inference_results_"

SUMMARIES = {
    "v4.1": ("summary_results.json", True),
    "v5.0": ("summary_results.json", False),
    "v5.1": ("summary_results.json", True),
    "v6.0": ("summary_results.json", False),
    "v6.1": ("summary.csv", True),
}
"""MLPerf releases that hold all results in one file; v5.0 and v6.0 were seen in copies of the repository only."""

LOGS = {
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
"""MLPerf releases of run logs, by the commit that the bundled results were read at.

Their archives are far beyond the limits of a capture (gigabytes of code and logs), so the repository's listing is
captured, and then each log of a result by itself (see `listing.py`). That takes hours at a polite pace: only if asked.
"""

TRTLLM = {
    **dict.fromkeys(("v0.5.0", "v0.7.1", "v0.8.0"), "docs/source/performance.md"),
    **{f"v0.{minor}.0": "docs/source/performance/perf-overview.md" for minor in range(9, 22)},
    **dict.fromkeys(("v1.0.0", "v1.1.0", "v1.2.0"), "docs/source/developer-guide/perf-overview.md"),
}
"""TensorRT-LLM's tables by the version's tag. The tags follow the project's naming and were not all seen, so they are
asked for by name only (`tokenfall fetch trtllm`)."""
TRTLLM_SEEN = {
    "v0.6.1": "f7eca56161d496cbd28e8e7689dbd90003594bd2/docs/source/performance.md",
    "v0.17.0": "258c7540c03517def55d9a5aadfa9288af474e1b/docs/source/performance/perf-overview.md",
}

INFERENCEX = "https://inferencex.semianalysis.com/api/v1/benchmarks?model="
INFERENCEX_MODELS = ("DeepSeek-R1-0528", "Llama-3.3-70B-Instruct-FP8", "gpt-oss-120b")

SNAPSHOTS = f"{RAW}/adriannutiu/gpu-rental-prices/main/data"
FIRST_SNAPSHOT = date(2026, 7, 5)
TUGOT17 = (
    "A100_80GB_PCIe",
    "A100_80GB_SXM4",
    "B200_180GB",
    "GH200_96GB",
    "H100_80GB_PCIe",
    "H100_80GB_SXM5",
    "H200_141GB",
)
"""Chips for which the tracker keeps a history of its marketplace."""

APACHE, CC_BY, MIT = "Apache-2.0", "CC BY 4.0", "MIT"
INFERENCEX_TERMS = "results are facts; no licence is stated for the interface"


def release_sources() -> tuple[LiveSource, ...]:
    """Every release and list of this subject, in alphabetical order of their names."""
    return tuple(sorted([*_mlperf(), *_trtllm(), *_others(), *_rental()], key=lambda one: one.source))


def kind_of(source: str) -> str:
    """The reader of a source, as `tokenfall parse` calls it: `release/mlperf/v6.1` is of mlperf."""
    return source.removeprefix(RELEASE).split("/")[0]


def name_of(source: str) -> str:
    """What stands behind the kind: `v6.1` of `release/mlperf/v6.1`."""
    return source.removeprefix(RELEASE).partition("/")[2]


def is_of_logs(source: str) -> bool:
    """Whether a source is a release of run logs, captured file by file."""
    return kind_of(source) == "mlperf" and name_of(source) in LOGS


def is_listing(url: str) -> bool:
    """Whether an address gives the listing of a repository rather than a release's own file."""
    return bool(re.search(r"/git/trees/[0-9a-f]+\?recursive=1$", url))


def snapshots_of(first: date, until: date) -> list[LiveSource]:
    """The daily snapshots of one month of rental prices, by its first day; none after `until`."""
    days = [first + timedelta(day) for day in range(31) if (first + timedelta(day)).month == first.month]
    latest = _file("rental/adriannutiu", "", "json", CC_BY)
    return [
        replace(latest, url=f"{SNAPSHOTS}/snapshots/{day.isoformat()}.json")
        for day in days
        if FIRST_SNAPSHOT <= day <= until
    ]


def _file(name: str, url: str, kind: Kind, licence: str, verified: bool = True) -> LiveSource:
    return LiveSource(RELEASE + name, url, kind, licence, verified)


def _mlperf() -> list[LiveSource]:
    summaries = [_summary(version, name, seen) for version, (name, seen) in SUMMARIES.items()]
    logs = [
        _file(f"mlperf/{version}", f"{TREES}/{MLPERF}{version}/git/trees/{commit}?recursive=1", "json", APACHE, False)
        for version, commit in LOGS.items()
    ]
    return summaries + [replace(one, look="asked") for one in logs]


def _summary(version: str, name: str, seen: bool) -> LiveSource:
    """The newest release is still corrected after its publication; older ones stay as they are."""
    look: CaptureSchedule = "daily" if version == max(SUMMARIES) else "once"
    kind: Kind = "csv" if name.endswith(".csv") else "json"
    return replace(_file(f"mlperf/{version}", f"{RAW}/{MLPERF}{version}/main/{name}", kind, APACHE, seen), look=look)


def _trtllm() -> list[LiveSource]:
    seen = {version: f"{RAW}/NVIDIA/TensorRT-LLM/{place}" for version, place in TRTLLM_SEEN.items()}
    tags = {version: f"{RAW}/NVIDIA/TensorRT-LLM/{version}/{place}" for version, place in TRTLLM.items()}
    return [
        replace(_file(f"trtllm/{version}", url, "markdown", APACHE, version in seen), look=look)
        for version, url in (tags | seen).items()
        for look in ["once" if version in seen else "asked"]
    ]


def _others() -> list[LiveSource]:
    return [
        _file("spec-bench", f"{RAW}/hemingkx/Spec-Bench/main/Leaderboard.md", "markdown", APACHE),
        _file("epoch-hardware", "https://epoch.ai/data/ml_hardware.csv", "csv", CC_BY),
        *(
            _file(f"inferencex/{model}", INFERENCEX + model, "json", INFERENCEX_TERMS, False)
            for model in INFERENCEX_MODELS
        ),
    ]


def _rental() -> list[LiveSource]:
    tracker = f"{RAW}/tugot17/gpu-price-tracker/main/data/summary"
    instances = f"{RAW}/the-full-stack/website/main/docs/cloud-gpus/cloud-gpus.csv"
    return [
        _file("rental/adriannutiu", f"{SNAPSHOTS}/latest.json", "json", CC_BY),
        _file("rental/the-full-stack", instances, "csv", MIT),
        *(_file(f"rental/tugot17/{chip}", f"{tracker}/{chip}.jsonl", "text", MIT) for chip in TUGOT17),
    ]
