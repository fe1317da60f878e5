"""What one serving technique gained, by kind of measure: a median in which better evidence weighs more."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
EVIDENCE = {"independent": 9.0, "authors": 3.0, "vendor": 1.0}
"""How much a measurement counts by who made it: three times as much with each step away from who sells it."""
SECOND_HAND = {"read here": 1.0, "from report": 0.5, "recalled": 0.25}
"""How much of that is left by how the figure reached us."""
TAIL = 0.05
TWO_AT_ONCE = "includes continuous batching"
"""What the compiler remarks where a figure is of two techniques together."""


@dataclass(frozen=True)
class Measurement:
    """One row of core_technique_gain."""

    technique: str
    metric: str
    factor: float | None
    low: float | None
    high: float | None
    evidence: str
    read: str
    note: str | None
    source_url: str

    @property
    def value(self) -> float | None:
        """The factor, else the geometric middle of a range; None for "up to x" and for two techniques at once."""
        if TWO_AT_ONCE in (self.note or ""):
            return None
        if self.factor is None and self.low and self.high:
            return math.sqrt(self.low * self.high)
        return self.factor

    @property
    def weight(self) -> float:
        """Evidence times how it was read."""
        return EVIDENCE[self.evidence] * SECOND_HAND[self.how_read]

    @property
    def how_read(self) -> str:
        """`read here`, `from report` or `recalled`, without the remarks that follow."""
        return next(how for how in SECOND_HAND if self.read.startswith(how))


def technique_gains(measurements: Iterable[Measurement]) -> list[Row]:
    """All rows of `out_technique_gain`: one for each technique and metric."""
    groups: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    for one in measurements:
        groups[one.technique, one.metric].append(one)
    return [_row(*name, found) for name, found in sorted(groups.items())]


def _row(technique: str, metric: str, found: Sequence[Measurement]) -> Row:
    used = [one for one in found if one.value]
    weights = _weights(used)
    who = Counter(one.evidence for one in used)
    return {
        "technique": technique,
        "metric": metric,
        "factor": _quantile([(one.value, weight) for one, weight in zip(used, weights, strict=True)], 0.5),
        "low": _quantile([(one.low or one.value, weight) for one, weight in zip(used, weights, strict=True)], TAIL),
        "high": _quantile(
            [(one.high or one.value, weight) for one, weight in zip(used, weights, strict=True)], 1 - TAIL
        ),
        "n": len(used),
        "n_independent": who["independent"],
        "n_authors": who["authors"],
        "n_vendor": who["vendor"],
        "n_recalled": sum(one.how_read == "recalled" for one in used),
        "n_sources": len({one.source_url for one in used}),
        "n_left_out": len(found) - len(used),
        "best_evidence": next((kind for kind in EVIDENCE if who[kind]), None),
    }


def _weights(used: Sequence[Measurement]) -> list[float]:
    """A publication counts once, however many rows it holds."""
    rows = Counter(one.source_url for one in used)
    return [one.weight / rows[one.source_url] for one in used]


def _quantile(weighted: Iterable[tuple[float | None, float]], share: float) -> float | None:
    """The smallest value at which at least that share of the weight is reached; None for no values."""
    ordered = sorted((value, weight) for value, weight in weighted if value)
    reached, whole = 0.0, sum(weight for _, weight in ordered)
    for value, weight in ordered:
        reached += weight
        if reached >= share * whole - 1e-12:
            return value
    return None
