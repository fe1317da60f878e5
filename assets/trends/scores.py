"""Scores of a drawn forecast against the outcome: CRPS, pinball loss, coverage and PIT, all on log10 USD."""

from typing import NamedTuple

import numpy as np

from assets.trends.series import Floats

PINBALL_QUANTILES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
SAME = 1e-6
"""Distance in log10 within which costs are equal: rounding may change the last digit of a constant path."""
DECIMALS = 6
"""Decimals of every score: a thousand paths support no more, and rounded scores are equal on any machine."""


class Score(NamedTuple):
    """The rounded scores of one forecast at one date. `pit` counts half of the paths that equal the outcome."""

    log10_actual: float
    log10_median: float
    crps: float
    pinball: float
    in_50: bool
    in_80: bool
    in_95: bool
    pit: float


def score(draws: Floats, actuals: Floats) -> list[Score]:
    """Score draws against outcomes: CRPS by `scoringrules`, pinball as the mean over PINBALL_QUANTILES.

    Args:
        draws: Log10 USD, (dates, paths).
        actuals: Log10 USD, (dates,).
    """
    import scoringrules  # slow to import

    ordered = np.sort(draws, axis=1)
    crps = scoringrules.crps_ensemble(actuals, ordered, sorted_ensemble=True, estimator="qd")
    quantiles = _quantiles(ordered)
    missed = actuals - quantiles
    pinball = np.maximum(PINBALL_QUANTILES[:, None] * missed, (PINBALL_QUANTILES[:, None] - 1) * missed).mean(axis=0)
    inside = [(missed[low] >= -SAME) & (missed[-1 - low] <= SAME) for low in (2, 1, 0)]
    below = (ordered < actuals[:, None] - SAME).mean(axis=1)
    up_to = (ordered <= actuals[:, None] + SAME).mean(axis=1)
    pit = (below + up_to) / 2
    return [
        Score(
            log10_actual=round(float(actuals[place]), DECIMALS),
            log10_median=round(float(quantiles[3, place]), DECIMALS),
            crps=round(float(crps[place]), DECIMALS),
            pinball=round(float(pinball[place]), DECIMALS),
            in_50=bool(inside[0][place]),
            in_80=bool(inside[1][place]),
            in_95=bool(inside[2][place]),
            pit=round(float(pit[place]), DECIMALS),
        )
        for place in range(len(actuals))
    ]


def _quantiles(ordered: Floats) -> Floats:
    """PINBALL_QUANTILES (quantiles, dates) of sorted draws, linear between two of them; numpy would sort again."""
    place = PINBALL_QUANTILES * (ordered.shape[1] - 1)
    below = place.astype(np.int64)
    lower, upper = ordered[:, below], ordered[:, np.ceil(place).astype(np.int64)]
    return (lower + (upper - lower) * (place - below)).T
