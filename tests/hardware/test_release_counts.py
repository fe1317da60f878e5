"""Counts per release: what a file itself holds, what its reader gives, and why the rest was left out.

The reviewed counts are in `releases_rows.csv`; what a file holds is counted here in another way than its reader does.
Skipped where the real releases are not.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.hardware.releases.parse import parse_release
from tests.hardware.test_shared_agreement import RAW

REVIEWED = list(csv.DictReader(Path(__file__).with_name("releases_rows.csv").read_text(encoding="utf-8").splitlines()))
pytestmark = pytest.mark.shared

REASONS = ("is serverless", "result is INVALID", "energy")
"""Why a reader names a row and leaves it out; its other remarks flag rows that it returns."""


def logs(path: Path) -> tuple[int, Counter[str]]:
    names = [file.relative_to(path).as_posix() for file in path.rglob("mlperf_log_summary.txt")]
    return len(names), Counter("compliance" for name in names if "/compliance/" in name)


def array(path: Path) -> tuple[int, Counter[str]]:
    return path.read_text(encoding="utf-8").count('"Performance_Result"'), Counter()


def lines(path: Path) -> tuple[int, Counter[str]]:
    return len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) - 1, Counter()


def offers(path: Path) -> tuple[int, Counter[str]]:
    return len(json.loads(path.read_text(encoding="utf-8"))["offers"]), Counter()


def sellers(path: Path) -> tuple[int, Counter[str]]:
    return sum(
        len(json.loads(line)["by_provider"]) for line in path.read_text(encoding="utf-8").splitlines()
    ), Counter()


def figures(path: Path) -> tuple[int, Counter[str]]:
    """Rows of flat tables of throughput and of latency; all figures of a table of stacked headers."""
    held, left = 0, Counter[str]()
    head = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            head = ""
        elif not head:
            head = line
        elif re.search(r"\|\s*GPU\s*\|", head):
            held += len(re.findall(r"(?<=\|)\s*(?:\d+\.\d+|\d{3,})\s*(?=\|)", line))
        elif re.search(r"\d", line):
            held += 1
            left["latency"] += "Latency" in head
    return held, left


HELD: dict[str, Callable[[Path], tuple[int, Counter[str]]]] = {
    "mlperf_v0.7": logs,
    "mlperf_v3.0": logs,
    "summary_results_v5.1.cut.json": array,
    "summary_results_v6.0.cut.json": array,
    "summary_v6.1.start.csv": lines,
    "gpu_rental_adriannutiu_2026-07-21.json": offers,
    "gpu_rental_tugot17_H100_80GB_SXM5.head.jsonl": sellers,
    "trtllm_v0.6.1_performance.md": figures,
    "trtllm_2024-04-24_perf-overview.md": figures,
    "trtllm_v0.17_perf-overview.cut.md": figures,
}


def count(name: str, reader: str) -> dict[str, str]:
    """One row of `releases_rows.csv` as it is now."""
    held, left = HELD[name](RAW / name)
    rows, problems = parse_release(reader, RAW / name)
    left += Counter(reason for line in problems for reason in REASONS if reason in line)
    reasons = "; ".join(f"{number} {reason}" for reason, number in sorted(left.items()) if number)
    return {"file": name, "reader": reader, "held": str(held), "read": str(len(rows)), "left_out": reasons}


NO_RELEASES = {"SOURCES.csv", "teci_results_methods.csv"}
"""Beside the releases: where they come from, and scores of models."""


def test_every_release_here_is_counted() -> None:
    assert {row["file"] for row in REVIEWED} == set(HELD) == {file.name for file in RAW.iterdir()} - NO_RELEASES


@pytest.mark.parametrize("reviewed", REVIEWED, ids=lambda row: row["file"])
def test_what_is_held_is_read_or_left_out_for_a_reason(reviewed: dict[str, str]) -> None:
    assert count(reviewed["file"], reviewed["reader"]) == reviewed
    left = sum(int(part.split()[0]) for part in reviewed["left_out"].split("; ") if part)
    assert int(reviewed["held"]) == int(reviewed["read"]) + left
