"""A sample of the failures of `make faults`, each of another source, and all sources failing at once."""

from __future__ import annotations

from pathlib import Path

from tests.faults.failures import FAILURES
from tests.faults.sources import count_attempts, failing_sources


def test_sources_fail_alone_and_together(tmp_path: Path) -> None:
    with failing_sources(tmp_path) as attempt:
        outcomes = [attempt(number) for number in (*range(0, len(FAILURES), 5), count_attempts() - 1)]
    assert {outcome.case: outcome.faults for outcome in outcomes if outcome.faults} == {}
    assert outcomes[-1].executions > len(FAILURES), "every source once failing and once well"
