"""The bundled facts about hardware: what a row may be, when it is known, and that derived figures add up."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from assets.hardware.facts import HardwareResultRow, SoftwareGainRow, TechniqueGainRow
from warehouse.bundle import Bundle

GAIN = dict.fromkeys(TechniqueGainRow.model_json_schema(by_alias=True)["properties"]) | {
    "gain_id": "g",
    "technique_id": "t",
    "metric": "latency",
    "evidence": "authors",
    "source_url": "https://example.org",
    "read": "read here",
}


@pytest.mark.parametrize(
    ("measured_on", "known_on"),
    [
        (None, None),
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-11", date(2023, 11, 30)),
        ("2024-02-03", date(2024, 2, 3)),
    ],
)
def test_a_gain_is_known_at_the_end_of_what_is_stated(measured_on: str | None, known_on: date | None) -> None:
    assert TechniqueGainRow.model_validate({**GAIN, "measured_on": measured_on}).known_on == known_on


@pytest.mark.parametrize(
    "measured_on", ["Q3 2024", "2024-2", "24-02-03", "2024-02-03T00:00", "2024-13", "2024-00", "2024-01-32"]
)
def test_another_way_to_write_a_date_is_refused(measured_on: str) -> None:
    with pytest.raises(ValidationError, match="measured_on"):
        TechniqueGainRow.model_validate({**GAIN, "measured_on": measured_on})


def test_a_result_per_accelerator_times_the_accelerators_is_the_result() -> None:
    for row in Bundle().read("hardware_results", HardwareResultRow):
        assert row.value_per_accelerator * row.accelerators == pytest.approx(row.value, rel=1e-3), row.result_id


def test_a_repetition_names_a_result_that_is_there() -> None:
    rows = Bundle().read("hardware_results", HardwareResultRow)
    known = {row.result_id for row in rows if row.duplicate_of is None}
    repeated = {row.duplicate_of for row in rows} - {None}
    assert repeated - known == set()
    assert len(repeated) > 100


def test_the_gain_of_the_best_results_is_their_ratio() -> None:
    for row in Bundle().read("software_gains", SoftwareGainRow):
        if row.basis == "best_of_closed":
            assert row.best_from is not None
            assert row.best_to is not None
            assert row.factor == pytest.approx(row.best_to / row.best_from, rel=1e-3)
            assert row.n == (row.n_from or 0) + (row.n_to or 0)
        else:
            assert (row.best_from, row.best_to, row.n_from, row.n_to) == (None, None, None, None)
