"""What is gathered for the drivers: which rows count, as of which day, and the spread among sellers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import ASSETS, fill, make, qualify
from warehouse.store import Writer

DAY = date(2025, 12, 31)
TRENDS = ASSETS / "trends"


def rows(writer: Writer, name: str, **parameters: object) -> list[dict[str, Any]]:
    (path,) = TRENDS.rglob(f"{name}.sql")
    result = writer.connection.execute(path.read_text(encoding="utf-8"), parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def chip(writer: Writer, accelerator_id: str, family: str, name: str, memory_gb: int | None = 80) -> None:
    row = {"accelerator_id": accelerator_id, "family": family, "name": name, "memory_gb": memory_gb}
    fill(writer, "core_accelerator", row)


def rent(writer: Writer, provider: str, accelerator_id: str, month: str, usd: float, term: str = "on-demand") -> None:
    row = {"provider": provider, "accelerator_id": accelerator_id, "month": month, "term": term}
    fill(writer, "core_rental_price", {**row, "usd_per_gpu_hour": usd})


def rentals(writer: Writer) -> list[tuple[object, ...]]:
    result = rows(writer, "find_driver_rentals", days=[DAY], least_memory_gb=80)
    return [tuple(row.values())[1:] for row in result]


def test_a_host_counts_by_its_latest_price_in_the_half_year_before(writer: Writer) -> None:
    chip(writer, "h100-sxm", "h100", "H100 SXM")
    rent(writer, "a", "h100-sxm", "2025-08-01", 4.0)
    rent(writer, "a", "h100-sxm", "2025-10-01", 2.0)
    rent(writer, "b", "h100-sxm", "2025-06-01", 1.0)
    rent(writer, "c", "h100-sxm", "2026-01-01", 1.0)
    rent(writer, "d", "h100-sxm", "2025-12-01", 3.0)
    rent(writer, "e", "h100-sxm", "2025-12-01", 1.0, term="spot")
    assert rentals(writer) == [("a", "h100", True, pytest.approx(2)), ("d", "h100", True, pytest.approx(3))]


def test_parts_of_unstated_form_are_apart_and_slower_or_small_ones_do_not_count(writer: Writer) -> None:
    chip(writer, "h100-sxm", "h100", "H100 SXM")
    chip(writer, "h100-unspecified", "h100", "H100 (form factor not stated)", None)
    chip(writer, "h100-pcie", "h100", "H100 PCIe 80 GB")
    chip(writer, "h100-nvl", "h100", "H100 NVL 94 GB")
    chip(writer, "gb200", "gb200", "GB200 NVL72", 186)
    chip(writer, "t4", "t4", "Tesla T4", 16)
    chip(writer, "a100-40gb", "a100", "A100 SXM 40 GB", 40)
    chip(writer, "a100", "a100", "A100 SXM 80 GB", 80)
    for name in ("h100-unspecified", "h100-pcie", "h100-nvl", "gb200", "t4", "a100-40gb"):
        rent(writer, "host", name, "2025-12-01", 2.0)
    rent(writer, "host", "h100-sxm", "2025-11-01", 3.0)
    assert rentals(writer) == [
        ("host", "gb200", True, pytest.approx(2)),
        ("host", "h100", False, pytest.approx(2)),
        ("host", "h100", True, pytest.approx(3)),
    ]


def test_no_days_give_no_prices(writer: Writer) -> None:
    assert rows(writer, "find_driver_rentals", days=[], least_memory_gb=80) == []


def result(writer: Writer, accelerator_id: str, released_on: str, per_s: float, **more: object) -> None:
    plain = {
        "accelerator_id": accelerator_id,
        "release": f"v{released_on}",
        "released_on": released_on,
        "benchmark": "llama2-70b-99",
        "scenario": "offline",
        "division": "closed",
        "submitter": "one",
        "tokens_per_s_per_accelerator": per_s,
        "result_id": f"{accelerator_id} {released_on} {per_s}",
        "duplicate_of": None,
        "number_format": None,
    }
    fill(writer, "core_hardware_result", {**plain, **more})


def speeds(writer: Writer, *columns: str) -> list[tuple[object, ...]]:
    listed = rows(writer, "find_driver_speeds", as_of=DAY, least_memory_gb=80)
    return [tuple(row[name] for name in columns) for row in listed]


def test_speeds_are_medians_of_closed_results_that_were_known(writer: Writer) -> None:
    chip(writer, "h100-sxm", "h100", "H100 SXM")
    for number, per_s in enumerate((100.0, 110.0, 400.0)):
        result(writer, "h100-sxm", "2025-04-02", per_s, submitter=f"s{number}", number_format="fp8")
    result(writer, "h100-sxm", "2025-04-02", 1.0, division="open")
    result(writer, "h100-sxm", "2025-04-02", 2.0, duplicate_of="another")
    result(writer, "h100-sxm", "2025-04-02", 3.0, scenario="interactive")
    result(writer, "h100-sxm", "2026-04-02", 4.0)
    assert speeds(writer, "chip", "speed", "submitters", "format_stated") == [("h100", pytest.approx(110), 3, True)]


def test_an_unstated_format_is_the_narrowest_that_the_chip_has_filed(writer: Writer) -> None:
    chip(writer, "h100-sxm", "h100", "H100 SXM")
    chip(writer, "mi1", "mi1", "MI1", 192)
    result(writer, "h100-sxm", "2024-03-27", 100.0)
    result(writer, "h100-sxm", "2025-04-02", 150.0, number_format="fp8")
    result(writer, "mi1", "2024-03-27", 90.0)
    result(writer, "mi1", "2024-03-27", 70.0, benchmark="bert-99", tokens_per_s_per_accelerator=None)
    listed = speeds(writer, "chip", "released_on", "benchmark", "number_format", "format_stated")
    assert listed == [
        ("mi1", date(2024, 3, 27), "bert-99", "int8", False),
        ("h100", date(2024, 3, 27), "llama2-70b-99", "fp8", False),
        ("mi1", date(2024, 3, 27), "llama2-70b-99", "unstated", False),
        ("h100", date(2025, 4, 2), "llama2-70b-99", "fp8", True),
    ]


def test_format_gains_are_of_one_chip_and_leave_the_cache_out(writer: Writer) -> None:
    chip(writer, "mi355x", "mi355x", "MI355X", 288)
    chip(writer, "b200", "b200", "B200", 180)
    result(writer, "mi355x", "2025-09-09", 100.0, number_format="fp8")
    result(writer, "mi355x", "2025-09-09", 120.0, number_format="fp4")
    result(writer, "b200", "2025-09-09", 900.0, number_format="fp4")
    technique = {"technique_id": "quantization-fp8", "metric": "throughput", "measured_on": "2024-02"}
    fill(writer, "core_technique_gain", {**technique, "gain_id": "1", "factor": 1.5, "baseline": "FP16"})
    fill(writer, "core_technique_gain", {**technique, "gain_id": "2", "factor": 2.6, "baseline": "BF16 KV cache"})
    late = {**technique, "measured_on": "2026-02"}
    fill(writer, "core_technique_gain", {**late, "gain_id": "3", "factor": 9.0, "baseline": "FP16"})
    gains = [(row["bits"], pytest.approx(row["factor"])) for row in rows(writer, "find_format_gains", as_of=DAY)]
    assert sorted(gains, key=lambda gain: gain[0]) == [(4, 1.2), (8, 1.5)]


def model(writer: Writer, model_id: str, *, open_weights: bool = True, size: float | None = 10.0) -> None:
    row = {"model_id": model_id, "open_weights": open_weights, "reasoning": False}
    fill(writer, "core_model", {**row, "active_params_b": size, "total_params_b": size})
    qualify(writer, model_id)


def offer(writer: Writer, model_id: str, provider: str, day: str, usd: float, until: str | None = None) -> None:
    row = {"provider": provider, "model_id": model_id, "provider_model_id": f"{provider}/{model_id}"}
    prices = {"input_usd_per_mtok": usd / 2, "output_usd_per_mtok": usd / 2, "valid_from": day, "valid_to": until}
    fill(writer, "out_price_history", {**row, **prices, "tier": "standard"})


def chat(writer: Writer) -> None:
    row = {"workload": "chat", "input_tokens": 1_000_000, "output_tokens": 1_000_000, "searches": 0}
    fill(writer, "core_workload", {**row, "cached_input_tokens": 0, "answered_by": "non-reasoning"})


def test_the_spread_among_sellers_and_open_against_closed(writer: Writer) -> None:
    chat(writer)
    model(writer, "open")
    model(writer, "closed", open_weights=False)
    for provider, usd in (("a", 2), ("b", 3), ("c", 8)):
        offer(writer, "open", provider, "2025-12-05", usd)
    offer(writer, "closed", "maker", "2025-12-05", 4)
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=DAY)
    listed = rows(writer, "compare_market_spread", as_of=DAY, workload="chat")
    names = ("sellers", "lowest_usd_per_query", "median_usd_per_query", "highest_usd_per_query", "spread_ratio")
    assert [tuple(float(row[name]) for name in names) for row in listed] == [(3, 2, 3, 8, 4)]
    assert [(row["date"], row["cheapest_closed_usd_per_query"], row["open_over_closed"]) for row in listed] == [
        (DAY, 4, pytest.approx(0.5))
    ]


def test_open_models_are_listed_on_the_days_asked_for_and_when_first_on_sale(writer: Writer) -> None:
    chat(writer)
    model(writer, "open")
    model(writer, "closed", open_weights=False)
    offer(writer, "open", "a", "2025-03-01", 2, until="2025-06-01")
    offer(writer, "open", "b", "2025-05-01", 3)
    offer(writer, "closed", "maker", "2025-01-01", 4)
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=DAY)
    listed = rows(writer, "find_open_models", as_of=DAY, workload="chat", days=[DAY])
    assert [(row["day"], row["model_id"], row["usd"]) for row in listed] == [
        (date(2025, 3, 1), "open", pytest.approx(2)),
        (DAY, "open", pytest.approx(3)),
    ]


def test_qualifying_models_have_their_own_size_or_the_latest_estimate_published_by_then(writer: Writer) -> None:
    chat(writer)
    model(writer, "open", size=14.0)
    model(writer, "closed", open_weights=False, size=None)
    offer(writer, "open", "a", "2025-03-01", 2)
    offer(writer, "closed", "maker", "2025-01-01", 4)
    for published_on, low, high in (("2025-02-01", 100, 200), ("2025-11-01", 220, 440), ("2026-01-01", 1, 2)):
        size = {"model_id": "closed", "active_params_b_low": low, "active_params_b_high": high}
        fill(writer, "core_model_size", {**size, "total_params_b": 1800, "published_on": published_on})
    step = {"bar": "bar", "workload": "chat", "valid_from": "2025-01-01"}
    fill(writer, "out_frontier", {**step, "valid_to": None, "usd_per_query": 4})
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=DAY)
    listed = rows(writer, "find_qualifying_models", as_of=DAY, workload="chat", days=[DAY])
    assert [tuple(row.values())[1:] for row in listed] == [
        (date(2025, 1, 1), "closed", pytest.approx(4), 220, 440, 1800),
        (DAY, "closed", pytest.approx(4), 220, 440, 1800),
        (DAY, "open", pytest.approx(2), 14, 14, 14),
    ]


def scored(writer: Writer, model_id: str) -> None:
    row = {"model_id": model_id, "benchmark": "eci", "scale": "epoch", "vintage": "2025-10-01", "score": 120.0}
    fill(writer, "core_score", {**row, "score_effort": "none"})


def test_a_model_with_a_score_is_priced_first_and_at_the_end_of_every_month_on_sale(writer: Writer) -> None:
    chat(writer)
    model(writer, "open")
    model(writer, "closed", open_weights=False)
    for name in ("open", "closed"):
        scored(writer, name)
    offer(writer, "open", "a", "2025-10-20", 5, until="2025-12-01")
    offer(writer, "open", "b", "2025-10-25", 3, until="2025-12-01")
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=DAY)
    listed = rows(writer, "find_scored_prices", as_of=DAY, workload="chat")
    assert [(row["day"], row["amount"], row["is_first"]) for row in listed] == [
        (date(2025, 10, 20), pytest.approx(5), True),
        (date(2025, 10, 31), pytest.approx(3), False),
        (date(2025, 11, 30), pytest.approx(3), False),
    ]
    assert {(row["model_id"], row["score"]) for row in listed} == {("open", 120.0)}


def test_scored_models_are_open_ones_of_known_size(writer: Writer) -> None:
    for name, weights, size in (("open", True, 10.0), ("closed", False, 10.0), ("unknown", True, None)):
        model(writer, name, open_weights=weights, size=size)
        scored(writer, name)
    writer.connection.execute("UPDATE core_model SET released_on = DATE '2025-01-01'")
    listed = rows(writer, "find_scored_models", as_of=DAY)
    assert [tuple(row.values()) for row in listed] == [("open", "open", date(2025, 1, 1), 120.0, 10.0)]


def test_a_series_of_sweeps_keeps_everything_but_the_split_of_the_model(writer: Writer) -> None:
    engine = {"model": "m", "accelerator_id": "b200", "number_format": "fp4", "framework": "e", "gpus": 8}
    shape = {"speculative_decoding": None, "input_len": 1024, "output_len": 512, "tensor_parallel": 4}
    speed = {"total_tokens_per_s_per_accelerator": 9.0, "tokens_per_s_per_user": 3.0, "measured_on": "2025-12-01"}
    row: dict[str, object] = {**engine, **shape, **speed}
    late, no_user = {**row, "measured_on": "2026-01-01"}, {**row, "tokens_per_s_per_user": None}
    fill(writer, "core_inference_sweep", row, late, no_user)
    listed = rows(writer, "find_sweep_points", as_of=DAY)
    assert [tuple(row.values()) for row in listed] == [
        ("m|b200|fp4|e|1024|512", date(2025, 12, 1), "4|8", pytest.approx(9.0), pytest.approx(3.0))
    ]


def test_unchanged_weights_are_read_at_the_cheapest_seller_each_month(writer: Writer) -> None:
    chat(writer)
    model(writer, "open")
    offer(writer, "open", "a", "2025-11-20", 5)
    offer(writer, "open", "b", "2025-12-10", 2)
    listed = rows(writer, "find_same_weights_prices", as_of=date(2025, 12, 20), workload="chat")
    assert [(row["day"], row["usd"]) for row in listed] == [
        (date(2025, 11, 30), pytest.approx(5)),
        (date(2025, 12, 20), pytest.approx(2)),
    ]


def test_periods_end_with_years_and_at_the_as_of_date(writer: Writer) -> None:
    for day, until, usd in (("2023-03-14", "2024-06-01", 9), ("2024-06-01", None, 1)):
        step = {"bar": "bar", "workload": "chat", "valid_from": day, "valid_to": until}
        fill(writer, "out_frontier", {**step, "usd_per_query": usd})
    listed = rows(writer, "find_driver_periods", as_of=date(2025, 2, 1), workload="chat")
    assert [(row["day"].isoformat(), int(row["usd"])) for row in listed] == [
        ("2023-03-14", 9),
        ("2023-12-31", 9),
        ("2024-12-31", 1),
        ("2025-02-01", 1),
    ]
