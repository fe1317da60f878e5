"""A warehouse small enough to check by hand: one bar, one workload, two searches, three steps, two methods."""

from __future__ import annotations

import math
from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from warehouse.home import Home
from warehouse.store import Writer, open_writer

Row = dict[str, Any]
BAR, WORKLOAD = "eci>=gpt-4-0314", "chat"
GOOGLE, ELECTRICITY = "google-search-full-cost-semianalysis-2023", "classic-search-electricity"
DIGEST = "ab12cd34" * 8
ORIGIN = {"source": "facts/test", "source_url": "https://prices.example/list", "capture_sha256": DIGEST}
SERIES = {"bar": BAR, "workload": WORKLOAD}

MODELS = {"gpt-4-0314": "GPT-4 (Mar 2023)", "gpt-4o": "GPT-4o (May 2024)", "phi-4": "Phi-4"}
# 1,000 tokens in and 200 out: $30/$60, $5/$15 and $0.10/$0.40 per million make $0.042, $0.008 and $0.00018 an answer.
OFFERS = [
    ("2023-03-14", "2024-05-13", "0.042", "openai", "gpt-4-0314", "30", "60"),
    ("2024-05-13", "2025-01-10", "0.008", "openai", "gpt-4o", "5", "15"),
    ("2025-01-10", None, "0.00018", "openrouter", "phi-4", "0.1", "0.4"),
]


def bar_rows() -> list[Row]:
    return [
        {"bar": BAR, "position": 1, "benchmark": "eci", "label": "GPT-4 on the Index", **ORIGIN},
        {
            "bar": "arena-text>=gpt-4-0314",
            "position": 2,
            "benchmark": "arena-text",
            "label": "GPT-4 on Arena",
            **ORIGIN,
        },
    ]


def workload_row() -> Row:
    tokens = {"input_tokens": 1000, "cached_input_tokens": 0, "output_tokens": 200, "searches": 0, "calls": 1}
    words = {"answered_by": "non-reasoning", "label": "a chat turn", "basis": "made up"}
    return {"workload": WORKLOAD, "position": 1, **tokens, **words, **ORIGIN}


def search_row(target: str, label: str, usd: str, kind: str) -> Row:
    words = {"target": target, "label": label, "usd_per_query": usd, "kind": kind, "quality": "secondary"}
    return {**words, "valid_from": "2023-02-09", "date_basis": "dated", **ORIGIN}


def step_rows() -> list[Row]:
    rows = []
    for number, (start, end, usd, provider, model, price_in, price_out) in enumerate(OFFERS):
        runner_up = OFFERS[number - 1] if number else None
        rows.append(
            {
                **SERIES,
                "valid_from": start,
                "valid_to": end,
                "usd_per_query": usd,
                "provider": provider,
                "model_id": model,
                "provider_model_id": model,
                "input_usd_per_mtok": price_in,
                "output_usd_per_mtok": price_out,
                "runner_up_model_id": runner_up and runner_up[4],
                "runner_up_provider": runner_up and runner_up[3],
                "runner_up_usd_per_query": runner_up and runner_up[2],
                "context_tokens": 128_000,
                "last_confirmed_on": "2026-10-20" if end is None else start,
                "is_stale": False,
                "score": 126,
                "score_effort": "none",
                "threshold": 125.7,
                "vintage": "2024-06-01",
                "pseudo_real_time": start < "2024-06-01",
                "price_valid_from": start,
                "n_sources": 1 + (number == 0),
                "score_source_url": "https://scores.example",
                **ORIGIN,
            }
        )
    return rows


