"""One MLPerf Inference result, and a release's results whatever format they are filed in.

"Per accelerator" is our derivation, not an MLPerf metric. Which chip a name means is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

GPTJ_TOKENS_PER_SAMPLE = 69
"""By which MLPerf itself turned GPT-J samples into tokens from v4.1 on."""

FILED_AS_QUERIES = {("mlperf-inference-v5.1", "llama3.1-8b", "interactive")}
"""Results filed in queries/s whose values are tokens/s: the next release files the same ones in tokens/s."""

BENCHMARK_NAMES = {
    "resnet50": "resnet",
    "ssd-mobilenet": "ssd-small",
    "ssd-resnet34": "ssd-large",
    "text_to_video": "wan-2.2-t2v-a14b",
}
"""Folder and column names where the release elsewhere uses another name for the same benchmark."""

ACCURACY = re.compile(r"-(95|99|99\.9)$")
"""How a benchmark's name ends with the share of the reference accuracy that was demanded, in percent."""

SEVERAL = re.compile(r"[,;](?![^(]*\))|\s+and\s+|\s\+\s")
"""What stands between the names of several kinds of accelerator in one system."""

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
class Result:
    """One valid performance result. `accelerators` is the whole system's count; None = not known or none at all.

    `accelerator` is as filed; `mixed` = chips of several kinds, which have no figure per chip. `value` is in
    `metric_unit`: samples/s, queries/s, tokens/s, samples/query, latency (ms) or latency (s). `number_format` is the
    filed weight type in lower case. `inferred` is the release's own flag, which from v6.0 on also stands on results
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
        """Why this result is one in tokens; None when it is not."""
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
    """`mlperf-inference-v5.1` from a version or a folder or file name that holds one; None when it holds none."""
    found = re.search(r"(?:^|[_-])v?(\d+\.\d+)(?=$|[_-]|\.(?:cut|start|json|csv)\b)", text.strip())
    return f"mlperf-inference-v{found[1]}" if found else None


def benchmark_name(name: str) -> str:
    """The benchmark's usual name: `llama3_1-405b` is llama3.1-405b, `resnet50` is resnet."""
    name = re.sub(r"^llama3_1", "llama3.1", name.strip())
    return BENCHMARK_NAMES.get(name, name)


def name_scenario(benchmark: str, scenario: str) -> tuple[str, str]:
    """Benchmark and scenario in lower case without spaces; v5.0 filed interactive ones as a benchmark's server run."""
    benchmark, scenario = benchmark_name(benchmark), re.sub(r"[^a-z]", "", scenario.lower())
    if scenario == "server" and "-interactive" in benchmark:
        return benchmark.replace("-interactive", ""), "interactive"
    return benchmark, scenario


def count(value: object) -> int | None:
    """A filed count such as 8, "8", 8.0 or "8x"; 0 is kept; None when it is anything else."""
    found = re.fullmatch(r"\s*(\d+)(?:\.0+)?\s*[xX]?\s*", str(value))
    return int(found[1]) if found and not isinstance(value, bool) else None


def chips(accelerator: str | None, per_node: object, nodes: object) -> tuple[int | None, bool]:
    """All accelerators of a system, and whether they are of several kinds.

    `X (x32), Y (x16)` says so itself: 48 of two kinds. Else it is accelerators per node times nodes.
    """
    parts = [part for part in SEVERAL.split(accelerator or "") if part.strip()]
    counted = [found for part in parts if (found := re.fullmatch(r"\s*(.+?)\s*\(\s*x\s*(\d+)\s*\)\s*", part))]
    if counted and len(counted) == len(parts):
        return sum(int(found[2]) for found in counted) or None, len({found[1].lower() for found in counted}) > 1
    in_node, of_nodes = count(per_node), count(nodes)
    total = in_node * of_nodes if in_node is not None and of_nodes is not None else 0
    return total or None, len(parts) > 1


def settle(results: Iterable[Result]) -> tuple[list[Result], list[str]]:
    """Each result once, copies marked, and what was wrong.

    The same key twice: the same value is kept once, different values are all refused, for nobody can say which holds.
    """
    by_key: dict[tuple[object, ...], list[Result]] = {}
    for result in results:
        by_key.setdefault(_key(result), []).append(result)
    kept, problems = [], []
    for filed in by_key.values():
        if len(filed) > 1:
            same = len({(result.value, result.metric_unit) for result in filed}) == 1
            what = "counted once" if same else "with different values, all left out"
            problems.append(f"{_words(filed[0])}: filed {len(filed)} times, {what}")
            if not same:
                continue
        kept.append(filed[0])
    return _mark_copies(kept), problems


def _mark_copies(results: list[Result]) -> list[Result]:
    """A run stands for its most accurate variant: X-99 with X-99.9's value is a copy, as is another suite's."""
    originals: dict[tuple[object, ...], Result] = {}
    for result in results:
        first = originals.setdefault(_run(result), result)
        if _accuracy(result) > _accuracy(first):
            originals[_run(result)] = result
    return [
        result if originals[_run(result)] is result else replace(result, copy_of=originals[_run(result)].source_path)
        for result in results
    ]


def _accuracy(result: Result) -> float:
    found = ACCURACY.search(result.benchmark)
    return float(found[1]) if found else 0


def _key(result: Result) -> tuple[object, ...]:
    suite = (result.suite, result.model_used if result.division == "open" else None)
    return (*suite, result.release, result.division, result.submitter, result.system, result.benchmark, result.scenario)


def _run(result: Result) -> tuple[object, ...]:
    where = (result.release, result.division, result.submitter, result.system, ACCURACY.sub("", result.benchmark))
    return (*where, result.scenario, result.metric_unit, result.value)


def _words(result: Result) -> str:
    return f"{result.source_path} ({result.benchmark}, {result.scenario})"
