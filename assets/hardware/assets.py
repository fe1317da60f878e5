"""Tables about accelerators, their benchmark results and rental prices, and the captures of these."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import dagster as dg

from assets.capture.session import CaptureSettings, capture_files
from assets.hardware.chip_gains import hardware_gains
from assets.hardware.facts import (
    AcceleratorAliasRow,
    AcceleratorRow,
    BenchmarkModelRow,
    HardwareOutlierRow,
    HardwareResultRow,
    InferenceSweepRow,
    RentalRow,
    SoftwareGainRow,
    TechniqueGainRow,
)
from assets.hardware.releases.rental import FIRST_SNAPSHOT, snapshots_of
from assets.hardware.rental_index import SellerRent, index_rows
from assets.hardware.software_gains import software_gains
from assets.hardware.sources import RELEASE, release_sources
from assets.hardware.spread import BenchmarkResult
from assets.hardware.technique_gains import TechniqueMeasurement, technique_gains
from assets.table_asset import OWNERS, Builds, asset_key, code_version, table_asset, table_assets
from assets.table_build import TableBuild
from warehouse.store import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assets.capture.attempts import CaptureAttempt

TOLERANCE = 1e-3
"""Largest relative difference at which a captured result confirms the bundled one."""


@dg.asset(
    key=asset_key("capture/releases"),
    partitions_def=dg.StaticPartitionsDefinition([file.source.removeprefix(RELEASE) for file in release_sources()]),
    group_name="capture",
    owners=list(OWNERS),
    kinds={"web"},
    code_version=code_version("hardware"),
)
def captured_releases(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Writer],
    capture: dg.ResourceParam[CaptureSettings],
) -> dg.MaterializeResult:
    """One hardware release or list: its file, or every run log of it that is not stored yet (for a release, hours).

    `tokenfall fetch mlperf/v3.0` does the same from the command line; a file that fails is named, and the rest goes on.
    """
    from assets.hardware.collect import collect_releases  # the libraries of the network

    sources = [source for source in capture.sources if source.source == RELEASE + context.partition_key]
    return _describe_attempts(collect_releases(warehouse, capture, sources))


@dg.asset(
    key=asset_key("capture/rental"),
    partitions_def=dg.MonthlyPartitionsDefinition(start_date=FIRST_SNAPSHOT.replace(day=1).isoformat()),
    group_name="capture",
    owners=list(OWNERS),
    kinds={"web"},
    code_version=code_version("hardware"),
)
def captured_rental_months(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Writer],
    as_of: dg.ResourceParam[date],
    capture: dg.ResourceParam[CaptureSettings],
) -> dg.MaterializeResult:
    """The daily snapshots of GPU rental prices of one month, as far as the collection still keeps them."""
    days = snapshots_of(date.fromisoformat(context.partition_key), as_of)
    return _describe_attempts(capture_files(warehouse, capture, days))


def _describe_attempts(attempts: "Sequence[CaptureAttempt]") -> dg.MaterializeResult:
    missing = [attempt for attempt in attempts if attempt.outcome in {"failed", "doubted"}]
    failures = [f"- {attempt.url}: {attempt.reason}" for attempt in missing]
    return dg.MaterializeResult(
        metadata={
            **Counter(attempt.outcome for attempt in attempts),
            "not captured": dg.MetadataValue.md("\n".join(failures) or "none"),
        }
    )


@table_asset(deps=[], kinds=["python"])
def _release_source(build: TableBuild) -> None:
    """One release of a benchmark or list of rental prices that can be captured, and when it is captured."""
    build.from_rows([asdict(source) for source in release_sources()])


@table_assets("_release_reading", "_release_row", deps=["capture/pages"], kinds=["python"], grows=True)
def read_releases(builds: Builds) -> None:
    """Read the captured releases that the current readers have not read."""
    from assets.capture.readings import read_new  # the readers' libraries
    from assets.hardware.release_reader import RELEASE_READER

    read_new(builds["_release_reading"].warehouse, RELEASE_READER)


@table_asset(deps=["_release_row", "_release_source", "capture/pages"])
def _release_seen(build: TableBuild) -> None:
    """One row read from a release that was captured by the as-of date."""
    build.from_sql("select_seen_rows")
    build.changes_with_captures()


@table_asset(deps=["_release_seen", "core_accelerator_alias"])
def _captured_result(build: TableBuild) -> None:
    """One captured MLPerf result under the id that bundled results use, and why it is not used."""
    build.from_sql("list_captured_results")


@table_asset(deps=["_release_seen", "core_accelerator_alias"])
def _captured_rental(build: TableBuild) -> None:
    """One captured price of renting an accelerator, and why it is not used."""
    build.from_sql("list_captured_rentals")
    build.changes_on_day_of("find_next_rental_day")


@table_asset(deps=["capture/facts/accelerators"], kinds=["csv"])
def core_accelerator(build: TableBuild) -> None:
    """One row per accelerator released by the as-of date; form factors and coolings are separate rows."""
    build.from_facts("accelerators", AcceleratorRow)


@table_asset(
    deps=["capture/facts/accelerator_aliases", "capture/facts/accelerator_names", "core_accelerator"], kinds=["csv"]
)
def core_accelerator_alias(build: TableBuild) -> None:
    """One row per exact string by which sources name an accelerator."""
    for name in ("accelerator_aliases", "accelerator_names"):
        build.from_facts(name, AcceleratorAliasRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/hardware_results", "core_accelerator", "_captured_result"], kinds=["csv", "sql"])
def core_hardware_result(build: TableBuild) -> None:
    """One row per MLPerf Inference result; drop those with `duplicate_of` or `coverage` = sample before counting.

    The bundled results, and further results of captured releases. A bundled sample that a captured release confirms is
    complete, because the whole release was captured.
    """
    captured = _captured_values(build)
    build.from_facts(
        "hardware_results",
        HardwareResultRow,
        lambda row: {"coverage": "complete" if _confirms(captured, row) else row.coverage},
        about=("accelerator_id", "core_accelerator"),
    )
    build.from_sql("find_new_results")


@table_asset(deps=["capture/facts/accelerator_rental", "core_accelerator", "_captured_rental"], kinds=["csv", "sql"])
def core_rental_price(build: TableBuild) -> None:
    """The median hourly price of one accelerator at one provider in one month: bundled, and captured since."""
    build.from_facts("accelerator_rental", RentalRow, about=("accelerator_id", "core_accelerator"))
    build.from_sql("find_new_rentals")


@table_asset(deps=["_release_seen", "core_accelerator_alias"])
def core_engine_throughput(build: TableBuild) -> None:
    """Throughput of one version of an inference engine on one setup, as the engine's own documents report it."""
    build.from_sql("select_engine_throughput")


