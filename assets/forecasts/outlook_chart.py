"""Draw the cheapest answer up to today and its forecast as a fan, whose edges are explained in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import (
    AXIS,
    BLUE,
    INK,
    LABEL_PX,
    MUTED,
    VERMILION,
    Frame,
    TargetLine,
    axis_money,
    decades_around,
    first_free,
    line_boxes,
    spread,
)
from assets.formats import day, factor, month
from assets.frame_axes import FOOT, money_axis, year_axis
from assets.svg import (
    NARROW,
    NOTE_PX,
    WIDE,
    Caption,
    Point,
    area,
    label_width,
    line,
    picture,
    plot_width,
    polyline,
    source_line,
    steps,
    text,
)
from assets.trends.frontier_names import Label, Step, label_steps, step_boxes

BANDS = {"95%": (0.025, 0.975), "80%": (0.1, 0.9), "50%": (0.25, 0.75)}
ODDS = {"95%": "95%: 19 times in 20", "80%": "80%: 4 times in 5", "50%": "50%: every other time"}
"""What the name of each band means."""
HALF = (0.25, 0.75)
DEEPEST = 1000.0
"""The window ends at most this factor below the lowest cost or target, so that a wide fan leaves the past readable."""
MADE_FROM = "list prices of sellers and scores of Epoch AI (CC BY 4.0)"
EDGES_COLOUR = "#003a5c"
Quantiles = Mapping[date, Mapping[float, float]]
"""USD per query by date and quantile."""


class Outlook(NamedTuple):
    """What the chart shows: the steps up to a day, the forecast after it (may be empty), and what searches cost."""

    steps: Sequence[Step]
    fan: Quantiles
    targets: Sequence[TargetLine]
    origin: date


class _Sizes(NamedTuple):
    height: int
    left: float
    """Width of the labels of the axis."""
    right: float
    """Width of the labels of the bands."""


def outlook_picture(outlook: Outlook, width: int) -> str:
    """Return the chart as one SVG element.

    Args:
        outlook: What it shows.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no step.
    """
    if not outlook.steps:
        raise ValueError("an outlook chart needs at least one step")
    sizes = _Sizes(400, 112, 150) if width >= WIDE else _Sizes(380, 54, 52)
    frame = _frame(outlook, round(plot_width(width) - sizes.left - sizes.right), sizes.height)
    parts = [
        *money_axis(frame, sizes.left),
        *year_axis(frame, 1 if width >= WIDE else 2),
        *_fan(outlook, frame),
        *_line(outlook, frame),
    ]
    parts += [*_labels(outlook, frame), *_band_labels(outlook, frame, is_wide=width >= WIDE)]
    shifted = f'<g transform="translate({sizes.left:g},0)">{"".join(parts)}</g>'
    return picture(_caption(outlook), [shifted], width=width, height=sizes.height + FOOT)


def _caption(outlook: Outlook) -> Caption:
    first, end = outlook.steps[0], max(outlook.fan, default=outlook.origin)
    notes = "Line: the lowest list price of a model that qualifies. Dashed: what one search costs."
    if outlook.fan:
        notes += (
            f" Shaded from {day(outlook.origin)} on: our forecast. The cost lies in the dark band with a chance of "
            "50%, in the middle one with 80%, in the wide one with 95%; dotted: its median, half above and half below."
        )
    spoken = f"A step line from {day(first.day)} to {day(outlook.origin)}"
    spoken += f", its forecast as a fan to {day(end)}." if outlook.fan else "."
    unit = "Cost of one answer or, where it says so, of a million; log scale"
    return Caption(finding(outlook), unit, notes, source_line(MADE_FROM, outlook.origin), spoken)


def finding(outlook: Outlook) -> str:
    """Return the title: what a million answers cost today, and between which amounts they may cost in the end."""
    now = outlook.steps[-1].usd
    start = f"A million answers at GPT-4's level cost {_million(now)} today"
    if not outlook.fan:
        times = factor(outlook.steps[0].usd / now)
        return f"{start}; in {month(outlook.steps[0].day)} they cost {times} times as much"
    end = max(outlook.fan)
    low, high = (_million(outlook.fan[end][quantile]) for quantile in HALF)
    return f"{start}; in {end:%B %Y}, at even odds, between {low} and {high}"


def _million(usd: float) -> str:
    return axis_money(1_000_000 * usd)


def _frame(outlook: Outlook, width: int, height: int) -> Frame:
    amounts = [step.usd for step in outlook.steps] + [target.usd for target in outlook.targets]
    deepest = min(amounts) / DEEPEST
    edges = [max(usd, deepest) for at in outlook.fan.values() for usd in at.values()]
    low, high = decades_around([*amounts, *edges])
    return Frame(outlook.steps[0].day, max([outlook.origin, *outlook.fan]), low, high, width, height)


def _place(frame: Frame, when: date, usd: float) -> Point:
    """Return where an amount is, at the lower edge if it is below the window."""
    return frame.x(when), frame.y(max(usd, frame.low))


def _whole_fan(outlook: Outlook) -> Quantiles:
    """Return the fan from the last cost on, by ascending date."""
    start = {q: outlook.steps[-1].usd for at in outlook.fan.values() for q in at}
    return dict(sorted({outlook.origin: start, **outlook.fan}.items()))


def _fan(outlook: Outlook, frame: Frame) -> Iterator[str]:
    if not outlook.fan:
        return
    fan = _whole_fan(outlook)
    for low, high in BANDS.values():
        upper = [_place(frame, when, at[high]) for when, at in fan.items()]
        lower = [_place(frame, when, at[low]) for when, at in fan.items()]
        yield area([*upper, *reversed(lower)], BLUE, opacity=0.16)
    yield polyline([_place(frame, when, at[0.5]) for when, at in fan.items()], BLUE, width=2, dash="2 3")
    x = frame.x(outlook.origin)
    yield line((x, 0), (x, frame.height), AXIS, dash="2 3")


def _line(outlook: Outlook, frame: Frame) -> Iterator[str]:
    for target in outlook.targets:
        y = frame.y(target.usd)
        yield line((0, y), (frame.width, y), VERMILION, width=1.5, dash="6 4")
    points = [(frame.x(step.day), frame.y(step.usd)) for step in outlook.steps]
    points.append((frame.x(outlook.origin), points[-1][1]))
    yield polyline(steps(points), BLUE)


def _labels(outlook: Outlook, frame: Frame) -> Iterator[str]:
    """Yield what searches cost at the right ends of their lines, the names of steps, and where today is."""
    targets = target_labels(outlook, frame)
    for label in targets:
        yield text((label.box[0], label.box[3] - 2), label.text, VERMILION, halo=True)
    lines = [(0, frame.y(target.usd) - 1, frame.width, frame.y(target.usd) + 1) for target in outlook.targets]
    taken = [*lines, *(label.box for label in targets)]
    for label in label_steps(outlook.steps, frame, taken):
        yield text((label.box[0], label.box[3] - 3), label.text, BLUE, halo=True)
    if outlook.fan:
        x = frame.x(outlook.origin)
        yield text((x - 4, frame.height - 8), "today", MUTED, anchor="end", size=NOTE_PX, halo=True)


def target_labels(outlook: Outlook, frame: Frame) -> list[Label]:
    """Return the labels of targets at the right ends of their lines, above or below, or else at the left ends.

    On a phone the amounts are left out, since the axis has them.
    """
    today = [Step(outlook.origin, outlook.steps[-1].usd, "")]
    median = [_place(frame, when, at[0.5]) for when, at in _whole_fan(outlook).items()] if outlook.fan else []
    taken, labels = [*step_boxes([*outlook.steps, *today], frame), *line_boxes(median)], []
    for target in outlook.targets:
        is_wide = frame.width > NARROW
        words = f"{target.label}: {axis_money(target.usd)}" if is_wide else target.label
        y, across = frame.y(target.usd), label_width(words)
        sides = ((frame.width - 4 - across, frame.width - 4), (4, 4 + across))
        heights = ((y - 5 - LABEL_PX, y - 3), (y + 3, y + 5 + LABEL_PX))
        label = Label(words, first_free([(x, top, x2, low) for x, x2 in sides for top, low in heights], taken))
        labels.append(label)
        taken.append(label.box)
    return labels


def _band_labels(outlook: Outlook, frame: Frame, *, is_wide: bool) -> Iterator[str]:
    """Yield the name of each band beside its upper edge, and that of the median; wide pictures tell what they mean."""
    if not outlook.fan:
        return
    end = max(outlook.fan)
    edges = {name: frame.y(max(outlook.fan[end][high], frame.low)) for name, (_, high) in BANDS.items()}
    edges["median"] = frame.y(max(outlook.fan[end][0.5], frame.low))
    places = spread(list(edges.values()), LABEL_PX + 4)
    for (name, edge), place in zip(edges.items(), places, strict=True):
        yield line((frame.width, edge), (frame.width + 8, place), INK)
        words = ODDS.get(name, name) if is_wide else name
        yield text((frame.width + 11, place + 4), words, EDGES_COLOUR, size=NOTE_PX)
