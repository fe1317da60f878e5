"""What releases hold besides figures that read: tables without a chip, sellers without a price, logs out of place."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from assets.hardware.releases import mlperf_logs
from assets.hardware.releases.mlperf import read_release
from assets.hardware.releases.rental import read_rental
from assets.hardware.releases.spec_bench import read_spec_bench
from assets.hardware.releases.trtllm import read_trtllm
from tests.hardware.release_files import OFFLINE, Release, log, system
from warehouse.errors import TokenfallError

SELLERS = {"acme": {"min": 2.5}, "zero": {"min": 0}, "none": {"count": 3}, "text": "2.5"}
SUMMARY = {"timestamp": "2025-10-19T21:01:58+00:00", "gpu_type": "H100_80GB", "by_provider": SELLERS}

FLAT = """# Peak Throughput

### {heading}

| Model    | TP (1) | {length} | Output Length | Throughput (out tok/s/GPU) |
| :------- | :----- | :------- | :------------ | -------------------------: |
| Small 7B | {tp}   | 128      | 2048          |                     19,694 |
| Big 70B  | 4      | 128      | 128           |                        600 |
"""

STACKED = """# Overview

| Throughput (tokens / sec) |                            | GPU                          | H9 80GB |
|:--------------------------|:---------------------------|:-----------------------------|:--------|
| Model                     | Tensor Model Parallel Size | Runtime Input/Output Lengths |         |
| {model}                   | {tp}                       | 128, 128                     | 29526.0 |
| Big v3.1 70B              | 2                          | 128, 128                     | 6800    |
"""

MIXED = """# Throughput

### H9 GPUs (FP8)

| Model    | TP (1) | Input Length | Output Length | Throughput (out tok/s/GPU) |
| :------- | :----- | :----------- | :------------ | -------------------------: |
| Small 7B | 1      | 128          | 2048          |                     19,694 |

### H9 GPUs (FP16)

| Model    | TP (1) | Input Length | Output Length | Throughput (out tok/s) |
| :------- | :----- | :----------- | :------------ | ---------------------: |
| Small 7B | 1      | 128          | 2048          |                 10,000 |
"""

LEADERBOARD = """# Leaderboard

- Experimental Settings: Llama-7B-v1.3, greedy decoding

| Models | Multi-turn | Overall |
| --- | --- | --- |
| Eagle | 2.71x | 2.25x |
"""


def write(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def figures(path: Path) -> tuple[list[tuple[str, float]], list[str]]:
    """Model and tokens per second of every row, and the problems without the path."""
    rows, problems = read_trtllm(path)
    return [(row.model, row.tokens_per_s) for row in rows], [problem.removeprefix(f"{path} ") for problem in problems]


def test_a_summary_over_several_lines_is_one_summary(tmp_path: Path) -> None:
    prices, problems = read_rental(write(tmp_path, json.dumps(SUMMARY, indent=1), "summary.json"), None)
    assert [(price.provider, price.usd_per_gpu_hour) for price in prices] == [("acme", Decimal("2.5"))]
    assert [problem.partition(": line 1: ")[2] for problem in problems] == [
        f"{seller} has no positive lowest price: left out" for seller in ("zero", "none", "text")
    ]


def test_a_leaderboard_without_its_device_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match="no device or model is stated above the table"):
        read_spec_bench(write(tmp_path, LEADERBOARD, "Leaderboard.md"))


@pytest.mark.parametrize(
    ("heading", "length", "tp", "rows", "problem"),
    [
        ("Tables", "Input Length", "1", [], "no heading `<chip> GPUs (<format>)` or no column of TP or lengths"),
        ("H9 GPUs (FP8)", "Prompt", "1", [], "no heading `<chip> GPUs (<format>)` or no column of TP or lengths"),
        ("H9 GPUs (FP8)", "Input Length", "many", [("Big 70B", 2400.0)], "TP is not a number"),
        ("H9 GPUs (FP8)", "Input Length", "1", [("Small 7B", 19694.0), ("Big 70B", 2400.0)], None),
    ],
)
def test_a_flat_table_needs_its_chip_its_lengths_and_numbers(
    tmp_path: Path, heading: str, length: str, tp: str, rows: list[tuple[str, float]], problem: str | None
) -> None:
    path = write(tmp_path, FLAT.format(heading=heading, length=length, tp=tp), "perf.md")
    if not rows:
        with pytest.raises(TokenfallError, match="no figure could be read") as refused:
            read_trtllm(path)
        assert str(problem) in str(refused.value)
    else:
        read, problems = figures(path)
        assert read == [(model, pytest.approx(figure)) for model, figure in rows]
        assert [str(problem) in line for line in problems] == ([True] if problem else [])


@pytest.mark.parametrize(("model", "tp"), [("", "1"), ("Small v3.1 8B", "")])
def test_a_stacked_row_without_its_model_or_tp_is_left_out(tmp_path: Path, model: str, tp: str) -> None:
    text = STACKED.format(model=model, tp=tp).replace("# Overview", "")
    rows, problems = figures(write(tmp_path, text, "perf.md"))
    assert rows == [("Big v3.1 70B", pytest.approx(6800.0))]
    assert [
        problem.partition(": ")[2].endswith("model, chip or TP is not stated: left out") for problem in problems
    ] == [True]


def test_totals_of_single_gpus_beside_figures_per_gpu_are_not_flagged(tmp_path: Path) -> None:
    rows, problems = read_trtllm(write(tmp_path, MIXED, "perf.md"))
    assert [(row.tokens_per_s, row.doubt) for row in rows] == [
        (pytest.approx(19694.0), None),
        (pytest.approx(10000.0), None),
    ]
    assert problems == []


def test_a_log_that_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    release = Release(tmp_path)
    release.system(system())
    release.run(log(OFFLINE))
    unread = release.run(log(OFFLINE), "gptj/Offline/performance/run_1")
    unread.unlink()
    unread.symlink_to(unread.name)
    results, problems = read_release(release.root)
    assert [result.benchmark for result in results] == ["bert-99"]
    assert any("gptj/Offline" in line and "cannot be read (Too many levels" in line for line in problems)


def test_a_log_too_near_the_root_is_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer folders than a result has: they cannot be assigned."""
    monkeypatch.setattr(mlperf_logs, "find_logs", lambda root: [Path("/box/performance/run_1/mlperf_log_summary.txt")])
    assert mlperf_logs.read_logs(tmp_path) == ([], [])
