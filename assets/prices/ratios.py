"""The usual ratios between the prices of a model: output to input, and cached to fresh input.

Sellers choose round ratios (2, 4, 5; 0.1, 0.25, 0.5). A price off all usual ones is no error, but a footnote digit
glued to an amount is nearly always off them, so such a price asks a second witness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

FEWEST = 3
"""Prices of the curated facts that must have a ratio for it to be usual."""
DIGITS = 6
"""Significant digits in which two ratios are the same: $25 to $5.001 is not five to one."""


class PriceRatios(NamedTuple):
    """The ratios of one price; `cached` is None where no cached price is stated."""

    output: str
    cached: str | None


class RatioVocabulary:
    """The usual ratios, counted over prices that are known to be right."""

    def __init__(self, prices: Iterable[tuple[Decimal, Decimal | None, Decimal]]) -> None:
        """Count the ratios of (input, cached input, output) prices."""
        ratios = [ratios_of(*price) for price in prices]
        outputs = Counter(ratio.output for ratio in ratios)
        cached = Counter(ratio.cached for ratio in ratios)
        self.outputs = frozenset(ratio for ratio, n in outputs.items() if n >= FEWEST)
        self.cached = frozenset(ratio for ratio, n in cached.items() if n >= FEWEST) | {None}

    def holds(self, price: tuple[Decimal, Decimal | None, Decimal]) -> bool:
        """Return whether both ratios of a price are usual."""
        ratios = ratios_of(*price)
        return ratios.output in self.outputs and ratios.cached in self.cached


def ratios_of(input_price: Decimal, cached: Decimal | None, output: Decimal) -> PriceRatios:
    """Return the ratios of a price in `DIGITS` significant digits."""
    return PriceRatios(_rounded(output / input_price), None if cached is None else _rounded(cached / input_price))


def _rounded(ratio: Decimal) -> str:
    return f"{ratio:.{DIGITS - 1}e}"
