"""Errors planted into curated prices: nearly all are caught or wait, and what is known and right is believed."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal

import pytest

from assets.prices.certainty import p_correct, read_calibration
from assets.prices.trust import CURATED, OWN
from tests.prices.planted_errors import PLANTED, fact_cards, glued, measure

Outcomes = Counter[tuple[str, str, str]]


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    """Every fifth card of the facts."""
    return measure(itertools.islice(fact_cards(), 0, None, 5))[0]


def share(outcomes: Outcomes, kind: str, error: str, outcome: str) -> float:
    of_kind = {key[2]: n for key, n in outcomes.items() if key[:2] == (kind, error)}
    return of_kind.get(outcome, 0) / sum(of_kind.values())


@pytest.mark.parametrize("error", PLANTED)
@pytest.mark.parametrize("kind", ["facts, new", "facts, known"])
def test_planted_errors_are_caught_or_wait(outcomes: Outcomes, kind: str, error: str) -> None:
    assert share(outcomes, kind, error, "believed") <= 0.01


def test_clean_cards_are_not_refused_and_known_ones_do_not_wait(outcomes: Outcomes) -> None:
    assert share(outcomes, "facts, new", "clean", "refused") <= 0.01
    assert share(outcomes, "facts, known", "clean", "believed") >= 0.99


def test_a_footnote_mark_becomes_the_last_digit() -> None:
    assert [glued(Decimal(text)) for text in ("0.15", "5", "5.00", "0.0375")] == [
        Decimal("0.151"),
        Decimal("5.001"),
        Decimal("5.001"),
        Decimal("0.03751"),
    ]


def test_stronger_evidence_makes_a_price_surer() -> None:
    assert [count.evidence for count in read_calibration()] == [
        *("agreed", "unchanged", "twin", "usual ratios", "unusual ratios")
    ]
    strong, weak = p_correct("agreed", OWN), p_correct("unusual ratios", OWN)
    assert strong > 0.999 > p_correct("usual ratios", OWN) > weak
    assert p_correct("usual ratios", CURATED) < p_correct("usual ratios", OWN)
