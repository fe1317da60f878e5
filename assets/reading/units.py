"""Units of prices (per million tokens, per image, per hour), read from the text of cells, headers and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assets.reading.context import COMPARED


class UnitError(ValueError):
    """The text names two units that contradict each other."""


@dataclass(frozen=True)
class Unit:
    """A thing that is counted, and how many of it one price buys: ('token', 1000000)."""

    thing: str
    count: Decimal = Decimal(1)

    @property
    def is_token(self) -> bool:
        """Whether a price per this unit is a price of tokens."""
        return self.thing == "token"


MTOK = Unit("token", Decimal(1_000_000))

_THINGS = {
    "token": r"tokens?|toks?|tk|(?<=[Mm])t|词元",
    "character": r"characters?|chars?|字符|个字符",
    "image": r"images?|pictures?|张|图片?|photos?",
    "page": r"pages?|页",
    "request": r"requests?|calls?|queries|query|prompts?|searches|search(?: queries)?|uses?|次|invocations?|messages?",
    "second": r"seconds?|secs?|s|秒",
    "minute": r"minutes?|mins?|分钟",
    "hour": r"hours?|hrs?|hr|h|小时|session-hours?",
    "day": r"days?|天|日",
    "month": r"months?|mo|月|年|years?",
    "megapixel": r"MP|megapixels?",
    "gigabyte": r"GB(?:-day)?|gigabytes?|MB|TB",
    "throughput": r"TPM|RPM|TPS|units?",
    "item": r"videos?|视频|songs?|首|音色|voices?|steps?|docs?|documents?|runs?|sessions?|users?|seats?|clips?|files?|"
    r"credits?|tasks?|个",
}
_MULTIPLES = {
    "": 1, "k": 10**3, "thousand": 10**3, "千": 10**3, "m": 10**6, "mm": 10**6, "mio": 10**6, "million": 10**6,
    "mil": 10**6,
    "百万": 10**6, "万": 10**4, "十万": 10**5, "千万": 10**7, "亿": 10**8, "b": 10**9, "billion": 10**9,
}  # fmt: skip
_THING = "|".join(f"(?P<{name}>{words})" for name, words in _THINGS.items())
_UNIT = re.compile(
    r"(?P<per>(?:/|／|\bper\b|\ba\b|\ban\b|每)\s*)?"
    r"(?:(?:input|output)\s+(?=\d|[KMkm]?tok))?(?:(?P<n>\d[\d,]*(?:\.\d+)?|一)\s*)?"
    r"(?:(?P<multiple>thousand|million|billion|mio|mil|百万|千万|十万|千|万|亿|mm|k|m|b)(?![A-Za-z](?<!t))[\s-]*)?"
    r"(?:(?:(?:input|output|cached|total|text|prompt|completion|输入|输出)\s*){1,6}(?=token|tok))?"
    rf"(?:(?:{_THING})(?![A-Za-z]))?",
    re.I,
)
_MODALITIES = re.compile(
    r"(?:\(\s{0,9})?\b(?:text|images?|videos?|audio|pdf|documents?)\b(?:\s*(?:/|,|&|and|or|、)\s*(?:and\s+)?"
    r"(?:text|images?|videos?|audio|pdf|documents?)\b)+\s*\)?",
    re.I,
)


def find_units(text: str) -> tuple[Unit, ...]:
    """Return every unit a text names; '$4.50 / 1,000,000 tokens per hour' names two, a length ('> 200k tokens') none.

    A unit needs a word that makes it one: a slash, 'per' or '每', or a round multiple right before 'tokens'.
    """
    text = COMPARED.sub(" ", _MODALITIES.sub(" ", text))
    units = [unit for match in _UNIT.finditer(text) if match[0].strip() and (unit := _unit(match))]
    return tuple(dict.fromkeys(units))


def _unit(match: re.Match[str]) -> Unit | None:
    thing = next((name for name in _THINGS if match[name]), None)
    per, multiple = match["per"], (match["multiple"] or "").lower()
    number = Decimal((match["n"] or "1").replace(",", "").replace("一", "1"))
    count = number * _MULTIPLES[multiple]
    if thing is None:
        is_million = per and (multiple in ("k", "m", "thousand", "million", "千", "百万") or match["n"])
        return Unit("token", count) if is_million and count in (1_000, 1_000_000) else None
    if per and per.strip() in ("a", "an") and thing == "token":
        return None
    if not per and not (multiple or (match["n"] and count >= 1000)):
        return None
    if thing == "token" and not per and count not in (1_000, 1_000_000, 10_000):
        return None
    if thing != "token" and not per and not (thing == "character" or match["multiple"]):
        return None
    return Unit(thing, count)


def unit_of(*texts: str) -> Unit | None:
    """Return the unit that the first of the texts with a unit names, or None when none names any.

    Args:
        texts: The texts from the innermost out: cell, header, caption...

    Returns:
        The unit; of a compound ('per 1M tokens per hour') the part that is not a token.

    Raises:
        UnitError: One text names two sizes of token.
    """
    for text in texts:
        units = find_units(text)
        if others := [unit for unit in units if not unit.is_token]:
            return others[0]
        if len(units) > 1:
            raise UnitError(f"two units in {text[:80]!r}")
        if units:
            return units[0]
    return None


def per_mtok(value: Decimal, unit: Unit) -> Decimal | None:
    """Return a price per `unit` as a price per million tokens, exactly, or None when it is not a price of tokens.

    >>> per_mtok(Decimal(4), Unit("token", Decimal(0))) is None
    True
    """
    return value * MTOK.count / unit.count if unit.is_token and unit.count else None
