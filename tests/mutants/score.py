"""The share of mutants that tests notice, with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping


def wilson(killed: int, count: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson 1927, Journal of the American Statistical Association 22, 209-212)."""
    z = 1.959964
    share, more = killed / count, z * z / count
    half = z * math.sqrt(share * (1 - share) / count + more / (4 * count))
    return (share + more / 2 - half) / (1 + more), (share + more / 2 + half) / (1 + more)


def score(counts: Mapping[str, int]) -> str:
    """Return a line on the counts of killed, timeout, survived and explained; a time-out counts as killed."""
    count, noticed = sum(counts.values()), counts.get("killed", 0) + counts.get("timeout", 0)
    low, high = wilson(noticed, count)
    cases = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()) if number)
    return f"{noticed} of {count} noticed = {noticed / count:.1%} (between {low:.1%} and {high:.1%}); {cases}"
