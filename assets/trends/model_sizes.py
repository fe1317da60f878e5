"""The size of the model that is cheapest at a bar: its active parameters, with the range of published estimates.

Open weights state their size. Closed models do not: their size is drawn from the range of a published estimate, once
for each model and draw, so that a model keeps its size on all days.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from assets.trends.driver_estimates import DRAWS, NEAR_FRONTIER, LogEstimate
from assets.trends.paths import seed_for
from assets.trends.series import Floats


class QualifyingModel(NamedTuple):
    """The cost of an answer of a qualifying model on a day, and the range of its size in 10^9 active parameters.

    Both ends are equal for open weights and None where no size is published. `total_b` counts all parameters.
    """

    day: date
    model_id: str
    usd: float
    size_low_b: float | None = None
    size_high_b: float | None = None
    total_b: float | None = None


def qualifying_sizes(models: Sequence[QualifyingModel]) -> LogEstimate[date]:
    """Return the log size, by day, of the cheapest model whose size is published.

    A day has no size where every such model costs more than NEAR_FRONTIER times the cheapest one.
    """
    by_day: dict[date, list[QualifyingModel]] = defaultdict(list)
    for model in models:
        by_day[model.day].append(model)
    levels = {day: _cheapest_size(by_day[day]) for day in sorted(by_day)}
    logs = {day: level for day, level in levels.items() if level is not None}
    return LogEstimate(logs, len(logs))


def _cheapest_size(models: Sequence[QualifyingModel]) -> Floats | None:
    limit = NEAR_FRONTIER * min(model.usd for model in models)
    for model in sorted(models, key=lambda model: (model.usd, model.model_id)):
        if model.usd <= limit and model.size_low_b is not None and model.size_high_b is not None:
            return _drawn_size(model.model_id, model.size_low_b, model.size_high_b)
    return None


def _drawn_size(model_id: str, low: float, high: float) -> Floats:
    """Return (1 + DRAWS,) logs: the middle of the range, then draws that are even in the logarithm."""
    ends = math.log(low), math.log(high)
    drawn = seed_for("drivers", "size", model_id).uniform(*ends, DRAWS)
    return np.concatenate(([(ends[0] + ends[1]) / 2], drawn))
