"""The health of the sources, the published file, and the report page."""

from datetime import date
from pathlib import Path
from typing import Protocol

import dagster as dg

from assets.forecasts import headline
from assets.hold import hold_on_failure, lift_hold
from assets.reports.cost_picture import as_markdown, draw_costs
from assets.reports.publication.gate import refuse_publication
from assets.reports.source_health import describe_statuses, describe_trouble
from assets.table_asset import FRESH, OWNERS, Metadata, Progress, asset_key, code_version, table_asset
from assets.table_build import TableBuild
from warehouse import query
from warehouse.store import Writer


class Accepted(Protocol):
    """What of a publication somebody has accepted beforehand."""

    tables: list[str]


PUBLISHED_TABLES = (
    "core_model",
    "core_model_alias",
    "core_model_size",
    "core_price_observation",
    "core_price_confirmation",
    "core_context_window",
    "core_score",
    "core_bar",
    "core_bar_member",
    "out_cost_today",
    "core_accelerator",
    "core_accelerator_alias",
    "core_hardware_result",
    "core_hardware_outlier",
    "core_rental_price",
    "core_engine_throughput",
    "core_inference_sweep",
    "core_decoding_speedup",
    "core_benchmark_model",
    "core_technique_gain",
    "core_software_gain",
    "core_search_cost",
    "core_search_estimate",
    "core_energy_per_query",
    "out_energy_comparison",
    "out_energy_verdict",
    "core_workload",
    "core_application",
    "core_model_usage",
    "core_task_tokens",
    "core_tokenizer_rate",
    "core_model_tokenizer",
    "out_usage_price",
    "out_price_series",
    "out_price_decomposition",
    "core_published_rate",
    "core_study_price",
    "out_price_history",
    "out_price_event",
    "out_reading",
    "out_reading_problem",
    "out_price_wait",
    "out_price_calibration",
    "out_reader_audit",
    "out_quarantine",
    "out_rental_index",
    "out_serving_cost",
    "out_frontier",
    "out_frontier_hold",
    "out_monthly_cost",
    "out_trend",
    "out_driver",
    "out_driver_check",
    "out_market_spread",
    "out_backtest",
    "out_backtest_summary",
    "out_pool_weight",
    "out_calibration",
    "out_forecast",
    "out_crossing",
    "out_crossing_date",
    "_forecast_path",
    "out_verdict",
    "_verdict_change",
    "out_hardware_gain",
    "out_hardware_result_doubt",
    "out_software_gain",
    "out_technique_gain",
    "out_throughput_per_dollar",
    "out_claim",
    "out_search_gap",
    "out_search_gap_forecast",
    "out_price_point",
    "out_registered_forecast",
    "out_sensitivity",
    "out_missing_score",
    "out_source",
)


@table_asset(deps=["_price_refusal", "_score_refusal", "_hardware_refusal"])
def out_quarantine(build: TableBuild) -> None:
    """One refused row, and why: an unknown name, another kind of price, a flagged price, one aggregator alone."""
    build.from_sql("list_refused_rows")


@table_asset(
    deps=[
        "as_of",
        "raw_capture",
        *("core_accelerator", "core_accelerator_alias", "core_bar", "core_context_window", "core_energy_per_query"),
        *("core_hardware_result", "core_model", "core_model_alias", "core_model_size", "core_price_confirmation"),
        *(
            "core_published_rate",
            "core_rental_price",
            "core_score",
            "core_search_cost",
            "core_search_estimate",
            "core_software_gain",
        ),
        *("core_study_price", "core_technique_gain", "core_workload"),
        "_price_seen",
        "_live_source",
        "_score_source",
        "_release_source",
        "_capture_reading",
        "_rate_reading",
        "_score_reading",
        "_release_reading",
        *("out_reading", "_lost_offer", "out_reader_audit"),
        "capture/pages",
        "out_price_history",
        "out_quarantine",
    ],
    fresh=True,
)
def out_source(build: TableBuild) -> Metadata:
    """The health of one source: when it was last read, how old that is, what it gave and what was refused."""
    build.from_sql("measure_sources")
    build.from_sql("measure_live_sources")
    trouble = build.read_sql("list_sources_in_trouble")
    return {
        "in trouble": len(trouble),
        "statuses": dg.MetadataValue.md(describe_statuses(build.read_sql("count_source_statuses"))),
        "sources in trouble": dg.MetadataValue.md(describe_trouble(trouble)),
    }


@dg.asset(
    deps=[*PUBLISHED_TABLES, asset_key("capture/facts/required_models")],
    group_name="reports",
    owners=list(OWNERS),
    kinds={"duckdb"},
    code_version=code_version("reports"),
    freshness_policy=FRESH,
)
def published_warehouse(
    warehouse: dg.ResourceParam[Writer],
    as_of: dg.ResourceParam[date],
    accepted: dg.ResourceParam[Accepted],
    progress: dg.ResourceParam[Progress],
) -> dg.MaterializeResult:
    """The file that everyone reads, replaced in one step once every table is made and no blocking check failed."""
    progress("publish")
    with hold_on_failure(warehouse.home, as_of):
        refuse_publication(warehouse, accepted.tables)
    warehouse.publish()
    lift_hold(warehouse.home)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(warehouse.home.published)),
            "bytes": warehouse.home.published.stat().st_size,
        }
    )


@dg.asset(
    deps=["published_warehouse"],
    group_name="reports",
    owners=list(OWNERS),
    kinds={"html"},
    code_version=code_version("reports"),
)
def report_page(
    warehouse: dg.ResourceParam[Writer], as_of: dg.ResourceParam[date], progress: dg.ResourceParam[Progress]
) -> dg.MaterializeResult:
    """The page people read: one self-contained file with the headline, the outlook, the verdicts and the sources."""
    from assets.reports.page import write_report  # charts take a second to import

    progress("report")
    page = write_report(warehouse.connection, warehouse.home.reports)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(page)), **_answer(warehouse, as_of)})


def _answer(warehouse: Writer, as_of: date) -> Metadata:
    """Return the headline's sentence and a small picture of it; none before there is a verdict."""
    asked = {"bar": headline.BAR, "workload": headline.WORKLOAD, "target": headline.TARGET}
    steps = query.rows(warehouse.connection, Path(__file__).with_name("list_headline_costs.sql"), asked)
    if not steps:
        return {}
    answer = str(query.first_rows(warehouse.connection, "headline", 1)[0]["answer"])
    return {"answer": answer, "picture": dg.MetadataValue.md(as_markdown(draw_costs(steps, as_of), answer))}
