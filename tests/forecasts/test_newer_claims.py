"""Claims of 2025 and 2026: their own figures, and what the SQL of each measures in a warehouse to work out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assets.forecasts.facts import ClaimRow
from assets.trends.facts import PublishedRateRow
from tests.conftest import fill, qualify
from tests.forecasts.claim_rows import driver, interval, measure, priced, step, workload
from warehouse.bundle import Bundle
from warehouse.store import Writer

CLAIMS = {claim.claim_id: claim for claim in Bundle().read("claims", ClaimRow)}
RATES = {rate.claim_id: rate for rate in Bundle().read("published_rates", PublishedRateRow)}


def test_half_lives_and_multiples_are_turned_into_factors() -> None:
    claimed = {
        "du-economy-tier": 2 ** (1 / 1.10),
        "du-middle-tier": 2 ** (1 / 1.55),
        "densing-law": 2 ** (12 / 3.5),
        "densing-law-price": 266.7 ** (12 / 20),
        "ai-index-2026": 280 ** (12 / 23),
        "korinek-94-percent": 1 / (1 - 0.94),
        "google-serving-78-percent": 1 / (1 - 0.78),
        "compute-cpi": (100 / 69.1) ** (365.25 / (date(2026, 4, 23) - date(2025, 2, 1)).days),
        "du-break": 14 / 12,
        "ai-index": 280 ** (12 / 23),
        "a16z-mmlu-83": 62 ** (12 / 20),
    }
    assert {name: CLAIMS[name].claimed_low for name in claimed} == pytest.approx(claimed, rel=0.011)
    assert [name for name in claimed if CLAIMS[name].claimed_low != CLAIMS[name].claimed_high] == []


def test_published_halving_times_are_turned_into_factors() -> None:
    # Months to halve (or to double): the estimate, and the ends of its interval from slow to fast.
    months = {
        "weirdml-2025": (1.99, 2.37, 1.67),
        "epoch-algorithmic-2024": (8, 14, 5),
        "epoch-gpu-price-performance-2022": (12 * 2.46, 12 * 2.72, 12 * 2.24),
    }
    for name, halving in months.items():
        rate = RATES[name]
        factors = [2 ** (12 / length) for length in halving]
        assert (rate.factor_per_year, rate.low, rate.high) == pytest.approx(factors, rel=0.005), name
    assert (CLAIMS["weirdml"].claimed_low, CLAIMS["weirdml"].claimed_high) == (33.4, 145.6)


def test_the_rates_of_the_same_works_say_the_same() -> None:
    pairs = {
        "du-2026-economy": "du-economy-tier",
        "du-2026-middle": "du-middle-tier",
        "densing-law-2025": "densing-law",
        "densing-law-2025-price": "densing-law-price",
        "ai-index-2026": "ai-index-2026",
        "korinek-2026": "korinek-94-percent",
        "compute-cpi-2026": "compute-cpi",
        "google-2026-serving": "google-serving-78-percent",
        "price-of-progress-2026-algorithmic": "price-of-progress-2-algorithms",
    }
    for rate, claim in pairs.items():
        assert RATES[rate].factor_per_year == CLAIMS[claim].claimed_low, rate
    rising = RATES["price-of-progress-2026-frontier"]
    claim = CLAIMS["price-of-progress-frontier"]
    assert (1 / (rising.high or 0), 1 / (rising.low or 0)) == pytest.approx(
        (claim.claimed_low, claim.claimed_high), rel=0.01
    )
    assert RATES["altman-2025-gpt-4o"].factor_per_year == pytest.approx(150 ** (12 / 16), rel=0.01)
    assert RATES["du-2026-600-fold"].factor_per_year == pytest.approx(600 ** (1 / 6), rel=0.01)
    assert RATES["snellman-2025"].factor_per_year == pytest.approx(1000**0.5, rel=0.01)


def test_the_best_model_of_each_day_becomes_more_expensive(writer: Writer) -> None:
    # An answer costs 4 times as much each year; a thinking model answers with twice the tokens at half the price.
    workload(writer, "chat", 1_000_000, 0)
    workload(writer, "reasoning", 2_000_000, 0)
    models = [
        ("first", "2023-03-01", 100, "never", 1),
        ("second", "2024-03-01", 110, "never", 1),
        ("third", "2025-03-01", 120, "always", 0.5),
        ("worse", "2025-06-01", 115, "never", 0.001),
        ("after the claim", "2026-03-24", 130, "never", 0.001),
    ]
    for model_id, day, score, thinking, share in models:
        usd = round(share * 4 ** ((date.fromisoformat(day) - date(2023, 3, 1)).days / 365.25), 9)
        fill(writer, "core_score", {"model_id": model_id, "benchmark": "eci", "scale": "epoch", "score": score})
        fill(writer, "core_model", {"model_id": model_id, "thinking": thinking})
        price = {"input_usd_per_mtok": usd, "output_usd_per_mtok": 1, "valid_from": day, "tier": "standard"}
        fill(writer, "out_price_history", {"model_id": model_id, "provider_model_id": model_id, **price})
    result = measure(writer, "price-of-progress-frontier")
    assert interval(result) == (*[pytest.approx(4, rel=1e-6)] * 3, 3)
    assert "3 models were the best of their day, 1 of them thinking: from first at $1.0000" in result["evidence"]


def test_the_break_is_the_month_from_which_another_line_fits(writer: Writer) -> None:
    # Falling 10 times a year until May 2024, then half that and level: the break is 14 months after March 2023.
    for month in range(1, 37):
        day = date(2023 + (month + 2) // 12, (month + 2) % 12 + 1, 1)
        usd = 0.1 / 10 ** (month / 12) if month < 14 else 0.05 / 10 ** (14 / 12)
        step(writer, str(day), str(day + timedelta(20)), round(usd, 12))
    assert interval(measure(writer, "du-break")) == (*[pytest.approx(14 / 12)] * 3, 36)


def offers(writer: Writer, day: date, prices: list[float]) -> None:
    """Put one offer per price on sale for twenty days, of two makers in turn."""
    for place, usd in enumerate(prices):
        model_id = f"{day}-{place}"
        fill(writer, "core_model", {"model_id": model_id, "organization": "AB"[place % 2]})
        key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard"}
        days = {"valid_from": day, "valid_to": day + timedelta(20)}
        fill(writer, "out_price_history", {**key, **days, "input_usd_per_mtok": usd, "output_usd_per_mtok": usd})


SPREAD = [10.0**place / 1000 for place in range(11)]
LATER = [usd / (2 if place < 5 else 4) for place, usd in enumerate(SPREAD)]
"""A year later the five cheapest of eleven cost half as much, the others a quarter."""


@pytest.mark.parametrize(("claim_id", "factor"), [("du-economy-tier", 2), ("du-middle-tier", 4)])
def test_a_level_among_all_list_prices_falls(writer: Writer, claim_id: str, factor: float) -> None:
    offers(writer, date(2023, 5, 1), SPREAD)
    offers(writer, date(2024, 5, 1), LATER)
    offers(writer, date(2025, 5, 1), [1e-6] * 9)  # fewer than ten
    offers(writer, date(2026, 4, 1), [1e-6] * 10)  # after the claim
    result = measure(writer, claim_id)
    assert (result["measured"], result["n"]) == (pytest.approx(factor), 22)
    assert "on the first of 2 months, May 2023 to May 2024, by 2 makers" in result["evidence"]


def test_the_median_price_of_a_token_and_its_quartiles(writer: Writer) -> None:
    offers(writer, date(2023, 4, 1), [1e6] * 9)  # fewer than ten
    offers(writer, date(2023, 5, 1), SPREAD)
    offers(writer, date(2026, 6, 1), LATER)
    # The lower quartile is among the five that halve.
    assert interval(measure(writer, "slok-90-percent")) == (*map(pytest.approx, (4, 2, 4)), 22)


def test_what_is_not_hardware_is_the_rest_of_the_fall(writer: Writer) -> None:
    stretch = {"span": "joined", "period_from": "2023-12-31", "period_to": "2025-12-31", "observed_log_change": -10}
    driver(writer, "hardware", 1.2, **stretch, log_change=-1, log_change_low=-2, log_change_high=1)
    driver(writer, "hardware", 1.2, **{**stretch, "period_to": "2026-03-31"}, log_change=-9)
    assert interval(measure(writer, "du-not-hardware")) == (*map(pytest.approx, (90, 80, 110)), 7)


def test_models_of_the_same_score_become_smaller(writer: Writer) -> None:
    models = [
        ("first", "bar", 640, "2023-11-20", True),
        ("smallest", "bar", 40, "2024-12-01", True),
        ("larger", "bar", 70, "2025-01-01", True),
        ("closed", "bar", 1, "2024-01-01", False),
        ("unknown", "bar", None, "2024-01-01", True),
        ("after the claim", "bar", 1, "2025-11-21", True),
        ("young", "young bar", 8, "2025-06-01", True),
    ]
    for model_id, bar, total, day, is_open in models:
        fill(
            writer,
            "core_model",
            {"model_id": model_id, "total_params_b": total, "released_on": day, "open_weights": is_open},
        )
        qualify(writer, model_id, bar)
    # 16 times smaller in 731 days.
    result = measure(writer, "densing-law")
    assert interval(result) == (*[pytest.approx(16 ** (365.25 / 731))] * 3, 4)


def test_an_answer_beside_the_cheapest_search_api_of_the_day(writer: Writer) -> None:
    step(writer, "2025-01-01", "2025-05-02", 9)
    step(writer, "2025-05-02", None, 0.001)
    step(writer, "2025-05-01", None, 0.0005, bar="gpqa>=gpt-4-0314")
    step(writer, "2025-05-01", None, 9, workload="reasoning")
    for target, usd, kind, day, until in [
        ("cheap", 0.004, "market-price", "2024-01-01", None),
        ("other", 0.01, "market-price", "2024-01-01", None),
        ("ended", 0.001, "market-price", "2024-01-01", "2025-05-02"),
        ("later", 0.001, "market-price", "2025-05-03", None),
        ("electricity", 0.00001, "marginal-cost", "2009-01-01", None),
    ]:
        key = {"target": target, "label": target, "kind": kind, "valid_from": day, "valid_to": until}
        fill(writer, "core_search_cost", {**key, "usd_per_query": usd})
    result = measure(writer, "snellman-below-search")
    assert interval(result) == (pytest.approx(4), pytest.approx(4), pytest.approx(8), 2)
    assert "$0.001000, one call of the cheapest search API $0.0040 (cheap)" in result["evidence"]


def test_a_thousandfold_in_two_years(writer: Writer) -> None:
    step(writer, "2023-03-14", "2024-01-01", 0.05)
    step(writer, "2024-01-01", "2025-06-01", 0.01)
    step(writer, "2025-06-01", None, 0.0001)
    assert interval(measure(writer, "snellman-thousandfold")) == (*[pytest.approx(500)] * 3, 1)


def test_gpt_4o_is_compared_with_gpt_4_by_their_first_prices(writer: Writer) -> None:
    for model_id, usd_in, usd_out, day in [
        ("gpt-4-0314", 30, 60, "2023-03-14"),
        ("gpt-4o-2024-05-13", 5, 15, "2024-05-13"),
        ("gpt-4o-2024-05-13", 2.5, 10, "2024-08-06"),
        ("gpt-4o-mini", 0.15, 0.6, "2024-07-18"),
    ]:
        price = {"input_usd_per_mtok": usd_in, "output_usd_per_mtok": usd_out, "valid_from": day}
        key = {"provider": "openai", "tier": "standard", "model_id": model_id}
        fill(writer, "out_price_history", {**key, **price})
    # 37.50 / 7.50 = 5; 37.50 / 0.2625 = 142.9.
    result = measure(writer, "altman-150-times")
    assert interval(result) == (*map(pytest.approx, (5, 5, 37.5 / 0.2625)), 3)
    assert "5 times cheaper. Only GPT-4o mini ($0.2625)" in result["evidence"]


def test_closed_models_cost_more_at_the_same_score(writer: Writer) -> None:
    # Price = e^(score / 10), three times that of a closed model; closed models score higher.
    for place, (score, is_open) in enumerate([(100, True), (110, True), (120, False), (130, False)]):
        usd = round(2.718281828459045 ** (score / 10 - 9) * (1 if is_open else 3), 9)
        priced(writer, f"model {place}", f"maker {place % 2}", ("2025-12-01", usd))
        fill(writer, "core_score", {"model_id": f"model {place}", "benchmark": "eci", "scale": "epoch", "score": score})
        writer.connection.execute(
            "UPDATE core_model SET open_weights = ? WHERE model_id = ?", [is_open, f"model {place}"]
        )
    result = measure(writer, "open-under-closed")
    assert (result["measured"], result["n"]) == (pytest.approx(3, rel=1e-6), 4)
    assert result["evidence"].startswith("2 offers of open and 2 of closed models")


def test_the_same_models_over_the_period_of_an_index(writer: Writer) -> None:
    # One of two offers halves once in 14 months.
    priced(writer, "cut", "A", ("2025-01-01", 2), ("2025-06-15", 1), ("2026-04-02", 0.001))
    priced(writer, "still", "B", ("2025-01-01", 5))
    assert measure(writer, "compute-cpi")["measured"] == pytest.approx(2 ** (12 / 28))
