"""The frontier drawn: the cheapest answer at a bar, step by step, against what a search costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from assets.charts import (
    BLUE,
    CHARACTER_PX,
    LABEL_PX,
    Frame,
    TargetLine,
    decades_around,
    dollars,
    finished,
    haloed,
    stamp,
    target_layers,
)

if TYPE_CHECKING:
    import altair as alt


class Step(NamedTuple):
    """From `day` on, until the next step, the cheapest answer cost `usd` USD and came from `model`."""

    day: date
    usd: float
    model: str


class Label(NamedTuple):
    """A step's name with its box in pixels: left, top, right, bottom."""

    step: Step
    text: str
    box: tuple[float, float, float, float]


def frontier_chart(steps: Sequence[Step], targets: Sequence[TargetLine], until: date, title: str) -> alt.LayerChart:
    """The frontier up to `until` as a step line; its largest falls carry the model's name.

    Raises ValueError when there is no step.
    """
    import altair as alt  # noqa: PLC0415

    if not steps:
        raise ValueError("a frontier chart needs at least one step")
    low, high = decades_around([s.usd for s in steps] + [t.usd for t in targets])
    frame = Frame(steps[0].day, max(until, steps[0].day + timedelta(days=30)), low, high)
    layers = [*target_layers(targets, frame), *frontier_layers(steps, until, frame)]
    subtitle = "Cheapest offer that meets the bar; dashed: what one web search costs"
    return finished(alt.layer(*layers), title, subtitle, frame)


def frontier_layers(steps: Sequence[Step], until: date, frame: Frame) -> list[alt.Chart | alt.LayerChart]:
    """The step line and the names on it, for any chart with that frame."""
    import altair as alt  # noqa: PLC0415

    points = [{"day": stamp(step.day), "usd": step.usd} for step in steps]
    points.append({"day": stamp(until), "usd": steps[-1].usd})
    line = alt.Chart(alt.Data(values=points)).mark_line(interpolate="step-after", color=BLUE, strokeWidth=2.5)
    names = [
        {"day": stamp(n.step.day), "usd": frame.usd_at(n.box[3]), "label": n.text} for n in label_steps(steps, frame)
    ]
    layers: list[alt.Chart | alt.LayerChart] = [line.encode(x=frame.days_axis(), y=frame.money_axis())]
    if names:
        text = alt.Chart(alt.Data(values=names)).encode(x=frame.days_axis(), y=frame.money_axis(), text="label:N")
        layers.append(haloed(text, align="left", baseline="bottom", dx=5))
    return layers


def label_steps(steps: Sequence[Step], frame: Frame) -> list[Label]:
    """Names for the first step and the deepest new lows, largest fall first, as long as they find free room.

    A falling staircase leaves the room above each tread and right of its riser empty: that is where names go.
    """
    placed: list[Label] = []
    named: set[str] = set()
    for step in _by_fall(steps):
        text = f"{step.model} {dollars(step.usd)}"
        label = Label(step, text, _box(step, text, frame))
        if step.model in named or label.box[2] > frame.width or any(_overlap(label.box, o.box) for o in placed):
            continue
        placed.append(label)
        named.add(step.model)
    return placed


def _by_fall(steps: Sequence[Step]) -> list[Step]:
    lowest, falls = math.inf, []
    for step in steps:
        if step.usd < lowest * 0.9:
            falls.append((lowest / step.usd, step))
        lowest = min(lowest, step.usd)
    return [step for _, step in sorted(falls, key=lambda fall: fall[0], reverse=True)]


def _box(step: Step, text: str, frame: Frame) -> tuple[float, float, float, float]:
    left, bottom = frame.x(step.day) + 5, frame.y(step.usd) - 3
    return left, bottom - LABEL_PX - 3, left + CHARACTER_PX * len(text), bottom


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
