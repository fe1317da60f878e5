"""Rows of the backtest's tables, as the backtest made them."""

from typing import TYPE_CHECKING, NamedTuple

from assets.trends.backtest import EventForecast, ScoredForecast

if TYPE_CHECKING:
    import duckdb


def kept_forecasts(connection: "duckdb.DuckDBPyConnection") -> list[ScoredForecast]:
    """Every row of out_backtest."""
    rows = [ScoredForecast._make(row) for row in _rows(connection, "out_backtest", ScoredForecast)]
    return [row._replace(log10_quantiles=tuple(float(log) for log in row.log10_quantiles)) for row in rows]


def kept_events(connection: "duckdb.DuckDBPyConnection") -> list[EventForecast]:
    """Every row of _backtest_chance."""
    return [EventForecast._make(row) for row in _rows(connection, "_backtest_chance", EventForecast)]


def _rows(connection: "duckdb.DuckDBPyConnection", table: str, kind: type[NamedTuple]) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT {', '.join(kind._fields)} FROM {table}").fetchall()
