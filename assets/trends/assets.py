"""Tables about trends."""

import dagster as dg

from assets.assets import Metadata, table_asset
from assets.charts import as_markdown_image, to_svg
from assets.making import Making
from assets.prices.trust import STALE_DAYS
from assets.trends.backtest import origins_of
from assets.trends.backtest_summary import calibration_rows, summary_rows
from assets.trends.charts import Step, frontier_chart
from assets.trends.driver_rows import driver_rows
from assets.trends.facts import PublishedRateRow, StudyPriceRow
from assets.trends.fits import read_series, trend_rows
from assets.trends.record import record_at, relative_scores
from assets.trends.stored.backtest_tables import event_columns, forecast_columns, kept_tallies, update_backtest
from assets.trends.stored.known_drivers import WORKLOAD, known_costs, known_drivers
from assets.trends.stored.known_panel import known_panel, known_vintages, last_look


@table_asset(deps=["capture/facts/published_rates"], kinds=["csv"])
def core_published_rate(making: Making) -> None:
    """One rate of fall as its authors published it."""
    making.from_facts("published_rates", PublishedRateRow)


@table_asset(deps=["capture/facts/study_series"], kinds=["csv"])
def core_study_price(making: Making) -> None:
    """One point of a published price series that our own fit must reproduce."""
    making.from_facts("study_series", StudyPriceRow)


@table_asset(
    deps=[
        *("out_price_history", "core_context_window", "core_model", "core_workload", "core_application"),
        "core_search_cost",
    ]
)
def _offer_cost(making: Making) -> None:
    """What each offer costs for a query of each workload and a use of each application that it can serve."""
    making.from_sql("price_offers")


@table_asset(deps=["_offer_cost", "core_bar_member", "_bar_judgement", "core_workload"])
def _frontier(making: Making) -> None:
    """The frontier at every bar, at both ends of each bar's interval, and as seen after each earlier snapshot."""
    making.from_sql("find_frontier", {"stale_days": STALE_DAYS})


@table_asset(deps=["_frontier", "out_price_history", "core_bar_member", "core_workload"])
def out_frontier(making: Making) -> Metadata | None:
    """One interval during which one offer was the cheapest at a bar for a workload."""
    making.from_sql("describe_frontier")
    rows = making.read_sql("show_frontier")
    if not rows:
        return None
    steps = [Step(row["valid_from"], row["usd"], row["model_id"]) for row in rows]
    title = f"The cheapest answer ({rows[0]['workload']}) at {rows[0]['bar']}"
    svg = to_svg(frontier_chart(steps, making.as_of, title), "frontier", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}


@table_asset(deps=["out_frontier"])
def out_monthly_cost(making: Making) -> None:
    """The frontier at the end of each calendar month, the grid on which trends are fitted."""
    making.from_sql("sample_monthly_cost")


@table_asset(deps=["out_frontier"], kinds=["python"])
def out_trend(making: Making) -> None:
    """One fit: how many times cheaper per year, by one method over one span."""
    rows = making.warehouse.connection.execute(
        "SELECT bar, workload, valid_from, usd_per_query::DOUBLE FROM out_frontier ORDER BY bar, workload, valid_from"
    ).fetchall()
    making.from_rows(list(trend_rows(read_series(rows, making.as_of))))


@table_asset(deps=["_offer_cost", "core_bar_member", "core_model"])
def out_market_spread(making: Making) -> None:
    """How far apart the sellers of one open model stand, and open against closed models at the same bar."""
    making.from_sql("compare_market_spread", {"workload": WORKLOAD})


@table_asset(
    deps=[
        "out_frontier",
        "_offer_cost",
        "out_price_history",
        "core_bar_member",
        "_bar_judgement",
        "core_model",
        "core_workload",
        "core_accelerator",
        "core_hardware_result",
        "core_rental_price",
        "core_technique_gain",
    ],
    kinds=["python"],
)
def out_driver(making: Making) -> None:
    """One driver's share of the fall of a bar's cost over one period: hardware, algorithms, market or the residual."""
    connection = making.warehouse.connection
    costs = known_costs(connection, making.as_of)
    days = sorted({day for known in costs.values() for day, _ in known})
    history = known_drivers(connection, making.as_of, days)
    making.from_rows(list(driver_rows(costs, history, WORKLOAD)))


@table_asset(
    deps=[
        *("out_frontier", "_frontier", "_offer_cost", "_bar_judgement", "core_bar_member", "out_price_history"),
        "core_price_observation",
        *("core_score", "core_model", "core_workload"),
        *("core_accelerator", "core_hardware_result", "core_rental_price", "core_technique_gain"),
    ],
    kinds=["python"],
    grows=True,
)
def out_backtest(making: Making) -> Metadata:
    """One forecast from a past month by one method, scored; _backtest_chance and _backtest_tally are made with it."""
    connection = making.warehouse.connection
    day = last_look(connection, making.as_of)
    panel = known_panel(connection, day)
    origins = origins_of(panel, known_vintages(connection, day)) if panel else []
    return {"origins_forecast_anew": update_backtest(making.warehouse, origins)}


@table_asset(deps=["out_backtest"], kinds=["python"])
def out_backtest_summary(making: Making) -> None:
    """How one method did at one horizon, against no-change."""
    making.from_rows(summary_rows(forecast_columns(making.warehouse.connection)))


@table_asset(deps=["out_backtest"], kinds=["python"])
def out_pool_weight(making: Making) -> None:
    """How much of the pool each method is, by how its earlier forecasts did."""
    tallies = [
        tally for tallies_of_origin in kept_tallies(making.warehouse.connection).values() for tally in tallies_of_origin
    ]
    weights = record_at(making.as_of, tallies).weights
    scores = relative_scores(making.as_of, tallies)
    making.from_rows(
        [
            {"method": name, "origin": making.as_of, "weight": weights.get(name, 0.0), "crps_vs_no_change": score}
            for name, score in scores.items()
        ]
    )


@table_asset(deps=["out_backtest", "out_frontier", "core_workload"], kinds=["python"])
def out_calibration(making: Making) -> None:
    """Whether what was called likely came as often as it was said to."""
    connection = making.warehouse.connection
    panel = known_panel(connection, last_look(connection, making.as_of))
    if panel:
        making.from_rows(calibration_rows(forecast_columns(connection), event_columns(connection, panel)))
