"""Epoch's zip of scores as it is on one day: the snapshot of that day from the facts, and once on another scale."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.capability.tables import ECI_COLUMNS, Cells, csv_text, eci_row, epoch_zip
from tests.simulation.world import read_aliases

RESCALED_BY = 20
"""Points added to every score while the benchmark is rescaled."""


class EpochTables:
    """The snapshots of the Epoch Capabilities Index; before the first of them, the first."""

    def __init__(self, facts: Path) -> None:
        names = {model: name for name, model in reversed(read_aliases(facts, "epoch").items())}
        self._snapshots: defaultdict[date, list[Mapping[str, str]]] = defaultdict(list)
        with (facts / "scores.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["benchmark"] == "eci" and row["model_id"] in names:
                    self._snapshots[date.fromisoformat(row["vintage"])].append({**row, "name": names[row["model_id"]]})

    def on(self, day: date, *, rescaled: bool = False) -> bytes:
        """Return the zip of a day."""
        newest = max((vintage for vintage in self._snapshots if vintage <= day), default=min(self._snapshots))
        points = RESCALED_BY if rescaled else 0
        rows = [_cells(row, points) for row in self._snapshots[newest]]
        return epoch_zip(eci=csv_text(ECI_COLUMNS, rows))


def _cells(row: Mapping[str, str], points: int) -> Cells:
    score, low, high = (Decimal(row[column]) + points if row[column] else None for column in ("score", "low", "high"))
    return eci_row(row["name"], score, low, high)
