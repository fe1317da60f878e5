"""The one rule by which every claim is judged: its range against ours."""

from __future__ import annotations

import math

ABOUT = 0.25
"""A claim of one figure means about: within a quarter of it, of its logarithm where it counts how many times."""


def claimed_range(low: float | None, high: float | None, unit: str) -> tuple[float, float]:
    """The ends of what is claimed: one figure is widened by `ABOUT`, a missing end is open, a range stays as it is.

    "About 100 times" is 32 to 316 times, "about 2 times" 1.7 to 2.4, "about $0.20" 0.15 to 0.25.
    """
    if low is None or low != high:
        return (-math.inf if low is None else low), (math.inf if high is None else high)
    if unit.startswith("times"):
        return low ** (1 - ABOUT), low ** (1 + ABOUT)
    return low * (1 - ABOUT), low * (1 + ABOUT)


def judge(claimed: tuple[float, float], measured: float, low: float | None, high: float | None) -> str:
    """`supported` when the measured figure lies in what is claimed, `partly` when only its interval reaches into it.

    Without an interval the figure stands for it. Everything else is `not_supported`.
    """
    at_least, at_most = claimed
    if at_least <= measured <= at_most:
        return "supported"
    reaches = (measured if low is None else low) <= at_most and (measured if high is None else high) >= at_least
    return "partly" if reaches else "not_supported"
