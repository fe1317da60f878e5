"""Tables about forecasts and verdicts."""

import dagster as dg

from assets.assets import Metadata, table_asset
from assets.charts import as_markdown_image, to_svg
from assets.forecasts import headline
from assets.forecasts.ahead import SUSTAINED_DAYS, YEARS, read_ratios
from assets.forecasts.charts import verdict_cells, verdict_chart
from assets.forecasts.claims.measures import measure_claims
from assets.forecasts.explain import explain_all
from assets.forecasts.facts import ClaimRow
from assets.forecasts.forecast import Forecast, Today, draw_forecasts
from assets.forecasts.left_out import Price, frontier_steps, target_steps
from assets.forecasts.price_points import price_points
from assets.forecasts.sensitivity import (
    MONTHS,
    PATHS,
    Known,
    bar_rows,
    break_rows,
    open_targets,
    source_rows,
    target_rows,
    variant_rows,
)
from assets.forecasts.tables import crossing_columns, crossing_date_rows, forecast_columns, gap_columns, path_columns
from assets.making import Making
from assets.trends.methods.panel import read_panel
from assets.trends.moving_targets import PUBLISHED_FIGURE, SEARCH_OF_TODAY, SearchCost, known_costs, read_costs
from assets.trends.paths import add_months
from assets.trends.race import known_targets
from assets.trends.record import record_at
from assets.trends.stored.backtest_tables import kept_tallies
from assets.trends.stored.known_panel import bar_rivals, panel_rows

KNOWN = (
    "out_frontier",
    "_offer_cost",
    "out_price_history",
    "core_bar",
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
    "out_backtest",
)
"""What the methods see: the panel, the rivals at each bar, the drivers, and how earlier forecasts did."""


@table_asset(deps=KNOWN, kinds=["python"])
def out_forecast(making: Making) -> None:
    """One quantile of one forecast of the cost of an answer."""
    forecasts, _ = _forecasts(making)
    if forecasts:
        making.warehouse.insert_arrays("out_forecast", forecast_columns(forecasts, making.as_of))


@table_asset(deps=KNOWN, kinds=["python"])
def out_crossing(making: Making) -> None:
    """The probability that an answer costs at most what a search costs, at one date and by that date."""
    forecasts, targets = _forecasts(making)
    if forecasts:
        making.warehouse.insert_arrays("out_crossing", crossing_columns(forecasts, _names(targets), making.as_of))


@table_asset(deps=KNOWN, kinds=["python"])
def out_crossing_date(making: Making) -> None:
    """When the probability of having crossed reaches 10, 50 and 90%, by one method."""
    forecasts, targets = _forecasts(making)
    making.from_rows(crossing_date_rows(forecasts, _names(targets), making.as_of))


@table_asset(deps=[*KNOWN, "core_search_cost"], kinds=["python"])
def _forecast_path(making: Making) -> None:
    """The pool's paths of one chat, one grounded and one reasoning workload at each bar."""
    forecasts, _ = _forecasts(making)
    if forecasts:
        making.warehouse.insert_arrays("_forecast_path", path_columns(forecasts, making.as_of))


@table_asset(deps=KNOWN, kinds=["python"])
def out_search_gap_forecast(making: Making) -> None:
    """How far apart an answer and a search will be, and what it matters that the cost of the search is not sure."""
    forecasts, targets = _forecasts(making)
    if forecasts:
        making.warehouse.insert_arrays("out_search_gap_forecast", gap_columns(forecasts, targets, making.as_of))


@table_asset(
    deps=[
        *("_frontier", "_offer_cost", "core_search_cost", "core_bar", "core_bar_member", "core_model", "core_workload"),
        *("out_crossing", "out_crossing_date", "out_search_gap_forecast", "core_search_estimate"),
    ],
    fresh=True,
)
def out_verdict(making: Making) -> Metadata | None:
    """The answer for one bar, workload and target: crossed on which day by which offer, or how likely by when."""
    later = {f"in_{years}y": add_months(making.as_of, 12 * years) for years in YEARS}
    making.from_sql("judge_targets", {**headline.SETTINGS, **later})
    explain_all(making.warehouse.connection, making.as_of)
    rows = making.read_sql("show_verdicts", {"workload": headline.WORKLOAD, "level": headline.LEVEL})
    if not rows:
        return None
    title = f"When a GPT-4-class {headline.WORKLOAD} answer cost what a search costs"
    svg = to_svg(verdict_chart(verdict_cells(rows), title), "verdict", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}


