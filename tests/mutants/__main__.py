"""The mutation score: `python -m tests.mutants [COUNT]`, in the order of a seeded sample; goes on where it stopped."""

from __future__ import annotations

import sys
from collections import Counter

from tests.faults.__main__ import FOLDER
from tests.faults.campaign import Campaign
from tests.faults.mutants import mutants
from tests.mutants.score import score
from tests.mutants.subjects import OF_EACH, SUBJECTS


def main() -> None:
    """Run the mutants that are missing; print the score of each subject and of all, and survivors not explained."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else OF_EACH * len(SUBJECTS)
    outcomes = Campaign("mutants", count, mutants).run(FOLDER, count)
    cases = Counter(tuple(outcome.case.rsplit(" ", 1)) for outcome in outcomes)
    for subject in (*SUBJECTS, "all"):
        counts = Counter[str]()
        for (of, case), number in cases.items():
            counts[case] += number if subject in (of, "all") else 0
        if counts.total():
            print(f"{subject}: {score(counts)}")
    unexplained = [fault for outcome in outcomes for fault in outcome.faults]
    print(*unexplained, sep="\n")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
