"""Tables about forecasts and verdicts."""

import dagster as dg

from assets.assets import Metadata, table_asset
from assets.charts import as_markdown_image, to_svg
from assets.forecasts import headline
from assets.forecasts.charts import verdict_cells, verdict_chart
from assets.forecasts.forecast import Forecast, Today, draw_forecasts
from assets.forecasts.left_out import Price, target_steps
from assets.forecasts.sensitivity import Known, bar_rows, break_rows, open_targets, source_rows
from assets.forecasts.tables import crossing_columns, crossing_date_rows, forecast_columns, path_columns
from assets.making import Making
from assets.trends.backtest_store import kept_tallies
from assets.trends.known_panel import bar_rivals, panel_rows
from assets.trends.methods.panel import read_panel
from assets.trends.paths import add_months
from assets.trends.record import standing_at

KNOWN = (
    "out_frontier",
    "out_price_history",
    "core_bar",
    "core_score",
    "core_model",
    "core_workload",
    "core_search_cost",
    "out_backtest",
)
"""What the methods see: the panel, the rivals at each bar, and how earlier forecasts did."""


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
        making.warehouse.insert_arrays("out_crossing", crossing_columns(forecasts, targets, making.as_of))


@table_asset(deps=KNOWN, kinds=["python"])
def out_crossing_date(making: Making) -> None:
    """When the probability of having crossed reaches 10, 50 and 90%, by one method."""
    forecasts, targets = _forecasts(making)
    making.from_rows(crossing_date_rows(forecasts, targets, making.as_of))


@table_asset(deps=KNOWN, kinds=["python"])
def _forecast_path(making: Making) -> None:
    """The pool's paths of one chat, one grounded and one reasoning workload at each bar."""
    forecasts, _ = _forecasts(making)
    if forecasts:
        making.warehouse.insert_arrays("_forecast_path", path_columns(forecasts, making.as_of))


@table_asset(
    deps=["_frontier", "core_search_cost", "core_bar", "core_workload", "out_crossing", "out_crossing_date"], fresh=True
)
def out_verdict(making: Making) -> Metadata | None:
    """The answer for one bar, workload and target: crossed on which day by which offer, or how likely by when."""
    making.from_sql(
        "judge_targets",
        {
            "method": headline.METHOD,
            "headline_target": headline.TARGET,
            **{f"in_{years}y": add_months(making.as_of, 12 * years) for years in (1, 3, 5)},
        },
    )
    rows = making.read_sql("show_verdicts", {"workload": headline.WORKLOAD, "level": headline.LEVEL})
    if not rows:
        return None
    title = f"When a GPT-4-class {headline.WORKLOAD} answer cost what a search costs"
    svg = to_svg(verdict_chart(verdict_cells(rows), title), "verdict", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}


@table_asset(
    deps=[*KNOWN, "core_price_observation", "core_bar_member", "out_verdict"],
    kinds=["python"],
)
def out_sensitivity(making: Making) -> None:
    """What one verdict would be from other data: without a source, before or after the break, by another bar."""
    connection = making.warehouse.connection
    rows = panel_rows(connection, making.as_of)
    verdicts = making.read_sql("find_level_verdicts", {"level": headline.LEVEL})
    if not rows.steps or not verdicts:
        return
    standing = standing_at(making.as_of, (one for found in kept_tallies(connection).values() for one in found))
    names, known = (headline.BAR, headline.WORKLOAD), Known(read_panel(*rows, making.as_of), standing)
    told = making.read_sql("find_bar_prices", {"bar": names[0], "workload": names[1], "as_of": making.as_of})
    targets = target_steps(making.read_sql("find_target_steps", {"as_of": making.as_of}))
    still = open_targets(verdicts, headline.BAR)
    few = dict.fromkeys([headline.TARGET, *(one.target for one in still if one.workload == names[1])])
    few = {name: targets[name] for name in few if name in targets}
    making.from_rows(
        [
            *break_rows(known, still),
            *source_rows(known, [Price(**row) for row in told], names, few),
            *bar_rows(verdicts, headline.WORKLOAD, few),
        ]
    )


def _forecasts(making: Making) -> tuple[tuple[Forecast, ...], list[str]]:
    connection = making.warehouse.connection
    tallies = tuple(one for of_origin in kept_tallies(connection).values() for one in of_origin)
    ended = frozenset((row["bar"], row["workload"]) for row in making.read_sql("find_ended"))
    select = (making.folder / "find_targets.sql").read_text(encoding="utf-8")
    targets = connection.execute(select, {"as_of": making.as_of}).fetchall()
    rows, usd = panel_rows(connection, making.as_of), tuple(usd for _, usd in targets)
    today = Today(ended, bar_rivals(connection, making.as_of))
    return draw_forecasts(rows, tallies, making.as_of, usd, today), [target for target, _ in targets]
