"""The mutation score: `python -m tests.mutants`, of the record that `python -m tests.faults mutants` keeps."""

from __future__ import annotations

from collections import Counter

from tests.faults.__main__ import FOLDER
from tests.faults.campaign import read_record
from tests.mutants.score import score
from tests.mutants.subjects import SUBJECTS


def main() -> None:
    """Print the score of each subject and of all, and the survivors without an explanation."""
    outcomes = read_record(FOLDER / "mutants.jsonl")
    cases = Counter(tuple(outcome.case.rsplit(" ", 1)) for outcome in outcomes)
    for subject in (*SUBJECTS, "all"):
        counts = Counter[str]()
        for (of, case), count in cases.items():
            counts[case] += count if subject in (of, "all") else 0
        if counts.total():
            print(f"{subject}: {score(counts)}")
    print(*(fault for outcome in outcomes for fault in outcome.faults), sep="\n")


if __name__ == "__main__":
    main()
