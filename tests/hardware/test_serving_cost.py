"""The cost of serving a model oneself: by hand, as of the month, and never a result or a model that is not meant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.data_rule import evaluate
from assets.hardware.facts import BenchmarkModelRow, HardwareResultRow
from assets.hardware.rules import RULES
from assets.models.facts import ModelRow
from tests.conftest import ASSETS, Rows, fill, make, read
from warehouse.bundle import Bundle
from warehouse.store import Writer

LLAMA, OTHER = "llama-2-70b-chat", "llama-3-70b-instruct"


def result(result_id: str, tokens_per_s: float, released_on: str = "2024-03-27", **more: object) -> dict[str, object]:
    row = {
        "result_id": result_id,
        "release": f"release of {released_on}",
        "released_on": released_on,
        "division": "closed",
        "availability": "available",
        "submitter": result_id,
        "accelerator_id": "h100-sxm-80gb",
        "benchmark": "llama2-70b-99",
        "scenario": "offline",
        "tokens_per_s_per_accelerator": tokens_per_s,
        "tokens_basis": "unit is tokens/s",
        "coverage": "complete",
        "source": "facts/hardware_results",
    }
    return {**row, **more}


def rented(month: str, usd: str, **more: object) -> dict[str, object]:
    row = {
        "accelerator": "h100-sxm-80gb",
        "month": month,
        "term": "on-demand",
        "kind": "median",
        "usd_per_gpu_hour": usd,
    }
    return {**row, "n_providers": 7, "source": "facts/accelerator_rental", **more}


def mapped(model_id: str = LLAMA, **more: object) -> dict[str, object]:
    row = {"benchmark": "llama2-70b-99", "division": "closed", "measured_model_id": LLAMA, "model_id": model_id}
    return {**row, **more}


@pytest.fixture(autouse=True)
def _an_accelerator_and_two_models(writer: Writer) -> None:
    for form in ("sxm-80gb", "pcie-80gb", "unspecified"):
        memory = None if form == "unspecified" else 80
        fill(writer, "core_accelerator", {"accelerator_id": f"h100-{form}", "family": "h100", "memory_gb": memory})
    fill(writer, "core_model", {"model_id": LLAMA, "released_on": "2023-07-18"})
    fill(writer, "core_model", {"model_id": OTHER, "released_on": "2024-04-18"})
    fill(writer, "core_benchmark_model", mapped())


def price(writer: Writer, columns: str, where: str = "true") -> Rows:
    make(writer, "out_serving_cost", "hardware/price_serving.sql")
    return read(writer, f"SELECT {columns} FROM out_serving_cost WHERE {where} ORDER BY ALL")


def test_the_cost_is_the_rent_over_the_tokens_of_an_hour(writer: Writer) -> None:
    # 2,500 tokens a second are 9 million an hour: $4.50 / 9 = $0.50 per million at full use, five times that at 20%.
    fill(writer, "core_hardware_result", result("one", 2500))
    fill(writer, "out_rental_index", rented("2024-05-01", "4.50", low="1.80", high="9.00"))
    columns = "utilisation, tokens_per_s, usd_per_mtok, usd_per_mtok_low, usd_per_mtok_high"
    assert price(writer, columns, "statistic = 'best'") == [
        (0.2, 500.0, "2.500000000", "1.000000000", "5.000000000"),
        (0.4, 1000.0, "1.250000000", "0.500000000", "2.500000000"),
        (0.6, 1500.0, "0.833333333", "0.333333333", "1.666666667"),
        (1.0, 2500.0, "0.500000000", "0.200000000", "1.000000000"),
    ]
    assert price(writer, "DISTINCT source, n_providers, n_sellers, margin") == [
        ("facts/hardware_results; facts/accelerator_rental", 7, 0, None)
    ]


def test_sxm_is_served_at_sxm_rents_and_never_at_those_of_another_form(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("one", 2500))
    for month, form, usd in [
        ("2024-05-01", "sxm-80gb", "4.50"),
        ("2024-05-01", "pcie-80gb", "0.90"),
        ("2024-05-01", "unspecified", "1.80"),
        ("2024-06-01", "pcie-80gb", "0.90"),
        ("2024-06-01", "unspecified", "1.80"),
        ("2024-07-01", "pcie-80gb", "0.90"),
    ]:
        fill(writer, "out_rental_index", rented(month, usd, accelerator=f"h100-{form}"))
    # In June no offer states SXM, which the row marks; in July there is no price at all.
    columns = "date, rental_accelerator, price_basis, usd_per_mtok"
    assert price(writer, columns, "statistic = 'best' AND utilisation = 1") == [
        ("2024-05-01", "h100-sxm-80gb", "own", "0.500000000"),
        ("2024-06-01", "h100-unspecified", "unspecified", "0.200000000"),
    ]


def test_the_claim_is_compared_with_rents_of_the_same_form_only(writer: Writer) -> None:
    fill(writer, "core_benchmark_model", mapped(OTHER))
    fill(writer, "core_hardware_result", result("one", 2500))
    fill(writer, "out_rental_index", rented("2024-05-01", "1.35", accelerator="h100-unspecified"))
    make(writer, "out_serving_cost", "hardware/price_serving.sql")
    select = (ASSETS / "reports/compare_serving_claim.sql").read_text(encoding="utf-8")
    assert writer.connection.execute(select, {"claimed_usd_per_mtok": Decimal("0.20")}).fetchall() == []


def test_a_result_counts_from_the_month_of_its_release_on(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("first", 2000), result("later", 3000, "2024-08-28"))
    fill(writer, "out_rental_index", *(rented(f"2024-{month}-01", "3") for month in ("02", "03", "07", "08")))
    assert price(writer, "date, full_tokens_per_s, n, submitter", "statistic = 'best' AND utilisation = 1") == [
        ("2024-03-01", 2000.0, 1, "first"),
        ("2024-07-01", 2000.0, 1, "first"),
        ("2024-08-01", 3000.0, 2, "later"),
    ]


def test_the_median_is_over_submitters_of_the_latest_full_release(writer: Writer) -> None:
    old = [result(f"old {n}", 100) for n in range(5)]
    new = [result("a", 1000, "2024-08-28"), result("a again", 1100, "2024-08-28", submitter="a")]
    new += [result("b", 2000, "2024-08-28"), result("c", 3000, "2024-08-28")]
    sample = result("record", 9000, "2024-09-28", coverage="sample")
    fill(writer, "core_hardware_result", *old, *new, sample)
    fill(writer, "out_rental_index", rented("2024-10-01", "3"))
    assert price(writer, "statistic, full_tokens_per_s, n, submitter", "utilisation = 1") == [
        ("best", 9000.0, 10, "record"),
        ("median", 2000.0, 3, None),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"duplicate_of": "one"},
        {"availability": "rdi"},
        {"division": "open"},
        {"model_used": "a pruned build"},
        {"benchmark": "llama2-70b-99.9"},
        {"tokens_per_s_per_accelerator": None},
    ],
)
def test_what_is_not_a_rentable_run_of_that_very_model_is_left_out(writer: Writer, more: dict[str, object]) -> None:
    fill(writer, "core_hardware_result", result("one", 1000), result("other", **{"tokens_per_s": 9000}) | more)
    fill(writer, "out_rental_index", rented("2024-05-01", "3"))
    assert price(writer, "DISTINCT full_tokens_per_s, n") == [(1000.0, 1)]


def test_a_result_that_a_review_left_out_is_no_throughput(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("one", 1000), result("other", 9000), result("third", 800))
    fill(writer, "core_hardware_outlier", {"result_id": "other", "action": "left_out"})
    fill(writer, "core_hardware_outlier", {"result_id": "one", "action": "kept"})
    fill(writer, "out_rental_index", rented("2024-05-01", "3"))
    assert price(writer, "full_tokens_per_s, n", "statistic = 'best' AND utilisation = 1") == [(1000.0, 2)]


def test_a_build_of_the_open_division_counts_for_the_model_it_is_of(writer: Writer) -> None:
    build = {"division": "open", "model_used": "llama3_70b-fp8"}
    fill(writer, "core_benchmark_model", mapped(OTHER, measured_model_id=OTHER, **build))
    fill(writer, "core_hardware_result", result("one", 1000), result("other", 900, **build))
    fill(writer, "out_rental_index", rented("2024-05-01", "3"))
    assert price(writer, "model_id, full_tokens_per_s, is_proxy", "statistic = 'best' AND utilisation = 1") == [
        (LLAMA, 1000.0, False),
        (OTHER, 900.0, False),
    ]
    # The median is of the closed division alone.
    assert read(writer, "SELECT DISTINCT model_id FROM out_serving_cost WHERE statistic = 'median'") == [(LLAMA,)]


def test_a_model_that_was_not_run_is_served_by_a_proxy_that_is_named(writer: Writer) -> None:
    fill(writer, "core_benchmark_model", mapped(OTHER))
    fill(writer, "core_hardware_result", result("one", 1000))
    fill(writer, "out_rental_index", rented("2024-03-01", "3"), rented("2024-04-01", "3"))
    # In March Llama 3 was not out yet.
    assert price(writer, "date, model_id, measured_model_id, is_proxy", "statistic = 'best' AND utilisation = 1") == [
        ("2024-03-01", LLAMA, LLAMA, False),
        ("2024-04-01", LLAMA, LLAMA, False),
        ("2024-04-01", OTHER, LLAMA, True),
    ]


def test_terms_and_kinds_of_rent_are_kept_apart(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("one", 2500))
    spot = rented("2024-05-01", "0.90", term="spot")
    fill(writer, "out_rental_index", rented("2024-05-01", "4.50"), rented("2024-05-01", "3.60", kind="matched"), spot)
    fill(writer, "out_rental_index", rented("2024-05-01", "0.01", accelerator="a100-sxm-80gb"))
    assert price(writer, "term, rental_kind, usd_per_mtok", "statistic = 'best' AND utilisation = 1") == [
        ("on-demand", "matched", "0.400000000"),
        ("on-demand", "median", "0.500000000"),
        ("spot", "median", "0.100000000"),
    ]


def test_the_list_price_beside_it_is_the_output_price_in_force_at_the_months_end(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("one", 2500))
    fill(writer, "out_rental_index", rented("2024-05-01", "4.50"))
    asked = [
        ("cheap", "standard", "0.40", "2024-05-31", None),
        ("gone", "standard", "0.01", "2024-01-01", "2024-05-31"),
        ("to come", "standard", "0.01", "2024-06-01", None),
        ("dear", "standard", "0.90", "2024-01-01", "2024-06-01"),
        ("dear", "batch", "0.45", "2024-01-01", None),
        ("middling", "standard", "0.60", "2024-01-01", None),
        ("middling", "standard", "2.00", "2024-01-01", None),
    ]
    for place, (provider, tier, usd, valid_from, valid_to) in enumerate(asked):
        interval = {"valid_from": valid_from, "valid_to": valid_to, "provider_model_id": f"offer {place}"}
        offer = {"provider": provider, "model_id": LLAMA, "tier": tier, "output_usd_per_mtok": usd}
        fill(writer, "out_price_history", {**offer, **interval})
    columns = "list_usd_per_mtok_low, list_usd_per_mtok_median, n_sellers, margin"
    (row,) = price(writer, columns, "statistic = 'best' AND utilisation = 1")
    # At full use it costs $0.50; the sellers ask $0.60 in the middle.
    assert row == ("0.400000000", "0.600000000", 3, pytest.approx(1.2))


def test_the_utilisation_at_which_the_claimed_price_holds(writer: Writer) -> None:
    fill(writer, "core_benchmark_model", mapped(OTHER))
    fill(writer, "core_hardware_result", result("one", 2500))
    fill(writer, "out_rental_index", rented("2024-05-01", "1.35", low="0.90", high="2.70"))
    make(writer, "out_serving_cost", "hardware/price_serving.sql")
    select = (ASSETS / "reports/compare_serving_claim.sql").read_text(encoding="utf-8")
    (row,) = writer.connection.execute(select, {"claimed_usd_per_mtok": Decimal("0.20")}).fetchall()
    # $1.35 an hour buy 9 million tokens at full use, $0.15 each; three quarters of that speed make $0.20.
    assert row[0] == "some"  # the name of the accelerator, as the page shows it
    assert row[4:] == pytest.approx((1875, 0.75, 0.5, 1.5))


def test_the_checks_hold_and_notice_a_cost_that_does_not_add_up(writer: Writer) -> None:
    fill(writer, "core_hardware_result", result("one", 2500))
    fill(writer, "out_rental_index", rented("2024-05-01", "4.50"))
    make(writer, "out_serving_cost", "hardware/price_serving.sql")
    rules = {rule.name: rule for rule in RULES if rule.table == "out_serving_cost"}
    assert [name for name, rule in rules.items() if not evaluate(writer.connection, rule).passed] == []
    writer.connection.execute("UPDATE out_serving_cost SET usd_per_mtok = 2 * usd_per_mtok WHERE utilisation = 1")
    assert not evaluate(writer.connection, rules["cost_is_rent_over_throughput"]).passed
    writer.connection.execute("UPDATE core_hardware_result SET released_on = '2024-06-01'")
    assert not evaluate(writer.connection, rules["throughput_was_known_by_then"]).passed
    writer.connection.execute("INSERT INTO out_serving_cost FROM out_serving_cost")
    assert not evaluate(writer.connection, rules["key_is_unique"]).passed


def test_the_checks_of_the_index_notice_what_may_not_be(writer: Writer) -> None:
    rules = {rule.name: rule for rule in RULES if rule.table == "out_rental_index"}
    writer.connection.execute(
        """INSERT INTO _made BY NAME SELECT 'core_rental_price' AS table_name, '' AS code_version,
           '{}' AS inputs, '' AS data_version, 1 AS row_count, DATE '2024-05-31' AS as_of"""
    )
    seen = {"accelerator_id": "h100-sxm-80gb", "month": "2024-05-01", "term": "on-demand"}
    fill(writer, "core_rental_price", seen)
    fill(writer, "out_rental_index", rented("2024-05-01", "4.50", low="4", high="5"))
    assert [name for name, rule in rules.items() if not evaluate(writer.connection, rule).passed] == []
    fill(writer, "out_rental_index", *[rented("2024-06-01", "4.50", low="5", high="6")] * 2)
    assert [name for name, rule in rules.items() if evaluate(writer.connection, rule).passed] == []


def test_every_reviewed_benchmark_and_model_is_known() -> None:
    bundle = Bundle()
    rows = bundle.read("benchmark_runs", BenchmarkModelRow)
    models = {row.model_id: row for row in bundle.read("models", ModelRow)}
    filed = bundle.read("hardware_results", HardwareResultRow)
    results = {(row.benchmark, row.model_used, row.division) for row in filed}
    for row in rows:
        assert (row.benchmark, row.model_used, row.division) in results
        model, other = models[row.model_id], models[row.measured_model_id]
        assert model.open_weights
        # A substitute has the same size; otherwise its cost would not be comparable.
        assert model.total_params_b == other.total_params_b
