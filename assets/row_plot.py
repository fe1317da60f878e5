"""The layout of charts with one row a thing: names beside the rows in a wide picture, above them on a phone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets.charts import INK, MUTED
from assets.svg import NOTE_PX, TEXT_PX, WIDE, line, plot_width, text
from assets.text_width import shorten

AXIS_ROOM = 20
"""Height of the labels of the axis below the rows."""


@dataclass(frozen=True)
class RowPlot:
    """Rows that share a logarithmic or linear axis.

    Attributes:
        width: Width of the whole picture.
        rows: Number of rows.
        low, high: Values at the ends of the axis.
        names_px: Width of the column of names in a wide picture.
        right_px: Width left free at the right, for labels.
        step: Height of a row in a wide picture; on a phone the name is a line more.
        is_log: Whether the axis is logarithmic.
    """

    width: int
    rows: int
    low: float
    high: float
    names_px: float
    right_px: float = 60
    step: float = 24
    is_log: bool = True

    @property
    def is_wide(self) -> bool:
        """Whether the names have a column of their own."""
        return self.width >= WIDE

    @property
    def left(self) -> float:
        """Where the axis starts."""
        return self.names_px if self.is_wide else 0

    @property
    def right(self) -> float:
        """Where the axis ends."""
        return plot_width(self.width) - self.right_px

    @property
    def row_px(self) -> float:
        """Height of a row."""
        return self.step if self.is_wide else self.step + 16

    @property
    def height(self) -> float:
        """Height of all rows and of the axis."""
        return self.rows * self.row_px + AXIS_ROOM

    def x(self, value: float) -> float:
        """Return the place of a value across, within the axis."""
        if self.is_log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0), 1) * (self.right - self.left)

    def y(self, row: int) -> float:
        """Return the middle of a row's marks."""
        return self.row_px * (row + 1) - self.step / 2

    def name(self, row: int, words: str, colour: str = INK) -> str:
        """Return a row's name, cut where it is too long."""
        if self.is_wide:
            return text((0, self.y(row) + 4), shorten(words, self.names_px - 14, TEXT_PX), colour)
        room = plot_width(self.width)
        return text((0, self.y(row) - self.step / 2 + 2), shorten(words, room, TEXT_PX), colour, halo=True)

    def grid(self, ticks: Sequence[tuple[float, str]]) -> Iterator[str]:
        """Yield a vertical line and a label for each tick; a label that would cover the last is left out."""
        base = self.rows * self.row_px
        for value, words in ticks:
            x = self.x(value)
            yield line((x, 0), (x, base))
            anchor = "middle" if x > self.left + 20 or self.is_wide else "start"
            yield text((x, base + 16), words, MUTED, anchor=anchor, size=NOTE_PX)
