"""Draw the axes of a frame: years along its foot, and powers of ten as money at its left."""

from __future__ import annotations

from collections.abc import Iterator

from assets.charts import AXIS, MUTED, Frame, axis_money
from assets.svg import NOTE_PX, line, text
from assets.text_width import wrap

FOOT = 20
"""Height of the labels of years below a frame."""


def year_axis(frame: Frame, every: int = 1) -> Iterator[str]:
    """Yield the foot of a frame with the start of each year, or of every second, third, ..."""
    yield line((0, frame.height), (frame.width, frame.height), AXIS)
    for start in frame.years()[::every]:
        x = frame.x(start)
        yield line((x, frame.height), (x, frame.height + 5), AXIS)
        yield text((x, frame.height + 18), str(start.year), MUTED, anchor="middle", size=NOTE_PX)


def money_axis(frame: Frame, room: float) -> Iterator[str]:
    """Yield a line and a label for each power of ten; labels have `room` pixels and as many lines as they need."""
    for usd in frame.decades():
        y = frame.y(usd)
        yield line((0, y), (frame.width, y))
        words = wrap(axis_money(usd), room - 6, NOTE_PX)
        first = min(y + 4 - 6 * (len(words) - 1), frame.height + 4 - 12 * (len(words) - 1))
        for number, part in enumerate(words):
            yield text((-6, first + 12 * number), part, MUTED, anchor="end", size=NOTE_PX)
