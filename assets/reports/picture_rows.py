"""Write the rows that a picture shows as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from assets.charts import TargetLine
from assets.formats import spreadsheet_text
from assets.reports.crossing_chart import Crossing
from warehouse.query import Row

CROSSING_COLUMNS = (
    *("valid_from", "valid_to", "model", "provider", "usd_per_query"),
    *("input_usd_per_mtok", "output_usd_per_mtok"),
    *("runner_up_model", "runner_up_provider", "runner_up_usd_per_query", "source_url", "capture_sha256"),
)


def crossing_rows(crossing: Crossing) -> list[Row]:
    """Return the steps of the frontier, each beside what a search costs."""
    target = crossing.verdict["target_usd_per_query"]
    return [{name: row[name] for name in CROSSING_COLUMNS} | {"target_usd_per_query": target} for row in crossing.steps]


def outlook_rows(steps: Sequence[Row], forecast: Sequence[Row], targets: Sequence[TargetLine]) -> list[Row]:
    """Return what the forecast chart shows as one table: the cost so far, its forecast, and the searches."""
    past = [
        {"series": "cost", "date": row["valid_from"], "quantile": None, "label": row["model"]}
        | {"usd_per_query": row["usd_per_query"]}
        for row in steps
    ]
    fan = [{"series": "forecast", "date": None, "quantile": None, "label": None, **row} for row in forecast]
    searches = [
        {"series": "search", "date": None, "quantile": None, "label": target.label, "usd_per_query": target.usd}
        for target in targets
    ]
    return past + fan + searches


def to_csv(rows: Sequence[Row]) -> bytes:
    """Return rows as CSV in UTF-8 with a header; texts that a spreadsheet would run are escaped.

    Args:
        rows: At least one; the names of the columns are those of the first.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    """Return an amount with all its decimals, a float with nine digits, and nothing where a value is absent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:.9g}" if isinstance(value, float) else spreadsheet_text(str(value))
