"""Real releases against the curated results: what both hold must be equal. Skipped where the releases are not."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from assets.hardware.releases.mlperf import read_release
from assets.hardware.releases.mlperf_result import MlperfResult
from assets.hardware.releases.parse import parse_release
from assets.hardware.releases.trtllm import read_trtllm
from tests.conftest import SHARED

RAW = SHARED / "raw"
FACTS = Path(__file__).parents[2] / "warehouse" / "facts"

pytestmark = pytest.mark.shared


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def key(result: MlperfResult) -> tuple[object, ...]:
    where = (result.release, result.division, result.submitter, result.system)
    return (*where, result.benchmark, result.scenario)


@pytest.fixture(scope="module")
def curated() -> dict[tuple[object, ...], dict[str, str]]:
    names = ("release", "division", "submitter", "system", "benchmark", "scenario")
    return {tuple(row[name] for name in names): row for row in facts("hardware_results.csv") if not row["model_used"]}


@pytest.mark.parametrize(
    ("name", "rows", "in_both", "copies", "problems"),
    [
        ("mlperf_v0.7", 8, 8, 0, 0),
        ("mlperf_v3.0", 12, 12, 0, 0),
        ("summary_results_v5.1.cut.json", 55, 41, 10, 0),
        ("summary_results_v6.0.cut.json", 60, 53, 9, 8),  # 8 file another total than "(x87)" and "(x94)"
        ("summary_v6.1.start.csv", 11, 5, 0, 0),
    ],
)
def test_mlperf(
    curated: dict[tuple[object, ...], dict[str, str]], name: str, rows: int, in_both: int, copies: int, problems: int
) -> None:
    results, messages = read_release(RAW / name)
    aliases = {row["alias"]: row["accelerator_id"] for row in facts("accelerator_aliases.csv")}
    both = [(result, curated[key(result)]) for result in results if key(result) in curated]
    assert (len(results), len(both), len(messages)) == (rows, in_both, problems)
    assert sum(result.copy_of is not None for result in results) == copies
    for result, fact in both:
        assert result.value == pytest.approx(float(fact["value"]), rel=1e-9)
        assert str(result.accelerators) == fact["accelerators"]
        assert result.accelerator == fact["accelerator_source_string"]
        assert aliases[fact["accelerator_source_string"]] == fact["accelerator_id"]
        assert (result.metric_unit, result.availability) == (fact["metric_unit"], fact["availability"])
        assert (result.number_format or "") == fact["number_format_as_filed"]
        assert (result.copy_of is not None) == bool(fact["duplicate_of"])
        if fact["accelerator_id"] == "mixed":  # the curated table divides by all of them, we do not
            assert (result.value_per_accelerator, result.tokens_per_s_per_accelerator) == (None, None)
            continue
        assert result.value_per_accelerator == pytest.approx(float(fact["value_per_accelerator"]), rel=1e-6)
        tokens = fact["tokens_per_s_per_accelerator"]
        assert result.tokens_per_s_per_accelerator == (pytest.approx(float(tokens), rel=1e-6) if tokens else None)


@pytest.mark.parametrize(
    ("name", "rows", "flagged"),
    [
        ("trtllm_v0.6.1_performance.md", 37, 8),
        ("trtllm_2024-04-24_perf-overview.md", 84, 0),
        ("trtllm_v0.17_perf-overview.cut.md", 48, 0),
    ],
)
def test_trtllm(name: str, rows: int, flagged: int) -> None:
    throughputs, problems = read_trtllm(RAW / name)
    reasons = [throughput.doubt for throughput in throughputs if throughput.doubt]
    assert (len(throughputs), len(reasons), len(problems)) == (rows, flagged, flagged // 8)


def test_rental() -> None:
    offers, problems = parse_release("rental", RAW / "gpu_rental_adriannutiu_2026-07-21.json")
    assert (len(offers), len(problems)) == (244, 49)  # 49 serverless
    assert Counter(row["term"] for row in offers) == {"on-demand": 213, "spot": 31}
    sellers, problems = parse_release("rental", RAW / "gpu_rental_tugot17_H100_80GB_SXM5.head.jsonl")
    assert (len(sellers), problems) == (171, [])
