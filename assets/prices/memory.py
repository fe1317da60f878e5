"""Deciding which price changes are believed: doubts, and what releases them (another source, a correction)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.prices.corrections import Correction
from assets.prices.doubt import Change, find_doubts
from assets.prices.trust import CURATED

QUORUM = 2
"""Independent families of sources that must show a price to overrule a doubt, or to fill in where no page speaks."""

Corrections = Mapping[tuple[str, str, str, date, Decimal, Decimal], Correction]


class Said(NamedTuple):
    """A change as `list_changes_to_doubt.sql` gives it, in the order in which changes were made; amounts in USD."""

    change_id: int
    provider: str
    model_id: str
    provider_model_id: str
    tier: str
    context_from_tokens: int | None
    input: Decimal | None
    cached_input: Decimal | None
    output: Decimal | None
    valid_from: date
    trust: int
    active_params_b: float | None
    n_sources: int

    @property
    def speaks_for_itself(self) -> bool:
        """Whether others may be held against it: trusted, or said by more than one."""
        return self.trust <= CURATED or self.n_sources >= QUORUM


def doubt_rows(said: Sequence[Said], corrections: Corrections) -> list[dict[str, object]]:
    """Rows of _price_doubt: each doubted or dropped change, the reason, and what released it (None = still refused)."""
    verdicts = [_review(one, corrections) for one in said]
    heard = [(one, verdict) for one, verdict in zip(said, verdicts, strict=True) if verdict is None or verdict[0]]
    doubts = find_doubts(
        [_as_change(one) for one, _ in heard],
        [verdict is not None for _, verdict in heard],
        [one.speaks_for_itself for one, _ in heard],
    )
    rows: list[dict[str, object]] = [
        {
            "change_id": one.change_id,
            "reason": "; ".join(reasons),
            "released_by": verdict[1] if verdict else None,
        }
        for (one, verdict), reasons in zip(heard, doubts, strict=True)
        if reasons
    ]
    dropped: list[dict[str, object]] = [
        {"change_id": one.change_id, "reason": verdict[1], "released_by": None}
        for one, verdict in zip(said, verdicts, strict=True)
        if verdict and not verdict[0]
    ]
    return rows + dropped


def idle_corrections(said: Sequence[Said], corrections: Corrections) -> list[Correction]:
    """The entries that no change answers to: the source has mended itself, or was never like that."""
    keys = {_key(one) for one in said}
    return [entry for key, entry in corrections.items() if key not in keys]


def _review(one: Said, corrections: Corrections) -> tuple[bool, str] | None:
    """(believe it, why) where something overrules a doubt, else None."""
    if entry := corrections.get(_key(one)):
        return entry.action == "release", f"correction: {entry.reason}"
    if one.n_sources >= QUORUM:
        return True, f"{one.n_sources} independent sources"
    return None


def _key(one: Said) -> tuple[str, str, str, date, Decimal, Decimal]:
    none = Decimal(0)
    return one.provider, one.provider_model_id, one.tier, one.valid_from, one.input or none, one.output or none


def _as_change(one: Said) -> Change:
    amounts = (None if amount is None else float(amount) for amount in (one.input, one.cached_input, one.output))
    return Change(*one[1:6], *amounts, one.active_params_b)
