"""Tables of chances for the page's explorer: quantiles of the lowest cost of a use within one, three and five years.

The cost of a use reaches a target within a time when its lowest cost in that time, divided by the change of the target,
is at or below the target of today. The tables hold the quantiles of that lowest cost for a use that costs 1 today, so
that the page can look up the chance where `race.py` counts paths. They hold for a use without searches, which follows
one workload's paths, and against a constant target for a use whose searches and tokens follow the grounded paths.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from assets.forecasts import headline
from assets.forecasts.ahead import GROUNDED, REASONING, YEARS, CostPaths, read_ratios
from assets.trends.moving_targets import PUBLISHED_FIGURE, SearchCost, read_costs
from assets.trends.paths import Float32s
from assets.trends.race import STAYS, Race, Targets, known_targets, start_race
from warehouse import query
from warehouse.query import Row

FORECASTS = Path(__file__).parents[1] / "forecasts"
QUANTILES = 101
"""With so many, the share of paths between two neighbours, and so the error of a chance, is at most 1%."""
UNIT = 1e-5
"""Resolution of the quantiles in log10: 0.002% of a cost."""
MONTHS = [12 * years for years in YEARS]


def explorer_chances(connection: duckdb.DuckDBPyConnection, as_of: date) -> Row:
    """Return how each target varies, and the tables of each bar's paths.

    Returns:
        `targets`: by name, `moved_by`, a place in the list of processes, and `log10_usd`, its equally likely costs.
        `paths`: by bar, the `tables` of each workload, one text for each process and horizon, and the `share` of
        searches in the cost of the grounded workload.
    """
    ratios = read_ratios(query.rows(connection, FORECASTS / "find_paths.sql", {"bar": None}))
    searches = read_costs(query.rows(connection, FORECASTS / "list_search_costs.sql", {"variant": PUBLISHED_FIGURE}))
    if not ratios:
        return {"targets": {}, "paths": {}}
    targets = _known_targets(searches, ratios, as_of)
    processes = [STAYS, *sorted(set(targets.moved_by.tolist()) - {STAYS})]
    return {"targets": _describe_targets(targets, processes), "paths": _describe_paths(ratios, targets, processes)}


def encode_quantiles(costs: Float32s) -> str:
    """Return the quantiles of costs in log10 as base64, from the lowest to the highest.

    Each is an integer number of UNIT more than the one before, in groups of seven bits, the lowest first; the first of
    all is counted from 0, with its sign in the lowest bit.
    """
    quantiles = np.quantile(costs.astype(np.float64), np.linspace(0, 1, QUANTILES))
    first, *later = np.rint(quantiles / UNIT).astype(int).tolist()
    steps = [
        2 * abs(first) + (first < 0),
        *(after - before for before, after in zip([first, *later], later, strict=False)),
    ]
    return base64.b64encode(bytes(byte for step in steps for byte in _groups(step))).decode()


def _groups(number: int) -> Iterator[int]:
    """Yield a number in groups of seven bits; each but the last has its highest bit set."""
    while number > 127:
        yield number & 127 | 128
        number >>= 7
    yield number


def _known_targets(
    searches: tuple[SearchCost, ...], ratios: Mapping[tuple[str, str], CostPaths], as_of: date
) -> Targets:
    paths, months = next(iter(ratios.values())).log10.shape
    return known_targets(searches, as_of, months, paths)


def _describe_targets(targets: Targets, processes: list[str]) -> Row:
    logs = np.log10(targets.usd).round(5)
    return {
        name: {"moved_by": processes.index(str(targets.moved_by[place])), "log10_usd": logs[place].tolist()}
        for place, name in enumerate(targets.names)
    }


def _describe_paths(ratios: Mapping[tuple[str, str], CostPaths], targets: Targets, processes: list[str]) -> Row:
    described: Row = {}
    for (bar, workload), paths in ratios.items():
        if workload in {headline.WORKLOAD, GROUNDED, REASONING}:
            race = start_race(paths.log10, targets)
            of_bar = described.setdefault(bar, {"share": 0.0})
            of_bar[workload] = [list(_tables(race, name)) for name in processes]
            if workload == GROUNDED:
                of_bar["share"] = paths.search_share
    return described


def _tables(race: Race, process: str) -> Iterator[str]:
    chase = race.alone if process == STAYS else race.chasing[process]
    for costs in chase.at(MONTHS).minima:
        yield encode_quantiles(costs)
