"""Search costs from the file to the table, and the estimates of energy that some of them are."""

from __future__ import annotations

import csv
from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

import pytest
from pydantic import ValidationError

from assets.data_rule import evaluate
from assets.search.facts import EnergyRow, SearchCostRow, SearchEstimateRow, WorkloadRow
from assets.search.rules import RULES
from assets.trends.estimated_cost import Estimate, Ratio
from assets.trends.moving_targets import PUBLISHED_FIGURE, SEARCH_OF_TODAY, read_costs
from tests.conftest import ASSETS, fill, make, read
from warehouse.bundle import COMPILED_ON, FACTS, Bundle
from warehouse.store import Writer


def test_prices_that_follow_each_other_leave_no_day_between() -> None:
    # The file states until 30 April 2023 and from 1 May 2023; read as exclusive, Bing would be off sale for a day.
    rows = sorted(Bundle().read("search_costs", SearchCostRow), key=lambda row: (row.target, row.valid_from))
    pairs = [pair for _, group in groupby(rows, key=lambda row: row.target) for pair in pairwise(group)]
    followed = {(cost.target, cost.valid_to, next_cost.valid_from) for cost, next_cost in pairs if cost.valid_to}
    assert followed == {
        ("bing-grounding", date(2026, 9, 26), date(2026, 9, 26)),
        ("bing-search-api-s1", date(2023, 5, 1), date(2023, 5, 1)),
        ("bing-search-api-s2", date(2023, 5, 1), date(2023, 5, 1)),
        ("gemini-grounding", date(2025, 11, 18), date(2025, 11, 18)),
        ("openai-web-search", date(2025, 8, 7), date(2025, 8, 7)),
        ("parallel-search", date(2026, 9, 3), date(2026, 9, 3)),
    }


def test_an_end_that_was_still_ahead_was_not_known() -> None:
    """A forecast of June 2025 would else hold OpenAI's price still, because it was to change in August."""
    rows = {(row.target, row.valid_from): row for row in Bundle().read("search_costs", SearchCostRow)}
    openai = rows["openai-web-search", date(2025, 3, 11)]
    assert openai.as_known_on(date(2025, 3, 10)) is None

    def end_known_on(row: SearchCostRow, day: date) -> date | None:
        known = row.as_known_on(day)
        assert known
        return known.valid_to

    assert end_known_on(openai, date(2025, 6, 30)) is None
    assert end_known_on(openai, date(2025, 8, 7)) == date(2025, 8, 7)
    google = rows["google-cse-json-api", date(2012, 1, 1)]
    assert end_known_on(google, date(2024, 3, 31)) is None
    assert end_known_on(google, date(2026, 11, 23)) == date(2027, 1, 2)
    assert google.change_days == (date(2012, 1, 1), date(2027, 1, 2), COMPILED_ON)
    assert end_known_on(rows["brave-search-api", date(2023, 5, 1)], date(2026, 11, 23)) is None


def test_the_day_on_which_a_list_first_shows_a_price_is_no_event() -> None:
    basis = {(row.target, row.valid_from): row.date_basis for row in Bundle().read("search_costs", SearchCostRow)}
    assert basis["tavily", date(2025, 10, 23)] == "import"
    assert basis["bing-grounding", date(2025, 1, 1)] == "dated"
    # The list showed 0.035 before, and 0.014 from this day on.
    assert basis["bing-grounding", date(2026, 9, 26)] == "dated"


def test_no_search_price_starts_on_the_day_of_compilation() -> None:
    """That day is when the facts were put together, not when anything happened to a price."""
    assert [row.target for row in Bundle().read("search_costs", SearchCostRow) if row.valid_from == COMPILED_ON] == []


def test_a_first_observation_of_an_older_product_is_no_event_either() -> None:
    """Its notice of September 2025 states a price; read as a fall it would have cut every grounded answer by half."""
    (row,) = (row for row in Bundle().read("search_costs", SearchCostRow) if row.target == "dataforseo")
    assert (row.valid_from, row.usd_per_query, row.date_basis) == (date(2025, 9, 19), Decimal("0.002"), "import")


def test_the_energy_of_an_answer_and_of_a_search_is_known_from_its_publication_on() -> None:
    rows = {row.subject: (row.watt_hours, row.known_on) for row in Bundle().read("energy_per_query", EnergyRow)}
    assert rows == {
        "gemini-median-prompt": (Decimal("0.24"), date(2025, 8, 21)),
        "chatgpt-average-query": (Decimal("0.34"), date(2025, 6, 11)),
        "chatgpt-query-epoch-2025": (Decimal("0.3"), date(2025, 2, 7)),
        "google-search-2009": (Decimal("0.3"), date(2009, 1, 12)),
    }


def test_the_workloads_are_the_ones_of_the_method() -> None:
    rows = Bundle().read("workloads", WorkloadRow)
    counts = {row.workload: (row.input_tokens, row.output_tokens, row.searches, row.answered_by) for row in rows}
    assert counts["bare"] == (70, 215, 0, "non-reasoning")
    assert counts["chat"] == (1155, 211, 0, "non-reasoning")
    assert counts["grounded"] == (6000, 400, 1, "non-reasoning")
    assert counts["reasoning"] == (1155, 8000, 0, "reasoning")


def estimate_row(**cells: str) -> dict[str, str]:
    lines = (FACTS / "search_estimates.csv").read_text(encoding="utf-8").splitlines()
    return next(csv.DictReader(lines)) | cells


def read_estimate(**cells: str) -> SearchEstimateRow:
    return SearchEstimateRow.model_validate({name: cell or None for name, cell in estimate_row(**cells).items()})


