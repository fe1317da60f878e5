"""Claims: the rule of the verdict, and what the SQL of each measures in a warehouse one can work out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assets.forecasts.claims.judge import claimed_range, judge
from assets.forecasts.claims.measures import MEASURES, measure_claims, read_measure
from assets.forecasts.facts import ClaimRow
from tests.conftest import ASSETS, fill
from warehouse.bundle import Bundle
from warehouse.store import Writer

AS_OF = date(2026, 11, 23)
CLAIMS = Bundle().read("claims", ClaimRow)


def measure(writer: Writer, claim_id: str) -> dict[str, Any]:
    """What the SQL of a claim finds; nothing where it gives no row."""
    answer = writer.connection.execute(read_measure(MEASURES[claim_id]))
    names = [column[0] for column in answer.description]
    rows = answer.fetchall()
    assert len(rows) <= 1
    assert names == ["measured", "low", "high", "interval_level", "n", "evidence"]
    return dict(zip(names, rows[0], strict=True)) if rows else {}


def interval(found: dict[str, Any]) -> tuple[Any, ...]:
    return found["measured"], found["low"], found["high"], found["n"]


@pytest.mark.parametrize(
    ("low", "high", "unit", "measured", "from_", "to", "verdict"),
    [
        # About 4 times is 4^0.75 to 4^1.25: 2.83 to 5.66.
        (4, 4, "times the throughput", 3.0, 2.9, 3.1, "supported"),
        (4, 4, "times the throughput", 2.5, 2.2, 2.9, "partly"),
        (4, 4, "times the throughput", 2.5, 2.2, 2.8, "not_supported"),
        (4, 4, "times the throughput", 6.0, 5.7, 6.2, "not_supported"),
        (4, 4, "times the throughput", 6.0, 5.6, 6.2, "partly"),
        # About $0.20 is 0.15 to 0.25.
        (0.2, 0.2, "USD per million tokens", 0.24, None, None, "supported"),
        (0.2, 0.2, "USD per million tokens", 0.26, None, None, "not_supported"),
        (0.2, 0.2, "USD per million tokens", 0.26, 0.25, 0.3, "partly"),
        # A range is what it says, ends included.
        (2, 4, "times less memory", 4.0, 3.0, 5.0, "supported"),
        (2, 4, "times less memory", 4.1, 3.0, 5.0, "partly"),
        (3, 5, "years after March 2026", -1.8, -2.6, -1.7, "not_supported"),
        # An open end.
        (50, None, "% of run time", 96.3, 96.3, 96.3, "supported"),
        (50, None, "% of run time", 38.0, 38.0, 38.0, "not_supported"),
        (None, 1, "times the cost", 0.5, 0.1, 2.0, "supported"),
        (None, 1, "times the cost", 1.1, 0.9, 2.0, "partly"),
    ],
)
def test_the_verdict(
    low: float, high: float, unit: str, measured: float, from_: float, to: float, verdict: str
) -> None:
    assert judge(claimed_range(low, high, unit), measured, from_, to) == verdict


def test_every_claim_is_measured_or_says_why_not() -> None:
    assert [one.claim_id for one in CLAIMS if (one.claim_id in MEASURES) is (one.reason is not None)] == []
    assert [one.claim_id for one in CLAIMS if (one.claim_id in MEASURES) is not (one.measured_as is not None)] == []
    assert set(MEASURES) <= {one.claim_id for one in CLAIMS}
    files = {path.stem for path in (ASSETS / "forecasts" / "claims").glob("*.sql")}
    assert files == set(MEASURES.values())


def test_a_claim_of_a_range_is_in_order_and_has_a_unit() -> None:
    bounded = [one for one in CLAIMS if one.claimed_low is not None and one.claimed_high is not None]
    assert [one.claim_id for one in bounded if (one.claimed_low or 0) > (one.claimed_high or 0)] == []
    assert [one.claim_id for one in CLAIMS if one.claim_id in MEASURES and not one.unit] == []


@pytest.mark.parametrize("claim_id", MEASURES)
def test_a_measure_stands_alone_and_finds_nothing_in_an_empty_warehouse(writer: Writer, claim_id: str) -> None:
    assert measure(writer, claim_id).get("measured") is None


def test_without_anything_to_measure_by_a_claim_says_so(writer: Writer) -> None:
    rows = list(measure_claims(writer.connection, CLAIMS, AS_OF))
    assert [row["position"] for row in rows] == list(range(1, len(CLAIMS) + 1))
    assert {row["verdict"] for row in rows} == {"not_measurable"}
    assert rows[0]["reason"] == "the tables of that date hold nothing to measure it by"


def test_a_row_carries_claim_figure_verdict_and_sql(writer: Writer) -> None:
    technique(writer, "memory", "quantization-int8", 2, 2, 2, 1)
    claim = next(one for one in CLAIMS if one.claim_id == "quantization-memory")
    (row,) = measure_claims(writer.connection, [claim], AS_OF)
    assert (row["claimed_low"], row["claimed_high"], row["measured"], row["verdict"]) == (2, 4, 2, "supported")
    assert row["measured_by"] == read_measure("measure_quantization_memory")
    assert row["reason"] is None


def step(writer: Writer, day: str, until: str | None, usd: float, **other: object) -> None:
    base = {"bar": "eci>=gpt-4-0314", "workload": "chat", "search_usd_per_query": None}
    fill(writer, "out_frontier", {**base, "valid_from": day, "valid_to": until, "usd_per_query": usd, **other})


def test_the_fall_over_two_years_compares_what_was_in_force_on_both_days(writer: Writer) -> None:
    fill(writer, "out_verdict", {"as_of": "2026-11-23"})
    step(writer, "2023-03-14", "2024-03-02", 0.02)
    step(writer, "2024-03-02", "2026-03-01", 0.001)
    step(writer, "2026-03-01", None, 0.0001)
    other = {"workload": "code"}
    step(writer, "2023-03-14", "2025-01-01", 0.03, **other)
    step(writer, "2025-01-01", None, 0.001, **other)
    step(writer, "2023-03-14", None, 0.9, workload="grounded", search_usd_per_query=0.005)
    found = measure(writer, "hundredfold-in-two-years")
    assert interval(found) == (pytest.approx(200), pytest.approx(30), pytest.approx(200), 2)
    # Two years before 2026-11-23 an answer cost 0.001, ten times what it costs now.
    assert found["evidence"].endswith("only 10.0 times.")


def technique(
    writer: Writer, metric: str, name: str, factor: float | None, low: float, high: float, n: int, independent: int = 0
) -> None:
    counts = {"n": n, "n_independent": independent}
    key = {"technique": name, "metric": metric}
    fill(writer, "out_technique_gain", {**key, "factor": factor, "low": low, "high": high, **counts})


def test_two_kinds_of_quantization_meet_in_their_geometric_mean(writer: Writer) -> None:
    technique(writer, "throughput", "quantization-int8", 1, 0.9, 1.5, 4)
    technique(writer, "latency", "quantization-int4", 4, 2, 5, 15, 2)
    technique(writer, "latency", "quantization-int8", None, 9, 9, 0)
    technique(writer, "memory", "quantization-int8", 9, 9, 9, 9)
    found = measure(writer, "quantization-compute")
    assert interval(found) == (pytest.approx(2), 0.9, 5, 19)
    assert (
        "1.0 times with quantization-int8 (0 of 4 independent), 4.0 times with quantization-int4" in found["evidence"]
    )


def measurement(writer: Writer, gain_id: str, technique_id: str, **other: object) -> None:
    base = {"gain_id": gain_id, "technique_id": technique_id, "evidence": "authors"}
    fill(writer, "core_technique_gain", {**base, **other})


def test_speculative_decoding_one_at_a_time_and_under_load(writer: Writer) -> None:
    technique(writer, "latency", "speculative-decoding", 1.8, 0.6, 3.4, 28, 23)
    for place, factor in enumerate((1.0, 2.0, 9.0)):
        alone = {"evidence": "independent", "batch": "1", "metric": "latency", "factor": factor}
        measurement(writer, f"alone {place}", "speculative-decoding", **alone)
    measurement(writer, "paper", "speculative-decoding", batch="1", metric="latency", factor=50)
    measurement(writer, "busy", "speculative-decoding", batch="high load", metric="latency", factor=0.5)
    found = measure(writer, "speculative-decoding")
    assert interval(found) == (1.8, 0.6, 3.4, 28)
    assert "independent: 2.0 times, one request at a time; 1 others under high load: 0.5 times" in found["evidence"]


@pytest.mark.parametrize(
    ("claim_id", "row", "figure"),
    [
        ("paged-attention-gpu", {"value_unit": "% of run time in GPU execution", "value_to": "38"}, 38),
        ("paged-attention-memory", {"value_unit": "%", "value_from": "20.4-38.2", "value_to": "96.3"}, 96.3),
    ],
)
def test_paged_attention(writer: Writer, claim_id: str, row: dict[str, str], figure: float) -> None:
    measurement(writer, "a", "paged-attention", metric="utilisation", **row)
    assert interval(measure(writer, claim_id)) == (figure, figure, figure, 1)


def test_experts_of_the_same_design_count_once(writer: Writer) -> None:
    for model_id, maker, total, active in [
        ("a", "A", 100, 10),
        ("a2", "A", 100, 10),
        ("b", "B", 60, 30),
        ("c", "C", 80, 20),
        ("dense", "D", 70, 70),
        ("unknown", "E", 70, None),
    ]:
        sizes = {"total_params_b": total, "active_params_b": active, "released_on": "2025-01-01"}
        fill(writer, "core_model", {"model_id": model_id, "organization": maker, **sizes})
    found = measure(writer, "mixture-of-experts")
    assert (found["measured"], found["n"]) == (4, 3)


@pytest.mark.parametrize(("claim_id", "n"), [("h100-same-format", 12), ("h100-fp8-over-fp16", 10)])
def test_accelerators_are_compared_on_their_own_benchmark(writer: Writer, claim_id: str, n: int) -> None:
    chips = {"accelerator": "h100-sxm-80gb", "baseline": "a100-sxm-80gb", "pairing": "all_submitters"}
    pooled = {**chips, "kind": "benchmark", "ratio": n / 5, "low": n / 6, "high": n / 4, "n": n}
    benchmark = {12: "bert-99", 10: "bert-99.9"}[n]
    fill(writer, "out_hardware_gain", {**pooled, "benchmark": benchmark})
    fill(writer, "out_hardware_gain", {**pooled, "benchmark": benchmark, "kind": "release", "ratio": 9})
    fill(writer, "out_hardware_gain", {**pooled, "benchmark": benchmark, "baseline": "a100-pcie-80gb", "ratio": 9})
    fill(writer, "out_hardware_gain", {**pooled, "benchmark": benchmark, "pairing": "same_submitter", "ratio": 9})
    fill(writer, "out_hardware_gain", {**pooled, "benchmark": "gptj-99", "ratio": 9})
    assert interval(measure(writer, claim_id)) == (n / 5, n / 6, n / 4, n)


def serving(writer: Writer, accelerator: str, utilisation: float, usd_per_mtok: float, **other: object) -> None:
    model = {"model_id": "llama-3-70b-instruct", "measured_model_id": "llama-2-70b-chat", "scenario": "offline"}
    price = {"term": "on-demand", "rental_kind": "median", "statistic": "best", "usd_per_gpu_hour": 3.6}
    row = {**model, **price, "date": "2026-08-01", "n_providers": 23, "full_tokens_per_s": 4000}
    key = {"accelerator": accelerator, "utilisation": utilisation, "usd_per_mtok": usd_per_mtok}
    fill(writer, "out_serving_cost", {**row, **key, **other})


def test_self_hosting_at_full_and_at_partial_load(writer: Writer) -> None:
    # $3.60 an hour and 4,000 tokens/s = 14.4 million tokens an hour: $0.25 a million at full load.
    for utilisation in (1.0, 0.6, 0.4, 0.2):
        serving(writer, "h100-sxm-80gb", utilisation, 0.25 / utilisation)
        serving(writer, "h100-sxm-80gb", utilisation, 0.01, date="2025-10-01")
        serving(writer, "h100-sxm-80gb", utilisation, 0.01, term="spot")
        serving(writer, "b200-sxm-180gb", utilisation, 0.1 / utilisation)
    found = measure(writer, "llama-3-70b-self-hosted")
    assert interval(found) == (pytest.approx(0.25 / 0.6), 0.25, 0.625, 23)
    assert "make $0.25 at full load, so $0.20 needs 125%" in found["evidence"]
    assert found["evidence"].endswith("on the cheapest accelerator, b200-sxm-180gb, 50%.")


def driver(writer: Writer, name: str, rate: float | None, **other: object) -> None:
    key = {"bar": "eci>=gpt-4-0314", "workload": "chat", "driver": name, "span": "whole", "n": 7}
    days = {"period_from": "2023-03-14", "period_to": "2026-11-23", "measured": rate is not None}
    days["log_change"] = rate and -1
    found = {"factor_per_year": rate, "low": rate and rate * 0.9, "high": rate and rate * 1.1}
    fill(writer, "out_driver", {**key, **days, **found, **other})


def test_the_share_of_algorithms_is_that_of_the_whole_time_on_the_headline_bar(writer: Writer) -> None:
    driver(writer, "algorithms", 2.5)
    driver(writer, "algorithms", 9, span="year")
    driver(writer, "algorithms", 9, bar="other")
    driver(writer, "hardware", 9)
    assert interval(measure(writer, "price-of-progress-algorithms")) == (2.5, 2.25, 2.75, 7)


def test_the_slowest_force_decides_whether_all_push_the_same_way(writer: Writer) -> None:
    driver(writer, "hardware", 1.1)
    driver(writer, "algorithms", 2.5)
    driver(writer, "residual", 0.1)
    assert measure(writer, "three-forces-same-direction") == {}
    driver(writer, "market", 0.5)
    found = measure(writer, "three-forces-same-direction")
    assert interval(found) == (0.5, pytest.approx(0.45), pytest.approx(0.55), 7)
    assert "algorithms 2.50, hardware 1.10, market 0.50" in found["evidence"]


def test_the_search_cost_was_met_before_the_claim(writer: Writer) -> None:
    key = {"bar": "eci>=gpt-4-0314", "workload": "chat", "target": "google-search-full-cost-semianalysis-2023"}
    days = {"crossed_on": "2025-03-01", "crossed_on_low": "2024-03-01", "crossed_on_high": "2025-09-01"}
    fill(writer, "out_verdict", {**key, "status": "crossed", **days})
    fill(writer, "out_verdict", {**key, "target": "electricity", "status": "not_crossed", "position": 2})
    found = measure(writer, "search-cost-in-three-to-five-years")
    assert interval(found) == pytest.approx((-365 / 365.25, -730 / 365.25, -181 / 365.25, 2))
    assert "Of 2 costs of a search 1 had been met before the claim; 1 not met yet" in found["evidence"]


def on_sale(writer: Writer, model_id: str, usd_in: float, usd_out: float, cached: float | None = None) -> None:
    """One offer, in force, of a model at GPT-4's level."""
    prices = {"input_usd_per_mtok": usd_in, "output_usd_per_mtok": usd_out, "cached_input_usd_per_mtok": cached}
    key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard", "valid_to": None}
    fill(writer, "out_price_history", {**key, **prices})
    fill(writer, "core_model", {"model_id": model_id})
    fill(writer, "core_bar_member", {"bar": "eci>=gpt-4-0314", "bound": "central", "model_id": model_id})


