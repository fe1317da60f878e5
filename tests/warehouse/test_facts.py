"""What all bundled facts have in common: their rows, their keys, the things they name, where they came from.

How many rows a file has is kept in `tests/facts_rows.csv`: a file that loses or gains some is a change to review.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.capability.facts import BarRow, ScoreRow
from assets.forecasts.facts import ApplicationRow, ClaimRow
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    BenchmarkModelRow,
    HardwareOutlierRow,
    HardwareResultRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.models.facts import AliasRow, ModelRow
from assets.prices.facts import PriceChangeRow
from assets.search.facts import SearchCostRow, WorkloadRow
from assets.trends.facts import PublishedRateRow, StudyPriceRow
from warehouse.bundle import COMPILED_ON, FACTS, Bundle, FactRow

ROW_TYPES: dict[str, type[FactRow]] = {
    "models": ModelRow,
    "model_aliases": AliasRow,
    "page_names": AliasRow,
    "price_changes": PriceChangeRow,
    "scores": ScoreRow,
    "bars": BarRow,
    "search_costs": SearchCostRow,
    "workloads": WorkloadRow,
    "applications": ApplicationRow,
    "published_rates": PublishedRateRow,
    "study_series": StudyPriceRow,
    "accelerators": AcceleratorRow,
    "accelerator_aliases": AcceleratorAliasRow,
    "accelerator_names": AcceleratorAliasRow,
    "hardware_results": HardwareResultRow,
    "hardware_outliers": HardwareOutlierRow,
    "accelerator_rental": RentalRow,
    "benchmark_runs": BenchmarkModelRow,
    "technique_gains": TechniqueGainRow,
    "software_gains": SoftwareGainRow,
    "claims": ClaimRow,
}
REVIEWED = list(csv.DictReader((Path(__file__).parents[1] / "facts_rows.csv").read_text(encoding="utf-8").splitlines()))
HANDED_OVER = Path(__file__).parents[3] / "shared" / "facts"
"""The files as they were handed to the project, where they still lie beside it."""
OURS = {
    "accelerator_names",
    "applications",
    "bars",
    "benchmark_runs",
    "claims",
    "hardware_outliers",
    "page_names",
}
CORRECTED = {"price_changes", "search_costs"}
"""Files whose rows were corrected here since they were handed over, each with its source; SOURCES.md says how."""
OUR_COLUMNS = {"workloads": ["answered_by"]}
"""Added here, at the end: which models bill the tokens that a workload counts (method, section 1)."""
OUR_ROWS = {"accelerator_rental": "hand-kept list as it stood that month"}
"""Rows added here, known by a cell that no other row has."""
each_file = pytest.mark.parametrize("name", ROW_TYPES)


def cells(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def column(name: str, header: str) -> Iterator[str]:
    """The cells of one column that are not blank."""
    first, *rest = cells(FACTS, name)
    place = first.index(header)
    return (row[place] for row in rest if row[place])


def test_every_file_is_reviewed_and_has_a_row_type() -> None:
    present = {path.stem for path in FACTS.glob("*.csv")}
    assert present == set(ROW_TYPES) == {row["file"] for row in REVIEWED}


@pytest.mark.parametrize("reviewed", REVIEWED, ids=lambda row: row["file"])
def test_every_row_is_read(reviewed: dict[str, str]) -> None:
    rows = Bundle().read(reviewed["file"], ROW_TYPES[reviewed["file"]])
    assert len(rows) == int(reviewed["rows"])


@pytest.mark.parametrize("reviewed", REVIEWED, ids=lambda row: row["file"])
def test_keys_are_unique(reviewed: dict[str, str]) -> None:
    header, *rest = cells(FACTS, reviewed["file"])
    places = [header.index(name) for name in reviewed["key"].split()]
    keys = Counter(tuple(row[place] for place in places) for row in rest)
    assert [key for key, n in keys.items() if n > 1] == []


@each_file
def test_nothing_is_dated_after_the_compilation(name: str) -> None:
    rows = Bundle().read(name, ROW_TYPES[name])
    assert [row for row in rows if row.known_on and row.known_on > COMPILED_ON] == []


@pytest.mark.parametrize("name", ["model_aliases", "price_changes", "scores"])
def test_every_model_is_known(name: str) -> None:
    assert set(column(name, "model_id")) - set(column("models", "model_id")) == set()


def test_every_reference_model_of_a_bar_is_known_and_scored() -> None:
    scored = set(column("scores", "model_id")) & set(column("models", "model_id"))
    assert set(column("bars", "reference_model_id")) - scored == set()
    assert set(column("bars", "benchmark")) - set(column("scores", "benchmark")) == set()


@pytest.mark.parametrize("name", ["accelerator_aliases", "hardware_results", "accelerator_rental", "software_gains"])
def test_every_accelerator_is_known(name: str) -> None:
    assert set(column(name, "accelerator_id")) - set(column("accelerators", "accelerator_id")) == set()


@each_file
@pytest.mark.skipif(not HANDED_OVER.exists(), reason="the facts as handed over do not lie beside this project")
def test_the_data_are_those_that_were_handed_over(name: str) -> None:
    """Line ends and quotes may differ, the figures may not: commas in search_costs had no quotes."""
    if name in OURS:
        assert not (HANDED_OVER / f"{name}.csv").exists()
        return
    ours = [row for row in cells(FACTS, name) if OUR_ROWS.get(name) not in row]
    theirs = cells(HANDED_OVER, name)
    added = OUR_COLUMNS.get(name, [])
    assert ours[0] == theirs[0] + added
    if name in CORRECTED:
        return
    assert [",".join(row[: len(row) - len(added)]) for row in ours] == [",".join(row) for row in theirs]
