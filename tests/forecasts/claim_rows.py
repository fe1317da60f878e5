"""Rows of a warehouse for claims, and what the SQL of a claim finds in it."""

from __future__ import annotations

from typing import Any

from assets.forecasts.claims.measures import MEASURES, read_measure
from tests.conftest import fill
from warehouse.store import Writer


def measure(writer: Writer, claim_id: str) -> dict[str, Any]:
    """What the SQL of a claim finds; nothing where it gives no row."""
    answer = writer.connection.execute(read_measure(MEASURES[claim_id]))
    names = [column[0] for column in answer.description]
    rows = answer.fetchall()
    assert len(rows) <= 1
    assert names == ["measured", "low", "high", "interval_level", "n", "evidence"]
    return dict(zip(names, rows[0], strict=True)) if rows else {}


def interval(result: dict[str, Any]) -> tuple[Any, ...]:
    return result["measured"], result["low"], result["high"], result["n"]


def step(writer: Writer, day: str, until: str | None, usd: float, **other: object) -> None:
    base = {"bar": "eci>=gpt-4-0314", "workload": "chat", "search_usd_per_query": None}
    fill(writer, "out_frontier", {**base, "valid_from": day, "valid_to": until, "usd_per_query": usd, **other})


def driver(writer: Writer, name: str, rate: float | None, **other: object) -> None:
    key = {"bar": "eci>=gpt-4-0314", "workload": "chat", "driver": name, "span": "whole", "n": 7}
    days = {"period_from": "2023-03-14", "period_to": "2026-11-23", "measured": rate is not None}
    days["log_change"] = rate and -1
    result = {"factor_per_year": rate, "low": rate and rate * 0.9, "high": rate and rate * 1.1}
    fill(writer, "out_driver", {**key, **days, **result, **other})


def workload(writer: Writer, name: str, tokens_in: int, tokens_out: int, searches: int = 0) -> None:
    counts = {"input_tokens": tokens_in, "output_tokens": tokens_out, "searches": searches}
    fill(writer, "core_workload", {"workload": name, "answered_by": "non-reasoning", **counts})


def priced(writer: Writer, model_id: str, maker: str, *changes: tuple[str, float]) -> None:
    """One offer whose input and output cost the same, from the first change on."""
    fill(writer, "core_model", {"model_id": model_id, "organization": maker})
    for place, (day, usd) in enumerate(changes):
        until = changes[place + 1][0] if place + 1 < len(changes) else None
        key = {"model_id": model_id, "provider_model_id": model_id, "tier": "standard", "valid_from": day}
        prices = {"input_usd_per_mtok": usd, "output_usd_per_mtok": usd}
        fill(writer, "out_price_history", {**key, **prices, "valid_to": until})