def workload(writer: Writer, name: str, tokens_in: int, tokens_out: int, searches: int = 0) -> None:
    counts = {"input_tokens": tokens_in, "output_tokens": tokens_out, "searches": searches}
    fill(writer, "core_workload", {"workload": name, "answered_by": "non-reasoning", **counts})


def test_a_fresh_answer_beside_a_cached_one(writer: Writer) -> None:
    workload(writer, "chat", 1000, 200)
    on_sale(writer, "plain", 1, 1)  # 1,200
    on_sale(writer, "caching", 10, 2, cached=0.4)  # 10,400 fresh, 800 cached
    assert interval(measure(writer, "sampling-over-caching")) == (1.5, 1.5, 1.5, 1)


def test_an_ensemble_is_of_five_different_models(writer: Writer) -> None:
    fill(
        writer,
        "core_search_cost",
        {"target": "google-search-full-cost-semianalysis-2023", "usd_per_query": "0.0106"},
    )
    workload(writer, "chat", 1000, 0)
    for place in range(1, 5):
        on_sale(writer, f"m{place}", place, 1)
    assert measure(writer, "ensembles-become-viable")["measured"] is None
    on_sale(writer, "m5", 5, 1)
    on_sale(writer, "m6", 6, 1)
    again = {"model_id": "m1", "provider_model_id": "m1", "provider": "other", "tier": "standard", "valid_to": None}
    fill(writer, "out_price_history", {**again, "input_usd_per_mtok": "1.5", "output_usd_per_mtok": 1})
    # (1 + 2 + 3 + 4 + 5) $ per million times 1,000 tokens = $0.015 over $0.0106.
    found = measure(writer, "ensembles-become-viable")
    assert found["measured"] == pytest.approx(0.015 / 0.0106)
    assert "m1, m2, m3, m4, m5" in found["evidence"]


