"""Software over releases: the saturating curve recovers a planted gain, and is not fitted to too few releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from assets.hardware.saturation import fit_saturation
from assets.hardware.software_gains import software_gains
from assets.hardware.spread import BenchmarkResult
from tests.hardware.results import results
from warehouse.bundle import Bundle

FIRST = date(2024, 1, 1)


def released(place: int) -> dict[str, Any]:
    """Releases come every half year."""
    return {"release": f"v{place}", "released_on": FIRST + timedelta(days=183 * place)}


def rows(evidence: Sequence[BenchmarkResult], **wanted: Any) -> list[dict[str, Any]]:
    return [row for row in software_gains(evidence) if all(row[name] == value for name, value in wanted.items())]


def planted(years: np.ndarray, gain: float, tau: float) -> np.ndarray:
    return 1 + (gain - 1) * (1 - np.exp(-years / tau))


@pytest.mark.parametrize(("gain", "tau"), [(2.7, 0.3), (1.4, 0.5), (3.5, 0.9)])
def test_a_planted_curve_is_found(gain: float, tau: float) -> None:
    years = np.arange(5) / 2
    curve = fit_saturation(years, 80 * planted(years, gain, tau)[None, :])
    assert curve.first[0] == pytest.approx(80, rel=0.01)
    assert curve.gain[0] == pytest.approx(gain, rel=0.01)
    assert curve.half_time[0] == pytest.approx(tau * np.log(2), rel=0.05)
    assert curve.at(1.0)[0] == pytest.approx(planted(np.array([1.0]), gain, tau)[0], rel=0.01)


def test_a_saturation_has_a_half_time_and_a_release_has_none() -> None:
    evidence = [result for place, speed in enumerate((10, 18, 20, 20)) for result in results(speed, **released(place))]
    release, *_, saturation = rows(evidence, series="best")
    assert release.keys() == saturation.keys()
    assert (release["half_time_years"], release["is_saturated"]) == (None, None)
    # 80 percent of the gain after half a year: ln 2 / ln 5 of it, 0.215 years, to the half.
    assert saturation["half_time_years"] == pytest.approx(0.215, abs=0.03)
    assert saturation["ratio"] == pytest.approx(2, rel=0.02)
    assert saturation["is_saturated"]
    assert saturation["n"] == 4


def test_no_gain_is_no_gain_and_has_no_half_time() -> None:
    curve = fit_saturation(np.array([0, 0.5, 1]), np.array([[10.0, 9.0, 8.0]]))
    assert curve.gain[0] == 1
    assert np.isnan(curve.half_time[0])


def test_a_straight_rise_promises_little_more_than_was_seen() -> None:
    """An exponential would promise the moon; here 86 percent of the gain in the end must have been seen."""
    years = np.array([0, 0.5, 1.0])
    curve = fit_saturation(years, np.array([[1.0, 2.0, 3.0]]))
    assert 2.9 < curve.gain[0] < 1 + 2 / 0.86
    assert curve.tau[0] == pytest.approx(0.5)


def test_two_releases_are_no_curve() -> None:
    with pytest.raises(ValueError, match="needs 3 releases"):
        fit_saturation(np.array([0, 0.5]), np.array([[1.0, 2.0]]))
    evidence = [*results(10, **released(0)), *results(20, **released(1))]
    assert rows(evidence, kind="saturation") == []
    (row,) = rows(evidence, kind="release", series="best")
    assert (row["ratio"], row["n"], row["fitted_ratio"], row["n_releases"]) == (pytest.approx(2), 2, None, 2)


def test_the_best_and_the_median_are_series_of_their_own() -> None:
    evidence = [*results(10, 10, 10, **released(0)), *results(20, 30, 80, **released(1))]
    best, median = rows(evidence, kind="release")
    assert (best["series"], median["series"]) == ("best", "median")
    assert (best["ratio"], median["ratio"]) == (pytest.approx(8), pytest.approx(3))
    assert best["low"] < best["ratio"] <= best["high"]


def test_accuracy_targets_of_one_model_are_joined_for_tokens_only() -> None:
    evidence = [
        *results(10, benchmark="llm-99", **released(0)),
        *results(15, benchmark="llm-99.9", **released(1)),
        *results(10, benchmark="bert-99", metric_unit="samples/s", **released(0)),
        *results(15, benchmark="bert-99.9", metric_unit="samples/s", **released(1)),
    ]
    assert {row["benchmark"] for row in software_gains(evidence)} == {"llm-any"}


@pytest.mark.parametrize(
    ("before", "after", "same"), [("fp8", "fp8", "yes"), ("fp16", "fp8", "no"), (None, "fp8", "unknown")]
)
def test_a_changed_format_is_stated(before: str | None, after: str, same: str) -> None:
    evidence = [*results(10, number_format=before, **released(0)), *results(20, number_format=after, **released(1))]
    assert {row["same_format"] for row in software_gains(evidence)} == {same}


def test_a_planted_saturation_lies_in_the_interval() -> None:
    """Four releases of four submitters 3 percent apart; the median gains 2.5 times in the end, tau 0.4 years."""
    rng, truth, held = np.random.default_rng(3), planted(np.arange(4) * 183 / 365.25, 2.5, 0.4), 0
    for _ in range(60):
        evidence = [
            result
            for place, speed in enumerate(truth)
            for result in results(*(speed * np.exp(rng.normal(0, 0.03, 4))), **released(place))
        ]
        (row,) = rows(evidence, kind="saturation", series="median")
        held += row["low"] <= 2.5 <= row["high"]
    assert held >= 48


def test_the_h100_gained_what_the_releases_state() -> None:
    """GPT-J 2491.7 over 917.0 tokens/s; Llama 2 70B 3913.4 and then 3902.5 over 2725.7: flat by then."""
    kept = [
        BenchmarkResult(
            *(row["release"], row["released_on"], "h100", row["benchmark"], "offline", row["submitter"], None),
            *("tokens/s", row["tokens_per_s_per_accelerator"], row["coverage"]),
        )
        for row in (fact.model_dump() for fact in _h100_results())
    ]
    gains = rows(kept, kind="release", series="best")
    by_release = {
        (row["benchmark"], row["release_to"].removeprefix("mlperf-inference-")): row["ratio"] for row in gains
    }
    assert by_release["gptj-any", "v4.1"] == pytest.approx(2.717, abs=0.001)
    assert by_release["llama2-70b-any", "v5.0"] == pytest.approx(1.436, abs=0.001)
    assert by_release["llama2-70b-any", "v5.1"] == pytest.approx(1.432, abs=0.001)


def _h100_results() -> list[Any]:
    from assets.hardware.facts import HardwareResultRow

    return [
        row
        for row in Bundle().read("hardware_results", HardwareResultRow)
        if row.accelerator_id == "h100-sxm-80gb"
        and row.scenario == "offline"
        and row.division == "closed"
        and row.availability == "available"
        and row.tokens_per_s_per_accelerator
        and row.benchmark.startswith(("gptj", "llama2"))
    ]
