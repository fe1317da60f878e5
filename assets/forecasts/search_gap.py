"""Compute the gap between an answer and a search when both move: log cost of the answer less that of the search.

The answer costs no more than the search where the gap is 0 or below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assets.trends.paths import Simulation
from assets.trends.race import Race
from assets.trends.series import Floats
from assets.trends.shares import ranked

GAP_MONTHS = (6, 12, 24, 36, 48, 60)
QUANTILES = {"log10_gap_p10": 0.1, "log10_gap_p50": 0.5, "log10_gap_p90": 0.9}
RANKS = 64
"""Number of costs of an answer that represent all paths of a month, each paired with every likely search cost."""


@dataclass(frozen=True, eq=False)
class SearchGap:
    """At GAP_MONTHS: quantiles (targets, QUANTILES, months) of the gap, and chances (targets, months) of no gap.

    The chances assume that every target is exact and constant.
    """

    log10: Floats
    p_level_still: Floats
    p_first_passage_still: Floats


def find_gap(race: Race) -> SearchGap:
    """Return the gap of an answer to every target of a race."""
    race = race.at(GAP_MONTHS)
    still, exact = race.alone, race.targets.exact
    return SearchGap(race.of_each(_quantiles), still.p_level(exact), still.p_first_passage(exact))


def _quantiles(simulation: Simulation, usd: Floats) -> Floats:
    """Return quantiles of the gap to targets (targets, points), to the nearest pair of representative costs."""
    ranks = (np.arange(RANKS) + 0.5) / RANKS * simulation.walks.shape[1]
    costs = ranked(simulation.costs, ranks.astype(np.int64))[:, :, None]
    pairs = costs - np.log10(usd)[:, None, None]
    gaps = np.sort(pairs.reshape(len(usd), len(costs), RANKS * usd.shape[1]), axis=2)
    places = np.array(list(QUANTILES.values())) * (gaps.shape[2] - 1)
    return gaps[:, :, np.rint(places).astype(np.int64)].swapaxes(1, 2)
