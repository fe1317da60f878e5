"""The chart of the past and its forecast: its title, its axis, its bands, and labels that can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from assets.charts import Frame, TargetLine, overlap
from assets.forecasts.outlook_chart import Outlook, finding, outlook_picture, target_labels
from assets.trends.frontier_names import Step, label_steps
from tests.svg_texts import assert_readable, footer, words

FRAME = Frame(date(2023, 1, 1), date(2025, 1, 1), 1e-4, 1e-1, width=731, height=300)
STEPS = [
    Step(date(2023, 3, 14), 0.0473, "GPT-4"),
    Step(date(2023, 11, 6), 0.0179, "GPT-4 Turbo"),
    Step(date(2024, 5, 13), 0.00894, "GPT-4o"),
    Step(date(2024, 7, 18), 0.0003, "GPT-4o mini"),
]
AT = {0.025: 1e-6, 0.1: 1e-5, 0.25: 5e-5, 0.5: 1e-4, 0.75: 2e-4, 0.9: 1e-3, 0.975: 5e-3}
FAN = {date(2025, 9, 1): AT, date(2029, 9, 1): AT}
TARGETS = [TargetLine("Google search", 0.0106), TargetLine("Electricity", 0.000023)]
OUTLOOK = Outlook(STEPS, FAN, TARGETS, date(2024, 9, 1))


def test_the_title_is_todays_cost_and_the_even_odds_at_the_end() -> None:
    assert finding(OUTLOOK) == (
        "A million answers at GPT-4's level cost $300 today; in September 2029, at even odds, between $50 and $200"
    )
    assert finding(OUTLOOK._replace(fan={})) == (
        "A million answers at GPT-4's level cost $300 today; in Mar 2023 they cost 160 times as much"
    )


@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("fan", [FAN, {}])
@pytest.mark.parametrize("targets", [TARGETS, []])
def test_every_label_can_be_read(width: int, fan: dict[date, dict[float, float]], targets: list[TargetLine]) -> None:
    svg = outlook_picture(OUTLOOK._replace(fan=fan, targets=targets), width)
    assert_readable(svg)
    assert "GPT-4: 4.7 cents" in words(svg)
    assert not re.search(r">\$[\d.]*e|\$0\.0", svg), "an amount that nobody says"
    assert "list prices of sellers and scores of Epoch AI (CC BY 4.0); as of 1 September 2024." in footer(svg)


def test_the_bands_are_named_at_their_edges_and_explained() -> None:
    wide, narrow = (words(outlook_picture(OUTLOOK, width)) for width in (1000, 360))
    assert [word for word in wide if "%: " in word] == [
        "95%: 19 times in 20",
        "80%: 4 times in 5",
        "50%: every other time",
    ]
    assert [word for word in narrow if word in {"95%", "80%", "50%", "median"}] == ["95%", "80%", "50%", "median"]
    for drawn in (wide, narrow):
        assert "in the dark band with a chance of 50%, in the middle one with 80%, in the wide one with 95%" in (
            " ".join(drawn)
        )
    assert not [word for word in words(outlook_picture(OUTLOOK._replace(fan={}), 1000)) if "%" in word]


def test_a_wide_fan_is_cut_a_thousand_times_below_the_lowest_cost() -> None:
    deep = {day: {q: usd / 1e6 for q, usd in AT.items()} for day in FAN}
    svg = outlook_picture(OUTLOOK._replace(fan=deep), 1000)
    assert_readable(svg)
    # The lowest target is 2.3e-5: a thousand times less is 2.3e-8, and the axis starts at 1e-8.
    assert "1 cent per million" in words(svg)
    assert "0.1 cents per million" not in words(svg)
    assert "-" not in "".join(re.findall(r'<path d="([^"]*)"', svg)), "nothing is drawn beyond the edges"


def test_targets_are_named_at_their_lines_and_not_on_the_cost_or_each_other() -> None:
    near = [TargetLine("dear", 0.01), TargetLine("nearly", 0.0099), TargetLine("cheap", 0.0002)]
    labels = target_labels(OUTLOOK._replace(targets=near), FRAME)
    assert [label.text for label in labels] == ["dear: 1 cent", "nearly: 0.99 cents", "cheap: $200 per million"]
    assert not any(overlap(label.box, other.box) for label, other in combinations(labels, 2))
    below = FRAME.y(0.0002)
    assert labels[2].box[1] >= below or labels[2].box[3] <= below


def test_the_deepest_falls_are_named_once_and_clear_of_each_other_and_of_what_is_taken() -> None:
    steps = [*STEPS, Step(date(2024, 8, 1), 0.00029, "too small a fall"), Step(date(2024, 9, 1), 0.00015, "x" * 80)]
    frame = replace(FRAME, last=date(2026, 1, 1))
    labels = label_steps(steps, frame)
    assert [label.text for label in labels][:2] == ["GPT-4: 4.7 cents", "GPT-4o mini: $300 per million"]
    assert all("too small" not in label.text and "x" * 80 not in label.text for label in labels)
    assert not any(overlap(label.box, other.box) for label, other in combinations(labels, 2))
    assert "GPT-4: 4.7 cents" not in [label.text for label in label_steps(steps, frame, [labels[0].box])]


def test_at_most_four_steps_are_named() -> None:
    steps = [Step(date(2023, month, 1), 0.09 / 2**month, f"m{month}") for month in range(1, 10)]
    assert len(label_steps(steps, FRAME)) == 4


def test_a_name_does_not_cover_a_later_rise_of_the_line() -> None:
    rise = [Step(date(2023, 3, 1), 0.01, "one"), Step(date(2023, 3, 20), 0.05, "two")]
    assert label_steps(rise, FRAME) == []


def test_the_step_line_goes_on_to_the_last_day() -> None:
    svg = outlook_picture(OUTLOOK._replace(fan={}, targets=[]), 1000)
    (line,) = re.findall(r'<path d="(M[^"]*)" fill="none"', svg)
    points = [tuple(map(float, point.split(","))) for point in line[1:].split("L")]
    assert points[0][0] == 0
    assert points[-1] == (pytest.approx(1000 - 16 - 112 - 150), points[-2][1])


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        outlook_picture(OUTLOOK._replace(steps=[]), 1000)


def test_a_hostile_name_is_text() -> None:
    svg = outlook_picture(OUTLOOK._replace(steps=[STEPS[0]._replace(model="<b>&\x00")]), 1000)
    assert_readable(svg)
    assert "<b>&\N{REPLACEMENT CHARACTER}: 4.7 cents" in words(svg)
