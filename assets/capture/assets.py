"""The captures: one asset per bundled source, whose data version is the digest of its bytes."""

import hashlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import dagster as dg

from assets.capture.bundled import EXCHANGE_RATES, FACTS, GENAI_PRICES, BundledCapture, capture_bundled
from assets.capture.session import CaptureSettings, capture_live, due
from assets.checks import check_results, check_specs, refuse_broken_tables
from assets.table_asset import AS_OF, FRESH, OWNERS, Progress, asset_key, code_version, input_versions
from warehouse import query
from warehouse.bundle import Bundle
from warehouse.dictionary import comment_on
from warehouse.store import BuildRecord, Writer

PAGES, DAYS = "capture/pages", "capture/days"
FIRST_DAY = date(2023, 3, 1)
"""The first day of the partitions of `capture/days`; archives hold earlier pages, on which no answer depends."""
SOURCES = (*(f"facts/{name}" for name in FACTS), GENAI_PRICES, EXCHANGE_RATES)
BUNDLED = (*(f"capture/{source}" for source in SOURCES), "raw_capture")
"""Asset keys of everything bundled: each source, and the table with one row for each of them."""


def bundled_versions(captures: Iterable[BundledCapture]) -> dict[str, str]:
    """Return the data version of each bundled source and of the table that lists them, by asset key."""
    digests = {capture.source: capture.capture_sha256 for capture in captures}
    everything = " ".join(digest for _, digest in sorted(digests.items()))
    versions = {f"capture/{source}": digest for source, digest in digests.items()}
    return {**versions, "raw_capture": hashlib.md5(everything.encode(), usedforsecurity=False).hexdigest()}


# Not through the function's own name, which warns that it is in beta; the minor version of Dagster is pinned.
_observable_asset = inspect.unwrap(dg.multi_observable_source_asset)


@_observable_asset(
    name="observed_date",
    specs=[
        dg.AssetSpec(
            AS_OF,
            group_name="capture",
            description="The date whose knowledge a run uses: tables that depend on it differ from day to day.",
            owners=list(OWNERS),
            code_version=code_version("capture"),
        )
    ],
)
def observed_date(as_of: dg.ResourceParam[date]) -> dg.ObserveResult:
    """Report the date as a version, so that Dagster shows the tables that depend on it as out of date."""
    return dg.ObserveResult(asset_key=AS_OF, data_version=dg.DataVersion(as_of.isoformat()))


def _table(name: str) -> dg.AssetSpec:
    """Declare a table that a capture fills."""
    return dg.AssetSpec(
        name,
        group_name="capture",
        description=comment_on(name),
        owners=list(OWNERS),
        kinds={"duckdb"},
        code_version=code_version("capture"),
    )


@dg.multi_asset(
    name="bundled_captures",
    specs=[
        *(
            dg.AssetSpec(
                asset_key(f"capture/{source}"),
                group_name="capture",
                description=f"The bytes of {source}, by digest, as one row of raw_capture.",
                owners=list(OWNERS),
                kinds={"csv" if source.startswith("facts/") else "python"},
                code_version=code_version("capture"),
            )
            for source in SOURCES
        ),
        _table("raw_capture"),
    ],
    check_specs=check_specs("raw_capture"),
)
def bundled_captures(
    warehouse: dg.ResourceParam[Writer],
    as_of: dg.ResourceParam[date],
    bundle: dg.ResourceParam[Bundle],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult]:
    """Read every bundled source again and keep one row for each in raw_capture."""
    progress("captures")
    captures = capture_bundled(bundle)
    versions = bundled_versions(captures)
    with warehouse.transaction():
        warehouse.empty("raw_capture")
        warehouse.insert_rows("raw_capture", [asdict(capture) for capture in captures])
        build = BuildRecord(code_version("capture"), "{}", versions["raw_capture"], len(captures), as_of, None)
        warehouse.record_build("raw_capture", build)
        refuse_broken_tables(warehouse.connection, "raw_capture")
    for capture in captures:
        key = f"capture/{capture.source}"
        yield dg.MaterializeResult(
            asset_key=asset_key(key),
            data_version=dg.DataVersion(versions[key]),
            metadata={"bytes": capture.bytes, "url": capture.url, "sha256": capture.capture_sha256},
        )
    yield dg.MaterializeResult(
        asset_key="raw_capture",
        data_version=dg.DataVersion(versions["raw_capture"]),
        metadata={"dagster/row_count": len(captures)},
        check_results=check_results(warehouse.connection, "raw_capture", rebuilt=True),
    )


captured_days = dg.AssetSpec(
    asset_key(DAYS),
    deps=[asset_key(PAGES)],
    partitions_def=dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), end_offset=1),
    group_name="capture",
    description="The days of which there are captures. Nothing computes it: a past day cannot be captured again.",
    owners=list(OWNERS),
    kinds={"web"},
    code_version=code_version("capture"),
)


def report_days(instance: dg.DagsterInstance, warehouse: Writer, today: date) -> None:
    """Tell Dagster of which days there are captures: each day that it does not know yet, and today.

    The events belong to no run, so that they stay when old runs are deleted.
    """
    known = instance.get_materialized_partitions(captured_days.key) - {today.isoformat()}
    for row in query.rows(
        warehouse.connection, Path(__file__).with_name("list_capture_days.sql"), {"first": FIRST_DAY}
    ):
        day = row.pop("day")
        if day not in known:
            instance.report_runless_asset_event(dg.AssetMaterialization(captured_days.key, partition=day, metadata=row))


@dg.multi_asset(
    name="live_pages",
    specs=[
        dg.AssetSpec(
            asset_key(PAGES),
            group_name="capture",
            description="One capture of each live page, feed, rate and release that is due; WARC files keep the bytes.",
            owners=list(OWNERS),
            kinds={"web"},
            code_version=code_version("capture"),
            freshness_policy=FRESH,
        ),
        _table("raw_page_capture"),
        _table("raw_page_attempt"),
    ],
    check_specs=check_specs("raw_page_capture", "raw_page_attempt"),
)
def live_pages(
    context: dg.AssetExecutionContext,
    warehouse: dg.ResourceParam[Writer],
    as_of: dg.ResourceParam[date],
    capture: dg.ResourceParam[CaptureSettings],
    progress: dg.ResourceParam[Progress],
) -> Iterator[dg.MaterializeResult]:
    """Capture every live source that is due; one that fails is named in the metadata and in raw_page_attempt."""
    progress("live pages")
    attempts = capture_live(warehouse, capture, due(warehouse, capture.sources))
    report_days(context.instance, warehouse, as_of)
    outcomes = Counter(attempt.outcome for attempt in attempts)
    failures = [f"- {attempt.reason}" for attempt in attempts if attempt.outcome in {"failed", "doubted"}]
    versions = input_versions(warehouse, as_of)
    yield dg.MaterializeResult(
        asset_key=asset_key(PAGES),
        data_version=dg.DataVersion(versions[PAGES]),
        metadata={**outcomes, "not captured": dg.MetadataValue.md("\n".join(failures) or "none")},
    )
    for table in ("raw_page_capture", "raw_page_attempt"):
        yield dg.MaterializeResult(
            asset_key=table,
            data_version=dg.DataVersion(versions[table]),
            metadata={"dagster/row_count": warehouse.content_version(table)[1]},
            check_results=check_results(warehouse.connection, table, rebuilt=False),
        )
