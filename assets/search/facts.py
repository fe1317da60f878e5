"""The bundled costs of a web search, the energy of a search and an answer, and the workloads of an answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from warehouse.bundle import COMPILED_ON, Day, FactRow, Usd

Count = Annotated[int, Field(ge=0)]
WattHours = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]


class SearchCostRow(FactRow):
    """What one search cost by one definition over one interval, USD per query; the file gives the last day itself."""

    target: str = Field(alias="target_id")
    label: str
    usd_per_query: Usd
    usd_per_query_low: Usd | None = Field(alias="low")
    usd_per_query_high: Usd | None = Field(alias="high")
    valid_from: Day
    last_day: Day | None = Field(alias="valid_to")
    kind: Literal["full-cost", "marginal-cost", "market-price", "revenue"]
    source_url: str
    quality: Literal["primary", "secondary", "derived", "recalled"]

    @property
    def known_on(self) -> date:
        """Known from the day it was in force."""
        return self.valid_from

    @property
    def valid_to(self) -> date | None:
        """The day after the last: the file's rows that follow each other leave no day between, and neither may we."""
        return self.last_day and self.last_day + timedelta(days=1)

    @property
    def date_basis(self) -> str:
        """`import` where the start is only the day on which the facts were compiled: no change happened then."""
        return "import" if self.valid_from == COMPILED_ON else "dated"


class EnergyRow(FactRow):
    """Electricity of one search or one answer in watt-hours, as its operator published it; one row a subject."""

    subject: str
    watt_hours: WattHours
    low: WattHours | None
    high: WattHours | None
    published_on: Day
    author: str
    source_url: str
    quality: Literal["primary", "secondary", "derived", "recalled"]

    @property
    def known_on(self) -> date:
        """Known from its publication on."""
        return self.published_on


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
