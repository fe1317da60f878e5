"""The chart of a frontier: the cheapest answer at a bar as a step line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from assets.charts import (
    BLUE,
    CHARACTER_PX,
    LABEL_PX,
    Box,
    Chart,
    Frame,
    Label,
    chart_of,
    label_layer,
    overlap,
    stamp,
)
from assets.formats import dollars


class Step(NamedTuple):
    """From `day` on, until the next step, the cheapest answer cost `usd` USD and came from `model`."""

    day: date
    usd: float
    model: str


def frontier_layers(steps: Sequence[Step], until: date, frame: Frame, names: Sequence[Label]) -> list[Chart]:
    """Draw the step line and the names on it, for any chart with that frame."""
    points = [{"day": stamp(step.day), "usd": step.usd} for step in steps]
    points.append({"day": stamp(until), "usd": steps[-1].usd})
    line = chart_of(points).mark_line(interpolate="step-after", color=BLUE, strokeWidth=2.5)
    # A white halo below each name keeps it readable where a gridline or a target crosses it.
    halo = {"color": "white", "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
    return [
        line.encode(x=frame.days_axis(), y=frame.money_axis()),
        label_layer(names, align="left", **halo),
        label_layer(names, align="left"),
    ]


def label_steps(steps: Sequence[Step], frame: Frame, taken: Sequence[Box] = ()) -> list[Label]:
    """Return names for the first step and for new lows, largest fall first, where there is free space.

    The space above and to the right of a falling step line is empty, so the names are placed there.
    """
    full = [*taken, *_line_boxes(steps, frame)]
    placed: list[Label] = []
    named: set[str] = set()
    for step in _by_fall(steps):
        text = f"{step.model} {dollars(step.usd)}"
        left, bottom = frame.x(step.day) + 6, frame.y(step.usd) - 3
        box = (left, bottom - LABEL_PX, left + CHARACTER_PX * len(text), bottom)
        inside = box[1] >= 0 and box[2] <= frame.width
        if inside and step.model not in named and not any(overlap(box, other) for other in full):
            placed.append(Label(text, box))
            full.append(box)
            named.add(step.model)
    return placed


def _by_fall(steps: Sequence[Step]) -> list[Step]:
    lowest, falls = math.inf, []
    for step in steps:
        if step.usd < lowest * 0.9:
            falls.append((lowest / step.usd, step))
        lowest = min(lowest, step.usd)
    return [step for _, step in sorted(falls, key=lambda fall: fall[0], reverse=True)]


def _line_boxes(steps: Sequence[Step], frame: Frame) -> list[Box]:
    """Thin boxes around the treads and risers of the line, which names must not cover."""
    boxes = []
    for step, following in pairwise(steps):
        left, right, here, there = frame.x(step.day), frame.x(following.day), frame.y(step.usd), frame.y(following.usd)
        boxes += [(left, here - 2, right, here + 2), (right - 2, min(here, there), right + 2, max(here, there))]
    return boxes
