"""What-if: the verdict for a use that is in no table, by the same SQL from the same published prices and paths.

Temporary tables stand before the published ones of the same name, so `find_frontier.sql` and `judge_targets.sql` answer
for the scenario as they do for a workload. No method is fitted here and nothing slow is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assets.forecasts import headline
from assets.forecasts.ahead import (
    CHANCES,
    GROUNDED,
    YEARS,
    Use,
    chances_and_dates,
    costs_ahead,
    first_months,
    read_ratios,
    reference,
)
from assets.forecasts.explain import explain_all
from assets.trends.paths import add_months
from assets.trends.series import Floats
from warehouse.errors import TokenfallError

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
WHAT_IF = "what-if"
"""Stands for a workload or a target that has no name."""
ANSWERED_BY = "non-reasoning"
TOKENS = "workload, input_tokens, cached_input_tokens, output_tokens, searches, answered_by"
SAME_TOKENS = """(input_tokens, cached_input_tokens, output_tokens, searches)
                 = ($input_tokens, $cached_input_tokens, $output_tokens, $searches)
                 AND answered_by = coalesce($answered_by, answered_by)"""
USE = """SELECT $workload AS workload, $input_tokens AS input_tokens, $cached_input_tokens AS cached_input_tokens,
                $output_tokens AS output_tokens, $searches AS searches, $answered_by AS answered_by, 1 AS position"""
GIVEN = """SELECT $target AS target, 'the amount asked about' AS label, $usd::DECIMAL(18, 12) AS usd_per_query,
                  'given' AS kind, DATE '1900-01-01' AS valid_from, NULL::DATE AS valid_to"""
OWN = """SELECT said.* REPLACE (asked.target AS target)
         FROM {table} AS said
         INNER JOIN (SELECT unnest($targets::VARCHAR[]) AS target, unnest($same_as::VARCHAR[]) AS same_as) AS asked
             ON asked.same_as = said.target
         WHERE said.bar = $bar AND said.workload = $workload"""


@dataclass(frozen=True)
class Tokens:
    """What one use takes; `answered_by` None = as the workload with these counts has it, else ANSWERED_BY."""

    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    searches: int
    answered_by: str | None = None


@dataclass(frozen=True)
class Scenario:
    """A use (tokens, or a workload by name) at a bar, against USD, a target by name, or (both None) every target."""

    bar: str
    use: Tokens | str
    target: str | None = None
    target_usd: Decimal | None = None


class Stage:
    """A published file with a scenario put before its tables, one after the other."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query by column name; only the parameters that the text names are bound."""
        found = self.connection.execute(query, _bound(query, parameters))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def put(self, table: str, query: str, parameters: Mapping[str, object] | None = None) -> None:
        """Let a query's rows stand for a table from now on; inside the query the table is still what it was."""
        self.connection.execute(f'CREATE TEMP TABLE "{table}" AS {query}', _bound(query, parameters))

    def add(self, table: str, query: str, parameters: Mapping[str, object] | None = None) -> None:
        """Add a query's rows to a table that was put."""
        self.connection.execute(f'INSERT INTO temp."{table}" BY NAME {query}', _bound(query, parameters))


def judge_scenario(connection: duckdb.DuckDBPyConnection, asked: Scenario) -> list[Row]:
    """Rows like those of out_verdict, in their order, with the tokens and the workload whose forecast is followed.

    `connection` is open on a published file; from then on it shows the scenario in place of the tables.
    Raises TokenfallError when no offer at the bar serves such a use as of the published date.
    """
    stage = Stage(connection)
    as_of = stage.rows("SELECT max(as_of) AS as_of FROM out_verdict")[0]["as_of"]
    if as_of is None:
        raise TokenfallError("the published file holds no verdict to go on from: run `tokenfall run`")
    workload = _workload(stage, asked.use)
    ratios = read_ratios(stage.rows(_sql("find_paths"), {"bar": asked.bar}))
    targets = _put_forecasts(stage, asked, workload["workload"], as_of)
    _put_offers(stage, asked, workload, as_of)
    today = stage.rows(_sql("find_cheapest_now"))
    if not today:
        raise TokenfallError(
            f"as of {as_of} no offer of a model at {asked.bar} serves such a use: try another --bar or --answered-by"
        )
    alone = ratios.get((asked.bar, reference(today[0]["reasoning"], 0)))
    if alone and targets:
        search = float(today[0]["search_usd"])
        use = Use(float(today[0]["usd_per_query"]) - search, search)
        costs = costs_ahead(use, alone, ratios.get((asked.bar, GROUNDED)))
        for target, usd in targets.items():
            _add_forecast(stage, (asked.bar, workload["workload"], target), costs, usd, as_of)
    _judge(stage, asked, as_of)
    followed = reference(today[0]["reasoning"], today[0]["search_usd"])
    return [
        {**row, **workload, "forecast_workload": followed if row["target"] in targets else workload["workload"]}
        for row in stage.rows("SELECT * FROM out_verdict ORDER BY position")
    ]


