"""Parse the bytes of a JSON feed, with every number kept as the text in which it was written, or refuse them.

The reader of each feed interprets the values.
"""

from __future__ import annotations

import json
import re
from decimal import Context, Decimal

from assets.prices.price_page import PageRefused, PricePage

LARGEST = 10_000_000
"""Largest body in bytes, twice the largest feed: parsing a larger one would take seconds."""

NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
NOISE = Context(prec=12)
"""Rounds prices of more than 15 significant digits: these come from a float division, not from the seller."""


class NotAnAmount(ValueError):
    """A price that is not a number."""


def open_json(page: PricePage, what: str) -> object:
    """Return the parsed body, numbers as text, so that nothing passes through float.

    Args:
        page: The body and its name.
        what: What the body should be, for the message of a refusal.

    Raises:
        PageRefused: The body is not JSON, or too large.
    """
    where = page.name or what
    if len(page.body) > LARGEST:
        raise PageRefused(f"{where}: {len(page.body):,} bytes is too large for {what}; capture it again")
    try:
        return json.loads(page.body, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise PageRefused(f"{where}: not the JSON of {what} ({_shown(page.body)}); capture it again") from error


def refuse(page: PricePage, what: str, lack: str) -> PageRefused:
    """Return the refusal of JSON that is not `what`, naming what it lacks."""
    return PageRefused(f"{page.name or what}: JSON, but not {what}: {lack}; check that this is the right file")


def members(value: object) -> dict[str, object]:
    """Return the members of a JSON object; none for any other value."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """Return the items of a JSON array; none for any other value."""
    return value if isinstance(value, list) else []


def label(value: object) -> str | None:
    """Return an id or name that is safe to keep (printable, not blank, at most 300 characters), or None."""
    if not isinstance(value, str) or not value.strip() or len(value) > 300 or not value.isprintable():
        return None
    return value.strip()


def amount(value: object) -> Decimal | None:
    """Return a price as written, None when there is none.

    Raises:
        NotAnAmount: The value is no plain number.
    """
    if value is None:
        return None
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()):
        raise NotAnAmount(f"{str(value)[:40]!r} is not a number")
    price = Decimal(value.strip())
    return NOISE.plus(price).normalize() if len(price.as_tuple().digits) > 15 else price


def per_mtok(price: Decimal, tokens: int) -> Decimal:
    """Return a price for 1, 1,000 or 1,000,000 tokens as a price for a million: exact, without exponent.

    >>> per_mtok(Decimal("2.5e-06"), 1)
    Decimal('2.5')
    """
    return Decimal(f"{price.scaleb({1: 6, 1_000: 3, 1_000_000: 0}[tokens]).normalize():f}")


def quoted(values: dict[str, object]) -> str:
    """Return the named values as one line of text, to quote where a number came from."""
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None)[:500]


def _shown(body: bytes) -> str:
    start = body[:40].decode("utf-8", "replace").strip()
    return f"it starts with {start!r}" if start else "it is empty"
