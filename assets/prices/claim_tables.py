"""Rows of the tables about claims: doubts, evidence with its probability, and corrections that apply to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assets.prices.certainty import p_correct
from assets.prices.claim import PriceClaim
from assets.prices.claims import CheckedClaim, check_claims, idle_corrections
from assets.prices.corrections import read_corrections
from assets.table_build import TableBuild
from warehouse.bundle import COMPILED_ON, CORRECTIONS, midnight

QUORUM_DAYS = 60
"""How far apart two sources may show the same price and still confirm each other."""

SAME_PRICE = Decimal("0.005")
"""Two prices agree when both their amounts are within this share of each other, as lists round."""

IDLE = "correction is idle: no source shows the expected price any more"

Row = dict[str, object]


def checked_claims(build: TableBuild) -> list[CheckedClaim]:
    """Return every price change with its check."""
    return check_claims(_claims(build), read_corrections(build.bundle))


def evidence_rows(checked: Iterable[CheckedClaim]) -> list[Row]:
    """Return the rows of _price_evidence: what speaks for each stated price, and the probability that it is right."""
    return [
        {
            "change_id": check.claim.change_id,
            "evidence": check.evidence,
            "n_sources": check.claim.n_sources,
            "witnesses": check.claim.n_witnesses,
            "p_correct": p_correct(check.evidence, check.claim.trust),
        }
        for check in checked
        if check.evidence
    ]


def idle_correction_rows(build: TableBuild) -> list[Row]:
    """Return corrections that apply to no claim any more as rows of _price_refusal, so that somebody removes them."""
    corrections = read_corrections(build.bundle)
    build.changes_on(correction.valid_from for correction in corrections.values())
    entries = idle_corrections(_claims(build), corrections)
    origin = {"source": f"facts/{CORRECTIONS}", "capture_sha256": build.bundle.sha256(CORRECTIONS)}
    return [
        {
            **origin,
            "captured_at": midnight(COMPILED_ON),
            "row": entry.model_dump_json(),
            "reason": IDLE,
            "released_by": None,
        }
        for entry in entries
        if entry.valid_from <= build.as_of
    ]


def _claims(build: TableBuild) -> list[PriceClaim]:
    rows = build.read_sql("list_claims_to_check", {"days": QUORUM_DAYS, "same": SAME_PRICE})
    return [PriceClaim(**row) for row in rows]
