"""The health of sources: how old each is on the as-of date, and NULL where it was never read."""

from __future__ import annotations

from datetime import date

import pytest

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
