"""The gain of a serving technique by one metric: a median weighted by the quality of the evidence."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
EVIDENCE = {"independent": 9.0, "authors": 3.0, "vendor": 1.0}
"""Weight of a measurement by its author: three times as high with each step of independence from the vendor."""
SECOND_HAND = {"read here": 1.0, "from report": 0.5, "recalled": 0.25}
"""Share of that weight by how the figure was obtained."""
TAIL = 0.05
TWO_AT_ONCE = "includes continuous batching"
"""The compiler's remark on a figure for two techniques together."""


@dataclass(frozen=True)
class TechniqueMeasurement:
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
        """The factor, else the geometric mean of a range; None for "up to x" and for two techniques at once."""
        if TWO_AT_ONCE in (self.note or ""):
            return None
        if self.factor is None and self.low and self.high:
            return math.sqrt(self.low * self.high)
        return self.factor

    @property
    def weight(self) -> float:
        """Weight by evidence and by how the figure was obtained."""
        return EVIDENCE[self.evidence] * SECOND_HAND[self.how_read]

    @property
    def how_read(self) -> str:
        """`read here`, `from report` or `recalled`, without the remarks that follow."""
        return next(how for how in SECOND_HAND if self.read.startswith(how))


def technique_gains(measurements: Iterable[TechniqueMeasurement]) -> list[Row]:
    """Return all rows of `out_technique_gain`: one for each technique and metric."""
    groups: dict[tuple[str, str], list[TechniqueMeasurement]] = defaultdict(list)
    for measurement in measurements:
        groups[measurement.technique, measurement.metric].append(measurement)
    return [_row(*name, group) for name, group in sorted(groups.items())]


def _row(technique: str, metric: str, group: Sequence[TechniqueMeasurement]) -> Row:
    used = [measurement for measurement in group if measurement.value]
    weights = _weights(used)
    evidence = Counter(measurement.evidence for measurement in used)
    return {
        "technique": technique,
        "metric": metric,
        "factor": _quantile([measurement.value for measurement in used], weights, 0.5),
        "low": _quantile([measurement.low or measurement.value for measurement in used], weights, TAIL),
        "high": _quantile([measurement.high or measurement.value for measurement in used], weights, 1 - TAIL),
        "n": len(used),
        "n_independent": evidence["independent"],
        "n_authors": evidence["authors"],
        "n_vendor": evidence["vendor"],
        "n_recalled": sum(measurement.how_read == "recalled" for measurement in used),
        "n_sources": len({measurement.source_url for measurement in used}),
        "n_left_out": len(group) - len(used),
        "best_evidence": next((kind for kind in EVIDENCE if evidence[kind]), None),
    }


def _weights(used: Sequence[TechniqueMeasurement]) -> list[float]:
    """Return the weights, divided by the number of rows of the same publication."""
    rows = Counter(measurement.source_url for measurement in used)
    return [measurement.weight / rows[measurement.source_url] for measurement in used]


def _quantile(values: Sequence[float | None], weights: Sequence[float], share: float) -> float | None:
    """The smallest value at which at least that share of the weight is reached; None for no values."""
    ordered = sorted((value, weight) for value, weight in zip(values, weights, strict=True) if value)
    reached, whole = 0.0, sum(weight for _, weight in ordered)
    for value, weight in ordered:
        reached += weight
        if reached >= share * whole - 1e-12:
            return value
    return None
