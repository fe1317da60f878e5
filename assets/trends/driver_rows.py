"""The rows of out_driver, from everything known about the drivers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assets.trends.driver_evidence import Evidence
from assets.trends.driver_words import CAVEATS, METHOD_WORDS, UNMEASURED, describe_figures
from assets.trends.drivers import Cost, DriverSplit, split_all
from assets.trends.model_sizes import QualifyingModel, qualifying_sizes
from assets.trends.series import RATE_YEAR_DAYS, Floats
from assets.trends.typical_speeds import SweepPoint, measure_typical

INTERVAL_LEVEL = 0.9


def driver_rows(
    costs: Mapping[str, Sequence[Cost]],
    models: Mapping[str, Sequence[QualifyingModel]],
    known: tuple[Evidence, Sequence[SweepPoint]],
    workload: str,
) -> Iterator[dict[str, object]]:
    """Return the rows of out_driver for every bar whose cost is known on two days or more.

    Args:
        costs: Costs by bar and day.
        models: The models that qualify for each bar, with their sizes.
        known: What all bars share: the evidence, and sweeps of engines.
        workload: The workload of the costs.
    """
    estimates = measure_typical(*known)
    for bar, at in costs.items():
        if len(at) > 1:
            for split in split_all(at, qualifying_sizes(models.get(bar, [])), estimates):
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
    low, high = interval_of(logs)
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


def interval_of(logs: Floats) -> tuple[float, float]:
    """Return the ends of the interval of the draws, widened to hold the estimate where they are skewed."""
    ends = np.quantile(logs[1:], [0.5 - INTERVAL_LEVEL / 2, 0.5 + INTERVAL_LEVEL / 2])
    return min(float(logs[0]), float(ends[0])), max(float(logs[0]), float(ends[1]))


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
            **_with_market(split.market_and_residual if driver == "residual" else None),
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


def _with_market(logs: Floats | None) -> dict[str, float | None]:
    names = ("with_market_log_change", "with_market_log_change_low", "with_market_log_change_high")
    return dict.fromkeys(names) if logs is None else dict(zip(names, (float(logs[0]), *interval_of(logs)), strict=True))
