"""Scores of a drawn forecast against the outcome: CRPS, pinball loss, coverage and PIT, all on log10 USD."""

from typing import NamedTuple

import numpy as np

from assets.trends.series import TIE_DECIMALS, Floats

PINBALL_QUANTILES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
SAME = 1e-6
"""Distance in log10 within which costs are equal: rounding may change the last digit of a constant path."""
DECIMALS = 6
"""Decimals of every score: a thousand paths support no more, and rounded scores are equal on any machine."""
KEPT_QUANTILES, QUANTILE_DECIMALS = 20, 3
"""The forecast that CRPS is computed of: so many equally likely quantiles, at ranks 1/40, 3/40 ... 39/40, rounded. They
are stored with the score. The CRPS of all paths is lower by 0.2% on average.
"""
KEPT_RANKS = (np.arange(KEPT_QUANTILES) + 0.5) / KEPT_QUANTILES


class Score(NamedTuple):
    """The rounded scores of one forecast at one date.

    `crps` is that of `log10_quantiles` against `log10_actual`, both as rounded here; the other scores are of all paths.
    `pit` counts half of the paths that equal the outcome.
    """

    log10_actual: float
    log10_median: float
    log10_quantiles: tuple[float, ...]
    crps: float
    pinball: float
    in_50: bool
    in_80: bool
    in_95: bool
    pit: float


def score(draws: Floats, actuals: Floats) -> list[Score]:
    """Score draws against outcomes: CRPS of KEPT_QUANTILES by `scoringrules`, pinball over PINBALL_QUANTILES.

    Args:
        draws: Log10 USD, (dates, paths).
        actuals: Log10 USD, (dates,).
    """
    import scoringrules  # slow to import

    ordered = np.sort(draws, axis=1)
    actuals = np.round(actuals, DECIMALS)
    kept = np.round(_quantiles(ordered, KEPT_RANKS), QUANTILE_DECIMALS).T
    crps = scoringrules.crps_ensemble(actuals, kept, sorted_ensemble=True, estimator="qd")
    quantiles = _quantiles(ordered, PINBALL_QUANTILES)
    missed = actuals - quantiles
    pinball = np.maximum(PINBALL_QUANTILES[:, None] * missed, (PINBALL_QUANTILES[:, None] - 1) * missed).mean(axis=0)
    inside = [(missed[low] >= -SAME) & (missed[-1 - low] <= SAME) for low in (2, 1, 0)]
    below = (ordered < actuals[:, None] - SAME).mean(axis=1)
    up_to = (ordered <= actuals[:, None] + SAME).mean(axis=1)
    pit = (below + up_to) / 2
    return [
        Score(
            log10_actual=float(actuals[place]),
            log10_median=round(float(quantiles[3, place]), DECIMALS),
            log10_quantiles=tuple(kept[place].tolist()),
            # Its last digit is often exactly a five: rounded twice, it does not depend on the order of a sum.
            crps=round(round(float(crps[place]), TIE_DECIMALS), DECIMALS),
            pinball=round(float(pinball[place]), DECIMALS),
            in_50=bool(inside[0][place]),
            in_80=bool(inside[1][place]),
            in_95=bool(inside[2][place]),
            pit=round(float(pit[place]), DECIMALS),
        )
        for place in range(len(actuals))
    ]


def _quantiles(ordered: Floats, ranks: Floats) -> Floats:
    """Quantiles (ranks, dates) of sorted draws, linear between two of them; numpy would sort again."""
    place = ranks * (ordered.shape[1] - 1)
    below = place.astype(np.int64)
    lower, upper = ordered[:, below], ordered[:, np.ceil(place).astype(np.int64)]
    return (lower + (upper - lower) * (place - below)).T
