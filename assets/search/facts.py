"""The bundled costs and estimates of a web search, the energy of a search and an answer, the workloads, and usage."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from warehouse.bundle import COMPILED_ON, Day, FactRow, Positive, Usd

ENERGY_TARGET = "classic-search-electricity"
"""The target that is an estimate of energy times the price of electricity."""
Count = Annotated[int, Field(ge=0)]
Quality = Literal["published", "assumed"]
WattHours = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
Log10 = Annotated[float, Field(allow_inf_nan=False)]
Spread = Annotated[float, Field(ge=0, allow_inf_nan=False)]


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
    first_look: Literal["import"] | None = Field(alias="date_basis")

    @property
    def known_on(self) -> date:
        """Known from the day it was in force."""
        return self.valid_from

    @property
    def valid_to(self) -> date | None:
        """The day after the last: the file's rows that follow each other leave no day between, and neither may we."""
        return self.last_day and self.last_day + timedelta(days=1)

    @property
    def change_days(self) -> tuple[date | None, ...]:
        """Its start, and the days from which its end is known."""
        return (self.valid_from, self.valid_to, COMPILED_ON)

    def as_known_on(self, day: date) -> SearchCostRow | None:
        """Return the row as it was known on a day: an end that was still ahead is known from the compilation on.

        The file does not say when an end was announced, and a later price of the same product was not known before.
        """
        if self.valid_from > day:
            return None
        end_is_known = day >= COMPILED_ON or (self.valid_to and self.valid_to <= day)
        return self if end_is_known else self.model_copy(update={"last_day": None})

    @property
    def date_basis(self) -> str:
        """`import` where the start is only the first observation of a price that may be older: nothing changed then."""
        return self.first_look or "dated"


class EnergyRow(FactRow):
    """Electricity of one search or one answer in watt-hours, as it was published; one row a subject.

    `covers` is what of the service the figure counts, `accelerator_share` the part of it that accelerators take.
    """

    subject: str
    label: str
    watt_hours: WattHours
    low: WattHours | None
    high: WattHours | None
    covers: str
    accelerator_share: Annotated[float, Field(gt=0, le=1)] | None
    published_on: Day
    author: str
    source_url: str
    quality: Literal["primary", "secondary", "derived", "recalled"]

    @property
    def known_on(self) -> date:
        """Known from its publication on."""
        return self.published_on


class SearchEstimateRow(FactRow):
    """A search cost estimated as energy times the price of electricity; drifts and spreads are in log10.

    The price is log-uniform between its ends. The five columns of the ratio, which is how much less energy another
    search takes than the published one, are given together or not at all.
    """

    target: str = Field(alias="target_id")
    variant: Literal["published-figure", "search-of-today"]
    label: str
    energy_subject: str
    usd_per_kwh_low: Usd
    usd_per_kwh_high: Usd
    price_drift_per_year: Log10
    price_drift_sd: Spread
    walk_per_root_year: Spread
    log10_ratio: Log10 | None
    log10_ratio_sd: Positive | None
    log10_ratio_min: Log10 | None
    log10_ratio_max: Log10 | None
    ratio_drift_per_year: Log10 | None
    ratio_drift_sd: Spread | None
    valid_from: Day
    source_url: str
    basis: str

    @model_validator(mode="after")
    def _ranges_are_whole(self) -> SearchEstimateRow:
        """Refuse half a ratio, and a range that runs backwards."""
        ratio = (self.log10_ratio, self.log10_ratio_sd, self.log10_ratio_min, self.log10_ratio_max)
        absent = {value is None for value in (*ratio, self.ratio_drift_per_year, self.ratio_drift_sd)}
        if len(absent) > 1:
            raise ValueError("the columns of the ratio are given together or not at all")
        low, high = self.log10_ratio_min, self.log10_ratio_max
        if self.usd_per_kwh_low > self.usd_per_kwh_high or (low is not None and high is not None and low >= high):
            raise ValueError("a range begins at its low end")
        return self

    @property
    def known_on(self) -> date:
        """Known from the day on which the energy was published: the other figures are a judgement without a date."""
        return self.valid_from


class WorkloadRow(FactRow):
    """Tokens and searches of one query, the calls that share them, and which models answer it within those counts."""

    workload: str = Field(alias="workload_id")
    input_tokens: Count
    cached_input_tokens: Count
    output_tokens: Count
    searches: Count
    calls: Annotated[int, Field(ge=1)]
    answered_by: Literal["non-reasoning", "reasoning", "any"]
    label: str
    basis: str
    source_url: str | None


class ApplicationRow(FactRow):
    """One application: all calls of one use together, and a budget in USD for that use.

    `bars` are joined by semicolons. `models` > 1 is an ensemble: so many models of different makers share the tokens
    equally. `other_usd` is what a use costs besides tokens and searches.
    """

    application: str = Field(alias="application_id")
    label: str
    models: Annotated[int, Field(ge=1)]
    calls: Annotated[int, Field(ge=1)]
    input_tokens: Count
    cached_input_tokens: Count
    output_tokens: Count
    searches: Count
    other_usd: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
    answered_by: Literal["non-reasoning", "reasoning", "any"]
    bars: str
    budget_usd: Usd
    budget_source: str
    budget_quality: Quality
    basis: str
    quality: Quality
    source_url: str | None


class ModelUsageRow(FactRow):
    """Tokens of one model on one day through one router, and the price at which the router listed it.

    `kind` is what the tokens were: `paid`, `free` (a variant that costs nothing), `cloaked` (a nameless test model),
    `embedding`, or `other` (all models outside the list together). A blank price was not listed within a month.
    """

    used_on: Day
    slug: str
    kind: Literal["paid", "free", "cloaked", "embedding", "other"]
    tokens: Annotated[int, Field(gt=0)]
    model_id: str | None
    maker: str | None
    input_usd_per_mtok: Usd | None
    output_usd_per_mtok: Usd | None
    listed_as: str | None
    listed_on: Day | None
    router: str
    published_on: Day
    licence: str
    read_from: str = Field(alias="source")
    source_url: str

    @model_validator(mode="after")
    def _price_is_whole(self) -> ModelUsageRow:
        price = (self.input_usd_per_mtok, self.output_usd_per_mtok, self.listed_as, self.listed_on)
        if len({value is None for value in price}) > 1:
            raise ValueError("the two prices, listed_as and listed_on are given together or not at all")
        if self.listed_on and self.kind != "paid":
            raise ValueError(f"tokens of kind {self.kind} have no price")
        return self

    @property
    def known_on(self) -> date:
        """Known from the day of the snapshot: a router may restate earlier days."""
        return self.published_on


class TaskTokensRow(FactRow):
    """Mean tokens of one request in one period, by one measure, as its publisher states them.

    `bound` is whether the number is stated as `about`, `above` or `below`. A row without a period cannot be compared
    with another one.
    """

    measure: str
    label: str
    tokens: Count
    input_tokens: Count | None
    output_tokens: Count | None
    bound: Literal["about", "above", "below"]
    period: str
    period_from: Day | None
    period_to: Day | None
    published_on: Day
    author: str
    source_url: str
    licence: str
    quality: Literal["primary", "secondary", "derived", "recalled"]

    @property
    def known_on(self) -> date:
        """Known from its publication on."""
        return self.published_on
