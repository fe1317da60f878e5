"""Claims: the rule of the verdict, and what the SQL of each measures in a warehouse one can work out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assets.forecasts.claims.evaluate import WIDENED_BY, evaluate_claim, widen_claim
from assets.forecasts.claims.measures import MEASURES, measure_claims, read_measure
from assets.forecasts.facts import ClaimRow
from assets.hardware.facts import TechniqueGainRow
from tests.conftest import ASSETS, fill, qualify
from tests.forecasts.claim_rows import driver, interval, measure, priced, step, workload
from warehouse.bundle import Bundle
from warehouse.dictionary import comment_on
from warehouse.store import Writer

AS_OF = date(2026, 11, 23)
CLAIMS = Bundle().read("claims", ClaimRow)


@pytest.mark.parametrize(
    ("low", "high", "measured", "from_", "to", "verdict"),
    [
        # 100 times is 80 to 125 times, not 32 to 316.
        (100, 100, 81, 70, 90, "supported"),
        (100, 100, 230, 187, 715, "not_supported"),
        (100, 100, 130, 124, 140, "partly"),
        # $0.20 is $0.16 to $0.25.
        (0.2, 0.2, 0.24, None, None, "supported"),
        (0.2, 0.2, 0.26, None, None, "not_supported"),
        (0.2, 0.2, 0.26, 0.24, 0.3, "partly"),
        # A range is widened like one figure: 2 to 4 times is 1.6 to 5 times.
        (2, 4, 1.7, 1.3, 3.25, "supported"),
        (2, 4, 4.9, 3.0, 6.0, "supported"),
        (2, 4, 5.1, 4.0, 6.0, "partly"),
        (3, 5, -1.8, -2.6, -1.7, "not_supported"),
        # An open end stays open; the other is widened.
        (50, None, 96.3, 96.3, 96.3, "supported"),
        (50, None, 38.0, 38.0, 38.0, "not_supported"),
        (None, 1, 1.2, 0.1, 2.0, "supported"),
        (None, 1, 1.3, 1.2, 2.0, "partly"),
        (None, 1, 2.4, 1.3, 4.0, "not_supported"),
    ],
)
def test_the_verdict(low: float, high: float, measured: float, from_: float, to: float, verdict: str) -> None:
    assert evaluate_claim(widen_claim(low, high), measured, from_, to) == verdict


def test_the_page_states_the_rule_that_is_applied() -> None:
    page = (ASSETS / "reports" / "claims.html.j2").read_text(encoding="utf-8")
    assert f"widened by a factor of {WIDENED_BY}" in page
    assert f"widened by a factor of {WIDENED_BY}" in (comment_on("out_claim", "verdict") or "")


def test_no_end_of_a_claim_is_below_zero_where_widening_would_narrow_it() -> None:
    ends = [end for claim in CLAIMS for end in (claim.claimed_low, claim.claimed_high) if end is not None]
    assert min(ends) > 0


def test_no_measurement_that_is_pooled_is_later_than_the_claim() -> None:
    made_on = {str(claim.made_on) for claim in CLAIMS if claim.claim_id.startswith(("quantization", "paged"))}
    pooled = [
        row.measured_on
        for row in Bundle().read("technique_gains", TechniqueGainRow)
        if row.technique_id in {"quantization-int8", "quantization-int4", "paged-attention"} and row.measured_on
    ]
    assert max(pooled) <= min(made_on)


def test_every_claim_is_measured_or_has_a_reason() -> None:
    assert [claim.claim_id for claim in CLAIMS if (claim.claim_id in MEASURES) is (claim.reason is not None)] == []
    mismatched = [claim.claim_id for claim in CLAIMS if (claim.claim_id in MEASURES) is (claim.measured_as is None)]
    assert mismatched == []
    assert set(MEASURES) <= {claim.claim_id for claim in CLAIMS}
    files = {path.stem for path in (ASSETS / "forecasts" / "claims").glob("*.sql")}
    assert files == set(MEASURES.values())


def test_a_claim_of_a_range_is_in_order_and_has_a_unit() -> None:
    bounded = [claim for claim in CLAIMS if claim.claimed_low is not None and claim.claimed_high is not None]
    assert [claim.claim_id for claim in bounded if (claim.claimed_low or 0) > (claim.claimed_high or 0)] == []
    assert [claim.claim_id for claim in CLAIMS if claim.claim_id in MEASURES and not claim.unit] == []


@pytest.mark.parametrize("claim_id", MEASURES)
def test_a_measure_runs_alone_and_is_null_in_an_empty_warehouse(writer: Writer, claim_id: str) -> None:
    assert measure(writer, claim_id).get("measured") is None


def test_a_claim_without_data_is_not_measurable(writer: Writer) -> None:
    rows = list(measure_claims(writer.connection, CLAIMS, AS_OF))
    assert [row["position"] for row in rows] == list(range(1, len(CLAIMS) + 1))
    assert {row["verdict"] for row in rows} == {"not_measurable"}
    assert rows[0]["reason"] == "the tables of that date hold nothing that measures it"


def test_a_row_carries_claim_figure_verdict_and_sql(writer: Writer) -> None:
    technique(writer, "memory", "quantization-int8", 2, 2, 2, 1)
    claim = next(claim for claim in CLAIMS if claim.claim_id == "quantization-memory")
    (row,) = measure_claims(writer.connection, [claim], AS_OF)
    assert (row["claimed_low"], row["claimed_high"], row["measured"], row["verdict"]) == (2, 4, 2, "supported")
    assert row["measured_by"] == read_measure("measure_quantization_memory")
    assert row["reason"] is None


def test_the_fall_over_two_years_compares_what_was_in_force_on_both_days(writer: Writer) -> None:
    fill(writer, "out_verdict", {"as_of": "2026-11-23"})
    step(writer, "2023-03-14", "2024-03-02", 0.02)
    step(writer, "2024-03-02", "2026-03-01", 0.001)
    step(writer, "2026-03-01", None, 0.0001)
    other = {"workload": "code"}
    step(writer, "2023-03-14", "2025-01-01", 0.03, **other)
    step(writer, "2025-01-01", None, 0.001, **other)
    step(writer, "2023-03-14", None, 0.9, workload="grounded", search_usd_per_query=0.005)
    result = measure(writer, "hundredfold-in-two-years")
    assert interval(result) == (pytest.approx(200), pytest.approx(30), pytest.approx(200), 2)
    # Two years before 2026-11-23 an answer cost 0.001, ten times what it costs now.
    assert result["evidence"].endswith("only 10.0 times.")


def technique(
    writer: Writer, metric: str, name: str, factor: float | None, low: float, high: float, n: int, independent: int = 0
) -> None:
    counts = {"n": n, "n_independent": independent}
    key = {"technique": name, "metric": metric}
    fill(writer, "out_technique_gain", {**key, "factor": factor, "low": low, "high": high, **counts})


def test_two_kinds_of_quantization_give_their_geometric_mean(writer: Writer) -> None:
    technique(writer, "throughput", "quantization-int8", 1, 0.9, 1.5, 4)
    technique(writer, "latency", "quantization-int4", 4, 2, 5, 15, 2)
    technique(writer, "latency", "quantization-int8", None, 9, 9, 0)
    technique(writer, "memory", "quantization-int8", 9, 9, 9, 9)
    result = measure(writer, "quantization-compute")
    assert interval(result) == (pytest.approx(2), 0.9, 5, 19)
    assert (
        "1.0 times with quantization-int8 (0 of 4 independent), 4.0 times with quantization-int4" in result["evidence"]
    )


def measurement(writer: Writer, gain_id: str, technique_id: str, **other: object) -> None:
    base = {"gain_id": gain_id, "technique_id": technique_id, "evidence": "authors"}
    fill(writer, "core_technique_gain", {**base, **other})


def test_speculative_decoding_one_at_a_time_and_under_load(writer: Writer) -> None:
    known = {"metric": "latency", "measured_on": "2025-04-22"}
    for place, factor in enumerate((1.0, 2.0, 3.0)):
        alone = {**known, "evidence": "independent", "batch": "1", "factor": factor}
        measurement(writer, f"alone {place}", "speculative-decoding", **alone)
    late = {**known, "measured_on": "2026-03-13", "evidence": "independent", "batch": "1", "factor": 9.0}
    measurement(writer, "after the claim", "speculative-decoding", **late)
    measurement(writer, "paper", "speculative-decoding", **known, batch="1", factor=50)
    measurement(writer, "busy", "speculative-decoding", **known, batch="high load", factor=0.5)
    row = measure(writer, "speculative-decoding")
    # The middle 90% of 1, 2, 3 is 1.1 to 2.9.
    assert interval(row) == (2.0, pytest.approx(1.1), pytest.approx(2.9), 3)
    assert "3 independent measurements, one request at a time: 2.00 times faster" in row["evidence"]
    assert "Under high load, 1 measurements by the authors: 0.50 times" in row["evidence"]


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


def speed(writer: Writer, benchmark: str, tokens_per_s: float, **other: object) -> None:
    place = {"accelerator_id": "h200-sxm-141gb", "release": "v5.1", "submitter": "HPE", "scenario": "offline"}
    filed = {"division": "closed", "availability": "available", "released_on": "2025-09-09", **place, **other}
    result_id = f"{benchmark} {tokens_per_s} {filed}"
    key = {"result_id": result_id, "benchmark": benchmark, "tokens_per_s_per_accelerator": tokens_per_s}
    fill(writer, "core_hardware_result", {**filed, **key})


def test_experts_are_measured_by_tokens_over_a_dense_model_of_their_size(writer: Writer) -> None:
    for model_id, maker, total, active, day in [
        ("mixtral-8x7b-instruct", "Mistral AI", 35, 14, "2023-12-11"),
        ("llama-2-70b-chat", "Meta", 70, 70, "2023-07-18"),
        ("same design", "Mistral AI", 35, 14, "2024-12-11"),
        ("larger", "B", 100, 10, "2025-01-01"),
        ("after the claim", "C", 1000, 10, "2026-03-12"),
        ("unknown", "D", 70, None, "2025-01-01"),
    ]:
        sizes = {"total_params_b": total, "active_params_b": active, "released_on": day}
        fill(writer, "core_model", {"model_id": model_id, "organization": maker, **sizes})
    # Three times the tokens of a model twice its size: 1.5 times those of one of its own size. The other chip: 6 / 2.
    speed(writer, "mixtral-8x7b", 6000)
    speed(writer, "llama2-70b-99", 2000)
    speed(writer, "mixtral-8x7b", 600, accelerator_id="l40s")
    speed(writer, "llama2-70b-99", 100, accelerator_id="l40s")
    # Other submitters, releases and scenarios are no pair; nor is what was filed after the claim.
    speed(writer, "mixtral-8x7b", 9000, submitter="Dell")
    speed(writer, "mixtral-8x7b", 9000, scenario="server")
    for benchmark, tokens in (("mixtral-8x7b", 9000), ("llama2-70b-99", 100)):
        speed(writer, benchmark, tokens, release="v6.0", released_on="2026-04-01")
    row = measure(writer, "mixture-of-experts")
    assert interval(row) == (pytest.approx(4.5**0.5), pytest.approx(1.5), pytest.approx(3), 2)
    # On paper: 35 / 14 = 2.5 and 100 / 10 = 10.
    assert "2 of 3 designs of known size are mixtures and hold 6.2 times" in row["evidence"]


@pytest.mark.parametrize(("claim_id", "n"), [("h100-same-format", 12), ("h100-fp8-over-fp16", 10)])
def test_accelerators_are_compared_on_their_own_benchmark_by_one_submitter(
    writer: Writer, claim_id: str, n: int
) -> None:
    benchmark = {12: "bert-99", 10: "bert-99.9"}[n]
    chips = {"accelerator": "h100-sxm-80gb", "baseline": "a100-sxm-80gb", "pairing": "same_submitter"}
    row = {**chips, "kind": "release", "benchmark": benchmark, "baseline_benchmark": benchmark, "n": n // 2}
    fill(writer, "out_hardware_gain", {**row, "scenario": "offline", "ratio": 2})
    fill(writer, "out_hardware_gain", {**row, "scenario": "server", "ratio": 8})
    fill(writer, "out_hardware_gain", {**row, "ratio": 99, "pairing": "all_submitters"})
    fill(writer, "out_hardware_gain", {**row, "ratio": 99, "kind": "benchmark"})
    fill(writer, "out_hardware_gain", {**row, "ratio": 99, "baseline": "a100-pcie-80gb"})
    fill(writer, "out_hardware_gain", {**row, "ratio": 99, "baseline_benchmark": "gptj-99"})
    fill(writer, "out_hardware_gain", {**row, "ratio": 99, "benchmark": "gptj-99"})
    assert interval(measure(writer, claim_id)) == (pytest.approx(4), 2, 8, n)


def serving(writer: Writer, accelerator: str, usd_per_mtok: float, **other: object) -> None:
    model = {"model_id": "llama-3-70b-instruct", "measured_model_id": "llama-3.1-70b-instruct", "scenario": "offline"}
    price = {"term": "on-demand", "rental_kind": "median", "statistic": "best", "price_basis": "own", "utilisation": 1}
    row = {**model, **price, "date": "2025-11-01", "n_providers": 7, "full_tokens_per_s": 4000}
    rent = {"usd_per_gpu_hour": usd_per_mtok * 14.4, "submitter": "Krai", "release": "v5.1"}
    fill(writer, "out_serving_cost", {**row, **rent, "accelerator": accelerator, "usd_per_mtok": usd_per_mtok, **other})


def test_self_hosting_at_half_load_in_the_last_month_before_the_claim(writer: Writer) -> None:
    # $3.60 an hour and 4,000 tokens/s = 14.4 million tokens an hour: $0.25 a million at full load, $0.50 at half.
    serving(writer, "h100-sxm-80gb", 0.25)
    serving(writer, "b200-sxm-180gb", 0.1)
    serving(writer, "h100-sxm-80gb", 0.01, date="2025-10-01")
    serving(writer, "h100-sxm-80gb", 0.4, date="2026-03-01")
    serving(writer, "h100-sxm-80gb", 0.01, term="spot")
    serving(writer, "h100-sxm-80gb", 0.01, utilisation=0.6)
    serving(writer, "h100-sxm-80gb", 0.01, measured_model_id="llama-2-70b-chat")
    serving(writer, "a100-sxm-80gb", 0.01, price_basis="unspecified")
    row = measure(writer, "llama-3-70b-self-hosted")
    assert interval(row) == (0.5, 0.25, 1.0, 7)
    assert "$3.60 per hour of an H100 SXM" in row["evidence"]
    assert "make $0.25 at full load, twice that at half. $0.20 needs 125%" in row["evidence"]
    assert row["evidence"].endswith("b200-sxm-180gb, 50%. In March 2026 half load cost $0.80.")


def test_the_energy_of_a_prompt_over_that_of_a_search(writer: Writer) -> None:
    for subject, watt_hours, day in [
        ("gemini-median-prompt", "0.24", "2025-08-21"),
        ("chatgpt-average-query", "0.34", "2025-06-11"),
        ("google-search-2009", "0.3", "2009-01-12"),
    ]:
        fill(writer, "core_energy_per_query", {"subject": subject, "watt_hours": watt_hours, "published_on": day})
    row = measure(writer, "gemini-energy")
    assert interval(row) == (pytest.approx(0.8), pytest.approx(0.8), pytest.approx(0.34 / 0.3), 2)


def test_the_share_of_algorithms_is_that_of_the_longest_stretch_up_to_the_claim(writer: Writer) -> None:
    driver(writer, "algorithms", 2.5, span="joined", period_from="2023-12-31", period_to="2025-12-31")
    driver(writer, "algorithms", 9, span="year", period_from="2024-12-31", period_to="2025-12-31")
    driver(writer, "algorithms", 9, span="year", period_from="2022-12-31", period_to="2026-01-01")
    driver(writer, "algorithms", 9)
    driver(writer, "algorithms", 9, period_to="2025-12-30")
    driver(writer, "algorithms", 9, bar="other", span="joined", period_to="2025-12-31")
    driver(writer, "hardware", 9, span="joined", period_to="2025-12-31")
    assert interval(measure(writer, "price-of-progress-algorithms")) == (2.5, 2.25, 2.75, 7)


def test_the_slowest_force_decides_whether_all_push_the_same_way(writer: Writer) -> None:
    stretch = {"span": "joined", "period_from": "2023-12-31", "period_to": "2025-12-31"}
    driver(writer, "hardware", 1.1, **stretch)
    driver(writer, "algorithms", 2.5, **stretch)
    driver(writer, "residual", 0.1, **stretch)
    assert measure(writer, "three-forces-same-direction") == {}
    driver(writer, "market", 0.5, **stretch)
    for name in ("hardware", "algorithms", "market"):
        driver(writer, name, 0.1)  # the whole time runs past the claim
        driver(writer, name, 0.2, period_to="2026-01-31")  # and holds stretches in which a force is not measured
    row = measure(writer, "three-forces-same-direction")
    assert interval(row) == (0.5, pytest.approx(0.45), pytest.approx(0.55), 7)
    assert "algorithms 2.50, hardware 1.10, market 0.50" in row["evidence"]


def test_the_search_cost_was_reached_before_the_claim(writer: Writer) -> None:
    key = {"bar": "eci>=gpt-4-0314", "workload": "chat", "target": "google-search-full-cost-semianalysis-2023"}
    days = {"crossed_on": "2025-03-01", "crossed_on_low": "2024-03-01", "crossed_on_high": "2025-09-01"}
    fill(writer, "out_verdict", {**key, "status": "crossed", **days})
    fill(writer, "out_verdict", {**key, "target": "electricity", "status": "not_crossed", "position": 2})
    result = measure(writer, "search-cost-in-three-to-five-years")
    assert interval(result) == pytest.approx((-365 / 365.25, -730 / 365.25, -181 / 365.25, 2))
    assert "Of 2 costs of a search 1 had been met before the claim; 1 not met yet" in result["evidence"]


def on_sale(
    writer: Writer, model_id: str, usd_in: float, usd_out: float, cached: float | None = None, **other: object
) -> None:
    """Add an offer of a model at GPT-4's level, by default in force on 2026-03-01."""
    prices = {"input_usd_per_mtok": usd_in, "output_usd_per_mtok": usd_out, "cached_input_usd_per_mtok": cached}
    key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard"}
    fill(writer, "out_price_history", {**key, "valid_from": "2026-01-01", "valid_to": "2026-04-01", **prices, **other})
    fill(writer, "core_model", {"model_id": model_id, "reasoning": False})
    qualify(writer, model_id, "eci>=gpt-4-0314")


