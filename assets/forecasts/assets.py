"""Tables of forecasts and verdicts."""

from assets.forecasts import headline
from assets.forecasts.ahead import SUSTAINED_DAYS, YEARS, read_ratios
from assets.forecasts.claims.measures import measure_claims
from assets.forecasts.energy_verdict import energy_verdicts
from assets.forecasts.explain import write_explanations
from assets.forecasts.facts import ClaimRow
from assets.forecasts.forecast import CurrentOffers, Forecast, draw_forecasts
from assets.forecasts.left_out import AnswerPrice, frontier_steps, target_steps
from assets.forecasts.missing_scores import LIKE_TIMES, write_narrowing
from assets.forecasts.price_points import price_points
from assets.forecasts.registered.table import registered_rows
from assets.forecasts.sensitivity import (
    MONTHS,
    PATHS,
    ForecastInputs,
    bar_rows,
    break_rows,
    open_targets,
    source_rows,
    target_rows,
    variant_rows,
)
from assets.forecasts.tables import crossing_columns, crossing_date_columns, forecast_columns, gap_columns, path_columns
from assets.forecasts.verdict_history.record import update_history
from assets.search.facts import ENERGY_TARGET
from assets.table_asset import Builds, table_asset, table_assets
from assets.table_build import TableBuild
from assets.trends.methods.panel import read_panel
from assets.trends.moving_targets import PUBLISHED_FIGURE, SEARCH_OF_TODAY, SearchCost, known_costs, read_costs
from assets.trends.paths import add_months
from assets.trends.race import known_targets
from assets.trends.record import record_at
from assets.trends.stored.backtest_tables import kept_tallies
from assets.trends.stored.known_panel import bar_rivals, next_end_of_offer, panel_rows

KNOWN = (
    "out_frontier",
    "_offer_cost",
    "out_price_history",
    "core_bar_member",
    "core_score",
    "_bar_judgement",
    "core_model",
    "core_workload",
    "core_search_cost",
    "core_search_estimate",
    "core_energy_per_query",
    "core_accelerator",
    "core_hardware_result",
    "core_rental_price",
    "core_technique_gain",
    "_backtest_tally",
)
"""What the methods read: the panel, the offers at each bar, the drivers, and the scores of earlier forecasts."""


@table_assets(
    *("out_forecast", "out_crossing", "out_crossing_date", "_forecast_path", "out_search_gap_forecast"),
    deps=["as_of", *KNOWN, "core_bar"],
    kinds=["python"],
)
def forecast_costs(builds: Builds) -> None:
    """Forecast every series by every method, and compare the forecasts with what the searches cost."""
    build = builds["out_forecast"]
    costs = _search_costs(build)
    forecasts = _forecasts(build, costs)
    if not forecasts:
        return
    targets = [rows[-1] for rows in known_costs(costs, build.as_of)]
    names = [cost.target for cost in targets]
    insert = build.warehouse.insert_arrays
    insert("out_forecast", forecast_columns(forecasts, build.as_of))
    insert("out_crossing", crossing_columns(forecasts, names, build.as_of))
    insert("_forecast_path", path_columns(forecasts, build.as_of))
    insert("out_search_gap_forecast", gap_columns(forecasts, targets, build.as_of))
    insert("out_crossing_date", crossing_date_columns(forecasts, names, build.as_of))


@table_asset(
    deps=[
        "as_of",
        *("_frontier", "_offer_cost", "core_search_cost", "core_bar", "core_bar_member", "core_model", "core_workload"),
        *("out_crossing", "out_crossing_date", "out_search_gap_forecast", "core_search_estimate"),
    ],
    fresh=True,
)
def out_verdict(build: TableBuild) -> None:
    """The answer for one bar, workload and target: crossed on which day by which offer, or how likely by when."""
    later = {f"in_{years}y": add_months(build.as_of, 12 * years) for years in YEARS}
    build.from_sql("compare_with_targets", {**headline.SETTINGS, **later})
    write_explanations(build.warehouse.connection, build.as_of)


