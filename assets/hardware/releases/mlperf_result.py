"""One MLPerf Inference result, the same for all file formats, and the removal of duplicates in a release.

"Per accelerator" is our derivation, not an MLPerf metric. SQL links the names to accelerators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

GPTJ_TOKENS_PER_SAMPLE = 69
"""Factor by which MLPerf itself converted GPT-J samples to tokens from v4.1 on."""

FILED_AS_QUERIES = {("mlperf-inference-v5.1", "llama3.1-8b", "interactive")}
"""Results filed in queries/s whose values are tokens/s: the next release files the same results in tokens/s."""

BENCHMARK_NAMES = {
    "resnet50": "resnet",
    "ssd-mobilenet": "ssd-small",
    "ssd-resnet34": "ssd-large",
    "text_to_video": "wan-2.2-t2v-a14b",
}
"""Folder and column names where the release elsewhere uses another name for the same benchmark."""

ACCURACY = re.compile(r"-(95|99|99\.9)$")
"""End of a benchmark's name: the required share of the reference accuracy, in percent."""

SEVERAL = re.compile(r"[,;](?![^(]*\))|\s+and\s+|\s\+\s")
"""Separators between the names of several kinds of accelerator in one system."""

COLUMNS = (
    "release",
    "division",
    "availability",
    "submitter",
    "system",
    "accelerator",
    "accelerators",
    "benchmark",
    "scenario",
    "metric_unit",
    "value",
    "value_per_accelerator",
    "tokens_per_s_per_accelerator",
    "number_format",
    "software",
    "source_path",
    "copy_of",
)


@dataclass(frozen=True)
class MlperfResult:
    """One valid performance result. `accelerators` is the whole system's count; None = not known or none at all.

    `accelerator` is as filed; `mixed` = chips of several kinds, which have no figure per chip. `value` is in
    `metric_unit`: samples/s, queries/s, tokens/s, samples/query, latency (ms) or latency (s). `number_format` is the
    filed weight type in lower case. `inferred` is the release's own flag, which from v6.0 on is also set on results
    that were measured. `copy_of` is the source_path of the result that this one only repeats.
    """

    release: str | None
    division: str | None
    availability: str | None
    submitter: str | None
    system: str
    accelerator: str | None
    accelerators: int | None
    benchmark: str
    scenario: str
    metric_unit: str
    value: float
    number_format: str | None
    software: str | None
    source_path: str
    mixed: bool = False
    model_used: str | None = None
    suite: str | None = None
    inferred: bool | None = None
    copy_of: str | None = None

    @property
    def value_per_accelerator(self) -> float | None:
        """Throughput divided by the accelerators; None for latencies, mixed systems and unknown counts."""
        if self.accelerators is None or self.accelerator is None or self.mixed or not self.metric_unit.endswith("/s"):
            return None
        return self.value / self.accelerators

    @property
    def tokens_basis(self) -> str | None:
        """The reason for counting this result in tokens; None when it is not counted in tokens."""
        if self.metric_unit == "tokens/s":
            return "unit is tokens/s"
        if (self.release, self.benchmark, self.scenario) in FILED_AS_QUERIES:
            return "filed in queries/s on the scale of tokens/s"
        if self.benchmark.startswith("gptj") and self.metric_unit.endswith("/s"):
            return f"{GPTJ_TOKENS_PER_SAMPLE} tokens per sample"
        return None

    @property
    def tokens_per_s_per_accelerator(self) -> float | None:
        """Output tokens per second and accelerator where tokens are the metric or their number is documented."""
        if self.value_per_accelerator is None or self.tokens_basis is None:
            return None
        return self.value_per_accelerator * (
            GPTJ_TOKENS_PER_SAMPLE if self.tokens_basis.endswith("tokens per sample") else 1
        )


def release_name(text: str) -> str | None:
    """Return `mlperf-inference-v5.1` from a version, folder or file name that holds one; None for any other."""
    match = re.search(r"(?:^|[_-])v?(\d+\.\d+)(?=$|[_-]|\.(?:cut|start|json|csv)\b)", text.strip())
    return f"mlperf-inference-v{match[1]}" if match else None


