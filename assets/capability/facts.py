"""The bundled benchmark scores by vintage, and the bars that say who is GPT-4-class."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from warehouse.bundle import Day, FactRow


class ScoreRow(FactRow):
    """One model's score in one snapshot of one benchmark; scores are comparable within a vintage and a scale only.

    `score_effort` is how hard the model thought when it was measured; `shared` = one score for all its efforts.
    """

    model_id: str
    benchmark: str
    score: float
    score_low: float | None = Field(alias="low")
    score_high: float | None = Field(alias="high")
    vintage: Day
    harness: str
    score_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "on", "shared", "unknown"]
    source_url: str
    licence: str

    @property
    def known_on(self) -> date:
        """A score is known from its snapshot on."""
        return self.vintage

    @property
    def scale(self) -> str:
        """What the score may be compared on: the harness without the effort it was run at."""
        return self.harness.partition(":")[0]

    @property
    def effort(self) -> str:
        """The effort that was requested of the model; empty when the harness does not state it."""
        return self.harness.partition(":")[2]


class BarRow(FactRow):
    """A benchmark and the level to reach: a reference model's own score in the same snapshot, or a fixed number.

    With `reference_benchmark` the level is the reference model's score on that benchmark in the snapshot of
    `reference_vintage`, for a benchmark that estimates the other one and does not hold the reference model.
    """

    bar: str
    benchmark: str
    scale: str | None
    reference_model_id: str | None
    threshold: float | None
    label: str
    reference_benchmark: str | None
    reference_vintage: Day | None

    @model_validator(mode="after")
    def _one_level(self) -> BarRow:
        if (self.reference_model_id is None) == (self.threshold is None):
            raise ValueError("a bar needs a reference model or a threshold, and not both")
        if (self.reference_benchmark is None) != (self.reference_vintage is None):
            raise ValueError("a level on another benchmark needs both reference_benchmark and reference_vintage")
        if self.reference_benchmark and self.threshold is not None:
            raise ValueError("a fixed threshold has no reference_benchmark")
        return self
