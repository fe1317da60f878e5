"""The declaration of a published table of scores, and the rows that its reader returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assets.capture.collect import LiveSource

SCORE = "score/"
"""Names of the captures of this subject: `score/<name>`."""


@dataclass(frozen=True)
class Score:
    """One score as its source publishes it, brought to our unit of the benchmark.

    Attributes:
        benchmark: Our id of the benchmark.
        scale: What the score may be compared on.
        name: The model's name, exactly as written.
        effort: How hard the model thought, in the source's words; empty where the source does not state it.
        score: Index points, rating points or percent.
        score_low: Lower end of the score's interval; None = not given.
        score_high: Upper end of the score's interval; None = not given.
        usd_per_run: What one run of the benchmark cost in USD; None = not given.
        published_on: The day of the table that the source states; None = the day of the first capture counts.
    """

    benchmark: str
    scale: str
    name: str
    effort: str
    score: float
    score_low: float | None
    score_high: float | None
    usd_per_run: Decimal | None = None
    published_on: date | None = None


@dataclass(frozen=True)
class ScoreReading:
    """The scores of one table, and one line for each thing that was left out."""

    scores: tuple[Score, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreSource:
    """A published table of scores.

    Attributes:
        name: Its name on the command line; `core_model_alias` holds its names of models under this source.
        file: What is captured, and when.
        read: Returns the scores in the bytes, or raises TokenfallError; the text names the file in messages.
    """

    name: str
    file: LiveSource
    read: Callable[[bytes, str], ScoreReading]
