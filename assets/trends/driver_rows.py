"""The rows of out_driver, from everything known about the drivers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assets.trends.chip_costs import measure
from assets.trends.driver_evidence import DriverHistory
from assets.trends.driver_words import CAVEATS, METHOD_WORDS, UNMEASURED, describe_figures
from assets.trends.drivers import Cost, DriverSplit, split_all
from assets.trends.series import RATE_YEAR_DAYS, Floats

INTERVAL_LEVEL = 0.9


def driver_rows(
    costs: Mapping[str, Sequence[Cost]], history: DriverHistory, workload: str
) -> Iterator[dict[str, object]]:
    """Return the rows of out_driver for every bar whose cost is known on two days or more."""
    estimates = measure(history.evidence)
    for bar, known in costs.items():
        if len(known) > 1:
            for split in split_all(known, history.models.get(bar, []), estimates):
                yield from ({"bar": bar, "workload": workload, **row} for row in _rows_of(split))


def numbers_of(logs: Floats | None, observed: float, years: float) -> dict[str, float | None]:
    """Return the numbers of a driver over a period; all but the level are None where it is not measured.

    Args:
        logs: The driver's natural log-change: the estimate and DRAWS draws of it, or None.
        observed: The log-change of the cost over the period.
        years: Length of the period.
    """
    if logs is None:
        names = ("factor_per_year", "low", "high", "log_change", "log_change_low", "log_change_high", "share")
        return {**dict.fromkeys(names), "interval_level": INTERVAL_LEVEL}
    change = float(logs[0])
    ends = np.quantile(logs[1:], [0.5 - INTERVAL_LEVEL / 2, 0.5 + INTERVAL_LEVEL / 2])
    # The interval must hold the estimate, even where the draws are skewed.
    low, high = min(change, float(ends[0])), max(change, float(ends[1]))
    return {
        "factor_per_year": math.exp(-change / years),
        "low": math.exp(-high / years),
        "high": math.exp(-low / years),
        "interval_level": INTERVAL_LEVEL,
        "log_change": change,
        "log_change_low": low,
        "log_change_high": high,
        "share": change / observed if observed else None,
    }


def _rows_of(split: DriverSplit) -> Iterator[dict[str, object]]:
    years = (split.after[0] - split.before[0]).days / RATE_YEAR_DAYS
    for driver, method in METHOD_WORDS.items():
        effect = split.drivers.get(driver)
        logs = split.residual if driver == "residual" else effect.logs if effect else None
        yield {
            "driver": driver,
            "span": split.span,
            "period_from": split.before[0],
            "period_to": split.after[0],
            **numbers_of(logs, split.observed, years),
            "measured": logs is not None,
            "measured_from": effect.since if effect else None,
            "usd_per_query_from": split.before[1],
            "usd_per_query_to": split.after[1],
            "observed_log_change": split.observed,
            "n": effect.n if effect else None,
            "method": method,
            "evidence": describe_figures(effect.figures) if effect else None,
            "note": (UNMEASURED if logs is None else CAVEATS).get(driver),
        }
