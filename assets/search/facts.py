"""The bundled costs of a web search, dated and by kind, and the workloads an answer is priced for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from warehouse.bundle import COMPILED_ON, Day, FactRow, Usd

Count = Annotated[int, Field(ge=0)]


class SearchCostRow(FactRow):
    """What one search cost by one definition over one interval, USD per query."""

    target: str = Field(alias="target_id")
    label: str
    usd_per_query: Usd
    usd_per_query_low: Usd | None = Field(alias="low")
    usd_per_query_high: Usd | None = Field(alias="high")
    valid_from: Day
    valid_to: Day | None
    kind: Literal["full-cost", "marginal-cost", "market-price", "revenue"]
    source_url: str
    quality: Literal["primary", "secondary", "derived", "recalled"]

    @property
    def known_on(self) -> date:
        """Known from the day it was in force."""
        return self.valid_from

    @property
    def date_basis(self) -> str:
        """`import` where the start is only the day on which the facts were compiled: no change happened then."""
        return "import" if self.valid_from == COMPILED_ON else "dated"


class WorkloadRow(FactRow):
    """Tokens and searches of one query, and which models answer it within those counts."""

    workload: str = Field(alias="workload_id")
    input_tokens: Count
    cached_input_tokens: Count
    output_tokens: Count
    searches: Count
    answered_by: Literal["non-reasoning", "reasoning", "any"]
    label: str
    basis: str
    source_url: str | None
