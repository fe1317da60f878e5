"""Which results gains use, which are flagged, and what a dollar of rental buys."""

from __future__ import annotations

import pytest

from assets.data_rule import evaluate
from assets.hardware.rules import RULES
from tests.conftest import ASSETS, Rows, fill, make, read
from warehouse.store import Writer

CLOSED = {"division": "closed", "availability": "available", "metric_unit": "tokens/s", "coverage": "complete"}
PLACE = {"accelerator_id": "chip", "benchmark": "llm", "scenario": "offline", "release": "v1"}


def result(writer: Writer, name: str, speed: float, **more: object) -> None:
    speeds = {"value_per_accelerator": speed, "tokens_per_s_per_accelerator": speed}
    fill(writer, "core_hardware_result", {**CLOSED, **PLACE, "result_id": name, **speeds, **more})


def evidence(writer: Writer) -> list[str]:
    make(writer, "out_hardware_result_doubt", "hardware/find_result_doubts.sql")
    make(writer, "_hardware_evidence", "hardware/select_evidence.sql")
    return [name for (name,) in read(writer, "SELECT result_id FROM _hardware_evidence ORDER BY result_id")]


def flagged(writer: Writer) -> Rows:
    return read(writer, "SELECT result_id, ratio, action, reason FROM out_hardware_result_doubt ORDER BY result_id")


@pytest.mark.parametrize(
    "more",
    [
        {"division": "open"},
        {"availability": "preview"},
        {"availability": "rdi"},
        {"duplicate_of": "good"},
        {"accelerator_id": "mixed"},
    ],
)
def test_what_is_not_comparable_is_no_evidence(writer: Writer, more: dict[str, object]) -> None:
    result(writer, "good", 100)
    result(writer, "other", 110, **more)
    assert evidence(writer) == ["good"]


def test_tokens_are_used_where_their_number_is_known(writer: Writer) -> None:
    result(writer, "good", 69, value_per_accelerator=1, metric_unit="samples/s")
    assert evidence(writer) == ["good"]
    assert read(writer, "SELECT metric_unit, value_per_accelerator FROM _hardware_evidence") == [("tokens/s", 69)]


def test_an_unexplained_outlier_is_left_out_and_named(writer: Writer) -> None:
    for name, speed in [("a", 100), ("b", 100), ("c", 301), ("d", 33), ("e", 299)]:
        result(writer, name, speed)
    assert evidence(writer) == ["a", "b", "e"]
    assert flagged(writer) == [("c", 3.01, "left_out", None), ("d", 0.33, "left_out", None)]


def test_a_review_keeps_or_explains_an_outlier(writer: Writer) -> None:
    for name, speed in [("a", 100), ("b", 100), ("c", 500), ("d", 10), ("e", 100)]:
        result(writer, name, speed)
    fill(writer, "core_hardware_outlier", {"result_id": "c", "action": "kept", "reason": "new software"})
    fill(writer, "core_hardware_outlier", {"result_id": "d", "action": "left_out", "reason": "untuned"})
    assert evidence(writer) == ["a", "b", "c", "e"]
    assert flagged(writer) == [("c", 5, "kept", "new software"), ("d", 0.1, "left_out", "untuned")]


def test_the_check_notices_an_outlier_that_slipped_in(writer: Writer) -> None:
    (rule,) = [rule for rule in RULES if rule.name == "no_unexplained_outlier"]
    for name, speed in [("a", 100), ("b", 100), ("c", 400)]:
        result(writer, name, speed)
    evidence(writer)
    assert evaluate(writer.connection, rule).passed
    fill(writer, "_hardware_evidence", {"result_id": "c"})
    assert evaluate(writer.connection, rule).count == 1


def test_the_chip_whose_results_came_first_is_the_older(writer: Writer) -> None:
    for name, day in [("early", "2024-11-18"), ("late", "2024-11-15"), ("unused", "2020-01-01")]:
        fill(writer, "core_accelerator", {"accelerator_id": name, "released_on": day, "dense_fp8_tflops": None})
    fill(writer, "_hardware_evidence", {"result_id": "1", "accelerator_id": "late", "released_on": "2025-04-02"})
    fill(writer, "_hardware_evidence", {"result_id": "2", "accelerator_id": "early", "released_on": "2024-03-27"})
    query = (ASSETS / "hardware/list_chips_by_age.sql").read_text(encoding="utf-8")
    assert read(writer, query) == [("early", False), ("late", False)]


def rental(writer: Writer, accelerator: str, month: str, *prices: str, **more: object) -> None:
    for place, price in enumerate(prices):
        row = {"provider": f"p{place}", "accelerator_id": accelerator, "month": month, "usd_per_gpu_hour": price}
        fill(writer, "core_rental_price", {**row, "term": "on-demand", **more})


def bought(writer: Writer) -> Rows:
    for name in ("chip", "chip-pcie", "chip-unspecified"):
        fill(writer, "core_accelerator", {"accelerator_id": name, "family": "chip"})
    result(writer, "slow", 500, released_on="2025-06-15")
    result(writer, "fast", 1000, released_on="2025-06-15")
    evidence(writer)
    make(writer, "out_throughput_per_dollar", "hardware/price_throughput.sql")
    columns = "tokens_per_s_per_accelerator, usd_per_gpu_hour, price_month, price_basis, n_providers, mtok_per_usd"
    return read(writer, f"SELECT {columns} FROM out_throughput_per_dollar")


def test_a_dollar_buys_tokens_at_the_price_of_the_nearest_month(writer: Writer) -> None:
    # 1000 tokens/s are 3.6 million an hour; at the median of $1, $2 and $3 an hour that is 1.8 million for a dollar.
    rental(writer, "chip", "2025-05-01", "1", "2", "3")
    rental(writer, "chip", "2025-01-01", "4")
    rental(writer, "chip", "2025-06-01", "9", term="spot")
    assert bought(writer) == [(1000, "2.000000", "2025-05-01", "own", 3, 1.8)]


def test_the_own_form_comes_before_a_form_that_is_not_stated(writer: Writer) -> None:
    rental(writer, "chip-unspecified", "2025-06-01", "1")
    rental(writer, "chip", "2025-01-01", "2")
    assert bought(writer) == [(1000, "2.000000", "2025-01-01", "own", 1, 1.8)]


def test_where_only_an_unstated_form_is_seen_the_row_is_marked(writer: Writer) -> None:
    rental(writer, "chip-pcie", "2025-06-01", "1")
    rental(writer, "chip-unspecified", "2025-01-01", "2")
    assert bought(writer) == [(1000, "2.000000", "2025-01-01", "unspecified", 1, 1.8)]


def test_another_form_of_the_family_is_no_price(writer: Writer) -> None:
    rental(writer, "chip-pcie", "2025-06-01", "1.8")
    assert bought(writer) == [(1000, None, None, None, None, None)]


def test_no_price_within_a_year_is_no_price(writer: Writer) -> None:
    rental(writer, "chip", "2026-07-01", "1")
    assert bought(writer) == [(1000, None, None, None, None, None)]


def test_a_price_far_off_its_family_is_left_out(writer: Writer) -> None:
    rental(writer, "chip", "2025-01-01", "2", "2.2", "1.8")
    rental(writer, "chip", "2025-06-01", "0.5")
    assert bought(writer) == [(1000, "2.000000", "2025-01-01", "own", 3, 1.8)]
