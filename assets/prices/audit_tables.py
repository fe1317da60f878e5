"""Rows of out_reader_audit: the audits of the pages that are due, as many as a morning may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from assets.capture.keep import PageCapture, read_body
from assets.prices.audit.audit import audit_reader
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PricePage
from assets.prices.price_reader import provider_of_source
from assets.prices.trust import PAGE
from assets.table_build import TableBuild
from warehouse.bundle import midnight
from warehouse.errors import TokenfallError

MOST_PAGES, MOST_BYTES = 4, 1_500_000
"""Pages, and bytes of pages, to audit in one build: about ten seconds; at least one page is audited."""

Row = dict[str, object]


def audit_rows(build: TableBuild) -> list[Row]:
    """Return the audits of the pages whose newest capture or reader is new, those that wait longest first.

    What does not fit into one build is left to the next day. Price lists in JSON are not audited.
    """
    build.changes_with_captures()
    due = build.read_sql("list_audits_due", {"page": PAGE})
    rows = list(_within_budget(build, due))
    build.changes_on([build.as_of + timedelta(days=1)] if len(rows) < len(due) else [])
    return rows


def _within_budget(build: TableBuild, due: list[Row]) -> Iterator[Row]:
    total = 0
    for row in due[:MOST_PAGES]:
        if total and total + int(str(row["bytes"])) > MOST_BYTES:
            return
        total += int(str(row["bytes"]))
        yield _audit_row(build, PageCapture.from_row(row), str(row["reader_version"]))


def _audit_row(build: TableBuild, capture: PageCapture, reader_version: str) -> Row:
    provider = provider_of_source(capture.source)
    origin: Row = {
        "reader": provider,
        "audited_at": midnight(build.as_of),
        "source": capture.source,
        "reader_version": reader_version,
        "capture_sha256": capture.capture_sha256,
    }
    try:
        body = read_body(capture, build.warehouse.home.captures)
        page = PricePage(body, capture.captured_at.date(), capture.url)
        audit = audit_reader(PRICE_SOURCES[provider].read, page, int(capture.capture_sha256[:8], 16))
    except TokenfallError as error:
        return {**origin, **NOTHING, "worst": str(error)}
    return {**origin, **asdict(audit), "is_below_floor": audit.is_below_floor}


NOTHING: Row = {"mutants": 0, "misread": 0, "refused": 0, "missed": 0, "coverage": None, "is_below_floor": True}
"""The audit of a page whose bytes are lost or whose reader refuses them now."""