@table_assets(
    *("_verdict_day", "_verdict_change", "_verdict_price", "_verdict_score", "_verdict_target"),
    deps=[
        *("as_of", "raw_capture", "out_verdict", "out_price_history", "_bar_judgement", "core_bar", "core_model"),
        *("core_search_cost", "core_workload"),
    ],
    kinds=["python", "parquet"],
    grows=True,
)
def record_verdicts(builds: Builds) -> None:
    """Add the verdicts that changed since the last day to their history, each with its cause."""
    build = builds["_verdict_change"]
    update_history(build.warehouse, build.as_of, build.bundle.compiled_on)


@table_asset(
    deps=["as_of", "_offer_cost", "_bar_judgement", "core_bar", "core_bar_member", "core_workload", "out_frontier"]
)
def out_cost_today(build: TableBuild) -> None:
    """What an answer costs today at one bar: the cheapest offer, the cheapest confirmed one, and the median of five."""
    build.from_sql("find_cost_today", {"level": headline.LEVEL})


@table_asset(deps=["as_of", "_offer_cost", "_bar_judgement", "core_bar", "core_score", "core_workload", "out_frontier"])
def out_missing_score(build: TableBuild) -> None:
    """A model on sale that a bar cannot judge: what its price would change, and how much its score would tell."""
    build.from_sql("rank_missing_scores", {"like_times": LIKE_TIMES})
    write_narrowing(build.warehouse.connection, bar_rivals(build.warehouse.connection, build.as_of))


@table_asset(
    deps=[
        "as_of",
        *("core_energy_per_query", "core_search_estimate", "core_search_cost", "core_workload", "core_model"),
        *("core_bar_member", "_offer_cost", "out_serving_cost", "core_accelerator"),
    ],
    kinds=["python"],
)
def out_energy_verdict(build: TableBuild) -> None:
    """Whether one answer takes more electricity than a search: energy against energy, without any price."""
    estimate = {"target": ENERGY_TARGET, "variant": PUBLISHED_FIGURE}
    answers = build.read_sql("list_answer_energy", {"bar": headline.BAR, "workload": headline.WORKLOAD, **estimate})
    searches = {
        variant: cost.estimate
        for variant in (PUBLISHED_FIGURE, SEARCH_OF_TODAY)
        for cost in _search_costs(build, variant)
        if cost.target == ENERGY_TARGET and cost.estimate
    }
    build.from_rows(list(energy_verdicts(answers, searches)))


@table_asset(
    deps=[
        "as_of",
        "capture/facts/claims",
        "out_verdict",
        "out_frontier",
        "out_price_history",
        "core_bar_member",
        "core_workload",
        "core_model",
        "core_score",
        "core_search_cost",
        "core_accelerator",
        "core_technique_gain",
        "core_energy_per_query",
        "core_hardware_result",
        "core_hardware_outlier",
        "out_hardware_gain",
        "out_technique_gain",
        "out_serving_cost",
        "out_driver",
    ],
    kinds=["csv", "sql"],
)
def out_claim(build: TableBuild) -> None:
    """One claim of the blog or of a study, what our own tables measure of it, and the SQL that measured it."""
    origin = {"source": "facts/claims", "capture_sha256": build.bundle.sha256("claims")}
    claims = [row for row in build.bundle.read("claims", ClaimRow) if row.known_on <= build.as_of]
    build.from_rows([{**row, **origin} for row in measure_claims(build.warehouse.connection, claims, build.as_of)])


@table_asset(deps=["as_of", "out_monthly_cost", "core_search_cost"])
def out_search_gap(build: TableBuild) -> None:
    """What the cheapest answer and a search cost at the end of a month, and how far apart they were."""
    build.from_sql("compare_search_costs", {"level": headline.LEVEL})


