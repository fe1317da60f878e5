"""The panel of a published file, for benchmarks: `published/tokenfall.duckdb` of TOKENFALL_HOME."""

from datetime import date

import duckdb

from assets.trends.known_panel import known_panel, known_vintages
from assets.trends.methods.panel import Panel
from assets.trends.vintages import Vintages


def published_panel(file: str) -> tuple[Panel, Vintages]:
    """Every frontier and offer of the file, known up to the last date of its monthly costs, and as seen before."""
    with duckdb.connect(file, read_only=True) as connection:
        (as_of,) = connection.execute("SELECT max(date) FROM out_monthly_cost").fetchone() or (date.min,)
        panel, vintages = known_panel(connection, as_of), known_vintages(connection, as_of)
    if panel is None:
        raise ValueError(f"{file} holds no frontier")
    return panel, vintages
