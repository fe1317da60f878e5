"""Fit a user's own series: read a CSV of dates and dollars, return a rate and a crossing date."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assets.trends.methods.interface import Fit
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months, seed_for, simulation
from assets.trends.series import CostSeries
from assets.trends.stored.published_pool import PublishedPool
from warehouse.errors import TokenfallError

HORIZON_MONTHS = 60
PATHS = 20_000


def read_file(path: Path, by: str | None, as_of: date | None) -> Iterator[tuple[str, CostSeries]]:
    """Read the series of a CSV with the columns `date` and `usd` (or one column that starts with `usd_`).

    Args:
        path: The CSV file; `-` is the standard input.
        by: A column; each of its values is a series of its own.
        as_of: Later rows are left out; by default the last date of each series.

    Yields:
        The value of the column `by` (or an empty text) and its series.

    Raises:
        TokenfallError: When the file cannot be read as such; the message names file and line.
    """
    points: dict[str, list[tuple[date, float]]] = {}
    for name, day, usd in _read_points(path, by):
        if as_of is None or day <= as_of:
            points.setdefault(name, []).append((day, usd))
    if not points:
        raise TokenfallError(f"{path}: no rows up to the as-of date: check the file and --as-of")
    for name, steps in points.items():
        steps.sort()
        try:
            series = CostSeries(
                tuple(day for day, _ in steps), np.array([usd for _, usd in steps]), as_of or steps[-1][0]
            )
        except ValueError as error:
            raise TokenfallError(f"{path}{f' ({by} {name})' if by else ''}: {error}") from error
        yield name, series


def fit_series(
    series: CostSeries, method: str, interval: float, target: float | None, pool: PublishedPool | None = None
) -> dict[str, object]:
    """Return one row: the rate with its interval and, with a target, the crossing of it.

    Args:
        series: The series to fit.
        method: Id of a method of a single series, or that of the pool.
        interval: Level of the rate's interval, such as 0.9.
        target: A cost in USD, or None.
        pool: The pool of a published file, where it is the method.

    Raises:
        TokenfallError: When the series has too few points.
    """
    try:
        fit = pool.fit(series) if pool else SERIES_METHODS[method].fit_series(series)
        trend = fit.trend(interval)
    except ValueError as error:
        raise TokenfallError(f"{method}: {error}") from error
    row: dict[str, object] = {
        "factor_per_year": trend.factor_per_year,
        "low": trend.low,
        "high": trend.high,
        "interval_level": interval,
        "n": trend.n,
        "method": method,
        "window_from": trend.window_from,
        "window_to": trend.window_to,
    }
    if pool:
        row |= {"panel_workload": pool.workload, "panel_as_of": pool.known(series.as_of).origin}
    return row | (_crossing(series, fit, method, target) if target is not None else {})


def _crossing(series: CostSeries, fit: Fit, method: str, target: float) -> dict[str, object]:
    crossed = next((day for day, usd in zip(series.dates, series.usd, strict=True) if usd <= target), None)
    drawn = simulation(fit.draw(seed_for("fit", method), HORIZON_MONTHS, PATHS))
    passage = drawn.p_first_passage([target])[0]
    level = drawn.p_level([target])[0]
    reached = drawn.crossing_dates(target, (0.1, 0.5, 0.9))
    return {
        "target_usd": target,
        "status": "crossed" if crossed else "not_crossed",
        "crossed_on": crossed,
        **{f"p_{years}y": 1.0 if crossed else float(passage[12 * years - 1]) for years in (1, 3, 5)},
        **{f"p_level_{years}y": float(level[12 * years - 1]) for years in (1, 3, 5)},
        **{
            name: None if crossed or months is None else add_months(series.as_of, months)
            for name, months in zip(("date_p10", "date_p50", "date_p90"), reached, strict=True)
        },
    }


def _read_points(path: Path, by: str | None) -> Iterator[tuple[str, date, float]]:
    try:
        source = sys.stdin.fileno() if str(path) == "-" else path
        with open(source, encoding="utf-8-sig", newline="", closefd=source is path) as lines:
            rows = csv.DictReader(lines)
            usd = _usd_column(path, rows.fieldnames or [], by)
            for row in rows:
                yield _read_point(f"{path} line {rows.line_num}", row, usd, by)
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TokenfallError(f"{path} is not UTF-8 (byte {error.start})") from error


def _usd_column(path: Path, header: Sequence[str], by: str | None) -> str:
    names = list(header)
    usd_columns = [name for name in names if name == "usd"] or [name for name in names if name.startswith("usd_")]
    for needed, present in (("date", "date" in names), ("usd", len(usd_columns) == 1), (by, by is None or by in names)):
        if not present:
            raise TokenfallError(
                f"{path} line 1: no column {needed}: the file needs `date,usd`, found {', '.join(names)}"
            )
    return usd_columns[0]


def _read_point(place: str, row: Mapping[str, str | None], usd: str, by: str | None) -> tuple[str, date, float]:
    try:
        day = date.fromisoformat((row["date"] or "").strip())
    except ValueError as error:
        raise TokenfallError(f"{place}, column date: {row['date']!r} is not a date of the form YYYY-MM-DD") from error
    try:
        amount = float((row[usd] or "").strip())
    except ValueError as error:
        raise TokenfallError(f"{place}, column {usd}: {row[usd]!r} is not a number") from error
    return (row[by] or "" if by else "", day, amount)
