"""`verdict.json`: the answer as a small, stable file for programs; `verdict.schema.json` documents and checks it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from assets.forecasts import headline
from assets.reports import front
from assets.reports.edition.links import EditionLinks
from assets.reports.gather import ReportData, Row

SCHEMA_FILE = "verdict.schema.json"
SCHEMA = Path(__file__).with_name(SCHEMA_FILE)
SCHEMA_VERSION = 1
"""Raised only by a change after which a program that reads the file would fail; fields may be added without."""
DIGITS = 4
"""Decimals of a probability, and significant digits of a ratio."""


def verdict_file(data: ReportData, edition: EditionLinks) -> str:
    """Return the text of `verdict.json`.

    Amounts are decimal text with every digit, dates are ISO 8601, and what is not known is null.
    """
    content = {
        "$schema": edition.url(SCHEMA_FILE),
        "schema_version": SCHEMA_VERSION,
        "name": "tokenfall",
        "edition": edition.name,
        "as_of": edition.as_of,
        "permalink": edition.permalink or None,
        "answer": front.finding(data),
        "summary": front.finding_line(data),
        "bar": headline.BAR,
        "workload": headline.WORKLOAD,
        "headline_target": headline.TARGET,
        "verdicts": [_verdict(row) for row in data.verdicts if is_headline(row)],
        "licence": "Apache-2.0",
    }
    return json.dumps(content, default=_as_json, ensure_ascii=False, indent=1) + "\n"


def is_headline(row: Row) -> bool:
    """Return whether a verdict is on the headline's bar and workload."""
    return (row["bar"], row["workload"]) == (headline.BAR, headline.WORKLOAD)


def _verdict(row: Row) -> Row:
    return {
        "target": row["target"],
        "target_label": row["target_label"],
        "status": row["status"],
        "holds_now": row["holds_now"],
        **{name: row[name] for name in ("crossed_on", "crossed_on_low", "crossed_on_high")},
        "usd_when_crossed": row["usd_per_query"] if row["crossed_on"] else None,
        "target_usd_when_crossed": row["target_usd_per_query"] if row["crossed_on"] else None,
        "now": {
            "usd_per_query": row["now_usd_per_query"],
            "target_usd_per_query": row["now_target_usd_per_query"],
            "ratio": _significant(row["now_ratio"]),
            "model_id": row["now_model_id"],
            "model": row["now_model"],
            "provider": row["now_provider"],
            "last_confirmed_on": row["now_last_confirmed_on"],
            "is_stale": row["now_is_stale"],
        },
        "chances": {name: _rounded(row[name]) for name in ("p_1y", "p_3y", "p_5y")},
        **{name: row[name] for name in ("date_p10", "date_p50", "date_p90")},
        "method": row["method"],
    }


def _rounded(chance: float | None) -> float | None:
    return None if chance is None else round(chance, DIGITS)


def _significant(ratio: float) -> float:
    return float(f"{ratio:.{DIGITS}g}")


def _as_json(cell: object) -> str:
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(cell, date):
        return cell.isoformat()
    raise TypeError(f"{type(cell).__name__} has no form in verdict.json")