def benchmark_name(name: str) -> str:
    """Return the benchmark's usual name: `llama3_1-405b` is llama3.1-405b, `resnet50` is resnet."""
    name = re.sub(r"^llama3_1", "llama3.1", name.strip())
    return BENCHMARK_NAMES.get(name, name)


def name_scenario(benchmark: str, scenario: str) -> tuple[str, str]:
    """Return benchmark and scenario in lower case without spaces.

    v5.0 filed interactive results as the server run of a benchmark called `-interactive`.
    """
    benchmark, scenario = benchmark_name(benchmark), re.sub(r"[^a-z]", "", scenario.lower())
    if scenario == "server" and "-interactive" in benchmark:
        return benchmark.replace("-interactive", ""), "interactive"
    return benchmark, scenario


def count(value: object) -> int | None:
    """Return a filed count such as 8, "8", 8.0 or "8x"; 0 is kept; None for anything else."""
    match = re.fullmatch(r"\s*(\d{1,9})(?:\.0+)?\s*[xX]?\s*", str(value))
    return int(match[1]) if match and not isinstance(value, bool) else None


def chips(accelerator: str | None, per_node: object, nodes: object) -> tuple[int | None, bool]:
    """Return the number of accelerators of a system, and whether they are of several kinds.

    `X (x32), Y (x16)` states it: 48 of two kinds. For any other name it is accelerators per node times nodes.

    Args:
        accelerator: Name as filed; None where there is none.
        per_node: Accelerators per node as filed.
        nodes: Number of nodes as filed.
    """
    parts = [part for part in SEVERAL.split(accelerator or "") if part.strip()]
    counted = [match for part in parts if (match := re.fullmatch(r"\s*(.+?)\s*\(\s*x\s*(\d{1,9})\s*\)\s*", part))]
    if counted and len(counted) == len(parts):
        return sum(int(match[2]) for match in counted) or None, len({match[1].lower() for match in counted}) > 1
    in_node, of_nodes = count(per_node), count(nodes)
    total = in_node * of_nodes if in_node is not None and of_nodes is not None else 0
    return total or None, len(parts) > 1


def remove_duplicates(results: Iterable[MlperfResult]) -> tuple[list[MlperfResult], list[str]]:
    """Return each result once, with copies marked, and one line for each result that was filed several times.

    Results with the same key and the same value are kept once. Results with the same key and different values are all
    left out, because the right one is unknown.
    """
    by_key: dict[tuple[object, ...], list[MlperfResult]] = {}
    for result in results:
        by_key.setdefault(_key(result), []).append(result)
    kept, problems = [], []
    for filed in by_key.values():
        if len(filed) > 1:
            same = len({(result.value, result.metric_unit) for result in filed}) == 1
            what = "counted once" if same else "with different values, all left out"
            problems.append(f"{_describe(filed[0])}: filed {len(filed)} times, {what}")
            if not same:
                continue
        kept.append(filed[0])
    return _mark_copies(kept), problems


def _mark_copies(results: list[MlperfResult]) -> list[MlperfResult]:
    """Mark X-99 with the value of X-99.9 as a copy of it, and equal values in another suite likewise."""
    originals: dict[tuple[object, ...], MlperfResult] = {}
    for result in results:
        first = originals.setdefault(_run(result), result)
        if _accuracy(result) > _accuracy(first):
            originals[_run(result)] = result
    return [
        result if originals[_run(result)] is result else replace(result, copy_of=originals[_run(result)].source_path)
        for result in results
    ]


def _accuracy(result: MlperfResult) -> float:
    match = ACCURACY.search(result.benchmark)
    return float(match[1]) if match else 0


def _key(result: MlperfResult) -> tuple[object, ...]:
    suite = (result.suite, result.model_used if result.division == "open" else None)
    return (*suite, result.release, result.division, result.submitter, result.system, result.benchmark, result.scenario)


def _run(result: MlperfResult) -> tuple[object, ...]:
    where = (result.release, result.division, result.submitter, result.system, ACCURACY.sub("", result.benchmark))
    return (*where, result.scenario, result.metric_unit, result.value)


def _describe(result: MlperfResult) -> str:
    return f"{result.source_path} ({result.benchmark}, {result.scenario})"
