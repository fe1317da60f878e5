"""Tables about trends."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from assets.table_asset import Builds, Metadata, table_asset, table_assets
from assets.table_build import TableBuild
from assets.trends.backtest import origins_of
from assets.trends.backtest_summary import calibration_rows, summary_rows
from assets.trends.comparison_summary import comparison_rows
from assets.trends.decomposition_rows import DecompositionData, TaskTokens, decomposition_rows, periods_of, read_use
from assets.trends.driver_checks import check_rows
from assets.trends.driver_rows import driver_rows
from assets.trends.facts import PublishedRateRow, StudyPriceRow
from assets.trends.fits import read_series, trend_rows
from assets.trends.frontier_hold import build_frontier
from assets.trends.methods.pool import MEMBERS
from assets.trends.methods.registry import METHODS
from assets.trends.record import Tally, record_at, relative_crps
from assets.trends.stored.backtest_tables import event_columns, forecast_columns, kept_tallies, update_backtest
from assets.trends.stored.known_drivers import (
    WORKLOAD,
    known_checks,
    known_costs,
    known_drivers,
    known_sizes,
    known_sweeps,
)
from assets.trends.stored.known_panel import known_panel, known_vintages, last_observed_day, next_end_of_offer
from warehouse import query

PANEL_OFFERS = (
    *("out_frontier", "_offer_cost", "_bar_judgement", "core_bar_member", "out_price_history"),
    *("core_score", "core_model", "core_workload"),
    *("core_accelerator", "core_hardware_result", "core_rental_price", "core_technique_gain"),
)
"""The tables that known prices and drivers are read from."""
PANEL = (*PANEL_OFFERS, "core_price_observation")
"""The same, and when each price was last observed."""
BAR = "eci>=gpt-4-0314"
"""The fixed capability whose cost is compared with what is paid."""
ROUTER = "openrouter"
SERIES = {"bar": BAR, "workload": WORKLOAD, "router": ROUTER}


@table_asset(deps=["capture/facts/published_rates"], kinds=["csv"])
def core_published_rate(build: TableBuild) -> None:
    """One rate of fall as its authors published it."""
    build.from_facts("published_rates", PublishedRateRow)


@table_asset(deps=["capture/facts/study_series"], kinds=["csv"])
def core_study_price(build: TableBuild) -> None:
    """One point of a published price series, for comparison with the published fit."""
    build.from_facts("study_series", StudyPriceRow)


@table_assets(
    *("_offer_cost", "_frontier", "out_frontier_hold"),
    deps=[
        *("out_price_history", "core_context_window", "core_model", "core_workload", "core_application"),
        *("core_search_cost", "core_price_observation", "core_bar_member", "_bar_judgement"),
        "capture/facts/corrections",
    ],
)
def _offer_cost(builds: Builds) -> None:
    """The cost of each offer, the frontier at every bar, and the prices that are held for moving it too far."""
    costs, frontier = builds["_offer_cost"], builds["_frontier"]
    costs.from_sql("price_offers")
    build_frontier(costs, frontier, builds["out_frontier_hold"])
    costs.changes_on_day_of("find_next_offer_day")
    frontier.changes_on([next_end_of_offer(frontier.warehouse.connection, frontier.as_of)])


@table_asset(deps=["_frontier", "out_price_history", "core_bar_member", "core_workload"])
def out_frontier(build: TableBuild) -> None:
    """One interval during which one offer was the cheapest at a bar for a workload."""
    build.from_sql("describe_frontier")


@table_asset(deps=["as_of", "out_frontier"])
def out_monthly_cost(build: TableBuild) -> None:
    """The frontier at the end of each calendar month, the grid on which trends are fitted."""
    build.from_sql("sample_monthly_cost")


@table_asset(deps=["core_model_usage", "out_price_history", "core_workload"])
def out_usage_price(build: TableBuild) -> None:
    """Tokens of one model on one day through one router, and what they cost."""
    build.from_sql("price_usage", {"workload": WORKLOAD})


@table_asset(
    deps=[
        *("as_of", "out_frontier", "out_monthly_cost", "out_usage_price", "out_price_history"),
        *("core_score", "core_model", "core_workload"),
    ]
)
def out_price_series(build: TableBuild) -> None:
    """One of three prices of a token in one month: at fixed capability, of the best model, or of the models used."""
    build.from_sql("list_price_series", SERIES)


@table_asset(deps=["out_frontier", "out_usage_price", "core_task_tokens", "core_workload"], kinds=["python"])
def out_price_decomposition(build: TableBuild) -> None:
    """One piece of the change of what a task costs: cost at fixed capability, mix of models, or tokens per task."""
    used = read_use(build.read_sql("list_used_models", {"router": ROUTER}))
    tasks = [TaskTokens(**row) for row in build.read_sql("list_task_tokens")]
    days = sorted({day for _, *ends in periods_of(used, tasks) for day in ends})
    rows = build.read_sql("list_costs_on_days", {"days": days, "bar": BAR, "workload": WORKLOAD})
    costs = {row["day"]: row["usd_per_mtok"] for row in rows}
    build.from_rows(list(decomposition_rows(DecompositionData(used, costs, tasks), BAR, WORKLOAD)))


@table_asset(deps=["as_of", "out_frontier"], kinds=["python"])
def out_trend(build: TableBuild) -> None:
    """One fit: how many times cheaper per year, by one method over one span."""
    steps = query.tuples(build.warehouse.connection, build.folder / "list_frontier_steps.sql")
    build.from_rows(list(trend_rows(read_series(steps, build.as_of))))


@table_asset(deps=["as_of", "_offer_cost", "core_bar_member", "core_model"])
def out_market_spread(build: TableBuild) -> None:
    """The spread of prices among the sellers of one open model, and open against closed models at the same bar."""
    build.from_sql("compare_market_spread", {"workload": WORKLOAD})


@table_asset(
    deps=[
        "as_of",
        "out_frontier",
        "_offer_cost",
        "out_price_history",
        "core_bar_member",
        "_bar_judgement",
        "core_model",
        "core_model_size",
        "core_workload",
        "core_accelerator",
        "core_hardware_result",
        "core_inference_sweep",
        "core_rental_price",
        "core_technique_gain",
    ],
    kinds=["python"],
)
def out_driver(build: TableBuild) -> None:
    """One driver's share of the fall of a bar's cost over one period: hardware, algorithms, market or the residual."""
    connection = build.warehouse.connection
    costs = known_costs(connection, build.as_of)
    days = sorted({day for known in costs.values() for day, _ in known})
    history = known_drivers(connection, build.as_of, days)
    models = known_sizes(connection, build.as_of, days)
    sweeps = known_sweeps(connection, build.as_of)
    build.from_rows(list(driver_rows(costs, models, (history.evidence, sweeps), WORKLOAD)))


@table_asset(
    deps=["as_of", *PANEL_OFFERS, "core_inference_sweep", "core_model_size", "core_published_rate"], kinds=["python"]
)
def out_driver_check(build: TableBuild) -> None:
    """One published rate of a driver beside ours, or the share that is left over with other sizes of models."""
    connection = build.warehouse.connection
    costs = known_costs(connection, build.as_of)
    days = sorted({day for known in costs.values() for day, _ in known})
    published = {row["claim_id"]: row for row in build.read_sql("list_published_rates")}
    build.from_rows(list(check_rows(costs, known_checks(connection, build.as_of, days), published)))


@table_assets(
    *("out_backtest", "_backtest_chance", "_backtest_tally"), deps=[*PANEL, "_frontier"], kinds=["python"], grows=True
)
def backtest_methods(builds: Builds) -> Mapping[str, Metadata]:
    """Forecast from past months by every method, score the forecasts, and add up the scores."""
    build = builds["out_backtest"]
    connection = build.warehouse.connection
    day = _last_observed_day(build)
    panel = known_panel(connection, day)
    origins = origins_of(panel, known_vintages(connection, day)) if panel else []
    return {"out_backtest": {"origins_forecast_anew": update_backtest(build.warehouse, origins)}}


@table_asset(deps=["out_backtest"], kinds=["python"])
def out_backtest_summary(build: TableBuild) -> None:
    """The scores of one method at one horizon, compared with no-change."""
    build.from_rows(summary_rows(forecast_columns(build.warehouse.connection)))


@table_asset(deps=["as_of", "_backtest_tally"], kinds=["python"])
def out_pool_weight(build: TableBuild) -> None:
    """The weight of each method in the pool, and the score of its earlier forecasts."""
    record = record_at(build.as_of, _tallies(build))
    build.from_rows(
        [
            {
                "method": name,
                "origin": build.as_of,
                "weight": 1 / len(MEMBERS) if name in MEMBERS else 0.0,
                "crps_vs_no_change": relative_crps(record, name),
            }
            for name in METHODS
        ]
    )


@table_asset(deps=["_backtest_tally"], kinds=["python"])
def out_backtest_comparison(build: TableBuild) -> None:
    """The scores of one method beside those of the pool on the same forecasts."""
    build.from_rows(list(comparison_rows(_tallies(build))))


@table_asset(deps=[*PANEL, "out_backtest", "_backtest_chance"], kinds=["python"])
def out_calibration(build: TableBuild) -> None:
    """Forecast probabilities compared with observed frequencies."""
    connection = build.warehouse.connection
    panel = known_panel(connection, _last_observed_day(build))
    if panel:
        build.from_rows(calibration_rows(forecast_columns(connection), event_columns(connection, panel)))


def _tallies(build: TableBuild) -> Iterator[Tally]:
    """Yield the tallies of all origins."""
    return chain.from_iterable(kept_tallies(build.warehouse.connection).values())


def _last_observed_day(build: TableBuild) -> date:
    """Return the last day on which a price was observed, or the as-of date where observations reach beyond it."""
    day = last_observed_day(build.warehouse.connection, build.as_of)
    build.changes_on([day + timedelta(days=1)])
    return day
