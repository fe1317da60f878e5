"""Score registered forecasts by rule v1; `docs/score_registered.py` computes the same numbers without this package."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean

from assets.forecasts.registered.canonical import Record
from assets.forecasts.registered.ledger import RegisteredSet
from assets.forecasts.registered.resolve import forecast_names
from assets.forecasts.registered.rule import LEVELS
from warehouse.chain import digest

DECIMALS = 6
INTERVALS = {"in_50": (3, 5), "in_80": (2, 6), "in_95": (0, 8)}
"""Places in LEVELS of the ends of each interval."""
SHARES = tuple(float(level) for level in LEVELS)


@dataclass(frozen=True)
class RegisteredForecast:
    """One forecast: of one series or verdict by one method, for one date.

    Attributes:
        registered_at: The day on which it was registered.
        name: The series, or the verdict.
        kind: `cost`, `rent` or `chance`.
        method: The method.
        resolves_on: The due date.
        texts: The quantiles in USD at LEVELS, or one chance.
        previous: The digest in the record.
        digest: The digest of the record.
    """

    registered_at: date
    name: str
    kind: str
    method: str
    resolves_on: date
    texts: tuple[str, ...]
    previous: str
    digest: str

    @property
    def key(self) -> tuple[date, str, date]:
        """What its value is registered for."""
        return self.registered_at, self.name, self.resolves_on


def read_forecasts(sets: Iterable[RegisteredSet]) -> Iterator[RegisteredForecast]:
    """Yield every forecast of some sets, in the order of their lines."""
    for registered in sets:
        for line, record in zip(registered.lines, registered.records, strict=True):
            of_line = digest(line)
            for name, method, texts in _texts(record):
                for day, of_day in zip(record["dates"], texts, strict=True):
                    yield RegisteredForecast(
                        registered.day,
                        name,
                        record["kind"],
                        method,
                        date.fromisoformat(day),
                        (of_day,) if isinstance(of_day, str) else tuple(of_day),
                        record["previous"],
                        of_line,
                    )


def read_values(sets: Iterable[RegisteredSet]) -> dict[tuple[date, str, date], tuple[date, str | None]]:
    """Return the day of registration and the value (None: the rule gives none) by what the value is registered for."""
    return {
        (date.fromisoformat(record["registered"]), name, date.fromisoformat(record["resolves_on"])): (
            registered.day,
            value,
        )
        for registered in sets
        for record in registered.records
        if record["kind"] == "resolution"
        for name, value in record["values"].items()
    }


def score(kind: str, texts: Sequence[str], value: str) -> dict[str, float | bool]:
    """Return the scores of a forecast: `brier` of a chance, else `crps`, `pinball` and whether intervals hold.

    >>> score("chance", ["0.2500"], "1")
    {'brier': 0.5625}
    """
    if kind == "chance":
        return {"brier": round((float(texts[0]) - float(value)) ** 2, DECIMALS)}
    logs = [math.log10(float(text)) for text in texts]
    actual = math.log10(float(f"{float(value):.3e}"))
    missed = [actual - log for log in logs]
    pinball = fmean(max(share * miss, (share - 1) * miss) for share, miss in zip(SHARES, missed, strict=True))
    inside = {name: logs[low] <= actual <= logs[high] for name, (low, high) in INTERVALS.items()}
    return {"crps": round(crps(logs, actual), DECIMALS), "pinball": round(pinball, DECIMALS), **inside}


def crps(quantiles: Sequence[float], actual: float) -> float:
    """Return the CRPS of the distribution that is linear between its quantiles at LEVELS and jumps at its ends.

    The integral of (F(x) - [x >= actual])^2; between two points where F goes from f to g it is the distance times
    (a^2 + a b + b^2) / 3, with a = f and b = g before the actual, and a = 1 - f and b = 1 - g after it.
    """
    inner = list(zip(quantiles, SHARES, strict=True))
    points = [(quantiles[0], 0.0), *inner, (quantiles[-1], 1.0)]
    before, after = [point for point in points if point[0] < actual], [point for point in points if point[0] >= actual]
    here = (actual, _share_at(before, after, actual))
    return _area([*before, here]) + _area([(place, 1 - level) for place, level in (here, *after)])


def _share_at(before: Sequence[tuple[float, float]], after: Sequence[tuple[float, float]], actual: float) -> float:
    """Return F at the actual: linear between the quantiles around it, 0 before the lowest and 1 after the highest."""
    if not before or not after:
        return 0.0 if not before else 1.0
    (low, of_low), (high, of_high) = before[-1], after[0]
    return of_low + (of_high - of_low) * (actual - low) / (high - low)


def _area(points: Sequence[tuple[float, float]]) -> float:
    return sum((right - left) * (a * a + a * b + b * b) / 3 for (left, a), (right, b) in pairwise(points))


def _texts(record: Record) -> Iterator[tuple[str, str, list[str | list[str]]]]:
    """Yield name, method and texts by date of every forecast of a record."""
    names = forecast_names(record)
    by_name: Iterable[Mapping[str, list[str | list[str]]]] = ()
    if names:
        by_name = record["forecasts"].values() if record["kind"] == "chance" else [record["forecasts"]]
    for name, by_method in zip(names, by_name, strict=True):
        for method, texts in by_method.items():
            yield name, method, texts