def verdict_row(target: str, **changes: Any) -> Row:
    row = {
        **SERIES,
        "target": target,
        "as_of": "2026-11-24",
        "status": "crossed",
        "crossed_on": "2024-05-13",
        "crossed_on_low": "2023-08-09",
        "crossed_on_high": "2024-06-20",
        "holds_now": True,
        "model_id": "gpt-4o",
        "provider": "openai",
        "usd_per_query": "0.008",
        "target_usd_per_query": "0.0106",
        "ratio": 0.754717,
        "now_model_id": "phi-4",
        "now_provider": "openrouter",
        "now_usd_per_query": "0.00018",
        "now_target_usd_per_query": "0.0106",
        "now_ratio": 0.016981,
        "now_last_confirmed_on": "2026-10-20",
        "now_is_stale": False,
        "target_kind": "full-cost",
        "p_1y": 1,
        "p_3y": 1,
        "p_5y": 1,
        "method": "pool",
        "position": 1,
    }
    return row | changes


OPEN: Row = {
    "status": "not_crossed",
    "crossed_on": None,
    "crossed_on_low": None,
    "crossed_on_high": None,
    "holds_now": False,
    "model_id": "phi-4",
    "provider": "openrouter",
    "usd_per_query": "0.00018",
    "target_usd_per_query": "0.000018",
    "now_target_usd_per_query": "0.000018",
    "ratio": 10,
    "now_ratio": 10,
    "target_kind": "marginal-cost",
    "p_1y": 0.558,
    "p_3y": 0.86,
    "p_5y": 0.9204,
    "position": 2,
}
"""What differs for a target that is not crossed."""


def forecast_rows() -> list[Row]:
    """A median that halves each year from $0.00018, in bands that widen by a factor of 2, 4 and 8 each year."""
    widths = {0.025: 8, 0.1: 4, 0.25: 2, 0.5: 1, 0.75: 1 / 2, 0.9: 1 / 4, 0.975: 1 / 8}
    return [
        {
            **SERIES,
            "method": "pool",
            "origin": "2026-11-24",
            "date": date(2026 + years, 11, 24),
            "quantile": quantile,
            "usd_per_query": 0.00018 / 2**years / width**years,
        }
        for years in range(1, 6)
        for quantile, width in widths.items()
    ]


def chance_rows() -> list[Row]:
    asked = {**SERIES, "target": ELECTRICITY, "origin": "2026-11-24"}
    text = {"pool": (0.558, 0.7, 0.86, 0.9, 0.9204), "no-change": (0.268, 0.4, 0.52, 0.57, 0.61)}
    return [
        {**asked, "method": method, "date": date(2027 + year, 11, 24), "p_level": p, "p_first_passage": p}
        for method, chances in text.items()
        for year, p in enumerate(chances)
    ]


def trend_row(method: str, factor: float, low: float | None, high: float | None) -> Row:
    span = {"span": "all", "window_from": "2023-03-31", "window_to": "2026-11-24", "n": 44}
    return {
        **SERIES,
        "method": method,
        **span,
        "factor_per_year": factor,
        "low": low,
        "high": high,
        "interval_level": 0.9,
    }


def score_row(method: str, months: int, crps: float, skill: float, low: float | None, high: float | None) -> Row:
    words = {
        "method": method,
        "horizon_months": months,
        "n": 1200,
        "n_failed": 12,
        "n_vintage": 400,
        "n_origins": 30,
        "crps": crps,
        "pinball": 0.1,
    }
    covered = {"cover_50": 0.6, "cover_80": 0.83, "cover_95": 0.95, "interval_level": 0.9}
    return {
        **words,
        "crps_no_change": 0.2,
        "skill_vs_no_change": skill,
        "skill_low": low,
        "skill_high": high,
        **covered,
    }


def event_row(place: int, observed: float) -> Row:
    bins = {"bin_low": place / 10, "bin_high": (place + 1) / 10, "n": 100, "n_censored": 3}
    return {
        "kind": "event",
        "method": "pool",
        "horizon_months": 12,
        **bins,
        "forecast": place / 10 + 0.05,
        "observed": observed,
    }


