"""A bounded sample of the mutation run: no wrong price, no crash, no hang."""

import pytest

from tests.prices.mutate import PROVIDERS, run


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_mutant_gives_a_wrong_price(provider: str) -> None:
    counts, faults = run(provider, 60, seed=100)
    assert faults == []
    assert sum(counts.values()) >= 60
    assert sum(n for (_, verdict), n in counts.items() if verdict == "right") > 0
