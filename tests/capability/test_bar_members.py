"""Who reaches a bar: the reference's own score in the same snapshot, on the same scale, at a comparable effort."""

from __future__ import annotations

import pytest

from tests.conftest import fill, make, read
from warehouse.store import Writer

BAR = "arena>=gpt-4"


def compare_with_bars(writer: Writer) -> None:
    make(writer, "_bar_judgement", "capability/compare_with_bars.sql")
    make(writer, "core_bar_member", "capability/find_bar_members.sql")


def members(writer: Writer, bound: str = "central", answered_by: str = "non-reasoning") -> list[str]:
    compare_with_bars(writer)
    rows = read(
        writer,
        f"SELECT model_id FROM core_bar_member WHERE bound = '{bound}' AND answered_by = '{answered_by}' ORDER BY 1",
    )
    return [model_id for (model_id,) in rows]


def score(model_id: str, score: float, vintage: str = "2024-06-01", **more: object) -> dict[str, object]:
    row = {"model_id": model_id, "benchmark": "arena", "score": score, "vintage": vintage, "scale": "votes"}
    return {**row, "effort": "", "score_effort": "none", **more}


@pytest.fixture(autouse=True)
def _a_bar_and_models(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": BAR, "benchmark": "arena", "reference_model_id": "gpt-4"})
    for model_id in ("gpt-4", "better", "worse"):
        fill(writer, "core_model", {"model_id": model_id})
    fill(writer, "core_model", {"model_id": "thinker", "reasoning": True, "thinking": "adjustable"})


@pytest.mark.parametrize("shift", [0, 101])
def test_a_rescaled_benchmark_does_not_move_the_bar(writer: Writer, shift: float) -> None:
    # GPT-4 scored 1186 on Arena and later 1287; a model that scored more than it still does.
    fill(writer, "core_score", *(score(name, at + shift) for name, at in [("gpt-4", 1186), ("better", 1201)]))
    fill(writer, "core_score", score("worse", 1180 + shift))
    assert members(writer) == ["better", "gpt-4"]


def test_an_old_score_is_not_compared_with_a_new_scale(writer: Writer) -> None:
    # 1250 was above GPT-4 when GPT-4 scored 1186; in the snapshot of 2026 GPT-4 itself scores 1287.
    fill(writer, "core_score", score("gpt-4", 1186), score("better", 1250))
    fill(writer, "core_score", score("gpt-4", 1287, "2026-06-01"))
    compare_with_bars(writer)
    assert read(
        writer, "SELECT model_id, threshold, vintage FROM core_bar_member WHERE answered_by = 'any' ORDER BY ALL"
    ) == [
        ("better", 1186.0, "2024-06-01"),
        ("gpt-4", 1287.0, "2026-06-01"),
    ]


def test_a_model_is_compared_in_the_latest_snapshot_that_holds_both(writer: Writer) -> None:
    # Above GPT-4 in 2024 and below it in 2026: the later score counts. A snapshot without GPT-4 is not used.
    fill(writer, "core_score", score("gpt-4", 100), score("worse", 101), score("better", 99))
    fill(writer, "core_score", score("gpt-4", 100, "2026-01-01"), score("worse", 99, "2026-01-01"))
    fill(writer, "core_score", score("better", 100.5, "2026-01-01"), score("better", 1, "2026-02-01"))
    assert members(writer) == ["better", "gpt-4"]


def test_a_score_equal_to_the_bar_passes(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 35.7), score("better", 35.7), score("worse", 35.6999))
    assert members(writer) == ["better", "gpt-4"]


def test_another_scale_is_never_compared(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("better", 500, scale="style control"))
    assert members(writer) == ["gpt-4"]


def test_a_bar_on_one_scale_ignores_the_reference_on_others(writer: Writer) -> None:
    fill(
        writer, "core_bar", {"bar": "votes only", "benchmark": "arena", "reference_model_id": "gpt-4", "scale": "votes"}
    )
    fill(writer, "core_score", score("gpt-4", 100), score("gpt-4", 50, scale="style control"))
    fill(writer, "core_score", score("better", 60, scale="style control"), score("worse", 90))
    compare_with_bars(writer)
    query = (
        "SELECT bar, model_id, scale FROM core_bar_member WHERE bound = 'central' AND answered_by = 'any' ORDER BY ALL"
    )
    assert read(writer, query) == [
        (BAR, "better", "style control"),
        (BAR, "gpt-4", "votes"),
        ("votes only", "gpt-4", "votes"),
    ]


def test_another_benchmark_is_never_compared(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("better", 500, benchmark="mmlu"))
    assert members(writer) == ["gpt-4"]


@pytest.mark.parametrize(
    ("score_effort", "plain", "thinking"),
    [
        ("none", True, False),
        ("high", False, True),
        ("on", False, True),
        ("shared", False, True),  # one score for all efforts does not show the capability without thinking
        ("unknown", False, False),
    ],
)
def test_a_use_is_compared_by_scores_of_the_same_effort(
    writer: Writer, score_effort: str, plain: bool, thinking: bool
) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("thinker", 120, score_effort=score_effort))
    compare_with_bars(writer)
    query = "SELECT bound, answered_by FROM core_bar_member WHERE model_id = 'thinker' ORDER BY ALL"
    expected = [("any-effort", "non-reasoning"), ("central", "any")]
    expected += [("central", "non-reasoning")] * plain + [("central", "reasoning")] * thinking
    assert read(writer, query) == expected


