"""The gap between an answer and a search when both move: log cost of the answer less log cost of the search.

How each of them moves is drawn elsewhere; an answer has caught up where the gap is 0 or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from assets.forecasts.ahead import Ratios
from assets.trends.moving_targets import SearchCost, draw_targets, known_costs, pool_moves
from assets.trends.paths import add_months, simulation
from assets.trends.series import Floats

GAP_MONTHS = (6, 12, 24, 36, 48, 60)
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
        still = chances(answer, [target.usd for target in last])
        for target, search, as_it_is in zip(last, searches, still, strict=True):
            key = {"bar": bar, "workload": workload, "target": target.target, "kind": target.kind, "origin": origin}
            for month, row, fixed in zip(GAP_MONTHS, gaps(answer, search), as_it_is, strict=True):
                yield {
                    **key,
                    "date": add_months(origin, month),
                    **row,
                    **{f"{name}_still": p for name, p in fixed.items()},
                }


def gaps(answer: Floats, search: Floats) -> list[dict[str, float]]:
    """Quantiles of the gap at GAP_MONTHS, and the chances of having caught up.

    `answer` and `search` are paths (paths, months) of log10 USD; the gap is one less the other.
    """
    gap = answer - search
    spread = np.quantile(gap[:, np.array(GAP_MONTHS) - 1], list(QUANTILES.values()), axis=0)
    (caught_up,) = chances(gap, [1.0])
    return [
        {**dict(zip(QUANTILES, map(float, row), strict=True)), **chance}
        for row, chance in zip(spread.T, caught_up, strict=True)
    ]


def chances(logs: Floats, usd: Sequence[float]) -> list[list[dict[str, float]]]:
    """P(level) and P(first passage) of paths of log10 USD for each target (or ratio of 1) and each of GAP_MONTHS."""
    found = simulation(logs, GAP_MONTHS)
    return [
        [{"p_level": float(at), "p_first_passage": float(by)} for at, by in zip(level, passage, strict=True)]
        for level, passage in zip(found.p_level(usd), found.p_first_passage(usd), strict=True)
    ]
