"""Name what a price rests on: a line of the bundled facts, or the bytes of a capture."""

from __future__ import annotations

from pipelines.fact_lines import FactLine, find_fact_line
from warehouse.query import Row

COLUMNS = (
    *("provider", "provider_model_id", "tier"),
    *("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"),
)


def find_price_line(row: Row) -> FactLine | None:
    """Return the line of the facts that reported a price; None for a price from anywhere else.

    Args:
        row: A row of the price history, of a vintage of it, or of core_price_observation.
    """
    # The facts count as observed on the day on which the price took effect.
    wanted = {name: row[name] for name in COLUMNS if name in row} | {"effective_from": row["observed_at"].date()}
    return find_fact_line(row["source"], row["capture_sha256"], wanted)


def name_proof(row: Row) -> str:
    """Return in a few words where the evidence of a price is; `tokenfall trace` shows it."""
    if line := find_price_line(row):
        return f"{line.file} line {line.line}"
    return f"{row['source']}, bytes with SHA-256 {row['capture_sha256']}"
