"""Open the data file of a package: JSON or YAML, compressed or not, with every number kept as its text."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from assets.prices.json_body import NotAnAmount, amount, members, per_mtok
from warehouse.errors import TokenfallError

YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text; the version in C takes a tenth of the time."""


def open_data(path: Path) -> dict[str, object]:
    """Return the data of a package's file, numbers as text.

    Raises:
        TokenfallError: The file cannot be read, or does not hold an object.
    """
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        if path.suffix == ".yaml":
            data = yaml.load(content, Loader=YAML_LOADER)  # noqa: S506 - the base loader makes text and nothing else
        else:
            data = json.loads(content, parse_float=str, parse_int=str, parse_constant=str)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, yaml.YAMLError) as error:
        raise TokenfallError(f"{path} cannot be read ({type(error).__name__}): install the package again") from error
    if not members(data):
        raise TokenfallError(f"{path} holds no object: the package has changed its form")
    return members(data)


def usd_per_mtok(value: object, tokens: int = 1_000_000) -> Decimal | None:
    """Return a positive price for `tokens` tokens as a price for a million; None for no price, zero or text.

    >>> usd_per_mtok("2.5e-06", 1)
    Decimal('2.5')
    """
    try:
        price = amount(value)
    except NotAnAmount:
        return None
    return per_mtok(price, tokens) if price and price > 0 else None


def day_of(value: object) -> date | None:
    """Return the day of a date or a timestamp; None where there is none."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