@table_asset(deps=["_offer_cost", "core_application", "core_bar_member", "core_model"])
def _application_cost(build: TableBuild) -> None:
    """What one use of an application cost over one interval, at the cheapest offer or ensemble at a bar."""
    build.from_sql("rank_applications")
    build.changes_on([next_end_of_offer(build.warehouse.connection, build.as_of)])


@table_asset(
    deps=[
        "as_of",
        *("_application_cost", "core_application", "core_bar", "core_workload", "out_frontier", "_forecast_path"),
    ],
    kinds=["python"],
)
def out_price_point(build: TableBuild) -> None:
    """Since when one application is viable at one bar, or how likely it becomes so by when."""
    applications = build.read_sql("compare_with_budgets", {"as_of": build.as_of, "days": SUSTAINED_DAYS})
    rows = list(price_points(applications, read_ratios(build.read_sql("find_paths", {"bar": None}))))
    build.from_rows(rows)


@table_asset(
    deps=["as_of", *KNOWN, "core_price_observation", "_frontier", "out_verdict"],
    kinds=["python"],
)
def out_sensitivity(build: TableBuild) -> None:
    """What one verdict would be from other data or by another rule: another span, source, score, bar or target."""
    connection = build.warehouse.connection
    rows = panel_rows(connection, build.as_of)
    verdicts = build.read_sql("find_level_verdicts", {"level": headline.LEVEL})
    if not rows.steps or not verdicts:
        return
    tallies = (tally for of_origin in kept_tallies(connection).values() for tally in of_origin)
    searches = known_targets(_search_costs(build), build.as_of, MONTHS, PATHS)
    names = (headline.BAR, headline.WORKLOAD)
    known = ForecastInputs(read_panel(rows, build.as_of), record_at(build.as_of, tallies), searches)
    prices = build.read_sql("find_bar_prices", {"bar": names[0], "workload": names[1], "as_of": build.as_of})
    targets = target_steps(build.read_sql("find_target_steps", {"as_of": build.as_of}))
    variants = build.read_sql("find_variant_frontiers", {"workload": headline.WORKLOAD})
    open_ = open_targets(verdicts, headline.BAR)
    few = dict.fromkeys([headline.TARGET, *(target.target for target in open_ if target.workload == names[1])])
    few = {name: targets[name] for name in few if name in targets}
    today = _search_costs(build, SEARCH_OF_TODAY)
    drifting = known_targets(today, build.as_of, MONTHS, PATHS)
    estimates = [cost.target for cost in today if cost.estimate and cost.target in few]
    build.from_rows(
        [
            *break_rows(known, open_),
            *(row for target in estimates for row in target_rows(known, names, target, drifting)),
            *source_rows(known, [AnswerPrice(**row) for row in prices], names, few),
            *variant_rows(known, frontier_steps(variants), headline.WORKLOAD, few),
            *bar_rows(verdicts, headline.WORKLOAD, few),
        ]
    )


@table_asset(
    deps=["as_of", "out_frontier", "out_rental_index", "out_verdict", "core_workload"],
    kinds=["python", "json"],
)
def out_registered_forecast(build: TableBuild) -> None:
    """One forecast that was registered before the event, with its value and scores once it is due."""
    build.from_rows(list(registered_rows(build.warehouse.connection, build.warehouse.home, build.as_of)))


def _forecasts(build: TableBuild, costs: tuple[SearchCost, ...]) -> tuple[Forecast, ...]:
    """Return every method's forecast of every series, compared with these costs of a search."""
    connection = build.warehouse.connection
    tallies = tuple(tally for of_origin in kept_tallies(connection).values() for tally in of_origin)
    ended = frozenset((row["bar"], row["workload"]) for row in build.read_sql("find_ended"))
    today = CurrentOffers(ended, bar_rivals(connection, build.as_of))
    return draw_forecasts(panel_rows(connection, build.as_of), tallies, build.as_of, costs, today)


def _search_costs(build: TableBuild, variant: str = PUBLISHED_FIGURE) -> tuple[SearchCost, ...]:
    return read_costs(build.read_sql("list_search_costs", {"variant": variant}))
