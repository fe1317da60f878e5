"""The one way to write a number of the ledger: as text, in a fixed format."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

Record = dict[str, Any]
QUANTILE = re.compile(r"\d\.\d{3}e[+-]\d{2}")
CHANCE = re.compile(r"[01]\.\d{4}")
AMOUNT = re.compile(r"\d+(\.\d*[1-9])?")


def quantile_text(usd: float) -> str:
    """Return a cost with four significant digits. Raises ValueError where it is not positive and finite.

    >>> quantile_text(0.0000282749)
    '2.827e-05'
    """
    text = f"{usd:.3e}"
    if not (usd > 0 and QUANTILE.fullmatch(text)):
        raise ValueError(f"{usd} is not a cost")
    return text


def chance_text(share: float) -> str:
    """Return a probability with four decimals. Raises ValueError where it is none.

    >>> chance_text(0.25)
    '0.2500'
    """
    if not (math.isfinite(share) and 0 <= share <= 1):
        raise ValueError(f"{share} is not a probability")
    return f"{share:.4f}"


def amount_text(amount: Decimal) -> str:
    """Return an exact amount without zeros at its end.

    >>> amount_text(Decimal("0.000028300000"))
    '0.0000283'
    """
    return format(amount.normalize(), "f")


def misformed_number(record: Record) -> str | None:
    """Return the first number of a record that is not in the fixed format; None where all are."""
    if record.get("kind") in {"cost", "rent"}:
        return _first(QUANTILE, _texts(record.get("forecasts")))
    if record.get("kind") == "chance":
        return _first(CHANCE, _texts(record.get("forecasts")))
    if record.get("kind") == "resolution":
        return _first(AMOUNT, (value for value in record.get("values", {}).values() if value is not None))
    return None


def _first(form: re.Pattern[str], texts: Iterable[object]) -> str | None:
    return next((str(text) for text in texts if not (isinstance(text, str) and form.fullmatch(text))), None)


def _texts(value: object) -> Iterable[object]:
    """Yield every value inside mappings and lists."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield value
