"""From the captures of a page to the price history, day by day: what waits, what is held, what is never believed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.prices.assets import HISTORY_SETTINGS
from assets.prices.changes import CHANGE_SETTINGS, find_changes
from assets.prices.claim_tables import checked_claims, evidence_rows
from assets.prices.claims import doubt_rows
from assets.prices.reading_tables import lost_offer_row, reading_row, reviewed_pages
from assets.prices.trust import CURATED
from assets.table_build import TableBuild
from tests.conftest import ASSETS, Rows, fill, read
from warehouse.bundle import Bundle
from warehouse.store import Writer

Row = dict[str, Any]
PAGE = "page/host"
MODELS = ("alpha", "beta")
TABLES = ("out_reading", "_lost_offer", "_price_seen", "_price_change", "_price_doubt", "_price_evidence")
TABLES += ("core_price_observation", "out_price_wait", "out_price_history")


@pytest.fixture
def host(writer: Writer) -> Writer:
    """A host that has sold two models since November, as the curated facts know."""
    for model in MODELS:
        fill(writer, "core_model", {"model_id": model})
        link = {"provider": "host", "provider_model_id": model, "model_id": model, "linked_by": "alias"}
        fill(writer, "core_model_link", link)
    return writer


def facts(writer: Writer) -> None:
    """Fill in what the facts contribute to _price_seen: $2 in and $8 out for both models."""
    row: Row = {
        "source": "facts/price_changes",
        "family": "facts",
        "trust": CURATED,
        "provider": "host",
        "n_sources": 2,
    }
    row |= {"tier": "standard", "currency": "USD", "is_listing": False, "date_basis": "announced"}
    row |= {"stated_from": "2026-11-01", "observed_at": "2026-11-01", "input_usd_per_mtok": 2, "output_usd_per_mtok": 8}
    for model in MODELS:
        fill(writer, "_price_seen", {**row, "model_id": model, "provider_model_id": model})


def capture(writer: Writer, day: int, source: str = PAGE, **prices: str) -> None:
    """Capture the page on a day of December: 'alpha="2 8"' is $2 in and $8 out."""
    origin: Row = {"source": source, "capture_sha256": f"{source} {day}"}
    fill(writer, "raw_page_capture", {**origin, "captured_at": f"2026-12-{day:02} 06:00", "counts": True, "url": "u"})
    counts = {"offers": len(prices), "price_cells_seen": 2 * len(prices), "price_cells_used": 2 * len(prices)}
    fill(writer, "_capture_reading", {**origin, **counts, "reader_version": "v"})
    for model, price in prices.items():
        given, taken = price.split()
        offer: Row = {"provider": "host", "model": model, "tier": "standard", "currency": "USD", "trust": 1}
        offer |= {"family": "page/host", "input_per_mtok": given, "output_per_mtok": taken, "witness": "page"}
        fill(writer, "_captured_offer", {**origin, **offer})


def history(writer: Writer, day: int) -> Rows:
    """Build everything as of a day of December, and return the prices in force then: model, input, p_correct."""
    for table in TABLES:
        writer.empty(table)
    build = {table: TableBuild(table, writer, date(2026, 12, day), Bundle(), ASSETS / "prices") for table in TABLES}
    reviewed, lost = reviewed_pages(build["out_reading"])
    build["out_reading"].from_rows([reading_row(review) for review in reviewed])
    build["_lost_offer"].from_rows([lost_offer_row(offer) for offer in lost])
    facts(writer)
    build["_price_seen"].from_sql("find_captured_offers")
    find_changes(build["_price_change"], CHANGE_SETTINGS | {"full_lists": []})
    checked = checked_claims(build["_price_doubt"])
    build["_price_doubt"].from_rows(list(doubt_rows(checked)))
    build["_price_evidence"].from_rows(evidence_rows(checked))
    build["core_price_observation"].from_sql("select_accepted_changes")
    build["out_price_wait"].from_sql("list_waiting_prices")
    build["out_price_history"].from_sql("compact_price_history", HISTORY_SETTINGS)
    return read(
        writer, "SELECT model_id, input_usd_per_mtok::DOUBLE FROM out_price_history WHERE in_force ORDER BY ALL"
    )


BEFORE = [("alpha", 2.0), ("beta", 2.0)]


def test_a_known_price_is_believed_and_a_new_one_on_the_second_day(host: Writer) -> None:
    capture(host, 1, alpha="2 8", beta="2 8")
    assert history(host, 1) == BEFORE
    assert read(host, "SELECT count(*) FROM _price_doubt") == [(0,)]
    capture(host, 2, alpha="1.5 6", beta="2 8")
    assert history(host, 2) == BEFORE
    assert read(host, "SELECT model_id, released_by, waited_days FROM out_price_wait") == [("alpha", None, None)]
    capture(host, 3, alpha="1.5 6", beta="2 8")
    assert history(host, 3) == [("alpha", 1.5), ("beta", 2.0)]
    assert read(host, "SELECT released_by, released_on, waited_days FROM out_price_wait") == [
        ("shown again on 2026-12-03", "2026-12-03", 1)
    ]
    assert read(host, "SELECT valid_from FROM out_price_history WHERE model_id = 'alpha' AND in_force") == [
        ("2026-12-02",)
    ]


def test_a_halved_card_of_one_day_is_never_believed(host: Writer) -> None:
    for day, price in enumerate(("2 8", "1 4", "2 8", "2 8"), start=1):
        capture(host, day, alpha=price, beta="2 8")
        assert history(host, day) == BEFORE
    assert read(host, "SELECT count(*) FROM out_price_history WHERE input_usd_per_mtok = 1") == [(0,)]


def test_a_second_source_lets_a_price_in_on_the_same_day(host: Writer) -> None:
    capture(host, 1, alpha="2 8", beta="2 8")
    capture(host, 2, alpha="1.5 6", beta="2 8")
    capture(host, 2, source="feed/litellm", alpha="1.5 6")
    host.connection.execute("UPDATE _captured_offer SET family = 'litellm', trust = 4 WHERE source = 'feed/litellm'")
    assert history(host, 2) == [("alpha", 1.5), ("beta", 2.0)]
    ((certainty,),) = read(host, "SELECT p_correct FROM out_price_history WHERE model_id = 'alpha' AND in_force")
    assert certainty > 0.9999


def test_a_page_that_loses_a_model_for_a_day_changes_nothing(host: Writer) -> None:
    capture(host, 1, alpha="2 8", beta="2 8")
    capture(host, 2, alpha="1.5 6")
    assert history(host, 2) == BEFORE
    assert read(host, "SELECT captured_at FROM out_reading WHERE is_held") == [("2026-12-02 06:00:00",)]
    capture(host, 3, alpha="1.5 6", beta="2 8")
    assert history(host, 3) == BEFORE  # the price of the held capture was seen once only
    capture(host, 4, alpha="1.5 6", beta="2 8")
    assert history(host, 4) == [("alpha", 1.5), ("beta", 2.0)]


def test_a_model_that_stays_away_and_is_named_nowhere_is_withdrawn(host: Writer) -> None:
    capture(host, 1, alpha="2 8", beta="2 8")
    for day in (2, 3, 4):
        capture(host, day, alpha="2 8")
    assert history(host, 3) == BEFORE
    assert history(host, 4) == [("alpha", 2.0)]
    assert read(host, "SELECT valid_to, ended_by FROM out_price_history WHERE model_id = 'beta'") == [
        ("2026-12-02", "withdrawal")
    ]


def test_a_model_that_the_page_still_names_is_not_withdrawn(host: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.prices.reading_tables.read_body", lambda capture, folder: b"beta: see the new table")
    capture(host, 1, alpha="2 8", beta="2 8")
    for day in (2, 3, 4, 5):
        capture(host, day, alpha="2 8")
    assert history(host, 5) == BEFORE
    assert read(host, "SELECT reason, released_by FROM _price_doubt") == [
        ("absent, but the page of 2026-12-05 still names the model", None)
    ]


def test_every_price_has_a_certainty(host: Writer) -> None:
    capture(host, 1, alpha="2 8", beta="2 8")
    history(host, 1)
    rows = read(host, "SELECT source, p_correct, witnesses FROM core_price_observation ORDER BY ALL")
    assert all(Decimal(str(certainty)) > Decimal("0.99") and witnesses == 1 for _, certainty, witnesses in rows)
    assert len(rows) == 4