@pytest.mark.parametrize(
    ("claim_id", "bar"),
    [("epoch-gpqa-diamond", "gpqa-diamond>=gpt-4-0314"), ("epoch-arena", "arena-text>=gpt-4-0314")],
)
def test_record_lows_on_a_line_give_the_line_back(writer: Writer, claim_id: str, bar: str) -> None:
    # A tenth every 365 days; the rise between two lows is no record and changes nothing.
    for day in (0, 100, 365, 400):
        step(writer, str(date(2023, 4, 1) + timedelta(day)), None, round(0.1 / 10 ** (day / 365), 12), bar=bar)
    step(writer, str(date(2023, 4, 1) + timedelta(200)), None, 0.09, bar=bar)
    step(writer, "2025-01-01", None, 1e-9, bar=bar)
    found = measure(writer, claim_id)
    assert interval(found) == (pytest.approx(10, rel=1e-6), pytest.approx(10, 1e-3), pytest.approx(10, 1e-3), 4)


def test_the_ninety_percent_interval_of_three_points(writer: Writer) -> None:
    # Log10 cost 0, -1, -4 after 0, 1, 2 years: slope -2, residuals -1/3, 2/3, -1/3 on one degree of freedom.
    for year, usd in enumerate((1, 0.1, 0.0001)):
        step(writer, str(date(2022, 12, 1) + timedelta(365 * year)), None, usd, bar="gpqa-diamond>=gpt-4-0314")
    found = measure(writer, "epoch-gpqa-diamond")
    margin = 6.314 * (6 / 9 / 1 / 2) ** 0.5
    assert interval(found) == pytest.approx((100, 10 ** (2 - margin), 10 ** (2 + margin), 3), rel=1e-6)


