"""From what is known of the drivers to the rows of out_driver."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assets.trends.drivers import Cost, DriverHistory, Split, measure, split_all
from assets.trends.series import DAYS_PER_YEAR, Floats

INTERVAL_LEVEL = 0.9
METHODS = {
    "hardware": "cheapest chip per work: host-adjusted GPU-hour over same-format speed",
    "algorithms": "same chip over releases, narrower formats, smaller models near the frontier",
    "market": "price of unchanged weights over what serving them cost",
    "residual": "what the measured drivers leave",
}
UNMEASURED = {
    "hardware": "not measured: no GPU-hour price within half a year of an end of the period; it stays in the residual",
    "algorithms": "not measured: no two releases of a generative benchmark, no two days with open models at the bar; "
    "it stays in the residual",
    "market": "not measured: no GPU-hour price, or fewer than three open models to match; it stays in the residual",
}
CAVEATS = {
    "algorithms": "the size is that of open models near the frontier, as closed ones publish none",
    "market": "serving is costed at the best published software and format: hosts that lag behind count as margin",
    "residual": "closed models publish neither their size nor what serving them costs: what they fell by is here",
}


def driver_rows(
    costs: Mapping[str, Sequence[Cost]], history: DriverHistory, workload: str
) -> Iterator[dict[str, object]]:
    """Rows of out_driver for every bar whose cost is known on two days or more."""
    parts = measure(history.evidence)
    for bar, known in costs.items():
        if len(known) > 1:
            for split in split_all(known, history.models.get(bar, []), parts):
                yield from ({"bar": bar, "workload": workload, **row} for row in _rows_of(split))


def numbers_of(logs: Floats | None, observed: float, years: float) -> dict[str, float | None]:
    """The numbers of a driver (1 + DRAWS,) over so many years, all NULL but the level where it is not measured."""
    if logs is None:
        names = ("factor_per_year", "low", "high", "log_change", "log_change_low", "log_change_high", "share")
        return {**dict.fromkeys(names), "interval_level": INTERVAL_LEVEL}
    change = float(logs[0])
    ends = np.quantile(logs[1:], [0.5 - INTERVAL_LEVEL / 2, 0.5 + INTERVAL_LEVEL / 2])
    # The estimate itself belongs to its interval, also where the draws lean to one side.
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


def _rows_of(split: Split) -> Iterator[dict[str, object]]:
    years = (split.after[0] - split.before[0]).days / DAYS_PER_YEAR
    for driver, method in METHODS.items():
        told = split.drivers.get(driver)
        logs = split.residual if driver == "residual" else told.logs if told else None
        yield {
            "driver": driver,
            "span": split.span,
            "period_from": split.before[0],
            "period_to": split.after[0],
            **numbers_of(logs, split.observed, years),
            "measured": logs is not None,
            "measured_from": told.since if told else None,
            "usd_per_query_from": split.before[1],
            "usd_per_query_to": split.after[1],
            "observed_log_change": split.observed,
            "n": told.n if told else None,
            "method": method,
            "evidence": told.words if told else None,
            "note": (UNMEASURED if logs is None else CAVEATS).get(driver),
        }