def test_a_fresh_answer_beside_a_cached_one_at_sellers_that_list_a_cache(writer: Writer) -> None:
    workload(writer, "chat", 1000, 200)
    on_sale(writer, "plain", 1, 1)  # 1,200, and no cache on sale
    on_sale(writer, "no discount", 1, 1, cached=1)  # the input price replaces the missing one
    on_sale(writer, "caching", 2, 2, cached=0.4)  # 2,400 fresh, 800 cached
    on_sale(writer, "also caching", 9, 1, cached=0.9)  # 9,200 fresh, 1,100 cached
    on_sale(writer, "after the claim", 1, 1, cached=0.01, valid_from="2026-03-02")
    on_sale(writer, "before the claim", 1, 1, cached=0.01, valid_to="2026-03-01")
    row = measure(writer, "sampling-over-caching")
    assert interval(row) == (pytest.approx(3), pytest.approx(3), pytest.approx(3), 1)
    assert row["evidence"].startswith("2 of 4 offers ask less for cached input.")
    assert "the cheapest fresh answer of all sellers, 1.50 times" in row["evidence"]


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
    on_sale(writer, "after the claim", 0.01, 1, valid_from="2026-03-02", valid_to=None)
    again = {"model_id": "m1", "provider_model_id": "m1", "provider": "other", "tier": "standard", "valid_to": None}
    fill(
        writer,
        "out_price_history",
        {**again, "valid_from": "2026-01-01", "input_usd_per_mtok": "1.5", "output_usd_per_mtok": 1},
    )
    # (1 + 2 + 3 + 4 + 5) $ per million times 1,000 tokens = $0.015 over $0.0106.
    result = measure(writer, "ensembles-become-viable")
    assert result["measured"] == pytest.approx(0.015 / 0.0106)
    assert "m1, m2, m3, m4, m5" in result["evidence"]


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
    result = measure(writer, claim_id)
    assert interval(result) == (pytest.approx(10, rel=1e-6), pytest.approx(10, 1e-3), pytest.approx(10, 1e-3), 4)


