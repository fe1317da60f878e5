"""Index of rental prices by month: the median over sellers, and a matched chain over sellers priced in two months.

Each form of an accelerator (SXM, PCIe, NVL, or not stated by the seller) is a series of its own. A month without a
price has no row: nothing is interpolated. The cost of serving a model is computed in SQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Row = dict[str, Any]

INTERVAL_LEVEL = 0.9
RESAMPLES = 1000
MINIMUM_PROVIDERS = 3
"""Fewest sellers of an interval or a link: with fewer, a change of the data source looks like a price change."""
CENT_OF_A_CENT = Decimal("0.000001")


class SellerRent(NamedTuple):
    """The price of one seller for one form of an accelerator in one month, USD per accelerator and hour."""

    accelerator: str
    term: str
    month: date
    provider: str
    usd_per_gpu_hour: Decimal
    basis: str
    source: str


class ChainLink(NamedTuple):
    """The log price change of each seller that offered the same accelerator in an earlier month and in this one."""

    earlier: date
    changes: Mapping[str, float]


def index_rows(rents: Iterable[SellerRent]) -> Iterator[Row]:
    """Yield the rows of `out_rental_index`, from rents ordered by accelerator and term."""
    for (accelerator, term), group in groupby(rents, key=lambda rent: (rent.accelerator, rent.term)):
        offers = list(group)
        months = sorted({rent.month for rent in offers})
        rng = _seeded(accelerator, term)
        for row in (*_median_rows(offers, months, rng), *_matched_rows(offers, months, rng)):
            here = [rent for rent in offers if rent.month == row["month"]]
            yield {
                "accelerator": accelerator,
                "term": term,
                **row,
                "interval_level": INTERVAL_LEVEL,
                "n_providers": len({rent.provider for rent in here}),
                "basis": "; ".join(sorted({rent.basis for rent in here})),
                "source": "; ".join(sorted({rent.source for rent in here})),
            }


def provider_prices(rents: Iterable[SellerRent]) -> dict[date, dict[str, Decimal]]:
    """Return the price by month and seller, from the rents of one accelerator and term."""
    prices: dict[date, dict[str, Decimal]] = {}
    for rent in rents:
        prices.setdefault(rent.month, {})[rent.provider] = rent.usd_per_gpu_hour
    return prices


def find_links(rents: Iterable[SellerRent]) -> dict[date, ChainLink]:
    """Link each month to the latest earlier month that shares enough sellers; other months have no link."""
    prices = provider_prices(rents)
    months = sorted(prices)
    links = {}
    for place, month in enumerate(months):
        for earlier in reversed(months[:place]):
            before, after = prices[earlier], prices[month]
            shared = sorted(before.keys() & after.keys())
            if len(shared) >= MINIMUM_PROVIDERS:
                changes = {name: float(np.log(float(after[name]) / float(before[name]))) for name in shared}
                links[month] = ChainLink(earlier, changes)
                break
    return links


def _median_rows(rents: Sequence[SellerRent], months: Sequence[date], rng: np.random.Generator) -> Iterator[Row]:
    prices = provider_prices(rents)
    for previous, month in zip((None, *months), months, strict=False):
        usd = list(prices[month].values())
        low, high = _median_interval(usd, rng) if len(usd) >= MINIMUM_PROVIDERS else (None, None)
        yield {
            "month": month,
            "kind": "median",
            "usd_per_gpu_hour": median(usd),
            "low": low,
            "high": high,
            "n_matched": None,
            "months_since_previous": _months_between(previous, month) if previous else None,
            "base_month": None,
        }


def _median_interval(usd: Sequence[Decimal], rng: np.random.Generator) -> tuple[Decimal, Decimal]:
    drawn = np.median(rng.choice(np.array(usd, dtype=float), (RESAMPLES, len(usd))), axis=1)
    return _bounds(drawn)


def _matched_rows(rents: Sequence[SellerRent], months: Sequence[date], rng: np.random.Generator) -> Iterator[Row]:
    """The chain through the month with most sellers, in USD by that month's median, which is taken as exact."""
    links = find_links(rents)
    levels, starts = _chain(links, months, _weights(sorted({rent.provider for rent in rents}), rng))
    prices = provider_prices(rents)
    base = max(months, key=lambda month: (len(prices[month]), month))
    anchor = median(prices[base].values())
    chained = [month for month in months if starts[month] == starts[base]]
    for month in chained if len(chained) > 1 else ():
        usd = float(anchor) * np.exp(levels[month] - levels[base])
        low, high = _bounds(usd[1:]) if month != base else (None, None)
        link = links.get(month)
        yield {
            "month": month,
            "kind": "matched",
            "usd_per_gpu_hour": anchor if month == base else _money(usd[0]),
            "low": low,
            "high": high,
            "n_matched": len(link.changes) if link else None,
            "months_since_previous": _months_between(link.earlier, month) if link else None,
            "base_month": base,
        }


def _weights(providers: Sequence[str], rng: np.random.Generator) -> dict[str, Floats]:
    """Return the weights of each seller: 1 for the observed sample, then its count in each resample."""
    n = len(providers)
    drawn = rng.multinomial(n, np.full(n, 1 / n), RESAMPLES)
    return {name: np.concatenate([[1.0], drawn[:, place]]) for place, name in enumerate(providers)}


def _chain(
    links: Mapping[date, ChainLink], months: Sequence[date], weights: Mapping[str, Floats]
) -> tuple[dict[date, Floats], dict[date, date]]:
    """Return the log levels by month (observed, then one per resample), and the first month of its chain by month."""
    levels: dict[date, Floats] = {}
    starts: dict[date, date] = {}
    for month in months:
        link = links.get(month)
        if link is None:
            levels[month], starts[month] = np.zeros(RESAMPLES + 1), month
            continue
        counts = sum(weights[name] for name in link.changes)
        total = sum(weights[name] * change for name, change in link.changes.items())
        # A resample that drew none of these sellers holds no information on the change.
        change = np.divide(total, counts, out=np.full(RESAMPLES + 1, np.nan), where=counts > 0)
        levels[month], starts[month] = levels[link.earlier] + change, starts[link.earlier]
    return levels, starts


def _bounds(drawn: Floats) -> tuple[Decimal, Decimal]:
    tail = (1 - INTERVAL_LEVEL) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return _money(low), _money(high)


def _money(usd: float) -> Decimal:
    return Decimal(f"{usd:.6f}").quantize(CENT_OF_A_CENT)


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _seeded(*names: str) -> np.random.Generator:
    """Return a random generator with the same seed for the same names in any process."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()))
