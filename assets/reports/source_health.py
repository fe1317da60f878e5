"""What the Dagster UI shows of the sources on the page of `out_source`: a few lines, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence

from assets.table_head import as_cell
from warehouse.query import Row

LISTED, LENGTH = 10, 160
"""Sources in trouble that are listed, and characters of the line of each."""


def describe_statuses(counts: Sequence[Row]) -> str:
    """Return a Markdown table of the number of sources by status, from the rows of count_source_statuses.sql."""
    lines = [f"| {as_cell(row['status'])} | {row['sources']} |" for row in counts]
    return "\n".join(["| status | sources |", "| --- | --- |", *lines])


def describe_trouble(sources: Sequence[Row]) -> str:
    """Return a Markdown list of the first sources in trouble, from the rows of list_sources_in_trouble.sql."""
    lines = [f"- {as_cell(_line(row))}" for row in sources[:LISTED]]
    more = len(sources) - LISTED
    return "\n".join([*lines, *([f"- and {more} more: `tokenfall sources`"] if more > 0 else [])]) or "none"


def _line(row: Row) -> str:
    text = f"{row['source']}: {row['status']}" + (f": {row['error']}" if row["error"] else "")
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"
