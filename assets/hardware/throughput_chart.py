"""Chart of the tokens that a dollar of rental buys on each accelerator, over benchmark releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assets.charts import BLUE, MUTED
from assets.formats import factor, month
from assets.row_plot import RowPlot
from assets.svg import NOTE_PX, Caption, dot, line, picture, source_line, text

TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MADE_FROM = "MLPerf Inference results (MLCommons, Apache-2.0) and rental prices (lists under CC BY 4.0 and MIT)"


class TokensPerDollar(NamedTuple):
    """Million output tokens per USD on one accelerator at one release; `providers` counts those with a rental price."""

    day: date
    accelerator: str
    mtok: float
    providers: int


class Benchmark(NamedTuple):
    """What was run, as MLPerf calls it, and how many of its results have no rental price."""

    name: str
    scenario: str
    unpriced: int


def throughput_picture(points: Sequence[TokensPerDollar], benchmark: Benchmark, as_of: date, width: int) -> str:
    """Return one row for each accelerator, the best last release first, as one SVG element.

    Args:
        points: The points, in any order.
        benchmark: What was run.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no point.
    """
    if not points:
        raise ValueError("a chart of throughput per dollar needs at least one point")
    series = by_accelerator(points)
    amounts = [point.mtok for point in points]
    low = max((tick for tick in TICKS if tick < min(amounts)), default=min(amounts) / 2)
    high = min((tick for tick in TICKS if tick > max(amounts)), default=max(amounts) * 2)
    plot = RowPlot(width, len(series), low, high, names_px=256, right_px=150 if width > 500 else 46)
    parts = [*plot.grid([(tick, f"{tick:g}") for tick in TICKS if low <= tick <= high])]
    for row, (name, own) in enumerate(series.items()):
        parts += _row(plot, row, name, own)
    notes = (
        "Large: the last release, with its figure; small: earlier ones. Ring: one provider's price. Star: rent of "
        f"sellers that do not state the form. {benchmark.unpriced} results of chips without a price are left out."
    )
    run = f"MLPerf {benchmark.name}, {benchmark.scenario}"
    unit = f"Million output tokens for a dollar of on-demand rent, {run}, log scale"
    last = " ".join(f"{name}: {factor(own[-1].mtok)}." for name, own in series.items())
    return picture(
        Caption(finding(series), unit, notes, source_line(MADE_FROM, as_of), last),
        parts,
        width=width,
        height=plot.height,
    )


def by_accelerator(points: Sequence[TokensPerDollar]) -> dict[str, list[TokensPerDollar]]:
    """Return the points of each accelerator by date, the accelerator with most tokens at its last release first."""
    series: dict[str, list[TokensPerDollar]] = {}
    for point in sorted(points):
        series.setdefault(point.accelerator, []).append(point)
    return dict(sorted(series.items(), key=lambda item: -item[1][-1].mtok))


def finding(series: dict[str, list[TokensPerDollar]]) -> str:
    """Return the title: what a dollar buys on the accelerator that was measured for the longest time."""
    name, own = max(series.items(), key=lambda item: (item[1][-1].day - item[1][0].day, item[0]))
    first, last = own[0], own[-1]
    now = f"A dollar of rent buys {factor(last.mtok)} million tokens on one {name} ({month(last.day)})"
    return now if first == last else f"{now}; it bought {factor(first.mtok)} million in {month(first.day)}"


def _row(plot: RowPlot, row: int, name: str, points: Sequence[TokensPerDollar]) -> Iterator[str]:
    y, last = plot.y(row), points[-1]
    yield plot.name(row, name)
    yield line((plot.x(points[0].mtok), y), (plot.x(last.mtok), y), BLUE, width=1.5)
    yield from (dot((plot.x(point.mtok), y), 3, MUTED) for point in points[:-1])
    yield dot((plot.x(last.mtok), y), 5, BLUE, hollow=last.providers == 1)
    right = max(plot.x(point.mtok) for point in points)
    yield text((right + 9, y + 4), factor(last.mtok), BLUE, bold=True)
    if plot.is_wide:
        yield text((plot.right + 150, y + 4), month(last.day), MUTED, anchor="end", size=NOTE_PX)