def _workload(stage: Stage, use: Tokens | str) -> Row:
    """The tokens by name; under the name of a workload of the table where it has the same."""
    if isinstance(use, str):
        return stage.rows(f"SELECT {TOKENS} FROM core_workload WHERE workload = $workload", {"workload": use})[0]
    same = stage.rows(f"SELECT {TOKENS} FROM core_workload WHERE {SAME_TOKENS} ORDER BY position", asdict(use))
    return same[0] if same else {"workload": WHAT_IF, **asdict(use), "answered_by": use.answered_by or ANSWERED_BY}


def _put_forecasts(stage: Stage, asked: Scenario, workload: str, as_of: date) -> dict[str, float]:
    """Keep the published forecasts of this very workload and amount; the targets and USD of those to be foreseen."""
    published = {row["target"]: row["usd_per_query"] for row in stage.rows(_sql("find_targets"), {"as_of": as_of})}
    if asked.target_usd is None:
        wanted = {name: usd for name, usd in published.items() if asked.target in {None, name}}
        same_as = {name: name for name in wanted}
    else:
        wanted = {WHAT_IF: float(asked.target_usd)}
        same = next((name for name, usd in published.items() if usd == wanted[WHAT_IF]), None)
        same_as = {WHAT_IF: same} if same else {}
    key = {"bar": asked.bar, "workload": workload}
    pairs = {"targets": list(same_as), "same_as": list(same_as.values())}
    for table in ("out_crossing", "out_crossing_date"):
        stage.put(table, OWN.format(table=table), {**key, **pairs})
    known = {row["target"] for row in stage.rows("SELECT DISTINCT target FROM out_crossing")}
    return {name: usd for name, usd in wanted.items() if name not in known}


def _put_offers(stage: Stage, asked: Scenario, workload: Row, as_of: date) -> None:
    bar = {"bar": asked.bar}
    stage.put("core_workload", USE, workload)
    stage.put("core_application", "SELECT * FROM core_application LIMIT 0")
    stage.put("core_bar", "SELECT * FROM core_bar WHERE bar = $bar", bar)
    stage.put("core_bar_member", "SELECT * FROM core_bar_member WHERE bar = $bar", bar)
    stage.put("_bar_reading", "SELECT bar, bound, model_id FROM core_bar_member")
    stage.put("_offer_cost", _sql("price_offers"), {"as_of": as_of})
    stage.put("_frontier", _sql("find_frontier", "trends"), {"as_of": as_of})


def _add_forecast(stage: Stage, key: tuple[str, str, str], costs: Floats, usd: float, as_of: date) -> None:
    names = dict(zip(("bar", "workload", "target"), key, strict=True)) | {"method": headline.METHOD, "origin": as_of}
    firsts = first_months(costs, usd)
    found = chances_and_dates(firsts, as_of, as_of)
    levels = [float(np.mean(costs[:, 12 * years - 1] <= np.log10(usd))) for years in YEARS]
    stage.add(
        "out_crossing",
        """SELECT $bar AS bar, $workload AS workload, $target AS target, $method AS method, $origin AS origin,
                  unnest($dates) AS date, unnest($levels) AS p_level, unnest($firsts) AS p_first_passage""",
        {
            **names,
            "dates": [add_months(as_of, 12 * years) for years in YEARS],
            "levels": levels,
            "firsts": [found[f"p_{years}y"] for years in YEARS],
        },
    )
    stage.add(
        "out_crossing_date",
        """SELECT $bar AS bar, $workload AS workload, $target AS target, $method AS method, $origin AS origin,
                  $date_p10 AS date_p10, $date_p50 AS date_p50, $date_p90 AS date_p90""",
        {**names, **{name: found[name] for name in CHANCES}},
    )


def _judge(stage: Stage, asked: Scenario, as_of: date) -> None:
    if asked.target_usd is None:
        named = "SELECT * FROM core_search_cost WHERE target = coalesce($target, target)"
        stage.put("core_search_cost", named, {"target": asked.target})
    else:
        stage.put("core_search_cost", GIVEN, {"target": WHAT_IF, "usd": str(asked.target_usd)})
    later = {f"in_{years}y": add_months(as_of, 12 * years) for years in YEARS}
    settings = {"as_of": as_of, "method": headline.METHOD, "headline_target": headline.TARGET, **later}
    stage.put("out_verdict", "SELECT * FROM out_verdict LIMIT 0")
    stage.add("out_verdict", _sql("judge_targets"), settings)
    explain_all(stage.connection, as_of)


def _bound(query: str, parameters: Mapping[str, object] | None) -> dict[str, object] | None:
    return {name: value for name, value in (parameters or {}).items() if f"${name}" in query} or None


def _sql(name: str, subject: str = "forecasts") -> str:
    return (Path(__file__).parents[1] / subject / f"{name}.sql").read_text(encoding="utf-8")
