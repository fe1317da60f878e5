"""Checks of a stated price before it is used: jumps, swapped columns, slipped decimals, prices of something else.

`claims.py` decides whether a second source or a reviewed correction releases a flagged price. Ratios are floats because
they are statistics; the amounts in the warehouse stay decimals.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from assets.prices.bounds import HIGHEST_USD_PER_MTOK, LOWEST_USD_PER_MTOK

Offer = tuple[str, str, str, str, int | None]
"""Provider, model, the provider's id of it, tier, and the prompt length from which the price holds."""

JUMP = 5.0
"""Largest accepted ratio between two prices in a row, up or down; 2% of the curated changes since 2023 are larger."""
ROUNDING = 1 + 1e-9
"""Keeps a ratio of exactly five from being taken for more."""
FAR_FROM_OTHERS = 20.0
"""Largest accepted ratio of a first price to the median of other sellers; real ones differ by up to 18 times."""
OUTPUT_PER_INPUT = (1.0, 25.0)
"""Accepted ratios of output to input price: 1 to 23.3 in all 1,679 curated prices; below 1 the two are swapped."""
CACHED_PER_INPUT = (0.005, 1.0)
"""Accepted ratios of cached to fresh input price: 1/121 to 1 in the curated prices."""
PER_STANDARD = {"batch": (0.2, 1.05), "flex": (0.2, 1.05), "off-peak": (0.2, 1.05), "priority": (0.95, 4.0)}
PER_STANDARD |= {"long-context": (0.95, 5.0), "peak": (0.95, 4.0)}
"""Accepted ratios of a tier's price to the standard price; checked also where the tier has a history of its own."""
FAR_FROM_THE_SELLER = 31.0
"""Largest accepted ratio of a first price to the seller's median; sqrt(1000) = 31.6 would miss a per-1K/per-1M slip."""
FEWEST_OF_A_SELLER = 3
USD_PER_BILLION_PARAMETERS = (0.0003, 0.7)
"""USD per million output tokens and billion active parameters, for open models: near the curated range."""


class StatedPrice(NamedTuple):
    """One stated price of one offer, USD per million tokens; without input and output it is a withdrawal."""

    provider: str
    model_id: str
    provider_model_id: str
    tier: str
    context_from_tokens: int | None
    input: float | None
    cached_input: float | None
    output: float | None
    active_params_b: float | None = None

    @property
    def offer(self) -> Offer:
        """The key of the offer: everything but its price."""
        return self.provider, self.model_id, self.provider_model_id, self.tier, self.context_from_tokens


