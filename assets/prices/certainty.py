"""The probability that a price is right, from what speaks for it.

Errors were planted into prices known to be right (a halved card, a halved input, a glued footnote digit, tiers swapped,
ten times the price, input and output swapped), and `calibration.csv` counts for how many clean and planted prices each
kind of evidence speaks. With the share of wrong prices among what a source shows before any check, Bayes' rule gives
P(right | evidence) = P(evidence | right) (1 - e) / (P(evidence | right) (1 - e) + P(evidence | wrong) e).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from assets.prices.routing import Evidence
from assets.prices.trust import OWN

CALIBRATION = Path(__file__).with_name("calibration.csv")
WRONG_ON_A_PAGE = 2 / 331
"""Share of wrong prices that readers gave on 45 pages they had never seen: 2 of 331."""
WRONG_IN_A_LIST = 0.07 / 2
"""Half of the share of first-party prices on which two lists disagree (7%): either may be the wrong one."""


class EvidenceCount(NamedTuple):
    """For how many clean prices and for how many planted errors one kind of evidence speaks."""

    evidence: Evidence
    clean: int
    planted: int


@cache
def read_calibration() -> tuple[EvidenceCount, ...]:
    """Return the counts of `calibration.csv`, strongest evidence first."""
    with CALIBRATION.open(encoding="utf-8", newline="") as lines:
        rows = {row["evidence"]: row for row in csv.DictReader(lines)}
    return tuple(
        EvidenceCount(kind, int(rows[kind]["clean"]), int(rows[kind]["planted"])) for kind in get_args(Evidence)
    )


def p_correct(evidence: Evidence, trust: int) -> float:
    """Return the probability that a price is right; a kind of evidence that never occurred counts as seen once."""
    counts = read_calibration()
    of_kind = next(count for count in counts if count.evidence == evidence)
    of_right = (of_kind.clean + 1) / (sum(count.clean for count in counts) + len(counts))
    of_wrong = (of_kind.planted + 1) / (sum(count.planted for count in counts) + len(counts))
    wrong = WRONG_ON_A_PAGE if trust == OWN else WRONG_IN_A_LIST
    return round(of_right * (1 - wrong) / (of_right * (1 - wrong) + of_wrong * wrong), 6)


def calibration_rows() -> list[dict[str, object]]:
    """Return the rows of out_price_calibration."""
    return [
        {
            "evidence": count.evidence,
            "clean": count.clean,
            "planted": count.planted,
            "p_correct_on_a_page": p_correct(count.evidence, OWN),
            "p_correct_in_a_list": p_correct(count.evidence, OWN + 1),
        }
        for count in read_calibration()
    ]