def test_the_span_of_rates_is_the_median_over_bars(writer: Writer) -> None:
    for bar, yearly in [("a", 10), ("b", 100), ("eci>=gpt-3.5-turbo-0613", 1000)]:
        for day in (0, 100, 200, 365):
            usd = 0.1 / yearly ** (day / 365)
            step(writer, str(date(2023, 7, 1) + timedelta(day)), None, round(usd, 12), bar=bar)
    step(writer, "2023-03-14", None, 9, bar="eci>=gpt-3.5-turbo-0613")  # only GPT-4 had a score then
    step(writer, "2023-03-14", None, 9, bar="short")
    found = measure(writer, "epoch-nine-to-nine-hundred")
    assert interval(found) == (pytest.approx(100), pytest.approx(10), pytest.approx(1000, rel=1e-4), 3)


@pytest.mark.parametrize("claim_id", ["a16z-ten-times", "altman-ten-times", "price-of-progress", "a16z-mmlu-83"])
def test_the_first_and_the_last_price_make_the_rate(writer: Writer, claim_id: str) -> None:
    ends = {"a16z-ten-times": (2024, 11, 1), "a16z-mmlu-83": (2024, 11, 1), "altman-ten-times": (2025, 2, 9)}
    end = date(*ends.get(claim_id, (2025, 12, 31)))
    start = end - timedelta(487)  # four thirds of a year of 365.25 days
    step(writer, str(start), str(start + timedelta(200)), 0.16)
    step(writer, str(start + timedelta(200)), None, 0.01)
    step(writer, str(end - timedelta(100)), None, 0.0001, bar="young>=gpt-4-0314")
    found = measure(writer, claim_id)
    assert interval(found) == (pytest.approx(8), pytest.approx(8), pytest.approx(8), 1)