def falls_row() -> Row:
    """Return all chances of falls within a year together: no mean over the bins of `event_row`."""
    bins = {"bin_low": 0, "bin_high": 1, "n": 300, "n_censored": 9, "brier": 0.1}
    return {"kind": "brier", "method": "pool", "horizon_months": 12, **bins, "forecast": 0.15, "observed": 0.21}


def rate_row(
    claim: str, author: str, reference: str, factor: float | None, low: float | None, high: float | None
) -> Row:
    words = {"claim_id": claim, "author": author, "title": "A study", "quantity": "list price", "reference": reference}
    period = {"period_from": "2023-03-14", "period_to": "2024-12-13", "method": "OLS", "benchmark": "GPQA Diamond"}
    interval = {"factor_per_year": factor, "low": low, "high": high, "interval_level": low and 0.9}
    return {**words, **period, **interval, **ORIGIN}


def source_row(source: str, **changes: Any) -> Row:
    health = {"last_success_at": "2026-11-23 00:00:00", "age_hours": 24, "rows": 2029, "quarantined": 3}
    words = {"kind": "facts", "url": "https://prices.example", "licence": "MIT", "status": "bundled", "error": None}
    return {"source": source, **words, **health, "capture_sha256": DIGEST} | changes


def driver_rows() -> list[Row]:
    """$0.042 to $0.00018: 2 times cheaper by hardware, 40 by algorithms, 1/1.5 by the market, and a rest."""
    whole = {"hardware": -math.log(2), "algorithms": -math.log(40), "market": math.log(1.5)}
    observed = math.log(0.00018 / 0.042)
    changes = {**whole, "residual": observed - sum(whole.values())}
    words = {"period_from": "2023-03-14", "period_to": "2026-11-24", "method": "shapley", "interval_level": 0.9}
    costs = {"usd_per_query_from": "0.042", "usd_per_query_to": "0.00018", "observed_log_change": observed}
    rows = [
        {**SERIES, "driver": driver, "span": "whole", **words, **costs, "log_change": change, "measured": True, "n": 9}
        | {"log_change_low": change - 0.5, "log_change_high": change + 0.5, "evidence": f"why {driver}"}
        | {"factor_per_year": math.exp(-change / 3.7), "low": 0.5, "high": 9, "share": change / observed}
        for driver, change in changes.items()
    ]
    unmeasured = {"log_change": None, "log_change_low": None, "log_change_high": None, "measured": False}
    first_year = {"span": "year", "period_to": "2023-12-31", "factor_per_year": None, "low": None, "high": None}
    joined = changes["market"] + changes["residual"]
    ends = {"": joined, "_low": joined - 0.4, "_high": joined + 0.4}
    rows = [
        {**row, "note": None}
        | {f"with_market_log_change{end}": at if row["driver"] == "residual" else None for end, at in ends.items()}
        for row in rows
    ]
    return rows + [{**row, **first_year, **unmeasured, "note": "no rental price", "share": None} for row in rows]


def driver_check_rows() -> list[Row]:
    row = {
        "bar": None,
        "unit": "times per year",
        "interval_level": 0.9,
        "method": "by regression",
        "study": "Xiao et al.",
    }
    law = {"check_id": "densing-law", "published": 10.8, "measured": 9.7, "low": 4.6, "high": 43, "n": 96}
    share = {**row, "unit": "share of the fall", "method": "as in the table", "study": None}
    left = {"check_id": "residual-share", "measured": 0.396, "low": 0.288, "high": 0.505}
    return [
        {**row, **law, "source_url": "https://law.example"},
        {**share, **left, "bar": SERIES["bar"], "published": None, "n": None, "source_url": None},
        {**share, **left, "bar": "another", "published": None, "n": None, "source_url": None},
    ]


