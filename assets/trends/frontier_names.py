"""The names of models on a step line of the cheapest answer: which are printed, and where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import LABEL_PX, Box, Frame, axis_money, line_boxes, overlap
from assets.svg import label_width
from assets.svg import steps as corners

MOST = 4
"""Names printed at most: with more, the line is hard to see."""


class Step(NamedTuple):
    """From `day` on, until the next step, the cheapest answer cost `usd` USD and came from `model`."""

    day: date
    usd: float
    model: str


class Label(NamedTuple):
    """A text and the box to print it in."""

    text: str
    box: Box


def label_steps(steps: Sequence[Step], frame: Frame, taken: Sequence[Box] = ()) -> list[Label]:
    """Return names for the first step and for new lows, largest fall first, where there is free space.

    The space above and to the right of a falling step line is empty, so the names are placed there.
    """
    full = [*taken, *step_boxes(steps, frame)]
    placed: list[Label] = []
    named: set[str] = set()
    for step in _by_fall(steps):
        text = f"{step.model}: {axis_money(step.usd)}"
        left, bottom = frame.x(step.day) + 6, frame.y(step.usd) - 2
        box = (left, bottom - LABEL_PX - 3, left + label_width(text), bottom)
        inside = box[1] >= 0 and box[2] <= frame.width
        if inside and step.model not in named and not any(overlap(box, other) for other in full):
            placed.append(Label(text, box))
            full.append(box)
            named.add(step.model)
        if len(placed) == MOST:
            break
    return placed


def _by_fall(steps: Sequence[Step]) -> list[Step]:
    lowest, falls = math.inf, []
    for step in steps:
        if step.usd < lowest * 0.9:
            falls.append((lowest / step.usd, step))
        lowest = min(lowest, step.usd)
    return [step for _, step in sorted(falls, key=lambda fall: fall[0], reverse=True)]


def step_boxes(steps: Sequence[Step], frame: Frame) -> list[Box]:
    """Return thin boxes around the treads and risers of the line."""
    return line_boxes(corners([(frame.x(step.day), frame.y(step.usd)) for step in steps]))
