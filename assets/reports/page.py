"""The report page."""

from __future__ import annotations

import html
from pathlib import Path

import duckdb


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write the verdicts of the published file to `folder/index.html`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = connection.execute("SELECT * FROM out_verdict ORDER BY position LIMIT 50").fetchall()
    cells = "".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    page = folder / "index.html"
    page.write_text(f"<!doctype html><title>tokenfall</title><table>{cells}</table>", encoding="utf-8")
    return page