def claim_rows() -> list[Row]:
    place = {"topic": "The blog", "quote": None, "place": None, "read_url": None}
    days = {"made_on": "2026-03-01", "as_of": "2026-11-24"}
    common = {"author": "A blog", "unit": "times cheaper", **days, **place, **ORIGIN}
    measured = {"claimed_low": 100, "claimed_high": 100, "measured": 230, "low": 187, "high": 715, "n": 1500}
    words = {
        "claim": "It fell 100 times",
        "verdict": "supported",
        "evidence": "230 times.",
        "measured_by": "SELECT 230",
        "quote": "dropped 100 times",
        "reading": "report",
        "read_url": "https://copy.example",
    }
    reason = {"evidence": "Not measured: no table holds it.", "reason": "no table holds it"}
    unmeasured = {"claim": "It takes less energy", "verdict": "not_measurable", "reading": "brief", **reason}
    return [
        {**common, "claim_id": "hundredfold", **measured, **words, "reason": None, "position": 1},
        {**common, "claim_id": "energy", **dict.fromkeys(measured), **unmeasured, "measured_by": None, "position": 2},
    ]


def application_rows() -> list[Row]:
    tokens = {
        "models": 1,
        "calls": 1,
        "input_tokens": 70,
        "cached_input_tokens": 0,
        "output_tokens": 215,
        "searches": 0,
    }
    budget = {"budget_source": "a guess", "budget_quality": "assumed", "basis": "made up", "quality": "assumed"}
    words = {**tokens, "searches": 0, "other_usd": 0, "answered_by": "any", "bars": BAR, **budget, **ORIGIN}
    named = {"search": ("One answer above every search", "0.0106"), "sample": ("Five samples", "0.0000074")}
    return [
        {"application": name, "label": label, "budget_usd": usd, "position": place, **words}
        for place, (name, (label, usd)) in enumerate(named.items(), 1)
    ]


def point_rows() -> list[Row]:
    offer = {"model_id": "phi-4", "provider": "openrouter", "method": "pool", "as_of": "2026-11-24"}
    words = {"budget_source": "a guess", "budget_quality": "assumed", "basis": "made up", "quality": "assumed"}
    sure = {"p_1y": 1, "p_3y": 1, "p_5y": 1, "date_p10": None, "date_p50": None, "date_p90": None}
    viable: Row = {"status": "viable", "holds_now": True, "viable_on": "2024-07-18", **sure}
    still = {"status": "not_viable", "holds_now": False, "viable_on": None, "p_1y": 0.2, "p_3y": 0.45, "p_5y": 0.64}
    dates = {"date_p10": "2027-10-24", "date_p50": "2030-04-24", "date_p90": None}
    common = {**SERIES, **offer, **words, "calls_per_budget": 1, "below_at_first_comparison": False}
    return [
        {**common, "application": "search", "budget_usd": "0.0106", "usd_per_task": "0.00044", "ratio": 0.0415}
        | {**viable, "days_within_budget": 859, "position": 1},
        {**common, "application": "sample", "budget_usd": "0.0000074", "usd_per_task": "0.000142", "ratio": 19.2}
        | {**still, **dates, "days_within_budget": 0, "position": 2},
    ]


def sensitivity_rows() -> list[Row]:
    """The pool from all prices and from both sides of the break; the headline without one source."""
    nothing = dict.fromkeys(("crossed_on", "usd_per_query", "p_1y", "p_3y", "p_5y", "delta_days", "cost_ratio"))
    of_break = {**nothing, **SERIES, "kind": "break", "target": ELECTRICITY, "method": "pool", "n": 44}
    chances = {"all": (0.12, 0.57), "until 2024-10": (0.44, 0.93), "since 2024-10": (0.015, 0.46)}
    electricity = (("stands still", 0.71), ("search-of-today", 0.44), ("all", 0.72), ("moves like list prices", 0.69))
    left_out = {**nothing, **SERIES, "kind": "leave-one-source-out", "method": "pool", "what": "openrouter", "n": 9}
    rule = {**left_out, "kind": "score-effort", "target": GOOGLE}
    return [
        *({**of_break, "what": what, "p_1y": near, "p_3y": near, "p_5y": far} for what, (near, far) in chances.items()),
        {**left_out, "target": GOOGLE, "crossed_on": "2024-05-13", "usd_per_query": "0.000112", "delta_days": 0},
        {**left_out, "target": ELECTRICITY, "p_1y": 0.09},
        {**rule, "what": "all", "crossed_on": "2024-05-13", "usd_per_query": "0.00018"},
        {**rule, "what": "any effort", "crossed_on": "2024-03-20", "usd_per_query": "0.00004"},
        *({**of_break, "kind": "target", "what": what, "p_1y": p, "p_3y": p, "p_5y": p} for what, p in electricity),
    ]