class PriceChecker:
    """Checks each price against the prices accepted so far."""

    def __init__(self) -> None:
        self._accepted: dict[Offer, list[StatedPrice]] = defaultdict(list)
        self._on_sale: dict[tuple[str, str], dict[Offer, StatedPrice]] = defaultdict(dict)
        self._first_outputs: dict[str, list[float]] = defaultdict(list)

    def check(self, price: StatedPrice) -> list[str]:
        """Return the reasons for which a price is flagged; none when it is plausible."""
        if price.input is None or price.output is None:
            return []
        earlier = self._accepted.get(price.offer)
        reasons = _check_alone(price)
        standard = self._accepted.get((*price.offer[:3], "standard", None)) if price.tier in PER_STANDARD else None
        if earlier:
            reasons += _compare_with_last(price, earlier)
        elif not standard:
            reasons += self._compare_with_others(price)
        return reasons + (_compare_with_standard(price, standard[-1]) if standard else [])

    def accept(self, price: StatedPrice) -> None:
        """Compare later prices with this one; a withdrawal takes the offer off the market but keeps its history."""
        on_sale = self._on_sale[price.model_id, price.tier]
        if price.input is None or price.output is None:
            on_sale.pop(price.offer, None)
            return
        if price.offer not in self._accepted:
            self._first_outputs[price.provider].append(price.output)
        self._accepted[price.offer].append(price)
        on_sale[price.offer] = price

    def _compare_with_others(self, price: StatedPrice) -> list[str]:
        on_sale = self._on_sale.get((price.model_id, price.tier), {})
        others = [other for offer, other in on_sale.items() if offer != price.offer]
        if others:
            typical = [median(_number(getattr(other, side)) for other in others) for side in ("input", "output")]
            off = _times_apart((price.input, price.output), typical)
            return [f"first price is {off:.3g} times off what other sellers ask"] if off > FAR_FROM_OTHERS else []
        if price.active_params_b:
            low, high = USD_PER_BILLION_PARAMETERS
            if not low <= _number(price.output) / price.active_params_b <= high:
                return [f"first price does not fit a model of {price.active_params_b:g} billion active parameters"]
            return []
        return self._compare_with_own_models(price)

    def _compare_with_own_models(self, price: StatedPrice) -> list[str]:
        outputs = self._first_outputs.get(price.provider, [])
        if len(outputs) < FEWEST_OF_A_SELLER:
            outputs = [output for seller in self._first_outputs.values() for output in seller]
        if len(outputs) < FEWEST_OF_A_SELLER:
            return []
        off = _times_apart((price.output,), (median(outputs),))
        return [f"first price is {off:.3g} times off the seller's usual"] if off > FAR_FROM_THE_SELLER else []


def _check_alone(price: StatedPrice) -> list[str]:
    reasons: list[str] = []
    low, high = float(LOWEST_USD_PER_MTOK), float(HIGHEST_USD_PER_MTOK)
    if outside := [amount for amount in (price.input, price.output) if amount and not low <= amount <= high]:
        reasons.append(f"${outside[0]:g} per million tokens is outside ${low:g} to ${high:g}")
    per_input = _number(price.output) / _number(price.input)
    if per_input < OUTPUT_PER_INPUT[0]:
        reasons.append("output is cheaper than input: swapped, or not a price of text")
    elif per_input > OUTPUT_PER_INPUT[1]:
        reasons.append(f"output costs {per_input:.3g} times as much as input")
    if price.cached_input is not None:
        low, high = CACHED_PER_INPUT
        if not low <= price.cached_input / _number(price.input) <= high:
            reasons.append(f"cached input costs {price.cached_input / _number(price.input):.3g} times as much as input")
    return reasons


def _compare_with_last(price: StatedPrice, earlier: Sequence[StatedPrice]) -> list[str]:
    last = earlier[-1]
    if last.input != last.output and (price.input, price.output) == (last.output, last.input):
        return ["input and output are swapped against the last price"]
    if any((price.input, price.output) == (before.input, before.output) for before in earlier):
        return []  # back to a price that was accepted once
    off = _times_apart((price.input, price.output), (last.input, last.output))
    reasons = [f"moves {off:.3g} times at once"] if off > JUMP * ROUNDING else []
    if price.cached_input and last.cached_input:
        cached_off = _times_apart((price.cached_input,), (last.cached_input,))
        if cached_off > JUMP * max(off, 1):
            reasons.append(f"cached input moves {cached_off:.3g} times at once")
    return reasons


def _compare_with_standard(price: StatedPrice, standard: StatedPrice) -> list[str]:
    low, high = PER_STANDARD[price.tier]
    pairs = ((price.input, standard.input), (price.output, standard.output))
    outside = [a / b for a, b in pairs if a and b and not low <= a / b <= high]
    return [f"{price.tier} costs {outside[0]:.3g} times the standard price"] if outside else []


def _times_apart(prices: Sequence[float | None], others: Sequence[float | None]) -> float:
    """The largest factor, up or down, between two lists of prices."""
    return math.exp(max(abs(math.log(_number(a) / _number(b))) for a, b in zip(prices, others, strict=True)))


def _number(price: float | None) -> float:
    return math.nan if price is None else price
