"""A bounded sample of the mutation run: no wrong price, no crash, no hang."""

import pytest

from assets.prices.pages.registry import READERS
from tests.prices.mutate import run
from tests.prices.pages.test_fixtures import IN_JSON


@pytest.mark.parametrize("provider", sorted(set(READERS) - IN_JSON))
def test_no_mutant_gives_a_wrong_price(provider: str) -> None:
    counts, faults = run(provider, 90, seed=100)
    assert faults == []
    assert sum(counts.values()) >= 90
    assert sum(n for (_, verdict), n in counts.items() if verdict == "right") > 0