def test_the_fall_at_gpt_3_5_starts_when_that_model_was_on_sale(writer: Writer) -> None:
    bar = "eci>=gpt-3.5-turbo-0613"
    step(writer, "2023-03-14", "2023-06-13", 9, bar=bar)
    step(writer, "2023-06-13", "2024-06-01", 0.0256, bar=bar)
    step(writer, "2024-06-01", None, 0.0001, bar=bar)
    days = (date(2024, 10, 1) - date(2023, 6, 13)).days
    assert measure(writer, "ai-index")["measured"] == pytest.approx(256 ** (365.25 / days))


def priced(writer: Writer, model_id: str, maker: str, *changes: tuple[str, float]) -> None:
    """One offer whose input and output cost the same, from the first change on."""
    fill(writer, "core_model", {"model_id": model_id, "organization": maker})
    for place, (day, usd) in enumerate(changes):
        until = changes[place + 1][0] if place + 1 < len(changes) else None
        key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard", "valid_from": day}
        prices = {"input_usd_per_mtok": usd, "output_usd_per_mtok": usd}
        fill(writer, "out_price_history", {**key, **prices, "valid_to": until})


def test_matched_models_are_blind_to_what_is_new(writer: Writer) -> None:
    # One of two offers halves once in 31 months: half of ln 2 over 31 months, times 12.
    priced(writer, "cut", "A", ("2023-12-01", 2), ("2025-01-15", 1))
    priced(writer, "still", "B", ("2023-12-01", 5))
    assert measure(writer, "price-of-intelligence-matched")["measured"] == pytest.approx(2 ** (12 / 62))
    # A newcomer at a hundredth of the price joins before the last day that is compared: it matches nothing yet.
    priced(writer, "new", "C", ("2026-07-15", 0.05))
    found = measure(writer, "price-of-intelligence-matched")
    assert (found["measured"], found["n"]) == (pytest.approx(2 ** (12 / 62)), 62)


