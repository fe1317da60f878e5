"""Reading the panel that the methods see: every frontier and every offer in the database, known up to a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.known_drivers import known_drivers, quarters
from assets.trends.methods.panel import Panel, read_panel

if TYPE_CHECKING:
    import duckdb


def known_panel(connection: duckdb.DuckDBPyConnection, as_of: date) -> Panel:
    """Read out_frontier, the offers behind it and what is known of the drivers, later steps left out."""
    steps, offers = (
        connection.execute(
            (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8"), {"as_of": as_of}
        ).fetchall()
        for name in ("find_frontier_costs", "find_offers")
    )
    return read_panel(steps, offers, as_of, known_drivers(connection, as_of, quarters(as_of)))
