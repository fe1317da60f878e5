"""Usage errors for unknown names, with the nearest known name as a suggestion."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher

import click

ALIKE = 0.6
"""Least similarity (0 to 1) of a suggestion."""


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the known name most like `name` as a whole or in one of its words; None when none is alike.

    >>> nearest("verdit", ["run", "verdict"])
    'verdict'
    >>> nearest("bing", ["exa", "bing-search-api-s1", "bing-grounding"])
    'bing-grounding'
    """
    similarity = {candidate: _similarity(name.casefold(), candidate.casefold()) for candidate in known}
    best = max(known, key=lambda candidate: similarity[candidate], default=None)
    return best if best is not None and max(similarity[best]) >= ALIKE else None


def unknown_name(name: str, known: Collection[str], hint: str) -> click.BadParameter:
    """Return the usage error for an unknown name, with the nearest and all known ones; `hint` names the option."""
    listed = ", ".join(known) or "none"
    return click.BadParameter(f"{name!r} is unknown{suggestion(name, known)} Known: {listed}", param_hint=hint)


def suggestion(name: str, known: Collection[str]) -> str:
    """Return the rest of a sentence about an unknown name: the nearest known one, or a full stop."""
    near = nearest(name, known)
    return f": did you mean {near!r}?" if near else "."


def _similarity(typed: str, candidate: str) -> tuple[float, float]:
    """The greater of the two similarities first, then that to the whole name."""
    whole = SequenceMatcher(None, typed, candidate).ratio()
    words = [SequenceMatcher(None, typed, word).ratio() for word in re.findall(r"[a-z0-9]+", candidate)]
    return max(whole, *words, 0.0), whole
