"""The bundled facts about models: releases, the exact strings that name them, context windows and tokenizers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from warehouse.bundle import Day, FactRow, Positive


class ModelRow(FactRow):
    """One model release; parameters in billions; `reasoning` = emits reasoning tokens by default; a blank is unknown.

    `thinking` is whether the model can emit reasoning tokens and whether that can be switched off, `default_effort`
    how hard it thinks by default; blank = unknown.
    """

    model_id: str
    name: str
    organization: str | None
    released_on: Day | None
    open_weights: bool | None
    total_params_b: Positive | None
    active_params_b: Positive | None
    reasoning: bool | None
    thinking: Literal["never", "adjustable", "always"] | None
    default_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "on"] | None
    effort_source: str | None
    source_url: str

    @model_validator(mode="after")
    def _effort_agrees(self) -> ModelRow:
        if (self.thinking or self.default_effort) and not self.effort_source:
            raise ValueError("thinking or default_effort is given without an effort_source")
        if self.default_effort and (self.default_effort != "none") != self.reasoning:
            raise ValueError(f"default_effort {self.default_effort} contradicts reasoning {self.reasoning}")
        if self.thinking in {"never", "always"} and self.reasoning != (self.thinking == "always"):
            raise ValueError(f"thinking {self.thinking} contradicts reasoning {self.reasoning}")
        return self

    @property
    def known_on(self) -> date | None:
        """A model is known from its release on."""
        return self.released_on


class ModelSizeRow(FactRow):
    """A published estimate of the size of a closed model: a range of active parameters, in billions."""

    model_id: str
    active_params_b_low: Positive
    active_params_b_high: Positive
    total_params_b: Positive | None
    published_on: Day
    licence: str
    source_url: str
    note: str

    @model_validator(mode="after")
    def _is_a_range(self) -> ModelSizeRow:
        if self.active_params_b_low > self.active_params_b_high:
            raise ValueError("active_params_b_low is above active_params_b_high")
        return self

    @property
    def known_on(self) -> date:
        """Known from its publication on."""
        return self.published_on


class AliasRow(FactRow):
    """One exact string by which one source names one model."""

    alias: str
    alias_source: str = Field(alias="source")
    model_id: str


class ModelLinkRow(FactRow):
    """A reviewed statement of which model one offer of one seller is of.

    It holds from `valid_from` (inclusive) to `valid_to` (exclusive), without days always. An offer that has such rows
    is linked by these alone.
    """

    provider: str
    provider_model_id: str
    model_id: str
    valid_from: Day | None
    valid_to: Day | None
    reviewed_on: Day
    why: str
    source_url: str

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> ModelLinkRow:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is not after valid_from {self.valid_from}")
        return self


class ContextWindowRow(FactRow):
    """The tokens that one call may hold, input and output together, as one seller states it for one of its offers.

    Without a provider it is the maker's statement for the model, wherever it is sold. A window is a property of the
    offer, so that it holds on any date.
    """

    provider: str | None
    provider_model_id: str | None
    model_id: str
    context_tokens: Annotated[int, Field(gt=0)]
    read_on: Day
    read_from: str = Field(alias="source")
    source_url: str

    @model_validator(mode="after")
    def _whole_offer(self) -> ContextWindowRow:
        if (self.provider is None) != (self.provider_model_id is None):
            raise ValueError("an offer needs both provider and provider_model_id, a maker's statement neither")
        return self


class TokenizerRateRow(FactRow):
    """Tokens that one tokenizer makes of one text, counted by this project without special tokens.

    A tokenizer is a property of its models, so that the rate holds on any date.
    """

    tokenizer: str
    label: str
    text_kind: Literal["english", "code", "chinese"]
    characters: Annotated[int, Field(gt=0)]
    tokens: Annotated[int, Field(gt=0)]
    text_sha256: str
    counted_with: str
    licence: str
    counted_on: Day
    source_url: str

    @property
    def tokens_per_1000_characters(self) -> float:
        """Return the rate, to two decimals."""
        return round(1000 * self.tokens / self.characters, 2)


class ModelTokenizerRow(FactRow):
    """The tokenizer of one model; a model without a row has a tokenizer that is not known here."""

    model_id: str
    tokenizer: str
    evidence: Literal["package", "reconstructed", "recalled"]
    source_url: str
