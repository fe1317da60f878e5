"""The bundled scores and bars: what may be compared with what, and the reference's own figures."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from assets.capability.facts import BarRow, ScoreRow
from warehouse.bundle import Bundle

SCORE = {
    "model_id": "m",
    "benchmark": "arena-text",
    "score": "1186",
    "low": None,
    "high": None,
    "vintage": "2024-06-19",
    "harness": "arena",
    "score_effort": "none",
    "source_url": "https://example.org",
    "licence": "CC BY 4.0",
}
BAR = {
    **{"bar": "b", "benchmark": "eci", "scale": None, "label": "a bar"},
    **{"reference_benchmark": None, "reference_vintage": None},
}


@pytest.mark.parametrize(
    ("harness", "scale", "effort"),
    [("epoch", "epoch", ""), ("epoch:high", "epoch", "high"), ("lab:thinking-32k", "lab", "thinking-32k")],
)
def test_the_effort_is_distinguished_from_the_scale(harness: str, scale: str, effort: str) -> None:
    row = ScoreRow.model_validate({**SCORE, "harness": harness})
    assert (row.scale, row.effort, row.known_on) == (scale, effort, date(2024, 6, 19))


@pytest.mark.parametrize(("reference", "threshold"), [(None, None), ("gpt-4-0314", "130")], ids=["neither", "both"])
def test_a_bar_has_one_level(reference: str | None, threshold: str | None) -> None:
    with pytest.raises(ValidationError, match="a bar needs a reference model or a threshold, and not both"):
        BarRow.model_validate({**BAR, "reference_model_id": reference, "threshold": threshold})


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"reference_benchmark": "eci"}, "needs both reference_benchmark and reference_vintage"),
        ({"reference_vintage": "2026-08-11"}, "needs both reference_benchmark and reference_vintage"),
        (
            {"reference_benchmark": "eci", "reference_vintage": "2026-08-11", "threshold": "130"},
            "a fixed threshold has no reference_benchmark",
        ),
    ],
)
def test_half_a_level_on_another_benchmark_is_refused(cells: dict[str, str], message: str) -> None:
    reference = {"reference_model_id": None if "threshold" in cells else "gpt-4-0314", "threshold": None}
    with pytest.raises(ValidationError, match=message):
        BarRow.model_validate({**BAR, **reference, **cells})


def test_the_level_of_teci_is_that_of_the_table_it_was_fitted_to() -> None:
    (teci,) = (row for row in Bundle().read("bars", BarRow) if row.reference_benchmark)
    level = reference_scores("eci", "epoch")[teci.reference_vintage or date.min]
    assert (teci.bar, level) == ("teci>=eci-gpt-4-0314", (119.95, 125.7, 129.65))
    estimates = {
        (row.model_id, row.score_effort): (row.score_low, row.score, row.score_high)
        for row in Bundle().read("scores", ScoreRow)
        if row.benchmark == "teci"
    }
    # Which of the cheap models qualify for an answer without thinking, by a row of the table each.
    assert estimates["gemma-3-12b-it", "none"] == (124.85, 126.07, 128.67)
    assert estimates["qwen3-4b", "none"] == (125.18, 126.32, 128.82)
    assert estimates["qwen2.5-7b-instruct", "none"] == (122.78, 124.01, 126.51)


def test_the_first_bar_is_the_headline() -> None:
    first = Bundle().read("bars", BarRow)[0]
    assert (first.bar, first.reference_model_id, first.scale) == ("eci>=gpt-4-0314", "gpt-4-0314", "epoch")


def test_the_frontier_class_is_the_best_model_of_the_latest_snapshot() -> None:
    scores = [row for row in Bundle().read("scores", ScoreRow) if (row.benchmark, row.harness) == ("eci", "epoch")]
    latest = [row for row in scores if row.vintage == max(row.vintage for row in scores)]
    bars = [row for row in Bundle().read("bars", BarRow) if "frontier class" in row.label]
    assert [row.reference_model_id for row in bars] == [max(latest, key=lambda row: row.score).model_id]


def reference_scores(benchmark: str, harness: str) -> dict[date, tuple[float | None, float, float | None]]:
    return {
        row.vintage: (row.score_low, row.score, row.score_high)
        for row in Bundle().read("scores", ScoreRow)
        if (row.model_id, row.benchmark, row.harness) == ("gpt-4-0314", benchmark, harness)
    }


def test_the_reference_scores_are_those_of_its_snapshots() -> None:
    eci = reference_scores("eci", "epoch")
    assert min(eci) == date(2025, 12, 19)
    assert eci[date(2026, 8, 11)] == (119.95, 125.7, 129.65)


def test_arena_was_rescaled_more_than_once() -> None:
    plain, styled = (reference_scores("arena-text", f"arena-{name}") for name in ("no-style-control", "style-control"))
    assert plain[date(2024, 6, 19)][1] == 1186
    assert styled[date(2025, 8, 6)][1] == 1210
    assert styled[date(2026, 7, 19)][1] == 1287
