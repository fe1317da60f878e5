"""A price with one witness waits; a twin, the price before, another source or another day lets it in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.prices.certainty import WRONG_IN_A_LIST, WRONG_ON_A_PAGE, calibration_rows
from assets.prices.claim import PriceClaim
from assets.prices.claims import check_claims, doubt_rows
from assets.prices.ratios import RatioVocabulary, ratios_of
from assets.prices.routing import evidence_for, reason_to_wait
from assets.prices.trust import CURATED, OWN, TRUST

USUAL = [(Decimal(n), Decimal(n) / 10, Decimal(4 * n)) for n in (1, 2, 3)]
"""Three prices: output four times the input, cached input a tenth of it."""
VOCABULARY = RatioVocabulary(USUAL)


def claim(given: str, taken: str, cached: str | None = None, **more: Any) -> PriceClaim:
    row = PriceClaim(
        1, "openai", "m", "m-1", "standard", None,
        Decimal(given), None if cached is None else Decimal(cached), Decimal(taken), date(2026, 12, 1), OWN, None, 1,
    )  # fmt: skip
    return row._replace(**more)


def twin(given: str, taken: str) -> dict[str, Any]:
    return {"twin_input_usd_per_mtok": Decimal(given), "twin_output_usd_per_mtok": Decimal(taken)}


@pytest.mark.parametrize(
    ("price", "evidence"),
    [
        (claim("2.5", "10", n_sources=2), "agreed"),
        (claim("2.5", "10", n_witnesses=2), "agreed"),
        (claim("2.5", "10", n_close=2), "agreed"),
        (claim("2.501", "10", n_close=2), "unusual ratios"),  # nearly the same, but a footnote digit is nearly nothing
        (claim("2.5", "10", **twin("1.25", "5")), "twin"),
        (claim("2.5", "10", **twin("2.5", "10")), "usual ratios"),  # the batch price read twice
        (claim("2.5", "10", **twin("1.25", "6")), "usual ratios"),  # no one discount
        (claim("2.5", "10", **twin("0.25", "1")), "usual ratios"),  # ten times the price
        (claim("2.51", "10", **twin("1.25", "5")), "unusual ratios"),
        (claim("1.25", "5", tier="batch", **twin("2.5", "10")), "twin"),
        (claim("5", "20", tier="priority", **twin("2.5", "10")), "twin"),
        (claim("6.25", "25", tier="priority", **twin("5", "20")), "usual ratios"),  # half of 2.5 times the standard
        (claim("5", "20", tier="batch", **twin("2.5", "10")), "usual ratios"),  # tiers read the wrong way round
        (claim("5", "20", tier="long-context", **twin("2.5", "10")), "twin"),  # its twin is the batch price
        (claim("10", "40", tier="long-context", **twin("2.5", "10")), "usual ratios"),
        (claim("2.5", "10", "0.25", **twin("1.25", "5")), "twin"),
        (claim("2.5", "10", "0.251", **twin("1.25", "5")), "unusual ratios"),
        (claim("2.5", "10"), "usual ratios"),
    ],
)
def test_the_strongest_evidence_counts(price: PriceClaim, evidence: str) -> None:
    assert evidence_for(price, None, VOCABULARY) == evidence


def test_the_price_accepted_before_is_evidence() -> None:
    before = (Decimal("2.5"), Decimal("0.2"), Decimal(10))
    assert evidence_for(claim("2.5", "10", "0.2"), before, VOCABULARY) == "unchanged"
    assert evidence_for(claim("2.5", "10"), before, VOCABULARY) == "unchanged"
    assert evidence_for(claim("2.5", "10", "0.25"), before, VOCABULARY) == "usual ratios"
    assert evidence_for(claim("1.25", "5"), before, VOCABULARY) == "usual ratios"


def test_only_a_sellers_own_list_waits() -> None:
    assert reason_to_wait(claim("2.5", "10", **twin("1.25", "5")), "twin") is None
    waits = "one witness: no other source, page or tier confirms the price"
    assert reason_to_wait(claim("2.5", "10"), "usual ratios") == waits
    assert reason_to_wait(claim("2.51", "10"), "unusual ratios") == f"{waits}, and its ratios are unusual"
    assert reason_to_wait(claim("2.5", "10", trust=CURATED), "usual ratios") is None
    assert reason_to_wait(claim("2.5", "10", trust=TRUST["litellm"]), "usual ratios") is None


def doubts(*claims: PriceClaim) -> list[tuple[object, ...]]:
    rows = doubt_rows(check_claims(claims, {}))
    return [(row["change_id"], row["is_waiting"], row["released_by"], row["released_on"]) for row in rows]


def test_a_capture_of_another_day_lets_a_price_in_and_a_later_one_is_compared_with_it() -> None:
    first = claim("2.5", "10")
    assert doubts(first) == [(1, True, None, None)]
    again = first._replace(seen_again_on=date(2026, 12, 3))
    assert doubts(again) == [(1, True, "shown again on 2026-12-03", date(2026, 12, 3))]
    # After a price that waits no other is compared: the tenfold price is a first price, not a jump.
    tenfold = claim("25", "100", change_id=2)
    assert doubts(first, tenfold) == [(1, True, None, None), (2, True, None, None)]
    assert doubts(again, tenfold)[1] == (2, False, None, None)


def test_an_implausible_price_is_not_let_in_by_another_day() -> None:
    swapped = claim("10", "2.5", seen_again_on=date(2026, 12, 3))
    assert doubts(swapped) == [(1, False, None, None)]
    assert doubts(swapped._replace(n_sources=2, agreed_on=date(2026, 12, 4))) == [
        (1, False, "2 independent sources", date(2026, 12, 4))
    ]


def test_two_pages_that_differ_put_the_price_in_quarantine_until_they_agree() -> None:
    differs = claim(
        "2.5", "10", contradicted_by="page/openai/pricing.md shows Input: $5", seen_again_on=date(2026, 12, 3)
    )
    (row,) = doubt_rows(check_claims([differs], {}))
    assert row["reason"] == "another page differs: page/openai/pricing.md shows Input: $5"
    assert row["released_by"] is None
    assert doubts(differs._replace(n_witnesses=2)) == []


def test_a_withdrawal_of_a_model_that_the_page_still_names_is_flagged() -> None:
    gone = claim("1", "1")._replace(input_usd_per_mtok=None, output_usd_per_mtok=None)
    assert doubts(gone) == []
    (row,) = doubt_rows(check_claims([gone._replace(still_named_on=date(2026, 12, 9))], {}))
    assert row["reason"] == "absent, but the page of 2026-12-09 still names the model"
    assert row["released_by"] is None


def test_ratios_are_compared_in_six_digits() -> None:
    assert ratios_of(Decimal("0.15"), Decimal("0.0125"), Decimal("0.6")) == ("4.00000e+0", "8.33333e-2")
    assert ratios_of(Decimal("5.001"), None, Decimal(25)) == ("4.99900e+0", None)
    assert VOCABULARY.holds((Decimal(9), None, Decimal(36)))
    assert not VOCABULARY.holds((Decimal(9), Decimal(1), Decimal(36)))
    assert not RatioVocabulary(USUAL[:2]).holds((Decimal(9), None, Decimal(36)))


def test_the_calibration_counts_clean_and_planted_prices_by_evidence() -> None:
    counts = [(row["evidence"], row["clean"], row["planted"]) for row in calibration_rows()]
    assert counts == [
        *(("agreed", 646, 0), ("unchanged", 1921, 18), ("twin", 135, 3)),
        *(("usual ratios", 1252, 13157), ("unusual ratios", 247, 15549)),
    ]


def test_the_certainty_of_a_price_by_the_counts() -> None:
    last = calibration_rows()[-1]
    # Each of five kinds counts once more: 248 of 4,206 clean prices and 15,550 of 28,732 planted ones.
    for column, wrong in (("p_correct_on_a_page", WRONG_ON_A_PAGE), ("p_correct_in_a_list", WRONG_IN_A_LIST)):
        right = 248 / 4206 * (1 - wrong)
        assert last[column] == pytest.approx(right / (right + 15550 / 28732 * wrong), abs=6e-7)
