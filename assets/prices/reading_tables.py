"""Rows of the tables about readings: whether each was published, what was lost, and every line of the newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache

from assets.capture.keep import PageCapture, read_body
from assets.prices.corrections import read_corrections
from assets.prices.facts import PriceChangeRow
from assets.prices.reading_review import (
    DayReading,
    Evidence,
    LostOffer,
    PageSale,
    ReviewedReading,
    Sales,
    review_readings,
)
from assets.prices.trust import PAGE
from assets.table_build import TableBuild
from warehouse import query
from warehouse.errors import TokenfallError

Row = dict[str, object]


def reviewed_pages(build: TableBuild) -> tuple[list[ReviewedReading], list[LostOffer]]:
    """Return the review of every reading of a price page up to the as-of date, and the offers that pages have lost."""
    rows = build.read_sql("list_page_readings", {"page": PAGE})
    sales = _sales(build, rows)
    readings = [
        DayReading(
            row["source"],
            row["captured_at"],
            row["capture_sha256"],
            row["offers"],
            sales.get((row["source"], row["sales"]), {}),
            row["price_cells_seen"],
            row["price_cells_used"],
        )
        for row in rows
    ]
    captures = {(row["source"], row["captured_at"]): PageCapture.from_row(row) for row in rows}
    evidence = Evidence(_texts_of(build, captures), _gone_elsewhere(build), _reviewed_withdrawals(build))
    return review_readings(readings, evidence)


def reading_row(reviewed: ReviewedReading) -> Row:
    """Return the row of out_reading of one reading."""
    reading = reviewed.reading
    return {
        "source": reading.source,
        "captured_at": reading.captured_at,
        "capture_sha256": reading.capture_sha256,
        "offers": reading.offers,
        "price_cells_seen": reading.seen,
        "price_cells_used": reading.used,
        "reading_coverage": reading.coverage,
        "lost_offers": len(reviewed.lost),
        "is_held": reviewed.is_held,
        "reason": reviewed.reason,
        "released_by": reviewed.released_by,
    }


def lost_offer_row(lost: LostOffer) -> Row:
    """Return the row of _lost_offer of one offer."""
    sale = lost.sale
    return {
        "source": lost.source,
        "provider": sale.provider,
        "model": sale.model,
        "model_id": sale.model_id,
        "tier": sale.tier,
        "lost_on": lost.lost_on,
        "last_captured_at": lost.last_captured_at,
        "is_named": lost.is_named,
    }


def _sales(build: TableBuild, readings: Sequence[query.Row]) -> dict[tuple[str, str | None], Sales]:
    """Return what readings sell, by source and digest; of those with the same digest the offers of one are read."""
    contents = {(row["source"], row["sales"]): row["capture_sha256"] for row in readings}
    sales: defaultdict[tuple[str, str], dict[tuple[str, str], PageSale]] = defaultdict(dict)
    for row in build.read_sql("list_page_offers", {"page": PAGE, "contents": sorted(set(contents.values()))}):
        sale = PageSale(row["provider"], row["model"], row["model_id"], row["tier"], row["ends_on"])
        sales[row["source"], row["capture_sha256"]][sale.key] = sale
    return {key: sales[key[0], digest] for key, digest in contents.items()}


def _texts_of(
    build: TableBuild, captures: Mapping[tuple[str, datetime], PageCapture]
) -> Callable[[str, datetime], str]:
    """Return a function that reads the text of a capture; each is read once, and only where something was lost."""

    @cache
    def text_of(source: str, captured_at: datetime) -> str:
        try:
            return read_body(captures[source, captured_at], build.warehouse.home.captures).decode("utf-8", "replace")
        except TokenfallError:
            return ""

    return text_of


def _gone_elsewhere(build: TableBuild) -> dict[tuple[str, str | None], list[tuple[str, date]]]:
    gone: defaultdict[tuple[str, str | None], list[tuple[str, date]]] = defaultdict(list)
    for row in build.read_sql("list_withdrawn_elsewhere"):
        gone[row["provider"], row["model_id"]].append((row["source"], row["day"]))
    for fact in build.bundle.read("price_changes", PriceChangeRow):
        if fact.input_usd_per_mtok is None and fact.valid_from <= build.as_of:
            gone[fact.provider, fact.model_id].append(("facts/price_changes", fact.valid_from))
    return gone


def _reviewed_withdrawals(build: TableBuild) -> frozenset[tuple[str, str, str, date]]:
    return frozenset(
        (entry.provider, entry.model, entry.tier, entry.valid_from)
        for entry in read_corrections(build.bundle).values()
        if entry.expect is None and entry.action == "release"
    )
