"""The health of sources: how old each is on the as-of date, and NULL where it was never read."""

from __future__ import annotations

from datetime import date

import pytest

from assets.reports.alerts import FIND_ALERTS
from tests.conftest import fill, make, read
from warehouse.store import Writer

AS_OF = date(2026, 11, 24)


def test_a_live_source_that_was_never_captured_has_no_age(writer: Writer) -> None:
    fill(writer, "_live_source", *({"source": source, "verified": True} for source in ("page/a", "page/b")))
    fill(writer, "raw_page_capture", {"source": "page/a", "counts": True, "captured_at": "2026-11-23 20:00:00"})
    make(writer, "out_source", "reports/measure_live_sources.sql", as_of=AS_OF)
    # From 20:00 on the day before to the end of the as-of date.
    rows = read(writer, "SELECT source, age_hours, last_success_at, status FROM out_source ORDER BY source")
    assert rows == [("page/a", 28.0, "2026-11-23 20:00:00", "ok"), ("page/b", None, None, "never captured")]


def test_a_bundled_source_has_no_age_before_it_was_compiled(writer: Writer) -> None:
    days = {"facts/a": "2026-11-23", "facts/b": "2026-11-25"}
    fill(writer, "raw_capture", *({"source": source, "captured_at": day} for source, day in days.items()))
    make(writer, "out_source", "reports/measure_sources.sql", as_of=AS_OF)
    rows = read(writer, "SELECT source, age_hours, status FROM out_source ORDER BY source")
    assert rows == [("facts/a", 24.0, "bundled"), ("facts/b", None, "not yet known")]


@pytest.mark.parametrize("table", ["core_context_window", "core_price_confirmation"])
def test_the_rows_of_bundled_facts_are_counted(writer: Writer, table: str) -> None:
    fill(writer, "raw_capture", {"source": "facts/a", "captured_at": "2026-11-23", "capture_sha256": "1"})
    fill(writer, table, {"source": "facts/a", "model_id": "a"}, {"source": "facts/a", "model_id": "b"})
    make(writer, "out_source", "reports/measure_sources.sql", as_of=date(2026, 11, 24))
    assert read(writer, "SELECT source, rows FROM out_source") == [("facts/a", 2)]


def test_a_source_that_lost_something_needs_review(writer: Writer) -> None:
    day = "2026-11-23 20:00:00"
    for source in ("page/held", "page/lost", "page/misread", "page/well"):
        fill(writer, "_live_source", {"source": source, "verified": True})
        fill(writer, "raw_page_capture", {"source": source, "counts": True, "captured_at": day})
    held = {"source": "page/held", "captured_at": day, "is_held": True, "reason": "1 offers are gone: B (standard)"}
    fill(writer, "out_reading", held, {**held, "source": "page/well", "captured_at": "2026-11-01"})
    fill(writer, "out_reading", {**held, "source": "page/well", "is_held": False, "reason": None})
    lost = {"source": "page/lost", "model": "B", "is_named": True}
    fill(writer, "_lost_offer", lost, {**lost, "model": "C"}, {**lost, "source": "page/well", "is_named": False})
    audited = {"source": "page/misread", "audited_at": day, "is_below_floor": True, "worst": "unit swap: WRONG"}
    fill(writer, "out_reader_audit", audited, {**audited, "source": "page/well", "audited_at": "2026-11-01"})
    fill(writer, "out_reader_audit", {**audited, "source": "page/well", "is_below_floor": False})
    make(writer, "out_source", "reports/measure_live_sources.sql", as_of=AS_OF)
    assert read(writer, "SELECT source, status, error FROM out_source ORDER BY source") == [
        ("page/held", "needs review", "1 offers are gone: B (standard)"),
        ("page/lost", "needs review", "2 offers are gone that the page still names: B and others"),
        ("page/misread", "needs review", "its reader misreads damaged copies of the page: unit swap: WRONG"),
        ("page/well", "ok", None),
    ]
    alerts = read(
        writer, FIND_ALERTS.read_text(encoding="utf-8").replace("$as_of", "DATE '2026-11-24'").replace("$days", "7")
    )
    assert [key for key, _ in alerts] == [
        "source page/held needs review 1 offers are gone: B (standard)",
        "source page/lost needs review 2 offers are gone that the page still names: B and others",
        "source page/misread needs review its reader misreads damaged copies of the page: unit swap: WRONG",
    ]
