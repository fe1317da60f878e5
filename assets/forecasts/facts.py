"""Rows of the bundled claims that our tables are compared with."""

from __future__ import annotations

from datetime import date

from assets.published import PublishedRow
from warehouse.bundle import Day


class ClaimRow(PublishedRow):
    """A claim: its range (a single figure = both ends, blank = open), and which of our figures it is compared with.

    Where no table of ours can measure it, `measured_as` is blank and `reason` gives the reason.
    """

    claim_id: str
    topic: str
    claim: str
    claimed_low: float | None
    claimed_high: float | None
    unit: str | None
    author: str
    made_on: Day
    measured_as: str | None
    reason: str | None

    @property
    def known_on(self) -> date:
        """Return the day on which the claim was published."""
        return self.made_on
