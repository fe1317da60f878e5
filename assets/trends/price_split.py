"""Split the change of an average price into list prices and the mix of models, with exact sums.

The average price of a token is P = sum(share x price). Its log-change is split by logarithmic means (LMDI-I): with
x = share x price of one model before (0) and after (1), and L(a, b) = (b - a) / ln(b / a),

    ln(P1 / P0) = sum((x1 - x0) / L(P0, P1)),

because x1 - x0 = L(x0, x1) ln(x1 / x0). The part of a model that was used before and after is

    list prices: L(x0, x1) / L(P0, P1) x ln(price1 / price0)
    mix:         L(x0, x1) / L(P0, P1) x ln(share1 / share0)

and a model that was used only before or only after changes the mix alone. Source: Ang (2005), The LMDI approach to
decomposition analysis: a practical guide, Energy Policy 33. All logarithms are natural.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple


class ModelUse(NamedTuple):
    """Tokens of one model, and its price in USD per million tokens; both above 0."""

    tokens: float
    usd_per_mtok: float


class PriceSplit(NamedTuple):
    """Log-changes of an average price: by the list prices of models used on both days, and by the mix of models."""

    list_prices: float
    mix: float
    total: float


def log_mean(before: float, after: float) -> float:
    """Return the logarithmic mean of two numbers above 0.

    >>> log_mean(2.0, 2.0)
    2.0
    >>> round(log_mean(1.0, math.e), 6) == round(math.e - 1, 6)
    True
    """
    ratio = after / before
    # Near 1 the quotient of two small differences loses digits; the mean is then the middle to that precision.
    return (before + after) / 2 if abs(ratio - 1) < 1e-6 else (after - before) / math.log(ratio)


def average_price(used: Mapping[str, ModelUse]) -> float:
    """Return the average price of a token in USD per million, weighted by tokens."""
    return sum(use.tokens * use.usd_per_mtok for use in used.values()) / _tokens(used)


def split_average(before: Mapping[str, ModelUse], after: Mapping[str, ModelUse]) -> PriceSplit:
    """Split the log-change of the average price between two days.

    Args:
        before: Use of each model on the first day; not empty.
        after: Use of each model on the last day; not empty.
    """
    weight = log_mean(average_price(before), average_price(after))
    list_prices = mix = 0.0
    for model in sorted(before.keys() | after.keys()):
        first, last = before.get(model), after.get(model)
        spent_before = first.tokens * first.usd_per_mtok / _tokens(before) if first else 0.0
        spent_after = last.tokens * last.usd_per_mtok / _tokens(after) if last else 0.0
        if first and last:
            share = log_mean(spent_before, spent_after) / weight
            list_prices += share * math.log(last.usd_per_mtok / first.usd_per_mtok)
            mix += share * math.log(last.tokens / _tokens(after) * _tokens(before) / first.tokens)
        else:
            mix += (spent_after - spent_before) / weight
    return PriceSplit(list_prices, mix, math.log(average_price(after) / average_price(before)))


def _tokens(used: Mapping[str, ModelUse]) -> float:
    return sum(use.tokens for use in used.values())
