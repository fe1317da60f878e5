"""Tables about hardware and what runs on it."""

import dagster as dg

from assets.assets import Metadata, table_asset
from assets.charts import as_markdown_image, to_svg
from assets.hardware.charts import Bought, throughput_per_dollar_chart
from assets.hardware.chip_gains import hardware_gains
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    BenchmarkModelRow,
    HardwareOutlierRow,
    HardwareResultRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.hardware.rental_chart import DRAWN, RentalPoint, rental_index_chart
from assets.hardware.rental_index import Rent, index_rows
from assets.hardware.serving_chart import CLAIMED_USD_PER_MTOK, NeededUse, serving_chart
from assets.hardware.software_gains import software_gains
from assets.hardware.spread import Result
from assets.hardware.technique_gains import Measurement, technique_gains
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
        "core_hardware_outlier",
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


@table_asset(deps=["capture/facts/hardware_outliers", "core_hardware_result"], kinds=["csv"])
def core_hardware_outlier(making: Making) -> None:
    """One result far from others of its chip and benchmark that was looked into, and why it is kept or left out."""
    making.from_facts("hardware_outliers", HardwareOutlierRow, about=("result_id", "core_hardware_result"))


@table_asset(deps=["core_hardware_result", "core_hardware_outlier"])
def out_hardware_result_doubt(making: Making) -> None:
    """One result more than three times off the median of its chip, benchmark and scenario, and what became of it."""
    making.from_sql("find_result_doubts")


@table_asset(deps=["core_hardware_result", "out_hardware_result_doubt"])
def _hardware_evidence(making: Making) -> None:
    """One result that gains are computed from."""
    making.from_sql("select_evidence")


@table_asset(deps=["_hardware_evidence", "core_accelerator"], kinds=["python"])
def out_hardware_gain(making: Making) -> None:
    """One accelerator (or number format, or accuracy target) against another on the same benchmark."""
    chips = making.read_sql("list_chips_by_age")
    order = {row["accelerator_id"]: place for place, row in enumerate(chips)}
    with_fp8 = {row["accelerator_id"] for row in chips if row["has_fp8"]}
    making.from_rows(hardware_gains(_evidence(making), order, with_fp8))


@table_asset(deps=["_hardware_evidence"], kinds=["python"])
def out_software_gain(making: Making) -> None:
    """The same accelerator on the same benchmark in later releases, and where its gain levels off."""
    making.from_rows(software_gains(_evidence(making)))


@table_asset(deps=["core_technique_gain"], kinds=["python"])
def out_technique_gain(making: Making) -> None:
    """What one serving technique gained by one measure, better evidence weighing more."""
    making.from_rows(technique_gains(Measurement(**row) for row in making.read_sql("list_measurements")))


@table_asset(deps=["_hardware_evidence", "core_accelerator", "core_rental_price"])
def out_throughput_per_dollar(making: Making) -> Metadata | None:
    """The tokens that a dollar of rental bought on one accelerator in one release."""
    making.from_sql("price_throughput")
    rows = making.read_sql("show_throughput")
    points = [Bought(*list(row.values())[:4]) for row in rows if row["mtok_per_usd"]]
    if not points:
        return None
    title = f"Tokens per dollar on {rows[0]['benchmark']}, {rows[0]['scenario']}"
    svg = to_svg(throughput_per_dollar_chart(points, len(rows) - len(points), title), "throughput", title)
    return {"chart": dg.MetadataValue.md(as_markdown_image(svg, title))}


def _evidence(making: Making) -> list[Result]:
    return [Result(**row) for row in making.read_sql("list_evidence")]