def test_the_electricity_target_is_the_median_of_its_estimate() -> None:
    """0.3 Wh at the root of 6 times 10 cents per kWh, from 0.3 Wh at 6 cents to 0.3 Wh at 10 cents."""
    (row,) = (row for row in Bundle().read("search_costs", SearchCostRow) if row.target == "classic-search-electricity")
    assert float(row.usd_per_query) == pytest.approx(0.0003 * (0.06 * 0.10) ** 0.5, rel=1e-5)
    assert (row.usd_per_query_low, row.usd_per_query_high) == (Decimal("0.000018"), Decimal("0.00003"))
    assert "median" in row.label
    assert "2009" in row.label


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"log10_ratio": "-0.5"}, "together or not at all"),
        ({"usd_per_kwh_low": "0.2"}, "begins at its low end"),
        ({"walk_per_root_year": "-1"}, "greater than or equal to 0"),
    ],
)
def test_half_an_estimate_is_refused(cells: dict[str, str], message: str) -> None:
    assert read_estimate().log10_ratio is None
    with pytest.raises(ValidationError, match=message):
        read_estimate(**cells)


ELECTRICITY = {
    "target": "classic-search-electricity",
    "energy_subject": "search",
    "usd_per_kwh_low": "0.04",
    "usd_per_kwh_high": "0.16",
}


def test_the_energy_of_an_answer_and_of_a_search_cost_electricity(writer: Writer) -> None:
    fill(writer, "core_search_estimate", ELECTRICITY | {"variant": "published-figure"})
    for subject, energy, low in (("answer", "0.6", "0.5"), ("search", "0.3", None)):
        fill(writer, "core_energy_per_query", {"subject": subject, "watt_hours": energy, "low": low})
    names = {"target": "classic-search-electricity", "variant": "published-figure"}
    make(writer, "out_energy_comparison", "search/compare_energy.sql", **names)
    columns = ("watt_hours", "search_watt_hours", "electricity_usd_per_query")
    rows = read(
        writer,
        f"""SELECT subject, ratio, {columns[0]}::DOUBLE, {columns[1]}::DOUBLE, {columns[2]}::DOUBLE,
                   {columns[2]}_low::DOUBLE, {columns[2]}_high::DOUBLE FROM out_energy_comparison ORDER BY subject""",
    )
    # A kWh costs 8 cents in the middle: 0.0006 kWh cost $0.000048, from 0.0005 kWh at 4 cents to 0.0006 at 16.
    assert rows[0] == ("answer", 2.0, *(pytest.approx(n) for n in (0.6, 0.3, 4.8e-5, 2e-5, 9.6e-5)))
    assert rows[1] == ("search", 1.0, *(pytest.approx(n) for n in (0.3, 0.3, 2.4e-5, 1.2e-5, 4.8e-5)))


@pytest.mark.parametrize(("usd", "breaches"), [("0.000024", 0), ("0.000018", 1)], ids=["the median", "another price"])
def test_a_target_that_is_no_median_of_its_estimate_breaks_a_rule(writer: Writer, usd: str, breaches: int) -> None:
    rule = next(rule for rule in RULES if rule.name == "estimates_agree_with_their_targets")
    fill(writer, "core_search_estimate", ELECTRICITY | {"variant": "published-figure"})
    fill(writer, "core_energy_per_query", {"subject": "search", "watt_hours": "0.3"})
    ends = {"usd_per_query_low": "0.000012", "usd_per_query_high": "0.000048"}
    fill(writer, "core_search_cost", {"target": ELECTRICITY["target"], "usd_per_query": usd, **ends})
    assert evaluate(writer.connection, rule).count == breaches


def test_the_parameters_of_each_variant_are_listed_with_its_target(writer: Writer) -> None:
    fill(writer, "core_energy_per_query", {"subject": "search", "watt_hours": "0.3"})
    fill(writer, "core_search_cost", {"target": "api", "kind": "market-price"}, {"target": ELECTRICITY["target"]})
    moves = {"price_drift_per_year": 0.007, "price_drift_sd": 0.008, "walk_per_root_year": 0.025}
    ratio = {"log10_ratio": -0.5, "log10_ratio_sd": 0.3, "log10_ratio_min": -1.3, "log10_ratio_max": 0.1}
    drift = {"ratio_drift_per_year": -0.04, "ratio_drift_sd": 0.02}
    fill(writer, "core_search_estimate", ELECTRICITY | moves | {"variant": PUBLISHED_FIGURE})
    fill(writer, "core_search_estimate", ELECTRICITY | moves | ratio | drift | {"variant": SEARCH_OF_TODAY})
    query = (ASSETS / "forecasts" / "list_search_costs.sql").read_text(encoding="utf-8")

    def estimates(variant: str) -> list[Estimate | None]:
        result = writer.connection.execute(query, {"variant": variant})
        names = [column[0] for column in result.description]
        return [cost.estimate for cost in read_costs(dict(zip(names, row, strict=True)) for row in result.fetchall())]

    parameters = (pytest.approx(0.0003), 0.04, 0.16, 0.007, 0.008, 0.025)
    for variant, expected in (
        (PUBLISHED_FIGURE, None),
        (SEARCH_OF_TODAY, Ratio(-0.5, 0.3, -1.3, 0.1, -0.04, 0.02)),
    ):
        none, estimate = estimates(variant)
        assert none is None
        assert estimate is not None
        assert tuple(getattr(estimate, name.name) for name in fields(estimate)) == (*parameters, expected)
