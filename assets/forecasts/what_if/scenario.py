"""Answer what-if questions: the verdict for a use that is in no table, from the published prices and paths.

Temporary tables take the place of published ones of the same name, so that `find_frontier.sql` and
`compare_with_targets.sql` answer for the scenario as they do for a workload. No method is fitted, and nothing slow is
imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assets.forecasts import headline
from assets.forecasts.ahead import (
    CHANCES,
    GROUNDED,
    YEARS,
    UseCost,
    costs_ahead,
    read_ratios,
    reference,
)
from assets.forecasts.explain import write_explanations
from assets.prices.trust import STALE_DAYS
from assets.trends.moving_targets import PUBLISHED_FIGURE, known_costs, read_costs
from assets.trends.paths import add_months, months_reaching
from assets.trends.race import Race, exact_targets, known_targets, start_race
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
FORECASTS, TRENDS = HERE.parent, HERE.parents[1] / "trends"

WHAT_IF = "what-if"
"""The name of a workload or a target that has none."""
ANSWERED_BY = "non-reasoning"


@dataclass(frozen=True)
class Tokens:
    """The tokens, searches and calls of one use.

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


def answer_scenario(connection: duckdb.DuckDBPyConnection, asked: Scenario) -> list[Row]:
    """Return the verdicts of a scenario.

    Args:
        connection: Open on a published file; afterwards it shows the scenario in place of the tables.
        asked: The use, the bar and the targets.

    Returns:
        Rows like those of out_verdict, in their order, with the tokens of the use and `forecast_workload`, the workload
        whose forecast is used.

    Raises:
        TokenfallError: No offer at the bar serves such a use as of the published date, or there is no verdict.
    """
    as_of = query.published_as_of(connection)
    if as_of is None:
        raise TokenfallError("the published file holds no verdict to go on from: run `tokenfall run`")
    workload = _workload(connection, asked.use)
    ratios = read_ratios(query.rows(connection, FORECASTS / "find_paths.sql", {"bar": asked.bar}))
    searches = read_costs(query.rows(connection, FORECASTS / "list_search_costs.sql", {"variant": PUBLISHED_FIGURE}))
    known = [rows[-1].target for rows in known_costs(searches, as_of)]
    names = _put_forecasts(connection, asked, workload["workload"], known)
    _put_offers(connection, asked, workload, as_of)
    today = query.rows(connection, HERE / "find_cheapest_now.sql")
    if not today:
        raise TokenfallError(
            f"as of {as_of} no offer of a model at {asked.bar} serves such a use: try another --bar, more --calls or "
            "another --answered-by"
        )
    alone = ratios.get((asked.bar, reference(today[0]["reasoning"], 0)))
    if alone and names:
        search = float(today[0]["search_usd"])
        use = UseCost(float(today[0]["usd_per_query"]) - search, search)
        costs = costs_ahead(use, alone, ratios.get((asked.bar, GROUNDED)))
        if asked.target_usd is None:
            targets = known_targets(searches, as_of, *costs.shape[::-1]).select(names)
        else:
            targets = exact_targets({WHAT_IF: float(asked.target_usd)})
        _add_forecasts(connection, (asked.bar, workload["workload"]), start_race(costs, targets), as_of)
    _put_verdicts(connection, asked, as_of)
    followed = reference(today[0]["reasoning"], today[0]["search_usd"])
    return [
        {**row, **workload, "forecast_workload": followed if row["target"] in names else workload["workload"]}
        for row in query.rows(connection, HERE / "list_verdicts.sql")
    ]


def _workload(connection: duckdb.DuckDBPyConnection, use: Tokens | str) -> Row:
    """Return the tokens by name, under the name of a workload that has the same tokens, if any."""
    if isinstance(use, str):
        return query.rows(connection, HERE / "find_workload.sql", {"workload": use})[0]
    same = query.rows(connection, HERE / "find_workload_of_tokens.sql", asdict(use))
    own = {"workload": WHAT_IF, **asdict(use), "calls": use.calls or 1, "answered_by": use.answered_by or ANSWERED_BY}
    return same[0] if same else own


