"""Wrong numbers planted into a real home are stopped, each by its check, and harmless changes are not."""

from __future__ import annotations

from pathlib import Path

from tests.faults.publication import HARMLESS, WRONG, attempt
from warehouse.home import Home
from warehouse.store import open_writer


def test_planted_numbers_are_stopped(own_home: Path) -> None:
    with open_writer(Home(own_home)) as writer:
        outcomes = [attempt(writer, number, plant) for number, plant in enumerate([*WRONG, *HARMLESS])]
    assert [outcome for outcome in outcomes if outcome.faults] == []
