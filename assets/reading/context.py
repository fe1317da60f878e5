"""Bands of prompt length for which a price holds ('> 200k', '(32, 128]', '256K~1M')."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"(?<!\d)(\d[\d,]{0,14}(?:\.\d{1,9})?)(?!\d)"
"""Of limited length: a search through a long row of digits would take time with the square of its length."""
_LENGTH = rf"{_NUMBER}\s*(k|m|千|万|百万)?"
_OVER = r"(?:>=|=>|≥|＞|>|⩾|over|above|more than|greater than|exceeding|at least|超过|大于(?:等于)?|longer than)"
_UP_TO = r"(?:<=|=<|≤|＜|<|⩽|up to|under|below|less than|within|at most|不超过|小于(?:等于)?)"
COMPARED = re.compile(rf"{_OVER}\s*{_LENGTH}(?:\s*tokens?)?|{_UP_TO}\s*{_LENGTH}(?:\s*tokens?)?", re.I)
_OVER_RE = re.compile(rf"{_OVER}\s*{_LENGTH}|{_LENGTH}\s*\+", re.I)
_UP_TO_RE = re.compile(rf"{_UP_TO}\s*{_LENGTH}", re.I)
_SIDES = rf"{_NUMBER}\s*(k|m|千|万|百万)"
_BRACKETED = re.compile(rf"[\[(（]\s*{_LENGTH}\s*(?:[,，~～–—-]|to|至)\s*{_LENGTH}\s*[\])）]", re.I)
_BETWEEN = re.compile(rf"(?<![\w.-]){_LENGTH}\s*(?:[~～–—-]|to|至)\s*{_SIDES}(?![A-Za-z])", re.I)
_AROUND = re.compile(rf"{_LENGTH}\s*[<≤＜]=?\s*[A-Za-z\u4e00-\u9fff ]+?\s*[<≤＜]=?\s*{_LENGTH}", re.I)
_FROM_ONLY = re.compile(rf"[\[(（]\s*{_LENGTH}\s*(?:\+|[,，]\s*(?:\+?∞|inf\w*)?)\s*[\])）]", re.I)
_MULTIPLES = {"": 1, "k": 1000, "千": 1000, "万": 10_000, "m": 10**6, "百万": 10**6}


class ContextError(ValueError):
    """A length that cannot be read: no unit, or more than a single band."""


@dataclass(frozen=True)
class Band:
    """Prompt lengths a price holds for: from `from_tokens` (None = from the start) to `to_tokens` (None = no end).

    `rest` is the rest of the text, such as a second condition on the length of the output.
    """

    from_tokens: int | None
    to_tokens: int | None
    rest: str


def read_band(text: str, bare: int | None = None) -> Band | None:
    """Return the band a text names, or None when it names none. K is 1,000, and a bound counts as written.

    Args:
        text: Such as '> 200k tokens', '(32, 128]' or '256K~1M'; ≥ and > count alike.
        bare: The unit of a number without a letter (1000 when the header says 'thousand tokens').

    Raises:
        ContextError: A number below 1,000 has neither letter nor unit, or the band runs backwards.
    """
    for pattern, pick in (
        (_FROM_ONLY, lambda g: (g[0:2], None)),
        (_AROUND, lambda g: (g[0:2], g[2:4])),
        (_BRACKETED, lambda g: (g[0:2], g[2:4])),
        (_BETWEEN, lambda g: (g[0:2], g[2:4])),
        (_OVER_RE, lambda g: (g[0:2] if g[0] else g[2:4], None)),
        (_UP_TO_RE, lambda g: (None, g[0:2])),
    ):
        if match := pattern.search(text):
            start, end = pick(match.groups())
            if start and end and not start[1] and end[1]:  # '32-128K' means 32K
                start = (start[0], end[1])
            start_at = _tokens(*start, bare) if start else None
            end_at = _tokens(*end, bare) if end else None
            if start_at and end_at and end_at <= start_at:
                raise ContextError(f"a band that runs backwards: {text[:60]!r}")
            return Band(start_at or None, end_at, (text[: match.start()] + text[match.end() :]).strip())
    return None


def _tokens(number: str, letter: str | None, bare: int | None) -> int:
    value = Decimal(number.replace(",", ""))
    if not letter and value and value < 1000 and bare is None:
        raise ContextError(f"{number} of what: no unit")
    multiple = _MULTIPLES[letter.lower()] if letter else (1 if value >= 1000 else bare or 1)
    tokens = value * multiple
    if tokens != int(tokens):
        raise ContextError(f"not a whole number of tokens: {number}{letter or ''}")
    return int(tokens)