def test_the_ninety_percent_interval_of_three_points(writer: Writer) -> None:
    # Log10 cost 0, -1, -4 after 0, 1, 2 years: slope -2, residuals -1/3, 2/3, -1/3 on one degree of freedom.
    for year, usd in enumerate((1, 0.1, 0.0001)):
        step(writer, str(date(2022, 12, 1) + timedelta(365 * year)), None, usd, bar="gpqa-diamond>=gpt-4-0314")
    result = measure(writer, "epoch-gpqa-diamond")
    margin = 6.314 * (6 / 9 / 1 / 2) ** 0.5
    assert interval(result) == pytest.approx((100, 10 ** (2 - margin), 10 ** (2 + margin), 3), rel=1e-6)


def test_the_span_of_rates_is_the_median_over_bars(writer: Writer) -> None:
    for bar, yearly in [("a", 10), ("b", 100), ("eci>=gpt-3.5-turbo-0613", 1000)]:
        for day in (0, 100, 200, 365):
            usd = 0.1 / yearly ** (day / 365)
            step(writer, str(date(2023, 7, 1) + timedelta(day)), None, round(usd, 12), bar=bar)
    step(writer, "2023-03-14", None, 9, bar="eci>=gpt-3.5-turbo-0613")  # only GPT-4 had a score then
    step(writer, "2023-03-14", None, 9, bar="short")
    result = measure(writer, "epoch-nine-to-nine-hundred")
    assert interval(result) == (pytest.approx(100), pytest.approx(10), pytest.approx(1000, rel=1e-4), 3)


