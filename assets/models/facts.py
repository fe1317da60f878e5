"""The bundled facts about models: releases, and the exact strings that name them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from warehouse.bundle import Day, FactRow, Positive


class ModelRow(FactRow):
    """One model release; parameters in billions; `reasoning` = emits reasoning tokens by default."""

    model_id: str
    name: str
    organization: str | None
    released_on: Day | None
    open_weights: bool
    total_params_b: Positive | None
    active_params_b: Positive | None
    reasoning: bool
    source_url: str

    @property
    def known_on(self) -> date | None:
        """A model is known from its release on."""
        return self.released_on


class AliasRow(FactRow):
    """One exact string by which one source names one model."""

    alias: str
    alias_source: str = Field(alias="source")
    model_id: str
