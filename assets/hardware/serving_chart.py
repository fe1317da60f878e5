"""Chart of how busy an accelerator must be for the claimed price of self-hosting: one row per accelerator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.charts import BLUE, INK, MUTED, VERMILION
from assets.formats import everyday_money, month
from assets.row_plot import RowPlot
from assets.svg import Caption, bar, dot, line, picture, plot_width, source_line, text

CLAIMED_USD_PER_MTOK = Decimal("0.20")
"""Price of a million tokens of self-hosted Llama 3 70B that the blog claims."""
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
MADE_FROM = "MLPerf Inference results (MLCommons, Apache-2.0) and rental prices (lists under CC BY 4.0 and MIT)"


class NeededUtilisation(NamedTuple):
    """The share of its benchmark's speed at which an accelerator serves at the claimed price, in one month.

    Above 1 the price cannot be reached: not even a benchmark run is that cheap. The interval is that of the rent.
    """

    accelerator: str
    date: date
    usd_per_gpu_hour: Decimal
    full_tokens_per_s: float
    needed_tokens_per_s: float
    utilisation: float
    low: float | None
    high: float | None


def serving_picture(needed: Sequence[NeededUtilisation], as_of: date, width: int) -> str:
    """Return the first and last month of each accelerator, the least utilisation first, as one SVG element.

    Args:
        needed: One row for each accelerator and month.
        as_of: The day on which all of it was known.
        width: Width of the whole picture in pixels.

    Raises:
        ValueError: There is no row.
    """
    if not needed:
        raise ValueError("a serving chart needs at least one row")
    last = sorted(latest(needed), key=lambda row: row.utilisation)
    earlier = {row.accelerator: row for row in first_seen(needed)}
    low, high = _span([*last, *earlier.values()])
    plot = RowPlot(width, len(last), low, high, names_px=256, right_px=60)
    ticks = [(tick, f"{tick:.0%}") for tick in TICKS if low <= tick <= high]
    parts = [*plot.grid(ticks), line((plot.x(1), 0), (plot.x(1), plot.height - 20), VERMILION, dash="5 4")]
    for number, row in enumerate(last):
        parts += _row(plot, number, row, earlier.get(row.accelerator))
    notes = (
        "Dot: at the median rent of "
        f"{month(max(row.date for row in last))}, or of the accelerator's last month; bar: 90% interval of the rent. "
        "Ring: the first month seen. Right of 100% (red) the price cannot be reached. Llama 2 70B stands in for Llama "
        "3 70B, which has the same shape."
    )
    unit = "Share of the accelerator's best MLPerf Llama 2 70B speed (offline) that must be kept up, log scale"
    caption = Caption(finding(last), unit, notes, source_line(MADE_FROM, as_of), _spoken(last))
    return picture(caption, parts, width=width, height=plot.height)


def finding(last: Sequence[NeededUtilisation]) -> str:
    """Return the title: on how many accelerators the claimed price can be reached, and how busy they must be."""
    able = [row for row in last if row.utilisation <= 1]
    price = f"Llama 3 70B at {everyday_money(CLAIMED_USD_PER_MTOK)} per million tokens"
    if not able:
        return f"No rented accelerator of {len(last)} serves {price}"
    least, most = (f"{end(row.utilisation for row in able):.0%}" for end in (min, max))
    verb, busy = ("serves", least) if len(able) == 1 else ("serve", f"{least} to {most}")
    return f"{len(able)} of {len(last)} rented accelerators {verb} {price}, if {busy} busy"


def latest(needed: Sequence[NeededUtilisation]) -> list[NeededUtilisation]:
    """Return each accelerator's last month."""
    return list({row.accelerator: row for row in sorted(needed, key=lambda row: row.date)}.values())


def first_seen(needed: Sequence[NeededUtilisation]) -> list[NeededUtilisation]:
    """Return the first month of each accelerator that was priced in more than one month."""
    first = {row.accelerator: row for row in sorted(needed, key=lambda row: row.date, reverse=True)}
    return [row for row in first.values() if row not in latest(needed)]


def _spoken(rows: Sequence[NeededUtilisation]) -> str:
    return " ".join(f"{row.accelerator}: {row.utilisation:.0%}." for row in rows)


def _row(plot: RowPlot, number: int, row: NeededUtilisation, first: NeededUtilisation | None) -> Iterator[str]:
    y, x = plot.y(number), plot.x(row.utilisation)
    yield plot.name(number, row.accelerator)
    if row.low is not None and row.high is not None:
        left, right = plot.x(row.low), plot.x(row.high)
        yield bar(left, y - 3, (right - left, 6), BLUE, opacity=0.4)
    if first:
        yield dot((plot.x(first.utilisation), y), 4, MUTED, hollow=True)
    yield dot((x, y), 5, BLUE)
    yield text((plot_width(plot.width), y + 4), f"{row.utilisation:.0%}", INK, anchor="end", bold=True)


def _span(rows: Sequence[NeededUtilisation]) -> tuple[float, float]:
    """The ends of the axis: every figure and interval lies within, and so does 100%."""
    ends = [end for row in rows for end in (row.utilisation, row.low, row.high) if end is not None]
    return min(*ends, 1.0) / 1.1, max(*ends, 1.0) * 1.1
