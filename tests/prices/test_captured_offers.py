"""Offers read from captures: the model of that day, dollars at its rate, one id where the facts know one; the rest."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.conftest import ASSETS, Rows, fill, make, read
from warehouse.query import read_sql
from warehouse.store import Writer

Row = dict[str, Any]
AS_OF = date(2026, 12, 31)


def capture(sha: str, captured_at: str = "2026-12-01 12:00", source: str = "page/host", **more: object) -> Row:
    return {"source": source, "captured_at": captured_at, "capture_sha256": sha, "counts": True, **more}


def offer(model: str, price: str = "10", sha: str = "one", **more: object) -> Row:
    row: Row = {"source": "page/host", "capture_sha256": sha, "provider": "host", "model": model, "currency": "USD"}
    return {**row, "tier": "standard", "input_per_mtok": price, "output_per_mtok": price, "trust": 1, **more}


@pytest.fixture
def names(writer: Writer) -> Writer:
    """The host calls model m by two names; another seller's name for n is not the host's."""
    link: Row = {"provider": "host", "model_id": "m"}
    fill(writer, "core_model_link", {**link, "provider_model_id": "M"}, {**link, "provider_model_id": "M (new)"})
    fill(writer, "core_model_link", {"provider": "host", "provider_model_id": "M-2"})
    fill(writer, "core_model_link", {"provider": "other", "model_id": "n", "provider_model_id": "N"})
    rate: Row = {"currency": "CNY", "usd": "0.138888888888889"}
    fill(writer, "core_exchange_rate", {**rate, "date": "2026-11-27"}, {**rate, "date": "2026-12-02", "usd": "0.5"})
    return writer


def observations(writer: Writer, columns: str = "provider_model_id, input_usd_per_mtok") -> Rows:
    make(writer, "_price_seen", "prices/find_captured_offers.sql", as_of=AS_OF)
    return read(writer, f"SELECT {columns} FROM _price_seen WHERE is_listing ORDER BY ALL")


def unread(writer: Writer, columns: str = "reason") -> Rows:
    make(writer, "_price_refusal", "prices/list_unread_offers.sql", as_of=AS_OF)
    return read(writer, f"SELECT {columns} FROM _price_refusal ORDER BY ALL")


def test_an_offer_has_the_model_that_its_name_means_at_this_seller_or_none(names: Writer) -> None:
    fill(names, "raw_page_capture", capture("one", url="https://example.org/prices"))
    fill(names, "_captured_offer", offer("M", "2.5"), offer("M-2"), offer("N"))
    columns = "source, provider, model_id, provider_model_id, input_usd_per_mtok, observed_at, source_url, trust"
    shown = ("2026-12-01 12:00:00", "https://example.org/prices", 1)
    assert observations(names, columns) == [
        ("page/host", "host", "m", "M", "2.500000000", *shown),
        ("page/host", "host", None, "M-2", "10.000000000", *shown),
        ("page/host", "host", None, "N", "10.000000000", *shown),
    ]
    assert unread(names) == []


def test_an_id_that_moved_means_another_model_from_that_day_on_and_none_after_its_end(writer: Writer) -> None:
    link: Row = {"provider": "host", "provider_model_id": "chat"}
    fill(writer, "core_model_link", {**link, "model_id": "v1", "valid_to": "2026-12-02"})
    fill(writer, "core_model_link", {**link, "model_id": "v2", "valid_from": "2026-12-02", "valid_to": "2026-12-04"})
    days = ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04")
    fill(writer, "raw_page_capture", *(capture("one", day) for day in days))
    fill(writer, "_captured_offer", offer("chat"))
    assert observations(writer, "observed_at::DATE, model_id") == [
        ("2026-12-01", "v1"),
        ("2026-12-02", "v2"),
        ("2026-12-03", "v2"),
        ("2026-12-04", None),
    ]


def test_yuan_become_dollars_at_the_last_rate_before_the_capture(names: Writer) -> None:
    fill(names, "raw_page_capture", capture("one"))
    fill(names, "_captured_offer", offer("M", "8", currency="CNY", cached_input_per_mtok="0.5"))
    columns = "input_usd_per_mtok, cached_input_usd_per_mtok, currency, native_input_per_mtok, native_output_per_mtok"
    # 8 x 0.138888888888889 = 1.111111111111112; half a yuan = 0.0694444444444445
    assert observations(names, columns) == [("1.111111111", "0.069444444", "CNY", "8.000000000", "8.000000000")]
    assert unread(names) == []


def test_dollars_are_written_once(names: Writer) -> None:
    fill(names, "raw_page_capture", capture("one"))
    fill(names, "_captured_offer", offer("M", "8"))
    assert observations(names, "input_usd_per_mtok, currency, native_input_per_mtok") == [("8.000000000", "USD", None)]


@pytest.mark.parametrize(("currency", "captured_at"), [("CNY", "2026-11-26"), ("GBP", "2026-12-01")])
def test_without_a_rate_of_that_day_there_is_no_price(names: Writer, currency: str, captured_at: str) -> None:
    fill(names, "raw_page_capture", capture("one", captured_at))
    fill(names, "_captured_offer", offer("M", currency=currency))
    assert observations(names) == []
    assert unread(names) == [(f"no exchange rate for {currency} on that day",)]


def test_the_same_bytes_have_a_price_from_the_first_rate_of_their_currency_on(names: Writer) -> None:
    days = ("2026-11-26", "2026-11-27", "2026-12-01", "2026-12-02")
    fill(names, "raw_page_capture", *(capture("one", day) for day in days))
    fill(names, "_captured_offer", offer("M", "9", currency="CNY"), offer("M-2", "9"))
    assert observations(names, "observed_at::DATE, provider_model_id, input_usd_per_mtok") == [
        ("2026-11-26", "M-2", "9.000000000"),
        ("2026-11-27", "M", "1.250000000"),
        ("2026-11-27", "M-2", "9.000000000"),
        ("2026-12-01", "M", "1.250000000"),
        ("2026-12-01", "M-2", "9.000000000"),
        ("2026-12-02", "M", "4.500000000"),
        ("2026-12-02", "M-2", "9.000000000"),
    ]


def test_no_offer_is_compared_with_every_link(names: Writer) -> None:
    query = read_sql(ASSETS / "prices" / "find_captured_offers.sql")
    plan = names.connection.execute(f"EXPLAIN {query}", {"as_of": AS_OF}).fetchall()
    assert "NL_JOIN" not in str(plan)


def fact(provider_model_id: str, **more: object) -> Row:
    row: Row = {"source": "facts/price_changes", "is_listing": False, "provider": "host", "model_id": "m"}
    return {**row, "provider_model_id": provider_model_id, **more}


def test_another_name_of_the_only_id_that_the_facts_know_is_that_offer(names: Writer) -> None:
    fill(names, "_price_seen", fact("m-1"), fact("m-1", tier="batch"), fact("else", provider="other"))
    fill(names, "raw_page_capture", capture("one"))
    fill(names, "_captured_offer", offer("M"))
    assert observations(names) == [("m-1", "10.000000000")]


def test_two_ids_in_the_facts_leave_a_page_its_own_name(names: Writer) -> None:
    fill(names, "_price_seen", fact("m-1"), fact("m-2"))
    fill(names, "raw_page_capture", capture("one"))
    fill(names, "_captured_offer", offer("M"))
    assert observations(names) == [("M", "10.000000000")]


def test_two_names_on_a_page_are_two_offers(names: Writer) -> None:
    fill(names, "_price_seen", fact("m-1"))
    fill(names, "raw_page_capture", capture("one"))
    fill(names, "_captured_offer", offer("M"), offer("M (new)", "5"))
    assert observations(names) == [("M", "10.000000000"), ("M (new)", "5.000000000")]


def test_bytes_seen_on_three_days_are_three_captures_and_twice_on_a_day_are_one(names: Writer) -> None:
    days = ("2026-12-01 06:00", "2026-12-01 18:00", "2026-12-02 06:00", "2026-12-03 06:00")
    fill(names, "raw_page_capture", *(capture("one", day) for day in days))
    fill(names, "_captured_offer", offer("M"))
    assert observations(names, "observed_at") == [
        ("2026-12-01 18:00:00",),
        ("2026-12-02 06:00:00",),
        ("2026-12-03 06:00:00",),
    ]


def test_a_held_reading_gives_nothing(names: Writer) -> None:
    fill(names, "raw_page_capture", capture("one"), capture("one", "2026-12-02 12:00"))
    fill(names, "_captured_offer", offer("M"))
    held = {"source": "page/host", "captured_at": "2026-12-02 12:00", "is_held": True}
    fill(names, "out_reading", held, {**held, "captured_at": "2026-12-01 12:00", "is_held": False})
    assert observations(names, "observed_at") == [("2026-12-01 12:00:00",)]


def test_a_capture_that_does_not_count_or_is_not_known_yet_gives_nothing(names: Writer) -> None:
    uncounted = capture("one", counts=False, doubt="a login wall", url="https://example.org", status=200, bytes=9)
    fill(names, "raw_page_capture", uncounted, capture("two", "2027-01-01"), capture("three", source="rates/ecb"))
    fill(names, "_captured_offer", offer("M"), offer("M", sha="two"))
    assert observations(names) == []
    ((row, reason, released_by),) = unread(names, "row, reason, released_by")
    assert json.loads(row) == {"url": "https://example.org", "status": 200, "bytes": 9}
    assert (reason, released_by) == ("capture does not count: a login wall", None)


def test_a_page_that_its_reader_refused_is_listed_once(names: Writer) -> None:
    fill(names, "raw_page_capture", capture("one"), capture("one", "2026-12-02 12:00"))
    fill(names, "_capture_reading", {"source": "page/host", "capture_sha256": "one", "refused": "no table of prices"})
    assert unread(names, "reason, captured_at") == [("reader refused: no table of prices", "2026-12-02 12:00:00")]


def test_bytes_that_counted_once_are_not_lost_to_a_later_doubtful_capture(names: Writer) -> None:
    again = capture("one", "2026-12-02 12:00", counts=False, doubt="status 503")
    fill(names, "raw_page_capture", capture("one"), again)
    fill(names, "_captured_offer", offer("M"))
    assert observations(names, "observed_at") == [("2026-12-01 12:00:00",)]
    assert unread(names) == [("capture does not count: status 503",)]
