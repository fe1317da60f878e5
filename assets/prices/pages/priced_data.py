"""Prices carried as data: objects that name a model and hold its prices become tables of the shared layout.

`{"id": "m-1", "pricing": {"prompt": "0.0000004", "completion": "0.0000016"}}` becomes a table of one row with the
columns Model, `prompt` and `completion`. Which key is a price follows from its words (`cachedInputPerMTok` has six):
each must be a known one, so that `input_audio` or `input_cache_write` is no price of text, and a key with an unknown
word is named as left out. Unit and currency are those of the key, of the object or of what surrounds it, or the
reader's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assets.prices.json_body import NotAnAmount, amount
from assets.prices.pages.columns import Ambiguous, role_of, tier_of
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.money import currencies
from assets.reading.units import find_units

NAME_KEYS = ("id", "model id", "model", "model name", "api name", "name", "slug", "label", "display name", "title")
"""Words of the keys that name a model, the seller's own id first."""

UNIT_KEYS = ("unit", "per", "billing unit", "pricing unit", "price unit", "unit of measure")
CURRENCY_KEYS = ("currency", "currency code")
_COUNT = r"(?: (?:usd|per|1|1000|1000000|k|m|mtok|tok|tokens?|million|thousand))*"
HOLDER = re.compile(rf"(?:(?:token|text) )?(?:pric(?:e|es|ing|ings)|costs?|rates?)(?P<count>{_COUNT})")
SIDE = re.compile(r"\b(?:in|inputs?|prompts?|out|outputs?|completions?|uncached|cached?|caching)\b")
KNOWN = re.compile(
    r"(?:in|inputs?|prompts?|out|outputs?|completions?|cached?|caching|reads?|hits?|miss|uncached|text|tokens?|toks?|"
    r"pric(?:e|es|ing)|costs?|rates?|usd|per|k|m|mtok|ktok|million|thousand|1|1000|1000000|batch|flex|priority|standard)"
)
PRICED = re.compile(r"\b(?:pric(?:e|es|ing)|costs?|rates?|usd|per)\b")
PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True)
class Surroundings:
    """What the objects around an object state: the model, the unit and currency of prices, and the key it is under."""

    model: str = ""
    unit: str = ""
    currency: str = ""
    key: str = ""


def data_grids(value: object, witness: str, problems: list[str]) -> list[Grid]:
    """Return a table of one row for every object at any depth that prices the input and output of a model.

    Args:
        value: Parsed JSON, numbers as Decimals or as text.
        witness: Where the data were read, such as 'data' or 'api'.
        problems: Takes a message for every price of such an object that is left out.
    """
    return [replace(grid, witness=witness) for grid in _grids(value, Surroundings(), problems)]


def words_of(key: str) -> str:
    """Return the words of a key, in lower case.

    >>> words_of("cachedInputPerMTok"), words_of("output_price_per_1k")
    ('cached input per m tok', 'output price per 1 k')
    """
    return " ".join(PIECE.findall(key)).lower()


def _grids(value: object, around: Surroundings, problems: list[str]) -> Iterator[Grid]:
    if isinstance(value, list):
        for item in value:
            yield from _grids(item, replace(around, key=""), problems)
    elif isinstance(value, dict):
        texts = {words: text for words, text, _ in _leaves(value) if isinstance(text, str)}
        here = replace(
            around,
            unit=_first(texts, UNIT_KEYS) or around.unit,
            currency=_first(texts, CURRENCY_KEYS) or around.currency,
        )
        own = _first({words_of(key): text for key, text in value.items() if isinstance(text, str)}, NAME_KEYS)
        prices = list(_prices(value))
        if {"input", "output"} <= {role_of(words) for words, _ in prices}:
            try:
                yield _grid(prices, own, here)
            except ValueError as error:
                problems.append(f"data of {own or here.model or here.key!r}: left out, {error}")
            problems += _left_out(value, own or here.model or here.key)
        for key, item in value.items():
            if not (prices and HOLDER.fullmatch(words_of(key))):
                yield from _grids(item, replace(here, model=own or here.model, key=key), problems)


def _grid(prices: list[tuple[str, object]], own: str, here: Surroundings) -> Grid:
    """The table of one object. Raises ValueError where it is not certain what it prices, or in what."""
    if len({words for words, _ in prices}) < len(prices):
        raise Ambiguous(f"it states a price twice: {sorted(words for words, _ in prices)}")
    if here.unit and not find_units(here.unit):
        raise Ambiguous(f"its unit {here.unit!r} is not a known one")
    if here.currency and not currencies(here.currency):
        raise Ambiguous(f"its currency {here.currency!r} is not a known one")
    nested = bool(here.model and not own)
    if nested and not tier_of(here.key):
        raise Ambiguous(f"{here.key!r} names no tier of {here.model!r}")
    if not (name := own or here.model or here.key):
        raise Ambiguous("it names no model")
    labels = [f"{words} ({here.currency})" if here.currency else words for words, _ in prices]
    header = [Cell("Model"), *map(Cell, labels), Cell("Unit")]
    row = [Cell(name), *(Cell(_text(price)) for _, price in prices), Cell(here.unit)]
    return replace(make_grid([header, row], 1), sections=(here.key if nested else "",))


def _prices(value: dict) -> Iterator[tuple[str, object]]:
    """Words and value of every key that holds a price of text tokens."""
    for words, item, held in _leaves(value):
        # {"prompt_tokens": 12} counts tokens, {"prompt": 12} and {"pricing": {"prompt_tokens": 12}} are prices
        counts = not held and "token" in words and not PRICED.search(words)
        if SIDE.search(words) and all(map(KNOWN.fullmatch, words.split())) and not counts:
            yield words, item


def _left_out(value: dict, name: str) -> Iterator[str]:
    """A message for every price that is zero, and for every number whose key has a side and an unknown word."""
    for words, item, _ in _leaves(value):
        written = _text(item)
        if not SIDE.search(words) or role_of(words) not in ("input", "cached", "output") or not written:
            continue
        if written == "0":
            yield f"data of {name!r}: {words!r} left out, a price of zero is absence"
        elif written[-1].isdigit() and not all(map(KNOWN.fullmatch, words.split())):
            yield f"data of {name!r}: {words!r} left out, an unknown kind of price"


def _leaves(value: dict, count: str = "", held: bool = False) -> Iterator[tuple[str, object, bool]]:
    """Words and value of the members of an object, and of the objects that hold its prices (`held`)."""
    for key, item in value.items():
        words = words_of(key)
        inner = item[0] if isinstance(item, list) and len(item) == 1 else item
        if isinstance(inner, dict) and (holder := HOLDER.fullmatch(words)):
            yield from _leaves(inner, holder["count"], held=True)
        elif isinstance(item, str | int | Decimal) and not isinstance(item, bool):
            yield words + count, item, held


def _first(texts: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """The text of the first of the keys that an object has; '' for none."""
    text = next((texts[key].strip() for key in keys if texts.get(key)), "")
    if keys is not UNIT_KEYS:
        return text
    return re.sub(r"^tokens?$", "per token", text.replace("_", " "), flags=re.I)


def _text(value: object) -> str:
    """A price in plain digits; text that is no number as it is, but for numbers in a notation of their own."""
    try:
        price = amount(str(value))
    except NotAnAmount:
        return re.sub(r"\d[eExX_].*", "?", str(value))
    return "" if price is None else f"{price.normalize():f}"