def test_quality_adjusted_prices_recover_what_was_planted(writer: Writer) -> None:
    # Price = e^(score / 10) / 3^(years); scores rise, so the list price of what is new does not fall at all.
    for month in range(32):
        day = date(2024 + month // 12, month % 12 + 1, 1)
        for place, score in enumerate((100 + month, 120 + month)):
            model_id = f"{month}-{place}"
            usd = 2.718281828459045 ** (score / 10 - 9) / 3 ** (month / 12)
            fill(writer, "core_score", {"model_id": model_id, "benchmark": "eci", "scale": "epoch", "score": score})
            fill(writer, "core_model", {"model_id": model_id, "organization": "AB"[place]})
            prices = {"input_usd_per_mtok": round(usd, 9), "output_usd_per_mtok": round(usd, 9)}
            days = {"valid_from": day, "valid_to": day + timedelta(20)}
            key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard"}
            fill(writer, "out_price_history", {**key, **prices, **days})
    found = measure(writer, "price-of-intelligence-quality-adjusted")
    assert found["measured"] == pytest.approx(3, rel=1e-6)
    assert "cost 2.7 times as much" in found["evidence"]


def test_hardware_per_dollar_recovers_what_was_planted(writer: Writer) -> None:
    for name, day in [("a", "2017-01-01"), ("b", "2019-01-01"), ("c", "2021-01-01"), ("d", "2023-01-01")]:
        years = (date.fromisoformat(day) - date(2017, 1, 1)).days / 365.25
        spec = {"dense_fp16_tflops": 100 * 1.3**years, "list_price_usd": 1000, "released_on": day}
        fill(writer, "core_accelerator", {"accelerator_id": name, "name": name, **spec})
    fill(writer, "core_accelerator", {"accelerator_id": "unpriced", "dense_fp16_tflops": 9})
    found = measure(writer, "epoch-hardware-per-dollar")
    assert interval(found) == (pytest.approx(1.3), pytest.approx(1.3), pytest.approx(1.3), 4)
