"""Describe how registered forecasts did, in sentences; backtested ones are described in `sentences.py`."""

from __future__ import annotations

from collections.abc import Sequence

from assets.formats import day, percent
from warehouse.query import Row

SCORES = {"cost": "CRPS of costs", "chance": "Brier score of chances", "rent": "CRPS of rents"}


def registered_record(registered: Sequence[Row]) -> list[str]:
    """Return since when forecasts are registered, how many are due, and their scores beside the baselines'.

    Args:
        registered: The rows of `score_registered.sql`, one for each kind.
    """
    if not registered:
        return ["No forecast was registered by this date."]
    first, last = min(row["first_at"] for row in registered), max(row["last_at"] for row in registered)
    n, due, valued = (sum(row[name] for row in registered) for name in ("n", "n_due", "n_valued"))
    sets = registered[0]["n_sets"]
    counted = (
        f"Forecasts are registered since {day(first)}, last on {day(last)}. The table out_registered_forecast has "
        f"{n:,} of them in {sets} {'set' if sets == 1 else 'sets'}, the first of each month and the newest."
    )
    if not due:
        return [counted, "None of them is due yet, so their skill is not known."]
    scores = [_compare(row) for row in registered if row["score"] is not None]
    return [counted, f"{due:,} are due and {valued:,} of these have a value.", *scores]


def _compare(row: Row) -> str:
    held = f"; the 80% intervals held {percent(row['cover_80'])}" if row["cover_80"] is not None else ""
    return (
        f"{SCORES[row['kind']]}: {row['score']:.3f}, of no-change {row['no_change_score']:.3f}, "
        f"of ten-x-per-year {row['ten_x_per_year_score']:.3f} (0 = perfect){held}."
    )
