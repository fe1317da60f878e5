"""Whole numbers from text: lengths of prompts, numbers of accelerators, spans of cells."""

from __future__ import annotations

MOST_DIGITS = 15
"""More digits are no number of anything; Python refuses to convert more than 4,300, and takes long for fewer."""


def read_whole(text: str) -> int | None:
    """Return a whole number that is written in decimal digits alone; None for any other text.

    >>> read_whole("128000"), read_whole("-1"), read_whole("9" * 16)
    (128000, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
