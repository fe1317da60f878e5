"""The reliability diagram: observed frequency against forecast probability."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from assets.charts import BLUE, LABEL_PX, MUTED, VERMILION, Chart, altair, chart_of, finished, spread

COLOURS = (BLUE, VERMILION, "#007a58", "#8a4a77")


class Reliability(NamedTuple):
    """The observed share of `n` events whose forecast probability within so many months was about `forecast`."""

    horizon_months: int
    forecast: float
    observed: float
    n: int


def reliability_chart(bins: Sequence[Reliability], title: str, size: tuple[int, int]) -> Chart:
    """Draw observed frequency against forecast probability, one line per horizon; the dashed line is perfect.

    Args:
        bins: The points of the lines.
        title: Title of the chart.
        size: Width and height of the plotted area in pixels.

    Raises:
        ValueError: When there is nothing to draw.
    """
    if not bins:
        raise ValueError("a reliability chart needs at least one bin of events")
    alt = altair()
    values = [bin_._asdict() for bin_ in sorted(bins)]
    ticks = [0, 0.25, 0.5, 0.75, 1] if size[0] > 300 else [0, 0.5, 1]
    scale, axis = alt.Scale(domain=[0, 1], nice=False), {"format": "%", "values": ticks}
    across = alt.X("forecast:Q", scale=scale, axis=alt.Axis(title="forecast probability", grid=False, **axis))
    up = {"scale": scale, "axis": alt.Axis(title="observed share", **axis)}
    horizons = sorted({bin_.horizon_months for bin_ in bins})
    colour = alt.Color("horizon_months:N", scale=alt.Scale(domain=horizons, range=list(COLOURS)), legend=None)
    base = chart_of(values).encode(x=across, y=alt.Y("observed:Q", **up), color=colour)
    dots = base.mark_circle(opacity=0.8).encode(size=alt.Size("n:Q", scale=alt.Scale(range=[10, 260]), legend=None))
    perfect = chart_of([{"forecast": end, "observed": end} for end in (0, 1)])
    perfect = perfect.mark_line(color=MUTED, strokeDash=[5, 4]).encode(x=across, y=alt.Y("observed:Q", **up))
    names = chart_of(_line_ends(sorted(bins), size[1])).mark_text(align="left", dx=12)
    chart = alt.layer(
        perfect,
        base.mark_line(strokeWidth=2.5),
        dots,
        names.encode(x=across, y=alt.Y("place:Q", **up), color=colour, text=alt.Text("label:N")),
    )
    subtitle = "Dots: falls to a half, a fifth or a tenth, in ten bins; larger = more forecasts. Dashed: perfect."
    return finished(chart, title, subtitle, *size)


def _line_ends(bins: Sequence[Reliability], height: int) -> list[dict[str, object]]:
    ends = [list(group)[-1] for _, group in groupby(bins, key=lambda bin_: bin_.horizon_months)]
    places = spread([end.observed for end in ends], (LABEL_PX + 3) / height)
    return [
        end._asdict() | {"place": place, "label": f"{end.horizon_months} months"}
        for end, place in zip(ends, places, strict=True)
    ]
