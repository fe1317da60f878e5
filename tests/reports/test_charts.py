"""Where things are drawn: checked on the frame, the places of labels and the values handed to Vega."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.charts import (
    BLUE,
    MUTED,
    Frame,
    TargetLine,
    decades_around,
    overlap,
    spread,
    target_labels,
    to_svg,
)
from assets.forecasts.charts import (
    CrossingChance,
    cut_fan,
    label_bands,
    methods_chart,
    outlook_chart,
    verdict_cells,
    verdict_chart,
    verdict_text,
)
from assets.trends.backtest_chart import Reliability, reliability_chart
from assets.trends.charts import Step, frontier_layers, label_steps

FRAME = Frame(date(2023, 1, 1), date(2025, 1, 1), 1e-4, 1e-1, width=731, height=300)
STEPS = [
    Step(date(2023, 3, 14), 0.0473, "GPT-4"),
    Step(date(2023, 11, 6), 0.0179, "GPT-4 Turbo"),
    Step(date(2024, 5, 13), 0.00894, "GPT-4o"),
    Step(date(2024, 7, 18), 0.0003, "GPT-4o mini"),
]


def test_a_frame_puts_days_across_and_decades_up() -> None:
    assert FRAME.x(date(2023, 1, 1)) == 0
    assert FRAME.x(date(2024, 1, 1)) == 365
    assert [round(FRAME.y(usd)) for usd in (1e-1, 1e-2, 1e-4)] == [0, 100, 300]


def test_the_window_ends_at_powers_of_ten() -> None:
    low, high = decades_around([0.0473, 0.000018], below=2)
    assert (f"{low:.0e}", f"{high:.0e}") == ("1e-07", "1e-01")
    assert decades_around([0.01, 0.01]) == pytest.approx((0.01, 0.1))


@given(st.lists(st.floats(0, 300), max_size=8))
def test_spread_keeps_the_order_and_the_gap(places: list[float]) -> None:
    moved = spread(places, 10)
    ordered = [moved[n] for n in sorted(range(len(places)), key=places.__getitem__)]
    assert all(b - a >= 10 - 0.01 for a, b in pairwise(ordered))


def test_spread_moves_only_what_is_too_close() -> None:
    assert spread([50, 10, 12], 6) == [50, 8, 14]


def test_targets_are_named_under_their_lines_and_not_on_each_other() -> None:
    labels = target_labels([TargetLine("dear", 0.01), TargetLine("nearly", 0.0099), TargetLine("cheap", 0.0002)], FRAME)
    assert [label.text for label in labels] == ["dear $0.01", "nearly $0.0099", "cheap $0.0002"]
    assert labels[2].box[1] == pytest.approx(FRAME.y(0.0002) + 4)
    assert not any(overlap(label.box, other.box) for label, other in combinations(labels, 2))


def test_the_deepest_falls_are_named_once_and_clear_of_each_other_and_of_what_is_taken() -> None:
    steps = [*STEPS, Step(date(2024, 8, 1), 0.00029, "too small a fall"), Step(date(2024, 9, 1), 0.00015, "x" * 80)]
    labels = label_steps(steps, FRAME)
    assert [label.text for label in labels][:2] == ["GPT-4 $0.0473", "GPT-4o mini $0.0003"]
    assert all("too small" not in label.text and "x" * 80 not in label.text for label in labels)
    assert not any(overlap(label.box, other.box) for label, other in combinations(labels, 2))
    assert "GPT-4 $0.0473" not in [label.text for label in label_steps(steps, FRAME, [labels[0].box])]


def test_a_name_does_not_cover_a_later_rise_of_the_line() -> None:
    rise = [Step(date(2023, 3, 1), 0.01, "one"), Step(date(2023, 3, 20), 0.05, "two")]
    assert label_steps(rise, FRAME) == []


def test_a_fan_is_cut_where_it_leaves_the_picture() -> None:
    fan = {date(2026, 1, 1): {0.5: 1e-2, 0.9: 1.0}, date(2026, 1, 21): {0.5: 1e-6, 0.9: 1e-4}}
    # Four decades in twenty days: 1e-3 is passed on the fifth, when the upper edge has fallen from 1 to 0.1.
    assert cut_fan(fan, 1e-3, 1) == {
        date(2026, 1, 1): {0.5: 1e-2, 0.9: 1.0},
        date(2026, 1, 6): {0.5: pytest.approx(1e-3), 0.9: pytest.approx(0.1)},
        date(2026, 1, 16): {0.5: 1e-3, 0.9: pytest.approx(1e-3)},
        date(2026, 1, 21): {0.5: 1e-3, 0.9: 1e-3},
    }
    assert cut_fan({date(2026, 1, 1): {0.5: 7.0}}, 1e-3, 1) == {date(2026, 1, 1): {0.5: 1}}


def test_every_band_is_named_inside_its_upper_edge() -> None:
    edges = {0.025: 1e-4, 0.1: 2e-4, 0.25: 5e-4, 0.5: 1e-3, 0.75: 3e-3, 0.9: 1e-2, 0.975: 5e-2}
    fan = {date(2023, 1, 1): dict.fromkeys(edges, 1e-3), date(2024, 1, 1): edges, date(2025, 1, 1): edges}
    labels = {label.text: label.box for label in label_bands(fan, FRAME, [])}
    assert sorted(labels) == ["50%", "80%", "95%", "median"]
    assert labels["80%"][1] == pytest.approx(FRAME.y(1e-2) + 5)
    assert label_bands(fan, FRAME, [(0, 0, 731, 300)]) == []


def marks(chart: Any) -> list[Any]:
    def layers(spec: Any) -> list[Any]:
        return [chart for layer in spec["layer"] for chart in layers(layer)] if "layer" in spec else [spec]

    return layers(chart.to_dict())


def test_the_outlook_has_a_log_axis_in_dollars_three_bands_and_a_line_for_each_target() -> None:
    at = {0.025: 1e-6, 0.1: 1e-5, 0.25: 5e-5, 0.5: 1e-4, 0.75: 2e-4, 0.9: 1e-3, 0.975: 5e-3}
    chart = outlook_chart(
        STEPS,
        {date(2025, 1, 1): at, date(2026, 1, 1): at},
        [TargetLine("search", 0.0106)],
        origin=date(2024, 9, 1),
        title="t",
        size=(700, 400),
    )
    drawn = marks(chart)
    assert [mark["mark"]["type"] for mark in drawn].count("area") == 3
    (rule,) = [mark for mark in drawn if mark["mark"]["type"] == "rule"]
    assert rule["encoding"]["y"]["scale"]["type"] == "log"
    svg = to_svg(chart, "n", "label")
    for text in ("$0.01", "$0.0000001", "search $0.0106", "GPT-4o $0.00894", "95%", "median", "2024"):
        assert f">{text}</text>" in svg
    assert not re.search(r">\$[^<]*e", svg), "an amount in scientific notation"


def test_the_step_line_goes_on_to_the_last_day() -> None:
    line = frontier_layers(STEPS, date(2024, 9, 1), FRAME, [])[0].to_dict()
    assert line["mark"]["interpolate"] == "step-after"
    points = line["data"]["values"]
    assert (points[0]["day"], points[0]["usd"]) == ("2023-03-14T00:00:00", 0.0473)
    assert (points[-1]["day"], points[-1]["usd"]) == ("2024-09-01T00:00:00", 0.0003)


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        outlook_chart([], {}, [], origin=date(2024, 1, 1), title="t", size=(100, 100))
    with pytest.raises(ValueError, match="at least one chance"):
        methods_chart([], "pool", "t", (100, 100))
    with pytest.raises(ValueError, match="at least one bin"):
        reliability_chart([], "t", (100, 100))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "May 2024"),
        ({"status": "crossed_before_first_look"}, "before we looked (May 2024)"),
        ({"holds_now": False}, "May 2024 ↑"),
        ({"status": "not_crossed", "p_5y": 0.92}, "92%"),
        ({"status": "not_crossed", "p_5y": None}, "no forecast"),
        ({"status": "crossed_before_first_look", "holds_now": False}, "before we looked (May 2024) ↑"),
    ],
)
def test_a_verdict_in_one_cell(changes: dict[str, Any], text: str) -> None:
    crossed = {
        "status": "crossed",
        "crossed_on": date(2024, 5, 13),
        "holds_now": True,
    }
    assert verdict_text(crossed | {"p_5y": 1} | changes) == text


def test_the_matrix_keeps_the_order_of_its_rows_and_leaves_unknown_cells_white() -> None:
    row = {"now_target_usd_per_query": 0.0106, "target_label": "<b>Google</b>", "bar_label": "GPT-4 on the Index"}
    cheap = row | {"now_target_usd_per_query": 0.00075, "target_label": "an API", "status": "not_crossed"}
    crossed = {"crossed_on": date(2024, 5, 13), "holds_now": True, "p_5y": 1.0}
    first_comparison = row | crossed | {"status": "crossed_before_first_look", "bar_label": "GPT-4 on Arena"}
    cells = verdict_cells([row | crossed | {"status": "crossed"}, first_comparison, cheap | {"p_5y": 0.25}])
    assert [(cell.target, cell.text, cell.status) for cell in cells] == [
        ("$0.0106 <b>Google</b>", "May 2024", "crossed"),
        ("$0.0106 <b>Google</b>", "before we looked (May 2024)", "crossed_before_first_look"),
        ("$0.00075 an API", "25%", "not_crossed"),
    ]
    chart = verdict_chart(cells, "t")
    colours = [mark["mark"].get("color") for mark in marks(chart) if mark["mark"]["type"] == "rect"]
    assert colours == ["#cfe3f1", "#e9e9e9", None]
    svg = to_svg(chart, "n", "label")
    assert svg.index("Google") < svg.index("an API")
    assert "<b>" not in svg


def test_methods_are_named_at_their_ends_with_their_last_chance() -> None:
    days = [date(2027, 1, 1), date(2031, 1, 1)]
    chances = [
        CrossingChance(method, day, p)
        for method, ends in {"a": (0.1, 0.61), "b": (0.2, 1.0)}.items()
        for day, p in zip(days, ends, strict=True)
    ]
    chart = methods_chart(chances, "drift", "t", (400, 200))
    assert [mark["mark"]["type"] for mark in marks(chart)] == ["line", "text"]
    svg = to_svg(chart, "n", "label")
    assert "61% a</text>" in svg
    assert "over 99% b</text>" in svg


def test_the_leading_method_is_highlighted() -> None:
    chances = [CrossingChance(method, date(2027, 1, 1), 0.5) for method in ("a", "b")]
    colour = marks(methods_chart(chances, "b", "t", (400, 200)))[0]["encoding"]["color"]["scale"]
    assert colour["domain"] == ["a", "b"]
    assert colour["range"] == [MUTED, BLUE]


def test_reliability_is_drawn_beside_the_perfect_line() -> None:
    bins = [Reliability(months, p, p / 2, 40) for months in (12, 3) for p in (0.9, 0.1)]
    perfect, line, dots, _ = marks(reliability_chart(bins, "t", (400, 300)))
    assert [(end["forecast"], end["observed"]) for end in perfect["data"]["values"]] == [(0, 0), (1, 1)]
    assert [(row["horizon_months"], row["forecast"]) for row in line["data"]["values"]] == [
        *((3, 0.1), (3, 0.9), (12, 0.1), (12, 0.9))
    ]
    assert dots["encoding"]["size"]["field"] == "n"
    svg = to_svg(reliability_chart(bins, "t", (400, 300)), "n", "label")
    assert ">3 months</text>" in svg
    assert ">12 months</text>" in svg


def test_an_svg_is_self_contained_in_a_page() -> None:
    svg = to_svg(frontier_layers(STEPS, date(2024, 9, 1), FRAME, [])[0], "first", 'a "label" <with> marks')
    assert 'role="img" aria-label="a &quot;label&quot; &lt;with&gt; marks"' in svg
    assert all(part.startswith("first-") for part in svg.split(' id="')[1:])
