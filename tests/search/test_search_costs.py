"""From the file's search costs to the table's: the last day becomes the first day after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from assets.search.facts import EnergyRow, SearchCostRow, WorkloadRow
from warehouse.bundle import Bundle


def test_prices_that_follow_each_other_leave_no_day_between() -> None:
    # The file says until 30 April 2023 and from 1 May 2023; read as exclusive, Bing would be off sale for a day.
    rows = sorted(Bundle().read("search_costs", SearchCostRow), key=lambda row: (row.target, row.valid_from))
    pairs = [pair for _, group in groupby(rows, key=lambda row: row.target) for pair in pairwise(group)]
    followed = {(one.target, one.valid_to, two.valid_from) for one, two in pairs if one.valid_to}
    assert followed == {
        ("bing-search-api-s1", date(2023, 5, 1), date(2023, 5, 1)),
        ("bing-search-api-s2", date(2023, 5, 1), date(2023, 5, 1)),
        ("gemini-grounding", date(2025, 11, 18), date(2025, 11, 18)),
        ("openai-web-search", date(2025, 8, 7), date(2025, 8, 7)),
    }


def test_a_start_on_the_day_of_compilation_is_no_event() -> None:
    basis = {(row.target, row.valid_from): row.date_basis for row in Bundle().read("search_costs", SearchCostRow)}
    assert basis["tavily", date(2026, 11, 23)] == "import"
    assert basis["bing-grounding", date(2025, 1, 1)] == "dated"


def test_the_energy_of_an_answer_and_of_a_search_is_known_from_its_publication_on() -> None:
    rows = {row.subject: (row.watt_hours, row.known_on) for row in Bundle().read("energy_per_query", EnergyRow)}
    assert rows == {
        "gemini-median-prompt": (Decimal("0.24"), date(2025, 8, 21)),
        "chatgpt-average-query": (Decimal("0.34"), date(2025, 6, 11)),
        "google-search-2009": (Decimal("0.3"), date(2009, 1, 12)),
    }


def test_the_workloads_are_the_ones_of_the_method() -> None:
    rows = Bundle().read("workloads", WorkloadRow)
    counts = {row.workload: (row.input_tokens, row.output_tokens, row.searches, row.answered_by) for row in rows}
    assert counts["bare"] == (70, 215, 0, "non-reasoning")
    assert counts["chat"] == (1155, 211, 0, "non-reasoning")
    assert counts["grounded"] == (6000, 400, 1, "non-reasoning")
    assert counts["reasoning"] == (1155, 8000, 0, "reasoning")
