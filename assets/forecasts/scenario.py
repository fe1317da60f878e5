"""What-if: the verdict for a use that is in no table, by the same SQL from the same published prices and paths.

Temporary tables stand before the published ones of the same name, so `find_frontier.sql` and `judge_targets.sql` answer
for the scenario as they do for a workload. No method is fitted here and nothing slow is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    costs_ahead,
    read_ratios,
    reference,
)
from assets.forecasts.explain import explain_all
from assets.prices.trust import STALE_DAYS
from assets.trends.moving_targets import PUBLISHED_FIGURE, known_costs, read_costs
from assets.trends.paths import add_months, months_reaching
from assets.trends.race import Race, exact_targets, known_targets
from warehouse.errors import TokenfallError

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
WHAT_IF = "what-if"
"""Stands for a workload or a target that has no name."""
ANSWERED_BY = "non-reasoning"
TOKENS = "workload, input_tokens, cached_input_tokens, output_tokens, searches, calls, answered_by"
SAME_TOKENS = """(input_tokens, cached_input_tokens, output_tokens, searches)
                 = ($input_tokens, $cached_input_tokens, $output_tokens, $searches)
                 AND calls = coalesce($calls, calls)
                 AND answered_by = coalesce($answered_by, answered_by)"""
USE = """SELECT $workload AS workload, $input_tokens::BIGINT AS input_tokens,
                $cached_input_tokens::BIGINT AS cached_input_tokens, $output_tokens::BIGINT AS output_tokens,
                $searches::BIGINT AS searches, $calls AS calls, $answered_by AS answered_by, 1 AS position"""
"""BIGINT: times a price, a narrower integer would overflow on a million tokens."""
GIVEN = """SELECT $target AS target, 'the amount asked about' AS label, $usd::DECIMAL(18, 12) AS usd_per_query,
                  NULL::DECIMAL(18, 12) AS usd_per_query_low, NULL::DECIMAL(18, 12) AS usd_per_query_high,
                  'given' AS kind, 'primary' AS quality, DATE '1900-01-01' AS valid_from, NULL::DATE AS valid_to"""
OWN = """SELECT * FROM {table}
         WHERE bar = $bar AND workload = $workload AND list_contains($targets::VARCHAR[], target)"""
FORESEEN = "SELECT $bar AS bar, $workload AS workload, unnest($targets) AS target, $origin AS origin, "
CHANCES_AT = "$method AS method, $day AS date, unnest($levels) AS p_level, unnest($firsts) AS p_first_passage"
CHANCES_STILL = "$day AS date, unnest($levels) AS p_level_still, unnest($firsts) AS p_first_passage_still"
DATES_OF = "$method AS method, " + ", ".join(f"unnest(${name}::DATE[]) AS {name}" for name in CHANCES)


@dataclass(frozen=True)
class Tokens:
    """What one use takes.

    `calls` and `answered_by` None = as the workload with these counts has them, else one call and ANSWERED_BY.
    """

    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    searches: int
    answered_by: str | None = None
    calls: int | None = None


@dataclass(frozen=True)
class Scenario:
    """A use (tokens, or a workload by name) at a bar, against USD, a target by name, or (both None) every target.

    An amount of USD is exact and stays; a target by name is as sure and as steady as it is in the tables.
    """

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
    searches = read_costs(stage.rows(_sql("list_search_costs"), {"variant": PUBLISHED_FIGURE}))
    known = [rows[-1].target for rows in known_costs(searches, as_of)]
    names = _put_forecasts(stage, asked, workload["workload"], known)
    _put_offers(stage, asked, workload, as_of)
    today = stage.rows(_sql("find_cheapest_now"))
    if not today:
        raise TokenfallError(
            f"as of {as_of} no offer of a model at {asked.bar} serves such a use: try another --bar, more --calls or "
            "another --answered-by"
        )
    alone = ratios.get((asked.bar, reference(today[0]["reasoning"], 0)))
    if alone and names:
        search = float(today[0]["search_usd"])
        use = Use(float(today[0]["usd_per_query"]) - search, search)
        costs = costs_ahead(use, alone, ratios.get((asked.bar, GROUNDED)))
        if asked.target_usd is None:
            targets = known_targets(searches, as_of, *costs.shape[::-1]).select(names)
        else:
            targets = exact_targets({WHAT_IF: float(asked.target_usd)})
        _add_forecasts(stage, (asked.bar, workload["workload"]), Race(costs, targets), as_of)
    _judge(stage, asked, as_of)
    followed = reference(today[0]["reasoning"], today[0]["search_usd"])
    return [
        {**row, **workload, "forecast_workload": followed if row["target"] in names else workload["workload"]}
        for row in stage.rows("SELECT * FROM out_verdict ORDER BY position")
    ]


def _workload(stage: Stage, use: Tokens | str) -> Row:
    """The tokens by name; under the name of a workload of the table where it has the same."""
    if isinstance(use, str):
        return stage.rows(f"SELECT {TOKENS} FROM core_workload WHERE workload = $workload", {"workload": use})[0]
    same = stage.rows(f"SELECT {TOKENS} FROM core_workload WHERE {SAME_TOKENS} ORDER BY position", asdict(use))
    own = {"workload": WHAT_IF, **asdict(use), "calls": use.calls or 1, "answered_by": use.answered_by or ANSWERED_BY}
    return same[0] if same else own


def _put_forecasts(stage: Stage, asked: Scenario, workload: str, known: Iterable[str]) -> list[str]:
    """Keep the published forecasts of this very workload for what is asked about; the targets that have none."""
    named = [name for name in known if asked.target in {None, name}]
    wanted = named if asked.target_usd is None else [WHAT_IF]
    for table in ("out_crossing", "out_crossing_date", "out_search_gap_forecast"):
        stage.put(table, OWN.format(table=table), {"bar": asked.bar, "workload": workload, "targets": wanted})
    published = {row["target"] for row in stage.rows("SELECT DISTINCT target FROM out_crossing")}
    return [name for name in wanted if name not in published]


def _put_offers(stage: Stage, asked: Scenario, workload: Row, as_of: date) -> None:
    bar = {"bar": asked.bar}
    stage.put("core_workload", USE, workload)
    stage.put("core_application", "SELECT * FROM core_application LIMIT 0")
    stage.put("core_bar", "SELECT * FROM core_bar WHERE bar = $bar", bar)
    stage.put("core_bar_member", "SELECT * FROM core_bar_member WHERE bar = $bar", bar)
    stage.put("_bar_reading", "SELECT bar, bound, answered_by, model_id FROM core_bar_member")
    stage.put("_offer_cost", _sql("price_offers", "trends"), {"as_of": as_of})
    stage.put("_frontier", _sql("find_frontier", "trends"), {"as_of": as_of, "stale_days": STALE_DAYS})


def _add_forecasts(stage: Stage, key: tuple[str, str], race: Race, as_of: date) -> None:
    """Chances and dates by the kept paths, and the chances within a year were each target exact and to stay."""
    targets, months = race.targets, race.alone.months
    names = {"bar": key[0], "workload": key[1], "targets": list(targets.names), "origin": as_of}

    def add(table: str, columns: str, **values: object) -> None:
        stage.add(table, FORESEEN + columns, {**names, "method": headline.METHOD, **values})

    levels, passage = race.p_level(), race.p_first_passage()
    for years in YEARS:
        told = {"day": add_months(as_of, 12 * years), "levels": levels[:, 12 * years - 1].tolist()}
        add("out_crossing", CHANCES_AT, **told, firsts=passage[:, 12 * years - 1].tolist())
    reached = np.array([months_reaching(row, months, tuple(CHANCES.values())) for row in passage], dtype=object)
    dates = {name: [month and add_months(as_of, month) for month in reached[:, n]] for n, name in enumerate(CHANCES)}
    add("out_crossing_date", DATES_OF, **dates)
    still = [look(targets.exact)[:, 11].tolist() for look in (race.alone.p_level, race.alone.p_first_passage)]
    add("out_search_gap_forecast", CHANCES_STILL, day=add_months(as_of, 12), levels=still[0], firsts=still[1])


def _judge(stage: Stage, asked: Scenario, as_of: date) -> None:
    if asked.target_usd is None:
        named = "SELECT * FROM core_search_cost WHERE target = coalesce($target, target)"
        stage.put("core_search_cost", named, {"target": asked.target})
    else:
        stage.put("core_search_cost", GIVEN, {"target": WHAT_IF, "usd": str(asked.target_usd)})
    later = {f"in_{years}y": add_months(as_of, 12 * years) for years in YEARS}
    settings = {"as_of": as_of, **headline.SETTINGS, **later}
    stage.put("out_verdict", "SELECT * FROM out_verdict LIMIT 0")
    stage.add("out_verdict", _sql("judge_targets"), settings)
    explain_all(stage.connection, as_of)


def _bound(query: str, parameters: Mapping[str, object] | None) -> dict[str, object] | None:
    return {name: value for name, value in (parameters or {}).items() if f"${name}" in query} or None


def _sql(name: str, subject: str = "forecasts") -> str:
    return (Path(__file__).parents[1] / subject / f"{name}.sql").read_text(encoding="utf-8")