def cost_today_rows() -> list[Row]:
    """Today at the headline's bar and at models that pass two bars; the low of both was a third."""
    cost = {"workload": WORKLOAD, "as_of": "2026-11-24", "provider_model_id": "phi-4", "bars_judged": 3}
    dates = {"last_confirmed_on": "2026-10-20", "is_stale": False, "lowest_on": "2025-08-05"}
    counts = {"n_offers": 9, "n_confirmed": 7, "n_unknown_window": 1}
    low = {"lowest_usd_per_query": "0.00006", "times_lowest": 3.0}
    same = {**cost, **dates, **counts, **low, "usd_per_query": "0.00018", "provider": "openrouter"}
    return [
        {**same, "bar": BAR, "model_id": "phi-4", "bars_passed": 1, "median_of_five_usd_per_query": "0.00025"}
        | {"failed_bars": "arena-text>=gpt-4-0314"},
        {**same, "bar": "two-of-three>=gpt-4-0314", "model_id": "gpt-4o", "bars_passed": 3, "usd_per_query": "0.0004"}
        | {"median_of_five_usd_per_query": None, "failed_bars": None},
    ]


def energy_rows() -> list[Row]:
    """Two answers against a search of 2009, and against one of today."""
    source = {"published_on": "2025-08-21", "quality": "secondary", "source_url": "https://energy.example"}
    common = {**source, "search_source_url": "https://search.example", "covers": "all", "range_basis": "assumed"}
    ends = {"watt_hours_low": 0.2, "watt_hours_high": 0.4}
    chatgpt = {**common, **ends, "subject": "chatgpt", "label": "a ChatGPT query", "watt_hours": 0.34}
    gemini = {**common, **ends, "subject": "gemini", "label": "a median Gemini prompt", "watt_hours": 0.24}
    old = {"search": "published-figure", "search_watt_hours": 0.3}
    new = {"search": "search-of-today", "search_watt_hours": 0.1, "ratio_low": 1.1, "ratio_high": 9, "p_no_more": 0.05}
    even = {"ratio": 1.133333, "ratio_low": 0.95, "ratio_high": 1.35, "p_no_more": 0.2, "status": "undecided"}
    less = {"ratio": 0.8, "ratio_low": 0.67, "ratio_high": 0.96, "p_no_more": 1, "status": "takes-no-more"}
    return [
        {**chatgpt, **old, **even, "position": 1},
        {**gemini, **old, **less, "position": 2},
        {**chatgpt, **new, "ratio": 3.4, "status": "takes-more", "position": 3},
        {**gemini, **new, "ratio": 2.4, "status": "takes-more", "position": 4},
    ]


def missing_score_rows() -> list[Row]:
    """Of two models without a score, the more expensive one tells more."""
    offer = {**SERIES, "as_of": "2026-11-24", "provider": "novita", "provider_model_id": "x", "missing": "no score"}
    counts = {"bars_passed": 1, "bars_failed": 0, "n_comparable": 4, "p_qualifies": 0.5, "would_change": True}
    dates = {"last_confirmed_on": "2026-10-20", "is_stale": False, "usd_per_query": "0.00004"}
    same = {**offer, **counts, **dates, "frontier_usd_per_query": "0.00018", "cost_range_dex": 0.6}
    return [
        {**same, "rank": 1, "model_id": "gpt-4o", "expected_narrowing_dex": 0.1},
        {**same, "rank": 2, "model_id": "phi-4", "expected_narrowing_dex": 0.3},
    ]


