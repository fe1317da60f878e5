"""The panel and the targets of a published file, for benchmarks: `published/tokenfall.duckdb` of TOKENFALL_HOME."""

from datetime import date
from pathlib import Path

import duckdb

from assets.trends.methods.panel import Panel
from assets.trends.moving_targets import PUBLISHED_FIGURE, SearchCost, read_costs
from assets.trends.stored.known_panel import known_panel, known_vintages
from assets.trends.vintages import Vintages

ROOT = Path(__file__).parents[2]


def published_costs(file: str) -> tuple[SearchCost, ...]:
    """Every dated cost of a search in the file."""
    query = (ROOT / "assets" / "forecasts" / "list_search_costs.sql").read_text(encoding="utf-8")
    with duckdb.connect(file, read_only=True) as connection:
        result = connection.execute(query, {"variant": PUBLISHED_FIGURE})
        names = [column[0] for column in result.description]
        return read_costs(dict(zip(names, row, strict=True)) for row in result.fetchall())


def published_panel(file: str) -> tuple[Panel, Vintages]:
    """Every frontier and offer of the file, known up to the last date of its monthly costs, and as seen before."""
    with duckdb.connect(file, read_only=True) as connection:
        (as_of,) = connection.execute("SELECT max(date) FROM out_monthly_cost").fetchone() or (date.min,)
        panel, vintages = known_panel(connection, as_of), known_vintages(connection, as_of)
    if panel is None:
        raise ValueError(f"{file} holds no frontier")
    return panel, vintages