@pytest.mark.parametrize(
    ("claim_id", "end"),
    [
        ("a16z-ten-times", date(2024, 11, 1)),
        ("a16z-mmlu-83", date(2024, 11, 1)),
        ("altman-ten-times", date(2025, 2, 9)),
        ("price-of-progress", date(2025, 11, 28)),
        ("price-of-progress-2", date(2026, 3, 23)),
        ("korinek-94-percent", date(2026, 5, 31)),
    ],
)
def test_the_first_and_the_last_price_make_the_rate(writer: Writer, claim_id: str, end: date) -> None:
    start = end - timedelta(487)  # four thirds of a year of 365.25 days
    step(writer, str(start), str(start + timedelta(200)), 0.16)
    step(writer, str(start + timedelta(200)), None, 0.01)
    step(writer, str(end - timedelta(100)), None, 0.0001, bar="young>=gpt-4-0314")
    result = measure(writer, claim_id)
    assert interval(result) == (pytest.approx(8), pytest.approx(8), pytest.approx(8), 1)


@pytest.mark.parametrize(
    ("claim_id", "end"),
    [
        ("ai-index", date(2024, 10, 1)),
        ("ai-index-2026", date(2024, 10, 1)),
        ("densing-law-price", date(2024, 8, 31)),
    ],
)
def test_the_fall_at_gpt_3_5_starts_when_that_model_was_on_sale(writer: Writer, claim_id: str, end: date) -> None:
    bar = "eci>=gpt-3.5-turbo-0613"
    step(writer, "2023-03-14", "2023-06-13", 9, bar=bar)
    step(writer, "2023-06-13", "2024-06-01", 0.0256, bar=bar)
    step(writer, "2024-06-01", None, 0.0001, bar=bar)
    days = (end - date(2023, 6, 13)).days
    assert measure(writer, claim_id)["measured"] == pytest.approx(256 ** (365.25 / days))


