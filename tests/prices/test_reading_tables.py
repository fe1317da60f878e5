"""Readings as rows: held ones, lists that dropped a model, problems of the newest reading, audits that are due."""

from __future__ import annotations

from datetime import date
from typing import Any

from assets.prices.reading_tables import lost_offer_row, reading_row, reviewed_pages
from assets.table_build import TableBuild
from tests.conftest import ASSETS, Rows, fill, make, read
from warehouse import query
from warehouse.bundle import Bundle
from warehouse.store import Writer

Row = dict[str, Any]
AS_OF = date(2026, 12, 31)
PAGE, FEED = "page/host", "feed/models.dev"

LINK = {"provider": "host", "provider_model_id": "B", "model_id": "b", "linked_by": "alias"}


def captured(writer: Writer, source: str, day: int, *models: str, **reading: object) -> None:
    """A capture of a day of December, whose content nothing else shares, and the reading of it."""
    origin: Row = {"source": source, "capture_sha256": f"{source} {day}"}
    fill(writer, "raw_page_capture", {**origin, "captured_at": f"2026-12-{day:02} 06:00", "counts": True})
    counts = {"offers": len(models), "price_cells_seen": 10, "price_cells_used": 10}
    fill(writer, "_capture_reading", {**origin, **counts, **reading})
    for model in models:
        fill(writer, "_captured_offer", {**origin, "provider": "host", "model": model, "tier": "standard"})


def reviews(writer: Writer) -> list[tuple[object, ...]]:
    build = TableBuild("out_reading", writer, AS_OF, Bundle(), ASSETS / "prices")
    reviewed, lost = reviewed_pages(build)
    build.from_rows([reading_row(review) for review in reviewed])
    TableBuild("_lost_offer", writer, AS_OF, Bundle(), ASSETS / "prices").from_rows(list(map(lost_offer_row, lost)))
    return read(writer, "SELECT captured_at, is_held, lost_offers, released_by FROM out_reading ORDER BY ALL")


def test_a_reading_that_lost_a_model_is_held_and_a_refused_one_is_none(writer: Writer) -> None:
    captured(writer, PAGE, 1, "A", "B")
    captured(writer, PAGE, 2, refused="a login wall")
    captured(writer, PAGE, 3, "A")
    assert reviews(writer) == [("2026-12-01 06:00:00", False, 0, None), ("2026-12-03 06:00:00", True, 1, None)]
    assert read(writer, "SELECT model, lost_on, is_named FROM _lost_offer") == [("B", "2026-12-03", False)]
    assert read(writer, "SELECT reading_coverage, reason FROM out_reading WHERE is_held") == [
        (1.0, "1 offers are gone: B (standard)")
    ]


def test_another_list_that_dropped_the_model_releases_the_reading(writer: Writer) -> None:
    fill(writer, "core_model_link", LINK)
    captured(writer, PAGE, 1, "A", "B")
    captured(writer, PAGE, 3, "A")
    captured(writer, FEED, 1, "A", "B")
    captured(writer, FEED, 2, "A")
    assert reviews(writer)[1] == ("2026-12-03 06:00:00", False, 1, "feed/models.dev of 2026-12-02")


def test_a_list_that_shows_the_model_again_releases_nothing(writer: Writer) -> None:
    fill(writer, "core_model_link", LINK)
    captured(writer, PAGE, 1, "A", "B")
    captured(writer, PAGE, 3, "A")
    for day, models in ((1, ("A", "B")), (2, ("A",)), (4, ("A", "B"))):
        captured(writer, FEED, day, *models)
    assert reviews(writer)[1] == ("2026-12-03 06:00:00", True, 1, None)


def test_only_the_problems_of_the_newest_reading_are_listed(writer: Writer) -> None:
    captured(writer, PAGE, 1)
    captured(writer, PAGE, 2)
    for day, line in ((1, "old"), (2, "new"), (2, "newer")):
        fill(writer, "_reading_problem", {"source": PAGE, "capture_sha256": f"{PAGE} {day}", "line": line})
    make(writer, "out_reading_problem", "prices/list_reading_problems.sql", as_of=AS_OF)
    assert read(writer, "SELECT line, captured_at FROM out_reading_problem ORDER BY ALL") == [
        ("new", "2026-12-02 06:00:00"),
        ("newer", "2026-12-02 06:00:00"),
    ]


def due(writer: Writer) -> Rows:
    file = ASSETS / "prices" / "list_audits_due.sql"
    rows = query.rows(writer.connection, file, {"as_of": AS_OF, "page": "page/"})
    return [(row["source"], str(row["captured_at"])) for row in rows]


def test_a_page_is_due_for_an_audit_when_its_capture_or_its_reader_is_new(writer: Writer) -> None:
    captured(writer, PAGE, 1, "A", reader_version="v1")
    captured(writer, PAGE, 2, "A", reader_version="v1")
    captured(writer, "page/other", 2, "A", reader_version="v1")
    captured(writer, "page/refused", 2, refused="a login wall")
    captured(writer, FEED, 2, "A")
    assert due(writer) == [(PAGE, "2026-12-02 06:00:00"), ("page/other", "2026-12-02 06:00:00")]
    audited = {"source": PAGE, "capture_sha256": f"{PAGE} 2", "reader_version": "v1", "audited_at": "2026-12-02"}
    fill(writer, "out_reader_audit", audited)
    assert due(writer) == [("page/other", "2026-12-02 06:00:00")]
    captured(writer, PAGE, 3, "A", reader_version="v1")
    assert due(writer) == [("page/other", "2026-12-02 06:00:00"), (PAGE, "2026-12-03 06:00:00")]
