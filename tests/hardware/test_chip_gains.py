"""One accelerator against another: only like with like, formats never assumed, intervals that hold planted truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.hardware.chip_gains import hardware_gains
from assets.hardware.spread import BenchmarkResult
from tests.hardware.results import results

AGES = {"old": 0, "middle": 1, "new": 2}


def gains(evidence: Sequence[BenchmarkResult], with_fp8: Sequence[str] = (), **wanted: Any) -> list[dict[str, Any]]:
    rows = hardware_gains(evidence, AGES, with_fp8)
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def only(evidence: Sequence[BenchmarkResult], with_fp8: Sequence[str] = (), **wanted: Any) -> dict[str, Any]:
    (row,) = gains(evidence, with_fp8, **wanted)
    return row


def test_the_median_submitter_is_compared_and_the_older_chip_is_the_baseline() -> None:
    # A submitter counts once: b's three systems reach 8, so the medians are 8 and 2.
    evidence = [*results(6, 8, 20, accelerator="new"), *results(7, 9, accelerator="new", submitter="b")]
    row = only([*evidence, *results(1, 2, 3, accelerator="old")], kind="release", pairing="all_submitters")
    assert (row["accelerator"], row["baseline"]) == ("new", "old")
    assert row["ratio"] == pytest.approx(4)
    assert (row["n"], row["n_submitters"], row["baseline_n_submitters"]) == (8, 3, 3)
    assert row["interval_basis"] == "submitters"
    assert 1.99 < row["low"] < row["ratio"] < row["high"] < 20.01


@pytest.mark.parametrize("other", [{"release": "v2"}, {"scenario": "server"}, {"benchmark": "c"}])
def test_only_like_is_compared_with_like(other: dict[str, str]) -> None:
    assert gains([*results(4), *results(2, accelerator="old", **other)]) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "basis"),
    [
        ("fp8", "fp8", "same_format"),
        ("fp4", "fp8", "formats_differ"),
        (None, "fp8", "format_unknown"),
        (None, None, "format_unknown"),
    ],
)
def test_a_format_is_never_assumed(ours: str | None, theirs: str | None, basis: str) -> None:
    evidence = [*results(4, number_format=ours), *results(2, accelerator="old", number_format=theirs)]
    row = only(evidence, kind="release", pairing="all_submitters")
    assert (row["basis"], row["number_format"], row["baseline_number_format"]) == (basis, ours, theirs)
    assert bool(gains(evidence, kind="all")) == (basis != "format_unknown")


def test_what_is_peculiar_to_a_submitter_cancels_within_it() -> None:
    # Each runs the new chip exactly twice as fast, however good it is itself; only old results of c, d and e match.
    evidence = [*results(2, 20, 200), *results(1, 10, 100, 1000, accelerator="old")]
    row = only(evidence, kind="release", pairing="same_submitter")
    assert (row["ratio"], row["low"], row["high"]) == pytest.approx((2, 2, 2))
    assert (row["n"], row["n_submitters"]) == (6, 3)


def test_fewer_than_three_shared_submitters_have_no_interval_of_their_own() -> None:
    row = only([*results(4, 4), *results(2, 2, accelerator="old")], kind="release", pairing="same_submitter")
    assert (row["ratio"], row["low"], row["high"], row["interval_basis"]) == (2, None, None, None)


def test_a_lone_submitter_borrows_the_spread_seen_elsewhere() -> None:
    elsewhere = results(8, 10, 12.5, benchmark="c", accelerator="middle")
    row = only(
        [*results(4), *results(2, accelerator="old"), *elsewhere],
        kind="release",
        pairing="all_submitters",
        benchmark="b",
    )
    assert row["interval_basis"] == "pooled_spread"
    assert row["low"] < 2 < row["high"]
    assert 1.2 < row["high"] / row["ratio"] < 1.25**2 + 1e-9


def test_pooled_rows_prefer_complete_releases() -> None:
    kept = [*results(2, number_format="fp8"), *results(1, accelerator="old", number_format="fp8")]
    sampled = [
        *results(8, release="v2", coverage="sample", number_format="fp8"),
        *results(1, release="v2", accelerator="old", number_format="fp8"),
    ]
    row = only([*kept, *sampled], kind="all")
    assert (row["ratio"], row["coverage"], row["n_cells"], row["benchmark"]) == (2, "complete", 1, "all")
    alone = only(sampled, kind="all")
    assert (alone["ratio"], alone["coverage"]) == (pytest.approx(8), "sample")


def test_pooling_is_a_geometric_mean_over_releases_and_benchmarks() -> None:
    evidence = [
        *results(2, number_format="fp8"),
        *results(1, accelerator="old", number_format="fp8"),
        *results(8, benchmark="c", release="v2", released_on=date(2025, 1, 1), number_format="fp8"),
        *results(1, benchmark="c", release="v2", released_on=date(2025, 1, 1), accelerator="old", number_format="fp8"),
    ]
    row = only(evidence, kind="all")
    assert row["ratio"] == pytest.approx(4)
    assert (row["release_from"], row["release_to"], row["n"], row["n_cells"]) == ("v1", "v2", 4, 2)
    assert row["low"] == pytest.approx(2)
    assert row["high"] == pytest.approx(8)


def test_chips_without_a_common_result_are_chained_by_a_third_chip() -> None:
    # new/middle = 2 in v2, middle/old = 3 in v1; software made middle ten times faster in between, which cancels.
    fp8 = {"number_format": "fp8"}
    evidence = [
        *results(60, release="v2", **fp8),
        *results(30, release="v2", accelerator="middle", **fp8),
        *results(3, release="v1", accelerator="middle", **fp8),
        *results(1, release="v1", accelerator="old", **fp8),
    ]
    row = only(evidence, accelerator="new", baseline="old")
    assert (row["kind"], row["via"], row["basis"]) == ("chained", "middle", "same_format")
    assert row["ratio"] == pytest.approx(6)
    other_format = [*evidence[:1], *results(30, release="v2", accelerator="middle", number_format="fp4"), *evidence[2:]]
    assert gains(other_format, accelerator="new", baseline="old") == []
    assert gains([replace(result, number_format=None) for result in evidence], accelerator="new", baseline="old") == []


def test_two_formats_of_one_chip_are_a_row_of_their_own() -> None:
    evidence = [*results(3, number_format="fp8"), *results(2, number_format="fp16")]
    row = only(evidence, kind="format", pairing="all_submitters")
    assert (row["accelerator"], row["baseline"]) == ("new", "new")
    assert (row["number_format"], row["baseline_number_format"]) == ("fp8", "fp16")
    assert row["ratio"] == pytest.approx(1.5)


def test_fp8_is_what_a_chip_gains_where_the_other_cannot_follow() -> None:
    # Both in eight bits at 99 percent: 2.5 times. At 99.9 only the new chip is: 4 times, of which 1.6 is the format's.
    evidence = [
        *results(5, benchmark="bert-99"),
        *results(2, benchmark="bert-99", accelerator="old"),
        *results(4, benchmark="bert-99.9"),
        *results(1, benchmark="bert-99.9", accelerator="old"),
    ]
    row = only(evidence, ["new"], kind="format_implied")
    assert row["ratio"] == pytest.approx(1.6)
    assert (row["accelerator"], row["baseline"], row["via"], row["n"]) == ("new", "new", "old", 4)
    assert (row["number_format"], row["basis"]) == (None, "implied")
    assert gains(evidence, ["new", "old"], kind="format_implied") == []
    strict = only(evidence, kind="accuracy_target", accelerator="old", pairing="all_submitters")
    assert (strict["benchmark"], strict["baseline_benchmark"], strict["ratio"]) == ("bert-99", "bert-99.9", 2)


def test_the_same_results_give_the_same_rows() -> None:
    evidence = [*results(4, 5, 6), *results(1, 2, 3, accelerator="old")]
    assert hardware_gains(evidence, AGES, []) == hardware_gains(evidence, AGES, [])


@given(st.lists(st.floats(1, 100), min_size=1, max_size=6), st.floats(0.1, 10))
def test_a_faster_chip_is_faster_by_just_as_much(speeds: list[float], times: float) -> None:
    old = results(1, 2, 3, accelerator="old")
    once = only([*results(*speeds), *old], kind="release", pairing="all_submitters")
    more = only([*results(*[speed * times for speed in speeds]), *old], kind="release", pairing="all_submitters")
    assert more["ratio"] == pytest.approx(once["ratio"] * times)
    assert more["low"] <= more["ratio"] <= more["high"]


def test_a_planted_ratio_lies_in_the_interval() -> None:
    """Submitters differ by 5 percent, seven have the new chip and five the old; the truth is 2.5."""
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(100):
        new, old = 2.5 * np.exp(rng.normal(0, 0.05, 7)), np.exp(rng.normal(0, 0.05, 5))
        row = only([*results(*new), *results(*old, accelerator="old")], kind="release", pairing="all_submitters")
        held += row["low"] <= 2.5 <= row["high"]
    assert held >= 85
