"""The self-audit: a careful reader passes, a careless one is below the floor, and a morning audits only a few pages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.prices import audit_tables
from assets.prices.audit.audit import audit_reader
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage
from assets.table_build import TableBuild
from tests.conftest import ASSETS, fill
from warehouse.bundle import Bundle
from warehouse.errors import TokenfallError
from warehouse.store import Writer

AS_OF = date(2026, 12, 31)
FIXTURE = next(
    path for path in sorted((Path(__file__).parent / "pages" / "anthropic").iterdir()) if path.suffix == ".html"
)
ROW = "<tr><td>Alpha {}</td><td>${}</td><td>${}</td></tr>"
BODY = (
    "<!DOCTYPE html><html><body><table><tr><th>Model</th><th>Input / MTok</th><th>Output / MTok</th></tr>"
    + "".join(ROW.format(n, n, 4 * n) for n in range(1, 9))
    + "</table></body></html>"
).encode()
PAGE = PricePage(BODY, date(2026, 10, 1))
SILENCING = "left out: " + ", ".join(f"Alpha {n}" for n in range(1, 9))
"""A line of every reading that names all models, so that a lost offer brings no new line."""


def careless(page: PricePage) -> PageReading:
    """Read every three cells in a row as a model, an input and an output price, wherever they are."""
    text = page.body.decode("utf-8", "replace")
    cells = re.findall(r"(Alpha \d)</td><td>\$([\d.]+)</td><td>\$([\d.]+)", text)
    if not cells:
        raise PageRefused("no prices")
    offers = (PageOffer(name, "standard", "USD", Decimal(a), None, Decimal(b), "") for name, a, b in cells)
    return PageReading(tuple(offers))


def forgetful(page: PricePage) -> PageReading:
    """Stop after the first model unless the page is as it was."""
    reading = careless(page)
    return reading if page.body == BODY else PageReading(reading.offers[:1])


def test_a_careful_reader_misreads_nothing() -> None:
    page = PricePage(FIXTURE.read_bytes(), date(2026, 10, 1), FIXTURE.name)
    audit = audit_reader(PRICE_SOURCES["anthropic"].read, page, seed=1)
    assert (audit.misread, audit.missed, audit.worst, audit.is_below_floor) == (0, 0, None, False)
    assert 0 < audit.refused < audit.mutants
    assert audit == audit_reader(PRICE_SOURCES["anthropic"].read, page, seed=1)


def test_a_careless_reader_is_below_the_floor() -> None:
    audit = audit_reader(careless, PAGE, seed=1)
    assert audit.misread > 0
    assert audit.is_below_floor
    assert audit.worst is not None
    assert audit.worst.split(":")[0] in {"swapped columns", "currency swap", "unit swap", "truncated", "wrong encoding"}
    assert audit.coverage == pytest.approx(1.0)


def test_offers_lost_with_a_line_are_not_missed_and_without_one_they_are() -> None:
    with_line = audit_reader(forgetful, PAGE, seed=1)
    silent = audit_reader(lambda page: PageReading(forgetful(page).offers, (SILENCING,)), PAGE, seed=1)
    assert with_line.missed == 0
    assert silent.missed > 0.05 * silent.mutants


@pytest.fixture
def captures(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Six pages of Anthropic's that were captured and read."""
    for n in range(6):
        origin = {"source": f"page/anthropic/{n}", "capture_sha256": f"{n}" * 64}
        fill(writer, "raw_page_capture", {**origin, "captured_at": "2026-12-30", "counts": True, "bytes": 100})
        fill(writer, "_capture_reading", {**origin, "reader_version": "v1", "price_cells_used": 9})
    monkeypatch.setattr(audit_tables, "read_body", lambda capture, folder: FIXTURE.read_bytes())
    return writer


def audit(writer: Writer, day: date = AS_OF) -> tuple[list[str], list[date]]:
    """The sources that a build audits, and the days on which it wants to be built again."""
    build = TableBuild("out_reader_audit", writer, day, Bundle(), ASSETS / "prices")
    rows = audit_tables.audit_rows(build)
    build.from_rows(rows)
    return [str(row["source"]).rpartition("/")[2] for row in rows], build.changes


def test_a_morning_audits_a_few_pages_and_the_next_the_others(captures: Writer) -> None:
    assert audit(captures) == (["0", "1", "2", "3"], [date(2027, 1, 1)])
    assert audit(captures, date(2027, 1, 1)) == (["4", "5"], [])
    assert audit(captures, date(2027, 1, 2)) == ([], [])


def test_a_large_page_is_audited_alone(captures: Writer) -> None:
    captures.connection.execute("UPDATE raw_page_capture SET bytes = 2000000 WHERE source LIKE '%/0'")
    assert audit(captures)[0] == ["0"]
    assert audit(captures, date(2027, 1, 1))[0] == ["1", "2", "3", "4"]


def test_a_page_whose_bytes_are_lost_is_below_the_floor(captures: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> bytes:
        raise TokenfallError("a.warc.gz at 0 is missing: restore it")

    monkeypatch.setattr(audit_tables, "read_body", lost)
    audit(captures)
    rows = captures.connection.execute(
        "SELECT DISTINCT is_below_floor, mutants, worst FROM out_reader_audit"
    ).fetchall()
    assert rows == [(True, 0, "a.warc.gz at 0 is missing: restore it")]
