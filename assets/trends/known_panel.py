"""Reading the panel that the methods see: every frontier and every offer in the database, known up to a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.methods.panel import Panel, PanelRows, read_panel

if TYPE_CHECKING:
    import duckdb


def known_panel(connection: duckdb.DuckDBPyConnection, as_of: date) -> Panel | None:
    """Read out_frontier and the offers behind it, later steps left out; None where there is no frontier."""
    rows = panel_rows(connection, as_of)
    return read_panel(*rows, as_of) if rows.steps else None


def panel_rows(connection: duckdb.DuckDBPyConnection, as_of: date) -> PanelRows:
    """The steps and offers that `read_panel` makes a panel of."""
    return PanelRows(
        tuple(_rows(connection, "find_frontier_costs", as_of)), tuple(_rows(connection, "find_offers", as_of))
    )


def last_look(connection: duckdb.DuckDBPyConnection, as_of: date) -> date:
    """The last day up to `as_of` on which any price was seen; `as_of` itself where none was."""
    ((day,),) = _rows(connection, "find_last_look", as_of)
    return day or as_of


def _rows(connection: duckdb.DuckDBPyConnection, name: str, as_of: date) -> list[tuple]:
    query = (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    return connection.execute(query, {"as_of": as_of}).fetchall()
