"""A picture of two kilobytes for the Dagster UI: cost of the headline's answer over time, and that of the search.

The pictures of the report are five times as large, and Dagster keeps one with every build of the page.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from datetime import date

from assets.formats import dollars
from warehouse.query import Row

WIDTH, HEIGHT, EDGE = 480, 140, 18
INK = "#808080"
"""A grey that can be read on white and on black: the UI has both."""


def draw_costs(steps: Sequence[Row], as_of: date) -> str:
    """Return an SVG of the steps on a logarithmic scale, with a dashed line at the cost of the search.

    Args:
        steps: Rows of list_headline_costs.sql; at least one.
        as_of: The last day of the time axis.
    """
    target = float(steps[0]["target_usd"])
    costs = [float(row["usd_per_query"]) for row in steps]
    first, low, high = steps[0]["valid_from"], min(*costs, target), max(*costs, target)
    days = max((as_of - first).days, 1)
    spread = math.log(high / low) or 1.0

    def y(usd: float) -> int:
        return round(EDGE + (HEIGHT - 2 * EDGE) * math.log(high / usd) / spread)

    path = _steps([(row["valid_from"] - first).days / days for row in steps], costs, y)
    was, now = dollars(steps[0]["usd_per_query"]), dollars(steps[-1]["usd_per_query"])
    title = f"Cost of an answer, log scale: {was} to {now}; dashed: a search, {dollars(steps[0]['target_usd'])}"
    size = f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size}>"
        f"<g font-family='sans-serif' font-size='11' fill='{INK}'><text x='0' y='10'>{title}</text>"
        f"<text x='0' y='{HEIGHT - 2}'>{first}</text>"
        f"<text x='{WIDTH}' y='{HEIGHT - 2}' text-anchor='end'>{as_of}</text></g>"
        f"<path d='M0 {y(target)}H{WIDTH}' stroke='{INK}' stroke-dasharray='4 3'/>"
        f"<path d='{path}' fill='none' stroke='#3f7fd0' stroke-width='2'/></svg>"
    )


def as_markdown(svg: str, alt: str) -> str:
    """Return a Markdown image that holds the SVG itself."""
    return f"![{alt}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def _steps(places: Sequence[float], costs: Sequence[float], y: Callable[[float], int]) -> str:
    """Return the path of a step line; places are shares of the time axis."""
    moves = [f"H{round(WIDTH * place)}V{y(usd)}" for place, usd in zip(places[1:], costs[1:], strict=True)]
    return "".join([f"M0 {y(costs[0])}", *moves, f"H{WIDTH}"])