def test_a_model_that_always_thinks_thought_when_it_was_measured(writer: Writer) -> None:
    fill(writer, "core_model", {"model_id": "o1", "reasoning": True, "thinking": "always"})
    fill(writer, "core_score", score("gpt-4", 100), score("o1", 120, score_effort="unknown"))
    assert members(writer, answered_by="reasoning") == ["o1"]


def test_each_use_takes_the_best_of_its_own_scores(writer: Writer) -> None:
    efforts = [("", "none", 90), ("low", "low", 105), ("high", "high", 110)]
    rows = (score("thinker", at, effort=effort, score_effort=level) for effort, level, at in efforts)
    fill(writer, "core_score", score("gpt-4", 80), *rows)
    compare_with_bars(writer)
    query = """SELECT answered_by, score, score_effort FROM core_bar_member
               WHERE model_id = 'thinker' AND bound = 'central' ORDER BY ALL"""
    assert read(writer, query) == [
        ("any", 110.0, "high"),
        ("non-reasoning", 90.0, "none"),
        ("reasoning", 110.0, "high"),
    ]


def test_the_reference_sets_the_bar_with_its_plain_run_only(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("better", 120))
    fill(writer, "core_score", score("gpt-4", 150, "2026-01-01", effort="high"), score("better", 120, "2026-01-01"))
    assert members(writer) == ["better", "gpt-4"]


def test_the_bounds_move_the_bar_by_the_latest_interval(writer: Writer) -> None:
    # The old interval was 100 -10/+10; the latest that is given is 101 -4/+6, and the newest snapshot gives none.
    fill(writer, "core_score", score("gpt-4", 100, "2024-01-01", score_low=90, score_high=110))
    fill(writer, "core_score", score("gpt-4", 101, "2025-01-01", score_low=97, score_high=107))
    fill(writer, "core_score", score("gpt-4", 102, "2026-01-01"))
    fill(writer, "core_score", *(score(name, at, "2026-01-01") for name, at in [("worse", 98), ("better", 108)]))
    compare_with_bars(writer)
    query = (
        "SELECT bound, model_id, threshold FROM core_bar_member WHERE answered_by = 'any' ORDER BY threshold, model_id"
    )
    rows = read(writer, query)
    assert rows == [
        ("low", "better", 98.0),
        ("low", "gpt-4", 98.0),
        ("low", "worse", 98.0),
        ("central", "better", 102.0),
        ("central", "gpt-4", 102.0),
        ("high", "better", 108.0),
    ]


def test_a_bar_without_an_interval_has_no_bounds(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("better", 120, score_low=110, score_high=130))
    compare_with_bars(writer)
    assert read(writer, "SELECT DISTINCT bound FROM core_bar_member WHERE answered_by = 'any'") == [("central",)]


def test_a_fixed_bar_needs_no_reference(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": "arena>=110", "benchmark": "arena", "threshold": 110})
    fill(writer, "core_score", score("better", 110), score("worse", 109.9))
    compare_with_bars(writer)
    query = "SELECT bar, bound, model_id, threshold FROM core_bar_member WHERE answered_by = 'any'"
    assert read(writer, query) == [("arena>=110", "central", "better", 110.0)]


def test_a_score_of_an_unknown_model_is_left_out(writer: Writer) -> None:
    fill(writer, "core_score", score("gpt-4", 100), score("nobody", 200))
    assert members(writer) == ["gpt-4"]


def test_a_bar_has_a_vintage_after_each_snapshot(writer: Writer) -> None:
    # "better" fell below GPT-4 in January 2026; a snapshot without GPT-4 in February does not change this bar.
    fill(writer, "core_score", score("gpt-4", 100), score("better", 101), score("worse", 90))
    fill(writer, "core_score", score("gpt-4", 100, "2026-01-01"), score("better", 99, "2026-01-01"))
    fill(writer, "core_score", score("worse", 500, "2026-02-01"))
    compare_with_bars(writer)
    assert read(writer, "SELECT bound, model_id FROM _bar_reading WHERE answered_by = 'any' ORDER BY ALL") == [
        ("2024-06-01", "better"),
        ("2024-06-01", "gpt-4"),
        ("central", "gpt-4"),
    ]
    # A model that just fails is compared too, in the latest snapshot that holds both.
    query = """SELECT known_on, model_id, score, vintage FROM _bar_judgement
               WHERE model_id <> 'gpt-4' AND answered_by = 'any' ORDER BY ALL"""
    assert read(writer, query) == [
        ("2024-06-01", "better", 101.0, "2024-06-01"),
        ("2024-06-01", "worse", 90.0, "2024-06-01"),
        ("2026-01-01", "better", 99.0, "2026-01-01"),
        ("2026-01-01", "worse", 90.0, "2024-06-01"),
    ]


def test_a_fixed_bar_has_a_vintage_for_every_snapshot_of_its_benchmark(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": "arena>=95", "benchmark": "arena", "threshold": 95, "reference_model_id": None})
    fill(writer, "core_score", score("better", 96), score("better", 94, "2026-01-01"))
    compare_with_bars(writer)
    assert read(writer, "SELECT bar, bound, model_id FROM _bar_reading WHERE answered_by = 'any'") == [
        ("arena>=95", "2024-06-01", "better")
    ]
