"""Which files are changed, and which tests should notice."""

from __future__ import annotations

from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.python_mutants import python_mutants
from tests.mutants.sql_mutants import sql_mutants

SUBJECTS = {
    "readers": ("assets/prices/pages/*.py", "assets/prices/feeds/*.py", "assets/reading/*.py"),
    "units": (
        *("assets/reading/units.py", "assets/reading/money.py", "assets/reading/currency.py"),
        "assets/prices/convert_currency.py",
    ),
    "history": (
        *("assets/prices/changes.py", "assets/prices/observations.py", "assets/prices/vintages.py"),
        *("assets/prices/claim*.py", "assets/prices/price_checker.py", "assets/prices/routing.py"),
        *("assets/prices/certainty.py", "assets/prices/trust.py", "assets/prices/corrections.py"),
        *("assets/prices/find_*.sql", "assets/prices/compact_price_history.sql", "assets/prices/merge_*.sql"),
        *("assets/prices/list_claims_to_check.sql", "assets/prices/list_price_events.sql"),
        *("assets/prices/select_*.sql", "assets/prices/list_flagged_changes.sql"),
    ),
    "first passage": (
        *("assets/trends/paths.py", "assets/trends/shares.py", "assets/trends/moving_targets.py"),
        *("assets/trends/race.py", "assets/forecasts/forecast.py", "assets/forecasts/ahead.py"),
    ),
    "pool": (
        *("assets/trends/methods/pool.py", "assets/trends/methods/draws.py", "assets/trends/record.py"),
        *("assets/trends/scores.py", "assets/trends/stored/published_pool.py"),
    ),
}
"""Globs of files by subject; a file of two subjects counts for the later."""
TESTED_BY = ("tests/reading", "tests/models", "tests/prices", "tests/trends", "tests/forecasts")
"""Tests that may notice a change."""
CAPTURES = "tests/prices/test_captures_to_history.py"
SQL_TESTED_BY = {
    "compact_price_history": ("tests/prices/test_price_history.py", "tests/prices/test_price_vintages.py", CAPTURES),
    "find_listed_changes": (
        *("tests/prices/test_price_changes.py", "tests/prices/test_changes_of_random_listings.py"),
        *("tests/prices/test_observations.py", CAPTURES),
    ),
    "find_price_changes": (
        *("tests/prices/test_price_changes.py", "tests/prices/test_changes_of_random_listings.py"),
        *("tests/prices/test_observations.py", CAPTURES),
    ),
    "list_claims_to_check": (
        *("tests/prices/test_claim_inputs.py", "tests/prices/test_price_changes.py", "tests/prices/test_routing.py"),
        *("tests/prices/test_unconfirmed_offers.py", CAPTURES),
    ),
    "list_price_events": ("tests/prices/test_price_events.py",),
    "find_captured_offers": ("tests/prices/test_captured_offers.py", CAPTURES),
    "find_unconfirmed_offers": ("tests/prices/test_unconfirmed_offers.py", CAPTURES),
    "merge_price_vintages": ("tests/prices/test_price_vintages.py",),
    "select_known": ("tests/prices/test_price_vintages.py",),
}
"""What covers SQL is not measured: the tests of each file, by the beginning of its name; CAPTURES tests the rest."""
OF_EACH = 80


def sample(root: Path) -> list[Mutant]:
    """Return OF_EACH random mutants of each subject, subjects in turn; fewer where there are not as many."""
    subject_of = {
        path.relative_to(root): subject
        for subject, globs in SUBJECTS.items()
        for glob in globs
        for path in sorted(root.glob(glob))
    }
    chosen = {subject: sorted(_mutants(root, subject_of, subject), key=lambda m: m.rank) for subject in SUBJECTS}
    print(*(f"{len(mutants)} mutants of {subject}" for subject, mutants in chosen.items()), sep="\n")
    return [
        mutant for group in zip(*(mutants[:OF_EACH] for mutants in chosen.values()), strict=True) for mutant in group
    ]


def subject_of(path: str) -> str:
    """Return the subject of a file."""
    return [name for name, globs in SUBJECTS.items() if any(Path(path).match(glob) for glob in globs)][-1]


def sql_tests(path: str) -> tuple[str, ...]:
    """Return the files of tests that may notice a change of an SQL file."""
    name = Path(path).name
    return next((tests for begin, tests in SQL_TESTED_BY.items() if name.startswith(begin)), (CAPTURES,))


def _mutants(root: Path, subjects: dict[Path, str], subject: str) -> list[Mutant]:
    return [
        mutant
        for path, its_subject in subjects.items()
        if its_subject == subject
        for mutant in (sql_mutants if path.suffix == ".sql" else python_mutants)(root, path)
    ]