@table_asset(deps=["_offer_cost", "_bar_judgement", "core_bar", "core_bar_member", "core_workload", "out_frontier"])
def out_cost_today(making: Making) -> None:
    """What an answer costs today at one bar: the cheapest offer, the cheapest confirmed one, and the median of five."""
    making.from_sql("find_cost_today", {"level": headline.LEVEL})


@table_asset(
    deps=[
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
def out_claim(making: Making) -> None:
    """One claim of the blog or of a study, what our own tables measure of it, and the SQL that measured it."""
    origin = {"source": "facts/claims", "capture_sha256": making.bundle.sha256("claims")}
    made = [row for row in making.bundle.read("claims", ClaimRow) if row.known_on <= making.as_of]
    making.from_rows([{**row, **origin} for row in measure_claims(making.warehouse.connection, made, making.as_of)])


@table_asset(deps=["out_monthly_cost", "core_search_cost"])
def out_search_gap(making: Making) -> None:
    """What the cheapest answer and a search cost at the end of a month, and how far apart they were."""
    making.from_sql("compare_search_costs", {"level": headline.LEVEL})


@table_asset(deps=["_offer_cost", "core_application", "core_bar_member", "core_model"])
def _application_cost(making: Making) -> None:
    """What one use of an application cost over one interval, at the cheapest offer or ensemble at a bar."""
    making.from_sql("rank_applications")


@table_asset(
    deps=["_application_cost", "core_application", "core_bar", "core_workload", "out_frontier", "_forecast_path"],
    kinds=["python"],
)
def out_price_point(making: Making) -> None:
    """Since when one application is viable at one bar, or how likely it becomes so by when."""
    judged = making.read_sql("judge_applications", {"as_of": making.as_of, "days": SUSTAINED_DAYS})
    rows = list(price_points(judged, read_ratios(making.read_sql("find_paths", {"bar": None}))))
    making.from_rows(rows)


@table_asset(
    deps=[*KNOWN, "core_price_observation", "_frontier", "out_verdict"],
    kinds=["python"],
)
def out_sensitivity(making: Making) -> None:
    """What one verdict would be from other data or by another rule: another span, source, score, bar or target."""
    connection = making.warehouse.connection
    rows = panel_rows(connection, making.as_of)
    verdicts = making.read_sql("find_level_verdicts", {"level": headline.LEVEL})
    if not rows.steps or not verdicts:
        return
    standing = record_at(making.as_of, (one for found in kept_tallies(connection).values() for one in found))
    searches = known_targets(_search_costs(making), making.as_of, MONTHS, PATHS)
    names, known = (headline.BAR, headline.WORKLOAD), Known(read_panel(rows, making.as_of), standing, searches)
    told = making.read_sql("find_bar_prices", {"bar": names[0], "workload": names[1], "as_of": making.as_of})
    targets = target_steps(making.read_sql("find_target_steps", {"as_of": making.as_of}))
    variants = making.read_sql("find_variant_frontiers", {"workload": headline.WORKLOAD})
    still = open_targets(verdicts, headline.BAR)
    few = dict.fromkeys([headline.TARGET, *(one.target for one in still if one.workload == names[1])])
    few = {name: targets[name] for name in few if name in targets}
    today = _search_costs(making, SEARCH_OF_TODAY)
    drifting = known_targets(today, making.as_of, MONTHS, PATHS)
    estimates = [cost.target for cost in today if cost.estimate and cost.target in few]
    making.from_rows(
        [
            *break_rows(known, still),
            *(row for target in estimates for row in target_rows(known, names, target, drifting)),
            *source_rows(known, [Price(**row) for row in told], names, few),
            *variant_rows(known, frontier_steps(variants), headline.WORKLOAD, few),
            *bar_rows(verdicts, headline.WORKLOAD, few),
        ]
    )


def _forecasts(making: Making) -> tuple[tuple[Forecast, ...], list[SearchCost]]:
    """Every method's forecast of every series, and the targets in the order of its rows."""
    connection = making.warehouse.connection
    tallies = tuple(one for of_origin in kept_tallies(connection).values() for one in of_origin)
    ended = frozenset((row["bar"], row["workload"]) for row in making.read_sql("find_ended"))
    today = Today(ended, bar_rivals(connection, making.as_of))
    costs = _search_costs(making)
    found = draw_forecasts(panel_rows(connection, making.as_of), tallies, making.as_of, costs, today)
    return found, [rows[-1] for rows in known_costs(costs, making.as_of)]


def _search_costs(making: Making, variant: str = PUBLISHED_FIGURE) -> tuple[SearchCost, ...]:
    return read_costs(making.read_sql("list_search_costs", {"variant": variant}))


def _names(targets: list[SearchCost]) -> list[str]:
    return [one.target for one in targets]
