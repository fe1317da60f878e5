"""Doubting a price before it is believed: jumps, swapped columns, slipped decimals, prices of something else.

What releases a doubted price (a second source, a reviewed correction) is decided in `memory.py`. Ratios are statistics,
so they are floats; the amounts themselves stay decimals in the warehouse.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from assets.prices.bounds import HIGHEST_USD_PER_MTOK, LOWEST_USD_PER_MTOK

JUMP = 5.0
"""A change of more than this many times at once is doubted: 2% of the curated changes since 2023 are larger."""
ROUNDING = 1 + 1e-9
"""So that exactly five times is not taken for more."""
FAR_FROM_OTHERS = 20.0
"""A first price this many times off the median of other sellers is doubted; they differ by up to 18 times."""
OUTPUT_PER_INPUT = (1.0, 25.0)
"""Output has cost 1 to 23.3 times as much as input in all 1,679 curated prices; less is a swap or another unit."""
CACHED_PER_INPUT = (0.005, 1.0)
"""A cached token has cost between 1/121 of a fresh one and as much."""
PER_STANDARD = {"batch": (0.2, 1.05), "flex": (0.2, 1.05), "off-peak": (0.2, 1.05), "priority": (0.95, 4.0)}
PER_STANDARD |= {"long-context": (0.95, 5.0), "peak": (0.95, 4.0)}
"""What a tier may cost for each dollar of the standard tier; a tier of its own history is held against that too."""
FAR_FROM_THE_HOUSE = 31.0
"""A first price this many times off the seller's own median is doubted: just under the root of a unit slip of 1,000."""
FEWEST_OF_THE_HOUSE = 3
TOKENS_PER_DOLLAR_AND_PARAMETER = (0.0003, 0.7)
"""USD per million output tokens and billion active parameters, for open models: near the curated range."""


class Change(NamedTuple):
    """One stated price, USD per million tokens: of which offer, by which source; no input and output = withdrawn."""

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
    def offer(self) -> tuple[str, str, str, str, int | None]:
        """What is sold where, whatever it costs."""
        return self.provider, self.model_id, self.provider_model_id, self.tier, self.context_from_tokens


