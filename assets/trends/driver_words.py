"""The sentences about drivers in `out_driver`: method, evidence and note of each row."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from assets.formats import dollars, factor
from assets.trends.chip_costs import ChipCost
from assets.trends.drivers import AlgorithmFigures, Figures, HardwareFigures, LevelChange

METHOD_WORDS = {
    "hardware": "cheapest chip per work: host-adjusted GPU-hour over same-format speed",
    "algorithms": "same chip over releases, narrower formats, active parameters of the qualifying model",
    "market": "price of unchanged weights over the cost of serving them",
    "residual": "the change that no measured driver explains",
}
UNMEASURED = {
    "hardware": "not measured: no GPU-hour price within half a year of an end of the period; it stays in the residual",
    "algorithms": "not measured: no two releases of a generative benchmark, no two days with a model of published size "
    "at the bar; it stays in the residual",
    "market": "not measured: no GPU-hour price, or fewer than three open models to match; it stays in the residual",
}
CAVEATS = {
    "algorithms": "sizes of closed models are published estimates, drawn from their ranges: no maker confirmed them",
    "market": "serving is costed at the best published format and submitted software: hosts that lag count as margin",
    "residual": "what closed models cost to serve is not published: their margin is here, not in the market",
}


def describe_change(log_change: float) -> str:
    """Return a natural log-change of cost in words.

    >>> describe_change(math.log(1 / 2.3)), describe_change(math.log(1.2)), describe_change(0.01)
    ('2.3 times cheaper', '1.2 times as expensive', 'unchanged')
    """
    ratio = factor(math.exp(abs(log_change)))
    return "unchanged" if ratio == "1.0" else f"{ratio} times {'cheaper' if log_change < 0 else 'as expensive'}"


def describe_figures(figures: Iterable[Figures]) -> str:
    """Return the measurements behind a driver in words, one clause for each stretch of the period."""
    return "; ".join(_clause(stretch) for stretch in figures)


def _clause(figures: Figures) -> str:
    if isinstance(figures, HardwareFigures):
        return f"{_priced(figures.before)} then {_priced(figures.after)} for the work of an A100-hour"
    if isinstance(figures, AlgorithmFigures):
        software = _change("software", figures.software, figures.first)
        return f"{software}, {figures.bits[0]} then {figures.bits[1]} bits, {_sizes(figures.size, figures.first)}"
    return f"unchanged weights {describe_change(figures.weights)}, serving them {describe_change(figures.serving)}"


def _priced(chip: ChipCost) -> str:
    return f"{chip.name} at {dollars(round(math.exp(chip.logs[0]), 2))}"


def _change(name: str, change: LevelChange | None, first: date) -> str:
    if change is None:
        return f"{name} not measured"
    return f"{name} x{factor(math.exp(change.logs[0]))}{_since(change, first)}"


def _sizes(change: LevelChange | None, first: date) -> str:
    if change is None:
        return "size not measured"
    before, after = (factor(math.exp(level[0])) for level in (change.before, change.after))
    return f"{before} then {after} billion active parameters{_since(change, first)}"


def _since(change: LevelChange, first: date) -> str:
    return f" since {change.since}" if change.since > first else ""
