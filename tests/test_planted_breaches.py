"""Every blocking data rule fails where a row that breaks it is planted: no check passes in silence.

Rules that are made by a function (`unique_key`, `not_empty`, `known_in`) are planted in `tests/test_rules.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assets.all_rules import ALL_RULES
from assets.data_rule import Rule, evaluate
from tests.conftest import fill
from warehouse.store import Writer

Rows = list[tuple[str, Mapping[str, object]]]
JANUARY, FEBRUARY, MARCH = "2026-01-01", "2026-02-01", "2026-03-01"
LATE, EARLY = {"valid_from": JANUARY, "valid_to": MARCH}, {"valid_from": FEBRUARY}
OVERLAP = [LATE, EARLY]
UNDECIDED = {
    **{"ratio_low": 1, "ratio": 2, "ratio_high": 3, "p_no_more": 0.5, "status": "undecided"},
    **{"watt_hours_low": 1, "watt_hours": 1, "watt_hours_high": 1},
}
DRIVER = {"span": "year", "driver": "market", "period_from": JANUARY, "period_to": FEBRUARY}
VERDICT = {"status": "not_crossed", "ratio": 2, "holds_now": False}
HALF = {f"p_{years}y": 0.5 for years in (1, 3, 5)}


def of(table: str, *rows: Mapping[str, object]) -> Rows:
    return [(table, row) for row in rows]


PLANTED: dict[str, Rows] = {
    "core_model_link__one_model_at_a_time": of("core_model_link", *OVERLAP),
    "core_price_observation__prices_are_plausible_usd_per_mtok": of(
        "core_price_observation", {"input_usd_per_mtok": "3000"}
    ),
    "out_price_history__intervals_do_not_overlap": of("out_price_history", *OVERLAP),
    "out_price_vintage__latest_is_the_history": of("out_price_vintage", {}),
    "core_bar_member__members_reach_the_bar": of("core_bar_member", {"score": 99, "threshold": 100}),
    "core_score__percentages_are_percentages": of("core_score", {"benchmark": "mmlu", "score": 101}),
    "_hardware_evidence__no_unexplained_outlier": [
        ("_hardware_evidence", {"result_id": "a"}),
        ("out_hardware_result_doubt", {"result_id": "a", "action": "dropped"}),
    ],
    "core_engine_throughput__per_accelerator_adds_up": of(
        "core_engine_throughput", {"tokens_per_s": 8, "tokens_per_s_per_accelerator": 2, "gpus": 2}
    ),
    "core_hardware_result__per_accelerator_adds_up": of(
        "core_hardware_result", {"value": 8, "value_per_accelerator": 2, "accelerators": 2}
    ),
    "core_inference_sweep__output_is_part_of_the_total": of(
        "core_inference_sweep", {"tokens_per_s_per_accelerator": 2, "total_tokens_per_s_per_accelerator": 1}
    ),
    "core_rental_price__rental_is_plausible_usd_per_gpu_hour": of("core_rental_price", {"usd_per_gpu_hour": 101}),
    "out_hardware_gain__formats_are_never_assumed": of("out_hardware_gain", {"basis": "same_format"}),
    "out_rental_index__month_was_seen": of("out_rental_index", {}),
    "out_rental_index__nothing_is_dated_after_as_of": [
        ("_made", {"table_name": "a", "as_of": JANUARY}),
        ("out_rental_index", {"month": FEBRUARY}),
    ],
    "out_serving_cost__cost_is_rent_over_throughput": of(
        "out_serving_cost", {"usd_per_mtok": 1, "tokens_per_s": 1, "usd_per_gpu_hour": 1}
    ),
    "out_serving_cost__rent_is_of_the_same_form": of("out_serving_cost", {}),
    "out_serving_cost__throughput_was_known_by_then": [
        ("out_serving_cost", {"release": "v1", "date": JANUARY}),
        ("core_hardware_result", {"release": "v1", "released_on": FEBRUARY}),
    ],
    "out_throughput_per_dollar__tokens_per_dollar_add_up": of(
        "out_throughput_per_dollar", {"usd_per_gpu_hour": 1, "mtok_per_usd": 1, "tokens_per_s_per_accelerator": 1}
    ),
    "core_energy_per_query__energy_is_plausible_watt_hours": of("core_energy_per_query", {"watt_hours": 1001}),
    "core_search_cost__intervals_run_forward": of(
        "core_search_cost", {"valid_from": FEBRUARY, "valid_to": JANUARY, "usd_per_query": "0.01"}
    ),
    "core_search_cost__search_is_plausible_usd_per_query": of("core_search_cost", {"usd_per_query": "2"}),
    "core_search_estimate__estimates_agree_with_their_targets": of(
        "core_search_estimate", {"variant": "published-figure"}
    ),
    "core_workload__workloads_have_tokens": of("core_workload", {"input_tokens": 0}),
    "out_backtest__crps_follows_from_its_quantiles": of("out_backtest", {"log10_quantiles": "[1, 2]"}),
    "out_backtest__quantiles_increase": of("out_backtest", {"log10_quantiles": "[2, 1]"}),
    "out_backtest__scored_after_the_origin": of(
        "out_backtest", {"origin": FEBRUARY, "target_date": JANUARY, "log10_quantiles": "[1]"}
    ),
    "out_driver__drivers_add_up_to_what_was_observed": of("out_driver", DRIVER),
    "out_driver__market_and_residual_add_up": of("out_driver", {**DRIVER, "driver": "residual"}),
    "out_driver__unmeasured_says_so": of("out_driver", {**DRIVER, "measured": False}),
    "out_frontier__cost_is_of_one_offer": [
        ("core_workload", {"workload": "chat"}),
        ("out_frontier", {"workload": "chat", "usd_per_query": "1"}),
    ],
    "out_frontier__intervals_do_not_overlap": of("out_frontier", *OVERLAP),
    "out_frontier__runner_up_is_not_cheaper": of(
        "out_frontier", {"usd_per_query": "0.2", "runner_up_usd_per_query": "0.1"}
    ),
    "out_frontier__steps_trace_to_a_capture": [
        ("out_frontier", {"capture_sha256": "lost"}),
        ("raw_capture", {"capture_sha256": "other"}),
    ],
    "out_market_spread__sellers_are_in_order": of(
        "out_market_spread", {"lowest_usd_per_query": "2", "median_usd_per_query": "1", "highest_usd_per_query": "3"}
    ),
    "out_pool_weight__weights_add_up": of("out_pool_weight", {"weight": 0.9}),
    "out_price_decomposition__missing_has_no_number": of(
        "out_price_decomposition", {"status": "missing", "log_change": 0.5, "factor": 2}
    ),
    "out_price_decomposition__pieces_add_up": of(
        "out_price_decomposition",
        *({"piece": piece, "position": 3, "log_change": 1} for piece in ("price_per_token", "cost_per_task")),
    ),
    "out_price_series__missing_has_a_reason": of("out_price_series", {"status": "missing", "usd_per_mtok": None}),
    "out_usage_price__only_paid_tokens_have_a_price": of("out_usage_price", {"token_share": 0.5}),
    "_application_cost__costs_of_applications_do_not_overlap": of("_application_cost", *OVERLAP),
    "_verdict_change__every_change_has_a_cause": of("_verdict_change", {"cause_kind": "moon", "changed_because": "?"}),
    "core_application__applications_have_tokens": of("core_application", {"output_tokens": 0}),
    "core_application__applications_name_bars": [
        ("core_bar", {"bar": "a"}),
        ("core_application", {"bars": "a;b"}),
    ],
    "out_claim__every_claim_is_measured_or_says_why_not": of("out_claim", {"verdict": "supported", "measured": None}),
    "out_claim__figures_lie_in_their_intervals": of("out_claim", {"measured": 3, "low": 1, "high": 2}),
    "out_crossing__first_passage_never_falls": of(
        "out_crossing", {"date": JANUARY, "p_first_passage": 0.5}, {"date": FEBRUARY, "p_first_passage": 0.4}
    ),
    "out_crossing__probabilities_are_probabilities": of("out_crossing", {"p_level": 0.5, "p_first_passage": 0.4}),
    "out_crossing_date__dates_increase": of(
        "out_crossing_date", {"date_p10": FEBRUARY, "date_p50": JANUARY, "date_p90": MARCH}
    ),
    "out_energy_verdict__energies_agree_with_their_verdict": of(
        "out_energy_verdict", {**UNDECIDED, "status": "takes-more"}
    ),
    "out_forecast__quantiles_increase": of(
        "out_forecast", {"quantile": 0.1, "usd_per_query": 2}, {"quantile": 0.9, "usd_per_query": 1}
    ),
    "out_missing_score__narrowing_is_within_the_range": of("out_missing_score", {"p_qualifies": 1}),
    "out_price_point__price_points_agree_with_themselves": of("out_price_point", {"status": "viable"}),
    "out_registered_forecast__quantiles_increase": of("out_registered_forecast", {"quantiles": "[2, 1]"}),
    "out_search_gap_forecast__gaps_and_their_chances_agree": of(
        "out_search_gap_forecast", {"log10_gap_p10": 2, "log10_gap_p50": 1, "log10_gap_p90": 3}
    ),
    "out_sensitivity__differences_are_from_the_full_data": of("out_sensitivity", {"what": "all", "delta_p_1y": 0.1}),
    "out_verdict__chances_and_dates_increase": of("out_verdict", {**VERDICT, **HALF, "p_3y": 0.4}),
    "out_verdict__verdicts_agree_with_themselves": of("out_verdict", {**VERDICT, "holds_now": True}),
    "out_verdict__verdicts_are_explained": of("out_verdict", {**VERDICT, "explanation": None}),
    "out_source__every_row_names_a_source": of("out_quarantine", {"source": "page/nobody"}),
}
"""Rows that break each rule, by its file."""
WRITTEN = [
    rule
    for rule in ALL_RULES
    if rule.blocking and rule.name not in {"key_is_unique", "has_rows"} and "_is_in_" not in rule.name
]


def name_of(rule: Rule) -> str:
    return f"{rule.table}__{rule.name}"


def test_something_is_planted_for_every_blocking_rule() -> None:
    assert sorted(PLANTED) == sorted(map(name_of, WRITTEN))


@pytest.mark.parametrize("rule", WRITTEN, ids=name_of)
def test_a_planted_row_breaks_its_rule(writer: Writer, rule: Rule) -> None:
    for table, row in PLANTED[name_of(rule)]:
        fill(writer, table, row)
    assert not evaluate(writer.connection, rule).passed