def fill_warehouse(writer: Writer) -> None:
    """Everything the page can show."""
    tables: dict[str, list[Row]] = {
        "core_bar": bar_rows(),
        "core_workload": [workload_row()],
        "core_search_cost": [
            search_row(GOOGLE, "Google search, full cost per query (an estimate)", "0.0106", "full-cost"),
            search_row(ELECTRICITY, "Classic search, electricity only", "0.000018", "marginal-cost"),
        ],
        "core_model": [
            {"model_id": model, "name": name, "open_weights": False, "reasoning": False, **ORIGIN}
            for model, name in MODELS.items()
        ],
        "out_frontier": step_rows(),
        "out_verdict": [verdict_row(GOOGLE), verdict_row(ELECTRICITY, **OPEN)],
        "out_cost_today": cost_today_rows(),
        "out_forecast": forecast_rows(),
        "out_crossing": chance_rows(),
        "out_crossing_date": [
            {**SERIES, "target": ELECTRICITY, "method": "pool", "origin": "2026-11-24", "date_p50": "2027-10-24"}
        ],
        "out_trend": [trend_row("no-change", 1, None, None), trend_row("drift", 5.22, 1.01, 26.9)],
        "out_backtest_summary": [
            score_row("no-change", 3, 0.2, 0, 0, 0),
            score_row("no-change", 12, 0.5, 0, 0, 0),
            score_row("pool", 3, 0.15, 0.25, 0.1, 0.4),
            score_row("pool", 12, 0.55, -0.1, None, None),
        ],
        "out_pool_weight": [
            {"method": method, "origin": "2026-11-24", "weight": weight}
            for method, weight in (("hedonic", 0.3), ("drift", 0.0), ("drivers", 0.7))
        ],
        "out_calibration": [
            *(event_row(place, observed) for place, observed in enumerate((0.02, 0.2, 0.3))),
            falls_row(),
        ],
        "out_driver": driver_rows(),
        "out_driver_check": driver_check_rows(),
        "out_claim": claim_rows(),
        "core_application": application_rows(),
        "out_price_point": point_rows(),
        "out_sensitivity": sensitivity_rows(),
        "out_energy_verdict": energy_rows(),
        "out_missing_score": missing_score_rows(),
        "core_published_rate": [
            rate_row("gpqa", "Epoch AI", "GPT-4-0314", 42.02, 4.4, 401.4),
            rate_row("all", "Altman", "fixed level", 10, None, None),
            rate_row("progress", "Gundlach", "frontier models", None, 5, 10) | {"interval_level": None},
        ],
        "out_source": [
            source_row("facts/test"),
            source_row("silent", age_hours=None, status="failed", error="HTTP 503"),
        ],
        "out_quarantine": [
            {**ORIGIN, "source": "silent", "captured_at": "2026-11-23 00:00:00", "row": "{}", "reason": reason}
            for reason in ("no exact alias", "no exact alias", "no price")
        ],
    }
    for table, rows in tables.items():
        description = writer.connection.execute(f'SELECT * FROM "{table}" LIMIT 0').description
        known = {column[0] for column in description}
        writer.insert_rows(table, [{name: row[name] for name in row if name in known} for row in rows])


@pytest.fixture
def empty(tmp_path: Path) -> Generator[Writer]:
    """A warehouse with its tables and no row."""
    with open_writer(Home(tmp_path / "home")) as writer:
        yield writer


@pytest.fixture
def filled(empty: Writer) -> Writer:
    """The small warehouse."""
    fill_warehouse(empty)
    return empty
