"""The rates that others published, and the price series behind the Epoch study that our own fit must reproduce."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from assets.published import PublishedRow
from warehouse.bundle import Day, FactRow, Positive, Usd


class PublishedRateRow(PublishedRow):
    """One published rate: `factor_per_year` > 1 = that many times cheaper (or better) a year, None = a range only."""

    claim_id: str
    author: str
    title: str
    quantity: str
    reference: str = Field(alias="bar")
    benchmark: str
    factor_per_year: Positive | None
    low: Positive | None
    high: Positive | None
    interval_level: Positive | None
    period_from: Day = Field(alias="period_start")
    period_to: Day = Field(alias="period_end")
    method: str

    @property
    def known_on(self) -> date:
        """Published after the period it covers."""
        return self.period_to


class StudyPriceRow(FactRow):
    """One point of a published series: the cheapest model at a level, USD per million tokens, 3:1 input to output."""

    study: str
    benchmark: str
    reference_model: str
    model: str
    date: Day
    usd_per_mtok: Usd
    score: float
    source_url: str

    @property
    def known_on(self) -> date:
        """Known from the point's own date."""
        return self.date
