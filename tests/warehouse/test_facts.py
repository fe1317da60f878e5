"""What all bundled facts have in common: their rows, their keys, the things they name, where they came from.

The columns that make a row unique are in `tests/facts_keys.csv`. Everything here holds of any valid facts.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.capability.facts import BarRow, ScoreRow
from assets.forecasts.facts import ClaimRow
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    BenchmarkModelRow,
    HardwareOutlierRow,
    HardwareResultRow,
    InferenceSweepRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.models.facts import (
    AliasRow,
    ContextWindowRow,
    ModelLinkRow,
    ModelRow,
    ModelSizeRow,
    ModelTokenizerRow,
    TokenizerRateRow,
)
from assets.prices.compile.own_offers import Offer, OwnOffers, Timeline, amounts_of, are_same
from assets.prices.facts import PriceChangeRow, PriceConfirmationRow
from assets.reports.facts import RequiredModelRow
from assets.search.facts import (
    ApplicationRow,
    EnergyRow,
    ModelUsageRow,
    SearchCostRow,
    SearchEstimateRow,
    TaskTokensRow,
    WorkloadRow,
)
from assets.trends.facts import PublishedRateRow, StudyPriceRow
from warehouse.bundle import COMPILED_ON, FACTS, Bundle, FactRow

ROW_TYPES: dict[str, type[FactRow]] = {
    "models": ModelRow,
    "required_models": RequiredModelRow,
    "model_sizes": ModelSizeRow,
    "model_aliases": AliasRow,
    "page_names": AliasRow,
    "model_links": ModelLinkRow,
    "score_names": AliasRow,
    "context_windows": ContextWindowRow,
    "price_changes": PriceChangeRow,
    "price_confirmations": PriceConfirmationRow,
    "scores": ScoreRow,
    "bars": BarRow,
    "search_costs": SearchCostRow,
    "search_estimates": SearchEstimateRow,
    "energy_per_query": EnergyRow,
    "workloads": WorkloadRow,
    "model_usage": ModelUsageRow,
    "tokens_per_task": TaskTokensRow,
    "tokenizer_rates": TokenizerRateRow,
    "model_tokenizers": ModelTokenizerRow,
    "applications": ApplicationRow,
    "published_rates": PublishedRateRow,
    "study_series": StudyPriceRow,
    "accelerators": AcceleratorRow,
    "accelerator_aliases": AcceleratorAliasRow,
    "accelerator_names": AcceleratorAliasRow,
    "hardware_results": HardwareResultRow,
    "inference_sweeps": InferenceSweepRow,
    "hardware_outliers": HardwareOutlierRow,
    "accelerator_rental": RentalRow,
    "benchmark_runs": BenchmarkModelRow,
    "technique_gains": TechniqueGainRow,
    "software_gains": SoftwareGainRow,
    "claims": ClaimRow,
}
KEYS = list(csv.DictReader((Path(__file__).parents[1] / "facts_keys.csv").read_text(encoding="utf-8").splitlines()))
each_file = pytest.mark.parametrize("name", ROW_TYPES)


def cells(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def column(name: str, header: str) -> Iterator[str]:
    """The cells of one column that are not blank."""
    first, *rest = cells(FACTS, name)
    place = first.index(header)
    return (row[place] for row in rest if row[place])


def test_every_file_has_a_key_and_a_row_type() -> None:
    present = {path.stem for path in FACTS.glob("*.csv")}
    assert present == set(ROW_TYPES) == {row["file"] for row in KEYS}


@each_file
def test_every_row_is_read(name: str) -> None:
    assert len(Bundle().read(name, ROW_TYPES[name])) == len(cells(FACTS, name)) - 1


@pytest.mark.parametrize("file", KEYS, ids=lambda row: row["file"])
def test_keys_are_unique(file: dict[str, str]) -> None:
    header, *rest = cells(FACTS, file["file"])
    places = [header.index(name) for name in file["key"].split()]
    keys = Counter(tuple(row[place] for place in places) for row in rest)
    assert [key for key, n in keys.items() if n > 1] == []


@each_file
def test_nothing_is_dated_after_the_compilation(name: str) -> None:
    rows = Bundle().read(name, ROW_TYPES[name])
    assert [row for row in rows if row.known_on and row.known_on > COMPILED_ON] == []


@pytest.mark.parametrize(
    "name", ["model_aliases", "score_names", "context_windows", "price_changes", "price_confirmations", "scores"]
)
def test_every_model_is_known(name: str) -> None:
    assert set(column(name, "model_id")) - set(column("models", "model_id")) == set()


def test_every_reference_model_of_a_bar_is_known_and_scored() -> None:
    scored = set(column("scores", "model_id")) & set(column("models", "model_id"))
    assert set(column("bars", "reference_model_id")) - scored == set()
    assert set(column("bars", "benchmark")) - set(column("scores", "benchmark")) == set()


def test_every_confirmation_shows_the_price_in_force() -> None:
    """Within 0.5%, as lists round: a confirmation of another price would be a disagreement that nobody looked at."""
    own = OwnOffers(Bundle().read("price_changes", PriceChangeRow), [])
    wrong = []
    for seen in Bundle().read("price_confirmations", PriceConfirmationRow):
        timeline = own.timelines.get(Offer(seen.provider, seen.model_id, seen.provider_model_id), Timeline([]))
        price = timeline.on(seen.confirmed_on)
        pair = (seen.input_usd_per_mtok, seen.output_usd_per_mtok)
        if price is None or not are_same(amounts_of(price), pair):
            wrong.append((seen.provider, seen.provider_model_id, seen.confirmed_on))
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["accelerator_aliases", "hardware_results", "inference_sweeps", "accelerator_rental", "software_gains"]
)
def test_every_accelerator_is_known(name: str) -> None:
    assert set(column(name, "accelerator_id")) - set(column("accelerators", "accelerator_id")) == set()
