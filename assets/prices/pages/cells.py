"""The prices of a cell: one amount, or several that differ by prompt length, date or kind of input."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from assets.reading.context import Band, read_band
from assets.reading.dates import Period, read_period
from assets.reading.money import YEN_SIGN, Amount, MoneyError, amounts, bare_amount, currencies, is_absent
from assets.reading.units import Unit, UnitError, per_mtok, unit_of

CURRENCIES = ("USD", "CNY", "EUR")
OTHER_KINDS = re.compile(r"\b(?:audio|video|images?)\b|音频|图片|视频", re.I)
TEXT = re.compile(r"\btext\b|文本|all modalit", re.I)
LIST_PRICE = re.compile(r"原价|\d\s*折|\d\s*% off", re.I)
TO_IGNORE = re.compile(r"storage|stored|write|存储|写入", re.I)


class NotPerToken(ValueError):
    """A price of something other than tokens."""


@dataclass(frozen=True)
class CellPrice:
    """An amount per million tokens, and the prompt lengths and dates for which the cell states it."""

    per_mtok: Decimal
    currency: str
    band: Band | None = None
    period: Period = field(default_factory=Period)


@dataclass(frozen=True)
class CellContext:
    """Defaults for a cell that does not state its unit or currency: those of header and page, innermost first.

    `unit` and `currency` are the page's; `yen` is what '¥' means there (None = refuse it); `bare_context` what a
    number without a letter counts in a band of prompt lengths.
    """

    headers: tuple[str, ...]
    unit: Unit | None
    currency: str | None
    yen: str | None = None
    bare_context: int | None = None


def read_prices(text: str, around: CellContext) -> tuple[CellPrice, ...]:
    """Return the prices of a cell; () when it states that there is none.

    Raises:
        ValueError: The cell is not clear; the message says why.
    """
    if is_absent(text):
        return ()
    if LIST_PRICE.search(text):
        raise MoneyError(f"a list price and a discount on it: {text[:60]!r}")
    if "\ufffd" in text:
        raise MoneyError(f"damaged text: {text[:60]!r}")
    stated = amounts(text)
    if not stated and (bare := bare_amount(text)):
        stated = (bare,)
    if not stated:
        if re.search(r"\d", text):
            raise MoneyError(f"no amount in {text[:60]!r}")
        return ()
    qualified = [(amount, qualifier) for amount, qualifier in zip(stated, _qualifiers(stated), strict=True)]
    prices = [price for amount, about in qualified if (price := _price(amount, about, around, alone=len(stated) == 1))]
    if len({(price.band and price.band.from_tokens, price.period) for price in prices}) < len(prices):
        raise MoneyError(f"{len(prices)} amounts without a stated difference in {text[:80]!r}")
    return tuple(prices)


def _qualifiers(stated: tuple[Amount, ...]) -> list[str]:
    """Return the text that belongs to each amount: the text before it when the cell starts with text, else after it."""
    if len(stated) == 1:
        return [f"{stated[0].before} {stated[0].after}"]
    if re.search(r"\w", stated[0].before):
        if re.search(r"\w", stated[-1].after) and not unit_of(stated[-1].after):
            raise MoneyError("text before and after several amounts")
        return [amount.before for amount in stated]
    return [amount.after for amount in stated]


def _price(amount: Amount, about: str, around: CellContext, *, alone: bool) -> CellPrice | None:
    unit = unit_of(about, *around.headers) or around.unit
    if unit is None:
        raise UnitError("no unit of tokens is stated")
    value = per_mtok(amount.value, unit)
    if value is None:
        if alone:
            raise NotPerToken(f"priced per {unit.thing}")
        return None
    if (OTHER_KINDS.search(about) and not TEXT.search(about)) or TO_IGNORE.search(about):
        if alone:
            raise NotPerToken(f"not a price of text tokens: {about.strip()[:40]!r}")
        return None
    if amount.value == 0:
        return None
    band = read_band(about, around.bare_context)
    if band is None and re.search(r"\bprompts?\b.*\d", about, re.I):
        raise MoneyError(f"a prompt length that cannot be read: {about.strip()[:40]!r}")
    return CellPrice(value, _currency(amount, around), band, read_period(about))


def _currency(amount: Amount, around: CellContext) -> str:
    named = {code for header in around.headers[:1] for code in currencies(header)}
    named = {around.yen or YEN_SIGN if code == YEN_SIGN else code for code in named}
    own = around.yen if amount.currency == YEN_SIGN else amount.currency
    if amount.currency == YEN_SIGN and own is None:
        raise MoneyError("'¥' may be yuan or yen here")
    if own is None:
        own = named.pop() if len(named) == 1 else around.currency if not named else None
    elif named and own not in named:
        raise MoneyError(f"the header says {sorted(named)}, the cell {own}")
    if own not in CURRENCIES:
        raise MoneyError(f"a currency that is not read here: {own or 'none named'}")
    return own
