"""The bundled claims that our own tables are held against, and the applications whose cost is watched."""

from __future__ import annotations

from datetime import date

from warehouse.bundle import Day, FactRow


class ClaimRow(FactRow):
    """One claim: the range it gives (one figure = both ends, blank = open), and what of ours it is held against.

    `measured_as` is blank and `reason` says why where no table of ours can measure it.
    """

    claim_id: str
    claim: str
    claimed_low: float | None
    claimed_high: float | None
    unit: str | None
    author: str
    made_on: Day
    source_url: str
    measured_as: str | None
    reason: str | None

    @property
    def known_on(self) -> date:
        """Known from the day on which it was made."""
        return self.made_on
