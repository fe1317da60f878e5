"""The rule by which every claim is evaluated: the range that is claimed against our figure and its interval."""

from __future__ import annotations

import math

WIDENED_BY = 1.25
"""Factor by which both ends of a claim are widened, whether it gives one figure or a range."""


def widen_claim(low: float | None, high: float | None) -> tuple[float, float]:
    """Return the ends of a claim, widened: low / WIDENED_BY and high * WIDENED_BY; a missing end stays open.

    "100 times" becomes 80 to 125 times, "$0.20" becomes $0.16 to $0.25, "2 to 4 times" becomes 1.6 to 5 times.
    """
    return (-math.inf if low is None else low / WIDENED_BY), (math.inf if high is None else high * WIDENED_BY)


def evaluate_claim(claimed: tuple[float, float], measured: float, low: float | None, high: float | None) -> str:
    """Return `supported` when our figure lies in the widened claim, `partly` when only its interval reaches in.

    Without an interval the figure itself is used. Everything else is `not_supported`.
    """
    at_least, at_most = claimed
    if at_least <= measured <= at_most:
        return "supported"
    reaches = (measured if low is None else low) <= at_most and (measured if high is None else high) >= at_least
    return "partly" if reaches else "not_supported"
