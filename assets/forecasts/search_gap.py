"""The gap between an answer and a search when both move: log cost of the answer less log cost of the search.

How each of them moves is drawn elsewhere; an answer has caught up where the gap is 0 or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from assets.forecasts.ahead import Ratios
from assets.trends.moving_targets import SearchCost, draw_targets, known_costs, pool_moves
from assets.trends.paths import add_months
from assets.trends.series import Floats

GAP_MONTHS = (6, 12, 24, 36, 48, 60)
PLACES = np.array(GAP_MONTHS) - 1
QUANTILES = {"log10_gap_p10": 0.1, "log10_gap_p50": 0.5, "log10_gap_p90": 0.9}


def gap_rows(
    ratios: Mapping[tuple[str, str], Ratios],
    today: Mapping[tuple[str, str], float],
    costs: Sequence[SearchCost],
    origin: date,
) -> Iterator[dict[str, object]]:
    """One row per bar, workload, target and date ahead, from paths of the answer and of every target.

    `ratios`, all with as many paths and months, and `today` (USD) are of the same (bar, workload); a target counts at
    its last cost known on the origin.
    """
    last = [rows[-1] for rows in known_costs(costs, origin)]
    paths, months = next(iter(ratios.values())).log10.shape
    searches = draw_targets(last, pool_moves(costs, origin), months, paths)
    for (bar, workload), ratio in ratios.items():
        answer = np.log10(today[bar, workload]) + ratio.log10
        for target, search in zip(last, searches, strict=True):
            key = {"bar": bar, "workload": workload, "target": target.target, "kind": target.kind, "origin": origin}
            still = chances(answer - np.log10(target.usd))
            for place, row in enumerate(gaps(answer - search)):
                as_it_is = {f"{name}_still": float(found[place]) for name, found in still.items()}
                yield {**key, "date": add_months(origin, GAP_MONTHS[place]), **row, **as_it_is}


def gaps(gap: Floats) -> list[dict[str, float]]:
    """Quantiles of a gap (paths, months) at GAP_MONTHS, and the chances of having caught up."""
    spread = np.quantile(gap[:, PLACES], list(QUANTILES.values()), axis=0)
    found = dict(zip(QUANTILES, spread, strict=True)) | chances(gap)
    return [{name: float(values[place]) for name, values in found.items()} for place in range(len(GAP_MONTHS))]


def chances(gap: Floats) -> dict[str, Floats]:
    """P(level) and P(first passage) at GAP_MONTHS (months,): the gap is 0 or below then, or was at a month by then."""
    within = gap <= 0
    first = np.where(within.any(axis=1), within.argmax(axis=1), gap.shape[1])
    return {"p_level": within[:, PLACES].mean(axis=0), "p_first_passage": (first[:, None] <= PLACES).mean(axis=0)}
