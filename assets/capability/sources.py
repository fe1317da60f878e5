"""The registry of published tables of scores, each declared by one module of `score_files/`."""

from __future__ import annotations

from assets.capability.score_files import arena, epoch, teci
from assets.capture.collect import LiveSource

SCORE_SOURCES = {source.name: source for source in (arena.SOURCE, epoch.SOURCE, teci.SOURCE)}
"""Every source by its name, in alphabetical order."""


def score_sources() -> tuple[LiveSource, ...]:
    """Return the file of every source that can be captured."""
    return tuple(source.file for source in SCORE_SOURCES.values())
