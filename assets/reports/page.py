"""The report page: what the published file says, for people."""

from __future__ import annotations

import html
from pathlib import Path

import duckdb


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write the verdicts of the published file to `folder/index.html`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = connection.execute(
        """SELECT bar, workload, target, status, strftime(crossed_on, '%-d %b %Y') AS crossed_on, model_id, provider,
                  usd_per_query, target_usd_per_query, p_1y, p_3y, p_5y FROM out_verdict ORDER BY position LIMIT 300"""
    )
    rows = [tuple(column[0] for column in found.description), *found.fetchall()]
    lines = "\n".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    page = folder / "index.html"
    head = "<!doctype html><html lang=en><meta charset=utf-8><title>tokenfall</title>"
    page.write_text(f"{head}<table>{lines}</table></html>", encoding="utf-8")
    return page