@table_asset(
    deps=["capture/facts/inference_sweeps", "core_accelerator", "_release_seen", "core_accelerator_alias"],
    kinds=["csv"],
)
def core_inference_sweep(build: TableBuild) -> None:
    """One point of an InferenceX sweep: throughput at one concurrency."""
    build.from_facts(
        "inference_sweeps",
        InferenceSweepRow,
        lambda row: {
            "accelerator": row.accelerator_id,
            "tokens_per_s": row.tokens_per_s_per_accelerator * row.gpus,
        },
        about=("accelerator_id", "core_accelerator"),
    )
    build.from_sql("select_inference_sweeps")


@table_asset(deps=["_release_seen"])
def core_decoding_speedup(build: TableBuild) -> None:
    """Speedup of one model by one method of speculative decoding, as Spec-Bench reports it."""
    build.from_sql("select_decoding_speedups")


@table_asset(
    deps=[
        "capture/pages",
        "_release_reading",
        "_release_seen",
        "_captured_result",
        "_captured_rental",
        "core_accelerator",
        "core_accelerator_alias",
        "core_hardware_result",
    ]
)
def _hardware_refusal(build: TableBuild) -> None:
    """One captured row about hardware that was refused, and why; out_quarantine shows them."""
    build.from_sql("list_hardware_refusals", {"tolerance": TOLERANCE})
    build.changes_with_captures()


@table_asset(deps=["capture/facts/technique_gains"], kinds=["csv"])
def core_technique_gain(build: TableBuild) -> None:
    """One measured gain of one serving technique."""
    build.from_facts("technique_gains", TechniqueGainRow)