def _put_forecasts(
    connection: duckdb.DuckDBPyConnection, asked: Scenario, workload: str, known: Iterable[str]
) -> list[str]:
    """Keep the published forecasts of the workload for the targets asked about; return the targets that have none."""
    named = [name for name in known if asked.target in {None, name}]
    wanted = named if asked.target_usd is None else [WHAT_IF]
    names = {"bar": asked.bar, "workload": workload, "targets": wanted}
    query.create_temporary(connection, "out_crossing", HERE / "select_crossings.sql", names)
    query.create_temporary(connection, "out_crossing_date", HERE / "select_crossing_dates.sql", names)
    query.create_temporary(connection, "out_search_gap_forecast", HERE / "select_search_gaps.sql", names)
    published = query.distinct_values(connection, "out_crossing", "target")
    return [name for name in wanted if name not in published]


def _put_offers(connection: duckdb.DuckDBPyConnection, asked: Scenario, workload: Row, as_of: date) -> None:
    bar = {"bar": asked.bar}
    query.create_temporary(connection, "core_workload", HERE / "select_use.sql", workload)
    query.create_temporary(connection, "core_application", HERE / "select_no_application.sql")
    query.create_temporary(connection, "core_bar", HERE / "select_bar.sql", bar)
    query.create_temporary(connection, "core_bar_member", HERE / "select_members.sql", bar)
    query.create_temporary(connection, "_bar_reading", HERE / "select_central_reading.sql")
    query.create_temporary(connection, "_offer_cost", TRENDS / "price_offers.sql", {"as_of": as_of})
    query.create_temporary(
        connection, "_frontier", TRENDS / "find_frontier.sql", {"as_of": as_of, "stale_days": STALE_DAYS}
    )


def _add_forecasts(connection: duckdb.DuckDBPyConnection, key: tuple[str, str], race: Race, as_of: date) -> None:
    """Add chances and dates by the published paths, and the chances were each target exact and constant."""
    targets, months = race.targets, race.alone.months
    names = {"bar": key[0], "workload": key[1], "targets": list(targets.names), "origin": as_of}

    def add(table: str, select: str, **values: object) -> None:
        query.insert_temporary(
            connection, table, HERE / f"{select}.sql", {**names, "method": headline.METHOD, **values}
        )

    levels, passage = race.p_level(), race.p_first_passage()
    for years in YEARS:
        last = 12 * years - 1
        chances = {"levels": levels[:, last].tolist(), "firsts": passage[:, last].tolist()}
        add("out_crossing", "select_chances", day=add_months(as_of, 12 * years), **chances)
    reached = np.array(months_reaching(passage, months, tuple(CHANCES.values())), dtype=object)
    dates = {name: [month and add_months(as_of, month) for month in reached[:, n]] for n, name in enumerate(CHANCES)}
    add("out_crossing_date", "select_dates", **dates)
    levels, passage = race.alone.p_level(targets.exact), race.alone.p_first_passage(targets.exact)
    chances = {"levels": levels[:, 11].tolist(), "firsts": passage[:, 11].tolist()}
    add("out_search_gap_forecast", "select_chances_still", day=add_months(as_of, 12), **chances)


def _put_verdicts(connection: duckdb.DuckDBPyConnection, asked: Scenario, as_of: date) -> None:
    if asked.target_usd is None:
        query.create_temporary(connection, "core_search_cost", HERE / "select_targets.sql", {"target": asked.target})
    else:
        amount = {"target": WHAT_IF, "usd": str(asked.target_usd)}
        query.create_temporary(connection, "core_search_cost", HERE / "select_amount.sql", amount)
    later = {f"in_{years}y": add_months(as_of, 12 * years) for years in YEARS}
    settings = {"as_of": as_of, **headline.SETTINGS, **later}
    query.create_temporary(connection, "out_verdict", HERE / "select_no_verdict.sql")
    query.insert_temporary(connection, "out_verdict", FORECASTS / "compare_with_targets.sql", settings)
    write_explanations(connection, as_of)
