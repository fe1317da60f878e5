"""Results made up for tests of gains: everything that a test does not care about is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assets.hardware.spread import BenchmarkResult

PLAIN = BenchmarkResult("v1", date(2024, 1, 1), "new", "b", "offline", "s", None, "tokens/s", 1.0, "complete")


def results(*speeds: float, **same: Any) -> list[BenchmarkResult]:
    """One result for each speed, each of a submitter of its own (a, b, c...) unless one is named."""
    return [
        replace(PLAIN, **{"submitter": chr(ord("a") + place), "speed": speed, **same})
        for place, speed in enumerate(speeds)
    ]
