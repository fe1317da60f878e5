"""The captures: one asset per bundled source, whose data version is the digest of its bytes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import dagster as dg

from assets.capture.bundled import EXCHANGE_RATES, FACTS, GENAI_PRICES, capture_bundled
from assets.table_asset import OWNERS, RESOURCES, asset_key, code_version, input_versions
from warehouse.store import Writer

if TYPE_CHECKING:
    from assets.capture.session import CaptureSettings

PAGES = "capture/pages"
SOURCES = (*(f"facts/{name}" for name in FACTS), GENAI_PRICES, EXCHANGE_RATES)


@dg.multi_asset(
    name="bundled_captures",
    specs=[
        dg.AssetSpec(
            asset_key(f"capture/{source}"),
            group_name="capture",
            description=f"The bytes of {source}, by digest, as one row of raw_capture.",
            owners=list(OWNERS),
            kinds={"csv" if source.startswith("facts/") else "python"},
            code_version=code_version("capture"),
        )
        for source in SOURCES
    ],
    required_resource_keys=RESOURCES,
)
def bundled_captures(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Look at every bundled source again and keep one row for each in raw_capture."""
    warehouse: Writer = context.resources.warehouse
    context.resources.progress("captures")
    captures = capture_bundled(context.resources.bundle)
    with warehouse.transaction():
        warehouse.connection.execute("DELETE FROM raw_capture WHERE kind IN ('facts', 'package')")
        warehouse.insert_rows("raw_capture", [asdict(capture) for capture in captures])
    for capture in captures:
        yield dg.MaterializeResult(
            asset_key=asset_key(f"capture/{capture.source}"),
            data_version=dg.DataVersion(capture.capture_sha256),
            metadata={"bytes": capture.bytes, "url": capture.url, "sha256": capture.capture_sha256},
        )


@dg.asset(
    key=asset_key(PAGES),
    group_name="capture",
    owners=list(OWNERS),
    kinds={"web"},
    code_version=code_version("capture"),
    required_resource_keys={*RESOURCES, "capture"},
)
def live_pages(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """A look at every live page, feed, rate and release that is due: new bytes go into WARC files and raw_page_capture.

    A source that fails is named in the metadata and in raw_page_attempt; the others go on.
    """
    from assets.capture.session import capture_live, due  # noqa: PLC0415 - the libraries of the network

    warehouse: Writer = context.resources.warehouse
    settings: CaptureSettings = context.resources.capture
    context.resources.progress("live pages")
    attempts = capture_live(warehouse, settings, due(warehouse, settings.sources))
    outcomes = Counter(attempt.outcome for attempt in attempts)
    failures = [f"- {attempt.reason}" for attempt in attempts if attempt.outcome in {"failed", "doubted"}]
    return dg.MaterializeResult(
        data_version=dg.DataVersion(input_versions(warehouse)[PAGES]),
        metadata={**outcomes, "not captured": dg.MetadataValue.md("\n".join(failures) or "none")},
    )