def test_matched_models_are_blind_to_what_is_new(writer: Writer) -> None:
    # One of two offers halves once in 31 months: half of ln 2 over 31 months, times 12.
    priced(writer, "cut", "A", ("2023-12-01", 2), ("2025-01-15", 1))
    priced(writer, "still", "B", ("2023-12-01", 5))
    assert measure(writer, "price-of-intelligence-matched")["measured"] == pytest.approx(2 ** (12 / 62))
    # A newcomer at a hundredth of the price joins before the last day that is compared: it matches nothing yet.
    priced(writer, "new", "C", ("2026-07-15", 0.05))
    result = measure(writer, "price-of-intelligence-matched")
    assert (result["measured"], result["n"]) == (pytest.approx(2 ** (12 / 62)), 62)


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
    result = measure(writer, "price-of-intelligence-quality-adjusted")
    assert result["measured"] == pytest.approx(3, rel=1e-6)
    assert "cost 2.7 times as much" in result["evidence"]


def test_hardware_per_dollar_recovers_what_was_planted(writer: Writer) -> None:
    for name, day in [("a", "2017-01-01"), ("b", "2019-01-01"), ("c", "2021-01-01"), ("d", "2023-01-01")]:
        years = (date.fromisoformat(day) - date(2017, 1, 1)).days / 365.25
        spec = {"dense_fp16_tflops": 100 * 1.3**years, "list_price_usd": 1000, "released_on": day}
        fill(writer, "core_accelerator", {"accelerator_id": name, "name": name, **spec})
    fill(writer, "core_accelerator", {"accelerator_id": "unpriced", "dense_fp16_tflops": 9})
    late = {"dense_fp16_tflops": 1, "list_price_usd": 1000, "released_on": "2025-01-01"}
    fill(writer, "core_accelerator", {"accelerator_id": "after the claim", "name": "late", **late})
    result = measure(writer, "epoch-hardware-per-dollar")
    assert interval(result) == (pytest.approx(1.3), pytest.approx(1.3), pytest.approx(1.3), 4)
