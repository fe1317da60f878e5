"""Measure claims: which SQL file measures which claim, and the rows of out_claim from running them.

Each file is complete in itself: it has no parameters, reads published tables only and gives one row (measured, low,
high, interval_level, n, evidence), or none where the tables hold nothing to measure by. It measures up to the day of
the claim; only its sentence may add what happened later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import dropwhile
from pathlib import Path
from typing import Any

import duckdb

from assets.forecasts.claims.evaluate import evaluate_claim, widen_claim
from assets.forecasts.facts import ClaimRow
from warehouse import query

HERE = Path(__file__).parent
MEASURES = {
    "hundredfold-in-two-years": "measure_hundredfold_in_two_years",
    "h100-same-format": "measure_h100_same_format",
    "h100-fp8-over-fp16": "measure_h100_fp8_over_fp16",
    "quantization-memory": "measure_quantization_memory",
    "quantization-compute": "measure_quantization_compute",
    "speculative-decoding": "measure_speculative_decoding",
    "paged-attention-gpu": "measure_paged_attention_gpu",
    "paged-attention-memory": "measure_paged_attention_memory",
    "mixture-of-experts": "measure_mixture_of_experts",
    "llama-3-70b-self-hosted": "measure_llama_3_70b_self_hosted",
    "search-cost-in-three-to-five-years": "measure_search_cost_in_three_to_five_years",
    "sampling-over-caching": "measure_sampling_over_caching",
    "ensembles-become-viable": "measure_ensembles_become_viable",
    "three-forces-same-direction": "measure_three_forces_same_direction",
    "epoch-nine-to-nine-hundred": "measure_epoch_nine_to_nine_hundred",
    "epoch-gpqa-diamond": "measure_epoch_gpqa_diamond",
    "epoch-arena": "measure_epoch_arena",
    "a16z-ten-times": "measure_a16z_ten_times",
    "a16z-mmlu-83": "measure_a16z_mmlu_83",
    "altman-ten-times": "measure_altman_ten_times",
    "price-of-progress": "measure_price_of_progress",
    "price-of-progress-algorithms": "measure_price_of_progress_algorithms",
    "price-of-progress-2": "measure_price_of_progress_2",
    "price-of-progress-2-algorithms": "measure_price_of_progress_2_algorithms",
    "price-of-progress-frontier": "measure_price_of_progress_frontier",
    "price-of-intelligence-quality-adjusted": "measure_quality_adjusted",
    "price-of-intelligence-matched": "measure_matched_models",
    "ai-index": "measure_ai_index",
    "ai-index-2026": "measure_ai_index",
    "densing-law": "measure_densing_law",
    "densing-law-price": "measure_densing_law_price",
    "du-break": "measure_du_break",
    "du-economy-tier": "measure_du_economy_tier",
    "du-middle-tier": "measure_du_middle_tier",
    "du-not-hardware": "measure_du_not_hardware",
    "snellman-below-search": "measure_snellman_below_search",
    "snellman-thousandfold": "measure_snellman_thousandfold",
    "korinek-94-percent": "measure_korinek_94_percent",
    "altman-150-times": "measure_altman_150_times",
    "slok-90-percent": "measure_slok_90_percent",
    "compute-cpi": "measure_compute_cpi",
    "open-under-closed": "measure_open_under_closed",
    "epoch-hardware-per-dollar": "measure_hardware_per_dollar",
    "gemini-energy": "measure_gemini_energy",
}
"""By claim_id; for any other claim, claims.csv holds the reason why it cannot be measured."""
DECIMALS = 9
"""Of a figure: DuckDB adds in no fixed order, and its last digits would rebuild a table whose inputs are the same."""
NOTHING = "the tables of that date hold nothing that measures it"


def measure_claims(
    connection: duckdb.DuckDBPyConnection, claims: Iterable[ClaimRow], as_of: date
) -> Iterator[dict[str, Any]]:
    """Yield the rows of out_claim, in the order of the claims, from the tables behind the connection."""
    for position, claim in enumerate(claims, 1):
        measure = MEASURES.get(claim.claim_id)
        yield {
            **claim.model_dump(),
            "as_of": as_of,
            "position": position,
            "measured_by": measure and read_measure(measure),
            **(_measured(connection, measure, claim) if measure else _not_measurable(claim.reason)),
        }


def read_measure(name: str) -> str:
    """Return an SQL file of this folder without its opening comment, which a shell would take for an option."""
    lines = query.read_sql(HERE / f"{name}.sql").splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("--"), lines))


def _measured(connection: duckdb.DuckDBPyConnection, name: str, claim: ClaimRow) -> dict[str, Any]:
    rows = query.rows(connection, HERE / f"{name}.sql")
    figures = rows[0] if rows else {}
    if figures.get("measured") is None:
        return _not_measurable(NOTHING)
    figures |= {name: figures[name] and round(float(figures[name]), DECIMALS) for name in ("measured", "low", "high")}
    claimed = widen_claim(claim.claimed_low, claim.claimed_high)
    verdict = evaluate_claim(claimed, figures["measured"], figures["low"], figures["high"])
    return {**figures, "verdict": verdict, "reason": None}


def _not_measurable(reason: str | None) -> dict[str, Any]:
    nothing = dict.fromkeys(("measured", "low", "high", "interval_level", "n"))
    return {**nothing, "verdict": "not_measurable", "evidence": f"Not measured: {reason}.", "reason": reason}
