"""Techniques: better evidence weighs more, a publication counts once, measures stay apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assets.hardware.technique_gains import TechniqueMeasurement, technique_gains

PLAIN = TechniqueMeasurement("t", "throughput", None, None, None, "authors", "read here", None, "https://example.org")


def measured(factor: float | None = None, **more: Any) -> TechniqueMeasurement:
    return replace(PLAIN, factor=factor, **more)


def test_independent_outweighs_vendors_and_recalled_hardly_counts() -> None:
    measurements = [
        measured(1.5, evidence="independent", source_url="a"),
        measured(4.0, evidence="vendor", source_url="b"),
        measured(5.0, evidence="authors", read="recalled", source_url="c"),
    ]
    (row,) = technique_gains(measurements)
    assert (row["factor"], row["low"], row["high"]) == pytest.approx((1.5, 1.5, 5.0))
    assert (row["n"], row["n_independent"], row["n_authors"], row["n_vendor"], row["n_recalled"]) == (3, 1, 1, 1, 1)
    assert row["best_evidence"] == "independent"


def test_a_publication_counts_once_however_many_rows_it_holds() -> None:
    many = [measured(9.0, source_url="talkative") for _ in range(20)]
    few = [measured(2.0, source_url=name) for name in "ab"]
    (row,) = technique_gains([*many, *few])
    assert row["factor"] == pytest.approx(2)
    assert row["n_sources"] == 3


@pytest.mark.parametrize(
    ("measurement", "factor", "n"),
    [
        (measured(low=2.0, high=8.0), 4.0, 1),  # a range counts at its geometric middle
        (measured(high=8.0), None, 0),  # "up to" is no measurement
        (measured(3.0, note="one completion; includes continuous batching"), None, 0),
    ],
)
def test_what_counts_as_a_measurement(measurement: TechniqueMeasurement, factor: float | None, n: int) -> None:
    (row,) = technique_gains([measurement])
    assert (row["factor"], row["n"], row["n_left_out"]) == (pytest.approx(factor) if factor else None, n, 1 - n)


def test_the_spread_holds_the_ends_of_stated_ranges() -> None:
    (row,) = technique_gains([measured(2.0, low=1.5, high=3.0)])
    assert (row["low"], row["factor"], row["high"]) == pytest.approx((1.5, 2.0, 3.0))


def test_measures_and_techniques_are_never_mixed() -> None:
    measurements = [measured(2.0), measured(3.0, metric="latency"), measured(4.0, technique="u")]
    assert [(row["technique"], row["metric"], row["factor"]) for row in technique_gains(measurements)] == [
        ("t", "latency", pytest.approx(3)),
        ("t", "throughput", pytest.approx(2)),
        ("u", "throughput", pytest.approx(4)),
    ]
