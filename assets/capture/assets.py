"""The captures: one asset per bundled source, whose data version is the digest of its bytes."""

from collections.abc import Iterator
from dataclasses import asdict

import dagster as dg

from assets.assets import OWNERS, RESOURCES, asset_key, code_version
from assets.capture.bundled import FACTS, GENAI_PRICES, capture_bundled
from warehouse.store import Writer

SOURCES = (*(f"facts/{name}" for name in FACTS), GENAI_PRICES)


@dg.multi_asset(
    name="bundled_captures",
    specs=[
        dg.AssetSpec(
            asset_key(f"capture/{source}"),
            group_name="capture",
            description=f"The bytes of {source}, by digest, as one row of raw_capture.",
            owners=list(OWNERS),
            kinds={"csv" if source != GENAI_PRICES else "python"},
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