@table_asset(deps=["capture/facts/software_gains", "core_accelerator"], kinds=["csv"])
def core_software_gain(build: TableBuild) -> None:
    """The same accelerator on the same benchmark in a later release."""
    build.from_facts("software_gains", SoftwareGainRow, about=("accelerator_id", "core_accelerator"))


@table_asset(deps=["capture/facts/benchmark_runs", "core_model"], kinds=["csv"])
def core_benchmark_model(build: TableBuild) -> None:
    """The open model that a benchmark runs, and a model of the same shape that it represents."""
    build.from_facts("benchmark_runs", BenchmarkModelRow, about=("model_id", "core_model"))


@table_asset(deps=["core_rental_price"], kinds=["python"])
def out_rental_index(build: TableBuild) -> None:
    """Rental price of an accelerator in one month: the median over sellers, and a chain of matched sellers."""
    build.from_rows(list(index_rows(SellerRent(**row) for row in build.read_sql("list_rents"))))


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
def out_serving_cost(build: TableBuild) -> None:
    """Cost of a million output tokens of an open model on one rented accelerator in one month, at one utilisation."""
    build.from_sql("price_serving")


@table_asset(deps=["capture/facts/hardware_outliers", "core_hardware_result"], kinds=["csv"])
def core_hardware_outlier(build: TableBuild) -> None:
    """One result far from others of its chip and benchmark that was reviewed, and why it is kept or left out."""
    build.from_facts("hardware_outliers", HardwareOutlierRow, about=("result_id", "core_hardware_result"))


@table_asset(deps=["core_hardware_result", "core_hardware_outlier"])
def out_hardware_result_doubt(build: TableBuild) -> None:
    """One result more than three times above or below its chip's median, and whether it is kept or left out."""
    build.from_sql("find_result_doubts")


@table_asset(deps=["core_hardware_result", "out_hardware_result_doubt"])
def _hardware_evidence(build: TableBuild) -> None:
    """One result that gains are computed from."""
    build.from_sql("select_evidence")


@table_asset(deps=["_hardware_evidence", "core_accelerator"], kinds=["python"])
def out_hardware_gain(build: TableBuild) -> None:
    """One accelerator (or number format, or accuracy target) compared with another on the same benchmark."""
    chips = build.read_sql("list_chips_by_age")
    order = {row["accelerator_id"]: place for place, row in enumerate(chips)}
    with_fp8 = {row["accelerator_id"] for row in chips if row["has_fp8"]}
    build.from_rows(hardware_gains(_evidence(build), order, with_fp8))


@table_asset(deps=["_hardware_evidence"], kinds=["python"])
def out_software_gain(build: TableBuild) -> None:
    """The same accelerator on the same benchmark in later releases, and the level at which its gain saturates."""
    build.from_rows(software_gains(_evidence(build)))


@table_asset(deps=["core_technique_gain"], kinds=["python"])
def out_technique_gain(build: TableBuild) -> None:
    """The gain of one serving technique by one metric, weighted by the quality of the evidence."""
    build.from_rows(technique_gains(TechniqueMeasurement(**row) for row in build.read_sql("list_measurements")))


@table_asset(deps=["_hardware_evidence", "core_accelerator", "core_rental_price"])
def out_throughput_per_dollar(build: TableBuild) -> None:
    """The tokens that a dollar of rental bought on one accelerator in one release."""
    build.from_sql("price_throughput")


def _evidence(build: TableBuild) -> list[BenchmarkResult]:
    return [BenchmarkResult(**row) for row in build.read_sql("list_evidence")]


def _captured_values(build: TableBuild) -> dict[str, tuple[float, int]]:
    rows = build.read_sql("list_captured_values")
    return {row["result_id"]: (row["value"], row["accelerators"]) for row in rows}


def _confirms(captured: dict[str, tuple[float, int]], row: HardwareResultRow) -> bool:
    value, accelerators = captured.get(row.result_id, (0.0, 0))
    return abs(value / row.value - 1) <= TOLERANCE and accelerators == row.accelerators