class Memory:
    """The prices believed so far, against which the next one is held."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str, str, str, int | None], list[Change]] = defaultdict(list)
        self._sellers: dict[tuple[str, str], dict[tuple[str, str, str, str, int | None], Change]] = defaultdict(dict)
        self._first_outputs: dict[str, list[float]] = defaultdict(list)

    def doubts(self, change: Change) -> list[str]:
        """Why this price should not be believed on its own word; empty when nothing speaks against it."""
        if change.input is None or change.output is None:
            return []
        held = self._held.get(change.offer)
        found = _on_its_own(change)
        standard = self._held.get((*change.offer[:3], "standard", None)) if change.tier in PER_STANDARD else None
        if held:
            found += _against_last(change, held)
        elif not standard:
            found += self._against_others(change)
        return found + (_against_standard(change, standard[-1]) if standard else [])

    def believe(self, change: Change) -> None:
        """Remember a price that was accepted; a withdrawal takes the offer off the market but keeps its history."""
        sellers = self._sellers[change.model_id, change.tier]
        if change.input is None or change.output is None:
            sellers.pop(change.offer, None)
            return
        if change.offer not in self._held:
            self._first_outputs[change.provider].append(change.output)
        self._held[change.offer].append(change)
        sellers[change.offer] = change

    def _against_others(self, change: Change) -> list[str]:
        sellers = self._sellers.get((change.model_id, change.tier), {})
        others = [other for offer, other in sellers.items() if offer != change.offer]
        if others:
            typical = [median(_number(getattr(one, name)) for one in others) for name in ("input", "output")]
            off = _times_apart((change.input, change.output), typical)
            return [f"first price is {off:.3g} times off what other sellers ask"] if off > FAR_FROM_OTHERS else []
        if change.active_params_b:
            low, high = TOKENS_PER_DOLLAR_AND_PARAMETER
            if not low <= _number(change.output) / change.active_params_b <= high:
                return [f"first price does not fit a model of {change.active_params_b:g} billion active parameters"]
            return []
        return self._against_the_house(change)

    def _against_the_house(self, change: Change) -> list[str]:
        house = self._first_outputs.get(change.provider, [])
        if len(house) < FEWEST_OF_THE_HOUSE:
            house = [output for outputs in self._first_outputs.values() for output in outputs]
        if len(house) < FEWEST_OF_THE_HOUSE:
            return []
        off = _times_apart((change.output,), (median(house),))
        return [f"first price is {off:.3g} times off the seller's usual"] if off > FAR_FROM_THE_HOUSE else []


def find_doubts(
    changes: Sequence[Change], released: Sequence[bool], remembered: Sequence[bool]
) -> list[tuple[str, ...]]:
    """The doubts on each change, given in the order in which they were made; empty = believed.

    `released[i]` = believe change i whatever speaks against it; `remembered[i]` = later changes are held against it.
    A doubted price is not remembered, so one slip neither hides the next nor makes the way back look like a jump.
    """
    memory = Memory()
    found: list[tuple[str, ...]] = []
    for change, is_released, is_remembered in zip(changes, released, remembered, strict=True):
        reasons = tuple(memory.doubts(change))
        found.append(reasons)
        if is_remembered and (is_released or not reasons):
            memory.believe(change)
    return found


def _on_its_own(change: Change) -> list[str]:
    found: list[str] = []
    low, high = float(LOWEST_USD_PER_MTOK), float(HIGHEST_USD_PER_MTOK)
    if outside := [price for price in (change.input, change.output) if price and not low <= price <= high]:
        found.append(f"${outside[0]:g} per million tokens is outside ${low:g} to ${high:g}")
    per_input = _number(change.output) / _number(change.input)
    if per_input < OUTPUT_PER_INPUT[0]:
        found.append("output is cheaper than input: swapped, or not a price of text")
    elif per_input > OUTPUT_PER_INPUT[1]:
        found.append(f"output costs {per_input:.3g} times as much as input")
    if change.cached_input is not None:
        low, high = CACHED_PER_INPUT
        if not low <= change.cached_input / _number(change.input) <= high:
            found.append(f"cached input costs {change.cached_input / _number(change.input):.3g} times as much as input")
    return found


def _against_last(change: Change, held: Sequence[Change]) -> list[str]:
    last = held[-1]
    if last.input != last.output and (change.input, change.output) == (last.output, last.input):
        return ["input and output are swapped against the last price"]
    if any((change.input, change.output) == (before.input, before.output) for before in held):
        return []  # back to a price that was believed once
    off = _times_apart((change.input, change.output), (last.input, last.output))
    found = [f"moves {off:.3g} times at once"] if off > JUMP * ROUNDING else []
    if change.cached_input and last.cached_input:
        cached_off = _times_apart((change.cached_input,), (last.cached_input,))
        if cached_off > JUMP * max(off, 1):
            found.append(f"cached input moves {cached_off:.3g} times at once")
    return found


def _against_standard(change: Change, standard: Change) -> list[str]:
    low, high = PER_STANDARD[change.tier]
    pairs = ((change.input, standard.input), (change.output, standard.output))
    outside = [a / b for a, b in pairs if a and b and not low <= a / b <= high]
    return [f"{change.tier} costs {outside[0]:.3g} times the standard price"] if outside else []


def _times_apart(prices: Sequence[float | None], others: Sequence[float | None]) -> float:
    """The largest factor, up or down, between two lists of prices."""
    return math.exp(max(abs(math.log(_number(a) / _number(b))) for a, b in zip(prices, others, strict=True)))


def _number(price: float | None) -> float:
    return math.nan if price is None else price
