"""Compare the energy of an answer with that of a search: like for like, and no verdict on cost.

    ratio = energy of an answer / energy of a search

The energy of an answer lies in its range, half in log10 to each end. That of a search is the published figure, which is
exact, or that of a search of today, whose ratio to the published figure is drawn (`estimated_cost.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from assets.trends.estimated_cost import GRID, Estimate, likely_kwh
from assets.trends.moving_targets import likely_amounts, reach
from warehouse.query import Row

SURE = 0.9
"""From this probability on the comparison has an answer; the interval of the ratio then lies on one side of 1."""
NO_MORE, MORE, UNDECIDED = "takes-no-more", "takes-more", "undecided"


def energy_verdicts(answers: Iterable[Row], searches: Mapping[str, Estimate]) -> Iterator[Row]:
    """Yield a row for each search and answer, in that order.

    Args:
        answers: Rows of `list_answer_energy.sql`.
        searches: The estimates of the energy of a search, by variant.
    """
    answers = list(answers)
    pairs = [(search, answer) for search in searches for answer in answers]
    for position, (search, answer) in enumerate(pairs, start=1):
        compared = compare_energy(answer, searches[search])
        yield {**answer, **compared, "search": search, "position": position}


def compare_energy(answer: Row, search: Estimate) -> dict[str, Any]:
    """Return the ratio of an answer's energy to a search's with an 80% interval, P(ratio <= 1), and what follows."""
    watt_hours = answer["watt_hours"]
    low, high = reach(watt_hours, answer["low"], answer["high"], answer["quality"])
    searches = 1000 * likely_kwh(search, GRID)
    ratios = likely_amounts(watt_hours, low, high, GRID)[:, None] / searches
    ratio_low, ratio_high = np.quantile(ratios, [0.1, 0.9], method="hazen")
    p_no_more = float(np.mean(ratios <= 1))
    return {
        "status": NO_MORE if p_no_more >= SURE else MORE if p_no_more <= 1 - SURE else UNDECIDED,
        "watt_hours_low": low,
        "watt_hours_high": high,
        "range_basis": "assumed" if answer["low"] is None and answer["high"] is None else "given",
        "search_watt_hours": float(np.median(searches)),
        "ratio": float(watt_hours / np.median(searches)),
        "ratio_low": float(ratio_low),
        "ratio_high": float(ratio_high),
        "p_no_more": p_no_more,
    }
