"""Chart of how busy an accelerator must be for the claimed price of self-hosting: one row per accelerator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.charts import BLUE, INK, MUTED, VERMILION, Chart, altair, chart_of, finished
from assets.formats import dollars, month

CLAIMED_USD_PER_MTOK = Decimal("0.20")
"""Price of a million tokens of self-hosted Llama 3 70B that the blog claims."""
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
ROW_PX = 22
NEAR_FULL = 0.8
"""From this utilisation on, a label on the right of its point would cross the line at 100%."""


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


def serving_chart(needed: Sequence[NeededUtilisation], title: str) -> Chart:
    """Draw the first and last month of each accelerator, ordered by the utilisation needed in the last month.

    Raises:
        ValueError: There is no row.
    """
    if not needed:
        raise ValueError("a serving chart needs at least one row")
    alt = altair()
    last = latest(needed)
    order = [row.accelerator for row in sorted(last, key=lambda row: row.utilisation)]
    y = alt.Y("accelerator:N", sort=order, title=None, axis=alt.Axis(grid=True, labelLimit=180))
    values = [_values(row) for row in last]
    earlier = [_values(row) for row in first_seen(needed) if row.accelerator in order]
    span = _span([*last, *first_seen(needed)])

    def x(field: str) -> Chart:
        ticks = [tick for tick in TICKS if span[0] <= tick <= span[1]]
        axis = alt.Axis(values=ticks, format=".0%", title=None)
        return alt.X(f"{field}:Q", scale=alt.Scale(type="log", domain=list(span), nice=False), axis=axis)

    base = chart_of(values)
    spans = chart_of([value for value in values if value["low"] is not None])
    full = chart_of([{"use": 1.0}]).mark_rule(color=VERMILION, strokeDash=[5, 4])
    layers = [
        full.encode(x=x("use")),
        spans.mark_rule(color=BLUE, opacity=0.4, strokeWidth=5).encode(x=x("low"), x2=alt.X2("high:Q"), y=y),
        chart_of(earlier).mark_point(color=MUTED, size=45).encode(x=x("use"), y=y),
        base.mark_point(filled=True, color=BLUE, size=60).encode(x=x("use"), y=y),
        *(
            base.transform_filter(f"{shown}(datum.use > {NEAR_FULL} && datum.use < 1)")
            .mark_text(align=align, dx=dx, dy=-7, color=INK)
            .encode(x=x("use"), y=y, text=alt.Text("text:N"))
            for shown, align, dx in (("!", "left", 8), ("", "right", -8))
        ),
    ]
    when = max(row.date for row in last)
    subtitle = (
        f"Share of the accelerator's best MLPerf Llama 2 70B speed (offline) that must be kept up, log scale, at the "
        f"median rent of {month(when)}, or the accelerator's last month, with a 90% interval of the rent. Hollow: the "
        f"first month seen. Right of 100% {dollars(CLAIMED_USD_PER_MTOK)} cannot be reached on that accelerator."
    )
    return finished(alt.layer(*layers), title, subtitle, 620, ROW_PX * len(order))


def latest(needed: Sequence[NeededUtilisation]) -> list[NeededUtilisation]:
    """Return each accelerator's last month."""
    return list({row.accelerator: row for row in sorted(needed, key=lambda row: row.date)}.values())


def first_seen(needed: Sequence[NeededUtilisation]) -> list[NeededUtilisation]:
    """Return the first month of each accelerator that was priced in more than one month."""
    first = {row.accelerator: row for row in sorted(needed, key=lambda row: row.date, reverse=True)}
    return [row for row in first.values() if row not in latest(needed)]


def _values(row: NeededUtilisation) -> dict[str, object]:
    text = f"{row.utilisation:.0%}"
    return {"accelerator": row.accelerator, "use": row.utilisation, "low": row.low, "high": row.high, "text": text}


def _span(rows: Sequence[NeededUtilisation]) -> tuple[float, float]:
    """The ends of the axis: every figure and interval lies within, with room for a label, and so does 100%."""
    ends = [end for row in rows for end in (row.utilisation, row.low, row.high) if end is not None]
    return min(*ends, 1.0) / 1.1, max(*ends, 1.0) * 1.25
