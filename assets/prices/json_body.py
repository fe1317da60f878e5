"""From the bytes of a JSON feed to its values, every number still the text it was written as, or a refusal.

What the values mean is the business of each feed's own reader.
"""

from __future__ import annotations

import json
import re
from decimal import Context, Decimal

from assets.prices.price_page import PageRefused, PricePage

LARGEST = 10_000_000
"""No feed is half as large; a larger body is refused before it takes seconds to read."""

NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
NOISE = Context(prec=12)
"""More than 15 significant digits are the noise of somebody's float division: no seller prices so finely."""


class NotAnAmount(ValueError):
    """A value that stands where a price should and is none."""


def open_json(page: PricePage, what: str) -> object:
    """The parsed body, numbers as text (so nothing passes through float). Raises PageRefused when it is not JSON."""
    where = page.name or what
    if len(page.body) > LARGEST:
        raise PageRefused(f"{where}: {len(page.body):,} bytes is too large for {what}; capture it again")
    try:
        return json.loads(page.body, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise PageRefused(f"{where}: not the JSON of {what} ({_shown(page.body)}); capture it again") from error


def refuse(page: PricePage, what: str, lack: str) -> PageRefused:
    """The refusal of JSON that is not `what`, saying what it lacks."""
    return PageRefused(f"{page.name or what}: JSON, but not {what}: {lack}; check that this is the right file")


def members(value: object) -> dict[str, object]:
    """A JSON object's members; none for any other value."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """A JSON array's items; none for any other value."""
    return value if isinstance(value, list) else []


def label(value: object) -> str | None:
    """An id or name that is safe to keep: printable text, neither blank nor endless."""
    if not isinstance(value, str) or not value.strip() or len(value) > 300 or not value.isprintable():
        return None
    return value.strip()


def amount(value: object) -> Decimal | None:
    """A price as written, None when there is none. Raises NotAnAmount for what is no plain number."""
    if value is None:
        return None
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()):
        raise NotAnAmount(f"{str(value)[:40]!r} is not a number")
    found = Decimal(value.strip())
    return NOISE.plus(found).normalize() if len(found.as_tuple().digits) > 15 else found


def per_mtok(price: Decimal, tokens: int) -> Decimal:
    """A price for 1, 1,000 or 1,000,000 tokens as a price for a million: exact, no exponent, no trailing zeros."""
    return Decimal(f"{price.scaleb({1: 6, 1_000: 3, 1_000_000: 0}[tokens]).normalize():f}")


def quoted(values: dict[str, object]) -> str:
    """The named values as one line of text: where a number came from."""
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None)[:500]


def _shown(body: bytes) -> str:
    start = body[:40].decode("utf-8", "replace").strip()
    return f"it starts with {start!r}" if start else "it is empty"
