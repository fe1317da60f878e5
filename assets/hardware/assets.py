"""Tables about hardware and what runs on it."""

import dagster as dg

from assets.assets import Metadata, table_asset
from assets.charts import as_markdown_image, to_svg
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    BenchmarkModelRow,
    HardwareResultRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.hardware.rental_chart import DRAWN, RentalPoint, rental_index_chart
from assets.hardware.rental_index import Rent, index_rows
from assets.hardware.serving_chart import CLAIMED_USD_PER_MTOK, NeededUse, serving_chart
from assets.making import Making


@table_asset(deps=["capture/facts/accelerators"], kinds=["csv"])
def core_accelerator(making: Making) -> None:
    """One row per accelerator released by the as-of date; form factors and coolings are kept apart."""
    making.from_facts("accelerators", AcceleratorRow)


@table_asset(deps=["capture/facts/accelerator_aliases", "core_accelerator"], kinds=["csv"])
def core_accelerator_alias(making: Making) -> None:
    """One row per exact string by which sources name an accelerator."""
    making.from_facts("accelerator_aliases", AcceleratorAliasRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/hardware_results", "core_accelerator"], kinds=["csv"])
def core_hardware_result(making: Making) -> None:
    """One row per MLPerf Inference result; drop those with `duplicate_of` or `coverage` = sample before counting."""
    making.from_facts("hardware_results", HardwareResultRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/accelerator_rental", "core_accelerator"], kinds=["csv"])
def core_rental_price(making: Making) -> None:
    """The median hourly price of one accelerator at one provider in one month."""
    making.from_facts("accelerator_rental", RentalRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/technique_gains"], kinds=["csv"])
def core_technique_gain(making: Making) -> None:
    """One measured gain of one serving technique."""
    making.from_facts("technique_gains", TechniqueGainRow)


@table_asset(deps=["capture/facts/software_gains", "core_accelerator"], kinds=["csv"])
def core_software_gain(making: Making) -> None:
    """The same accelerator on the same benchmark in a later release."""
    making.from_facts("software_gains", SoftwareGainRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/benchmark_runs", "core_model"], kinds=["csv"])
def core_benchmark_model(making: Making) -> None:
    """Which open model a benchmark runs, and which models of the same shape it stands in for."""
    making.from_facts("benchmark_runs", BenchmarkModelRow, about=("model_id", "core_model"))


@table_asset(deps=["core_rental_price", "core_accelerator"], kinds=["python"])
def out_rental_index(making: Making) -> Metadata | None:
    """What renting an accelerator cost in one month: the median over sellers, and a chain over sellers seen twice."""
    making.from_rows(list(index_rows(Rent(**row) for row in making.read_sql("list_rents"))))
    points = [RentalPoint(**row) for row in making.read_sql("list_rental_index")]
    if not any(point.accelerator in DRAWN for point in points):
        return None
    title = "What renting one accelerator for an hour costs on demand"
    svg = to_svg(rental_index_chart(points, title), "rental", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}


@table_asset(
    deps=[
        "core_hardware_result",
        "core_benchmark_model",
        "core_model",
        "core_accelerator",
        "out_rental_index",
        "out_price_history",
    ]
)
def out_serving_cost(making: Making) -> Metadata | None:
    """What a million output tokens of an open model cost on one rented accelerator in one month, at one utilisation."""
    making.from_sql("price_serving")
    rows = making.read_sql("compare_serving_claim", {"claimed_usd_per_mtok": CLAIMED_USD_PER_MTOK})
    if not rows:
        return None
    title = "How busy an accelerator must be to serve Llama 3 70B at $0.20 per Mtok"
    svg = to_svg(serving_chart([NeededUse(**row) for row in rows], title), "serving", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}
