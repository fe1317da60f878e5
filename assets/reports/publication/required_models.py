"""Stop a publication that lacks a model on which answers rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assets.reports.facts import RequiredModelRow
from warehouse import query

if TYPE_CHECKING:
    from assets.reports.publication.draft import Draft

LIST_MISSING = Path(__file__).with_name("list_missing_models.sql")


def absent_models(draft: Draft) -> str | None:
    """Return which required models have no row, price or score; None where all are there."""
    as_of = query.published_as_of(draft.connection)
    rows = draft.bundle.read("required_models", RequiredModelRow)
    required = [row.model_id for row in rows if as_of and row.since <= as_of]
    missing = query.tuples(draft.connection, LIST_MISSING, {"models": required})
    if not missing:
        return None
    lacks = ", ".join(f"{model} has no {where}" for model, where in missing)
    return (
        f"models are missing: {lacks}: find what was lost; a model that is no longer required leaves "
        "warehouse/facts/required_models.csv"
    )
