"""Today's cost with the bar and the scores drawn from their intervals: membership of a bar as a probability.

A draw takes one value for the bar and one for every model; the cheapest qualifying model of the draw is its frontier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from assets.trends.paths import seed_for
from assets.trends.series import Floats

DRAWS = 256
REACH_90, REACH_95 = 1.6449, 1.96
"""Standard deviations from the median to the end of a normal interval of 90% and of 95%."""
REACHES = {"arena-text": REACH_95}
"""By benchmark; the Arena publishes 95% intervals, and all other benchmarks (by Epoch) publish 90% intervals."""


class Rival(NamedTuple):
    """One model on sale at its cheapest offer; `below` and `above` are distances from score to interval ends."""

    bar: str
    workload: str
    benchmark: str
    model_id: str
    usd: float
    threshold: float
    threshold_below: float
    threshold_above: float
    score: float
    score_below: float
    score_above: float


def level_offsets(rivals: Iterable[Rival], draws: int = DRAWS) -> dict[tuple[str, str], Floats]:
    """Return offsets (draws,) by bar and workload, from rivals in that order; workloads share the draws of a bar."""
    return {
        names: draw_level_offsets(seed_for("bar", names[0]), list(group), draws)
        for names, group in groupby(rivals, key=lambda rival: (rival.bar, rival.workload))
    }


def draw_level_offsets(rng: np.random.Generator, rivals: Sequence[Rival], draws: int) -> Floats:
    """Return log10 of the cost at each drawn bar over the cost at the bar itself, (draws,).

    Each side of an interval is a half-normal with probability 1/2 and a width of its own. The errors of different
    models are independent. A draw for which no rival qualifies has no cost and repeats another draw. Without a rival
    that qualifies for the bar itself there is nothing to compare with, and every offset is 0.

    Args:
        rng: Random generator.
        rivals: The models on sale at one bar and workload.
        draws: Number of draws.
    """
    if not rivals or not any(rival.score >= rival.threshold for rival in rivals):
        return np.zeros(draws)
    ordered = sorted(rivals, key=lambda rival: (rival.usd, rival.model_id))
    reach = REACHES.get(ordered[0].benchmark, REACH_90)
    names = sorted(rival.model_id for rival in ordered)
    first = ordered[0]
    bars = first.threshold + _scaled(
        rng.standard_normal((draws, 1)), first.threshold_below, first.threshold_above, reach
    )
    # Errors are drawn in alphabetical order of the models, so that the draws do not depend on the order of prices.
    errors = rng.standard_normal((draws, len(names)))[:, [names.index(rival.model_id) for rival in ordered]]
    below, above = (np.array([rival[place] for rival in ordered]) for place in (9, 10))
    scores = np.array([rival.score for rival in ordered]) + _scaled(errors, below, above, reach)
    logs = np.log10([rival.usd for rival in ordered])
    now = next(log for rival, log in zip(ordered, logs, strict=True) if rival.score >= rival.threshold)
    qualifies = scores >= bars
    offsets = logs[np.argmax(qualifies, axis=1)] - now
    defined = offsets[qualifies.any(axis=1)]
    return np.resize(defined, draws) if len(defined) else np.zeros(draws)


def _scaled(errors: Floats, below: float | Floats, above: float | Floats, reach: float) -> Floats:
    return errors * np.where(errors < 0, below, above) / reach
