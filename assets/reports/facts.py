"""The bundled list of models without which nothing is published."""

from __future__ import annotations

from warehouse.bundle import Day, FactRow


class RequiredModelRow(FactRow):
    """A model that must be there, with a price and a score, in what is published as of `since` or later."""

    model_id: str
    since: Day
    reason: str
