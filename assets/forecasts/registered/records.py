"""The records of one day: what is known, the forecasts of every series, and the values that have become due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from assets.forecasts import headline
from assets.forecasts.registered import rule
from assets.forecasts.registered.canonical import Record, chance_text, quantile_text
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.resolve import resolutions
from assets.trends.paths import add_months
from warehouse import query
from warehouse.bundle import COMPILED_ON
from warehouse.query import Row

FOLDER = Path(__file__).parent
FORMAT = 1
BASELINES = ("no-change", "ten-x-per-year")
METHODS = (headline.METHOD, *BASELINES)
RENT_METHODS = ("drift", *BASELINES)
RENTED = ("h100-sxm-80gb", "b200-sxm-180gb")


def make_records(connection: duckdb.DuckDBPyConnection, ledger: Ledger, version: str) -> list[Record]:
    """Return the records of the day as of which the tables are published, without the digests that chain them.

    Args:
        connection: The published file.
        ledger: The sets registered before.
        version: The version of tokenfall.
    """
    known = query.rows(connection, FOLDER / "describe_knowledge.sql")[0]
    day = known["as_of"]
    forecasts, omitted = _forecasts(connection, day)
    earlier = ledger.before(day)
    start = {
        "kind": "start",
        "format": FORMAT,
        "version": version,
        "rule_sha256": rule.digest_of_rule(),
        "facts_as_of": COMPILED_ON.isoformat(),
        "facts_sha256": known["facts_sha256"],
        "captures": known["captures"],
        "captures_sha256": known["captures_sha256"],
        "levels": list(rule.LEVELS),
        "frontier_class": known["frontier_class"],
        "workloads": dict(query.tuples(connection, FOLDER / "list_workloads.sql")),
        "not_registered": omitted,
        "previous_day": earlier[-1].day.isoformat() if earlier else None,
    }
    short = {
        "as_of": day.isoformat(),
        "code": known["code"],
        "facts": known["facts_sha256"][:16],
        "scores": known["scores"].isoformat(),
        "rule": rule.NAME,
    }
    records = [*forecasts, *resolutions(connection, earlier, day)]
    end = {"kind": "end", "records": len(records)}
    return [
        {**short, **start},
        *({**short, **record} for record in records),
        {"as_of": day.isoformat(), **end},
    ]


def _forecasts(connection: duckdb.DuckDBPyConnection, day: date) -> tuple[list[Record], list[Record]]:
    """Return the forecasts, and what is not registered with the reason."""
    forecasts: list[Record] = []
    omitted: list[Record] = []
    for record in (*_costs(connection, day), *_rents(connection, day), *_chances(connection, day)):
        (omitted if "why" in record else forecasts).append(record)
    return forecasts, omitted


def _costs(connection: duckdb.DuckDBPyConnection, day: date) -> Iterator[Record]:
    dates = [add_months(day, months) for months in rule.COST_MONTHS]
    rows = query.rows(connection, FOLDER / "list_costs.sql", {"methods": list(METHODS), "dates": dates})
    for (bar, workload), group in groupby(rows, key=lambda row: (row["bar"], row["workload"])):
        by_method = {method: list(of_method) for method, of_method in groupby(group, key=lambda row: row["method"])}
        usd = {method: [row["usd"] for row in of_method] for method, of_method in by_method.items()}
        yield _quantile_record("cost", f"cost/{bar}/{workload}", dates, usd)


def _rents(connection: duckdb.DuckDBPyConnection, day: date) -> Iterator[Record]:
    from assets.forecasts.registered.rents import forecast_rent  # the methods take time to import

    levels = [float(level) for level in rule.LEVELS]
    for accelerator in RENTED:
        series = f"rent/{accelerator}"
        asked = {"accelerator": accelerator, "sellers": rule.LEAST_SELLERS}
        rents = query.rows(connection, FOLDER / "list_rents.sql", asked)
        try:
            usd = forecast_rent(rents, day, RENT_METHODS, rule.COST_MONTHS, levels)
        except ValueError as error:
            yield {"series": series, "why": str(error)}
            continue
        dates = [add_months(day, months) for months in rule.COST_MONTHS]
        yield _quantile_record("rent", series, dates, {method: table.T.tolist() for method, table in usd.items()})


def _quantile_record(
    kind: str, series: str, dates: Sequence[date], usd: Mapping[str, Sequence[Sequence[float]]]
) -> Record:
    try:
        texts = {method: [[quantile_text(cost) for cost in of_day] for of_day in days] for method, days in usd.items()}
    except ValueError as error:
        return {"series": series, "why": str(error)}
    return {"kind": kind, "series": series, "dates": _days(dates), "forecasts": texts}


def _chances(connection: duckdb.DuckDBPyConnection, day: date) -> Iterator[Record]:
    dates = [add_months(day, months) for months in rule.CHANCE_MONTHS]
    rows = query.rows(connection, FOLDER / "list_chances.sql", {"methods": list(METHODS), "dates": dates})
    for (bar, workload), group in groupby(rows, key=lambda row: (row["bar"], row["workload"])):
        yield {
            "kind": "chance",
            "series": f"chance/{bar}/{workload}",
            "dates": _days(dates),
            "forecasts": {target: _chances_by_method(list(of_target)) for target, of_target in groupby(group, _target)},
        }


def _chances_by_method(rows: Sequence[Row]) -> dict[str, Any]:
    return {row["method"]: [chance_text(chance) for chance in row["chances"]] for row in rows}


def _target(row: Row) -> str:
    return row["target"]


def _days(dates: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in dates]
