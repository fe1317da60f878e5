"""Events: launches, cuts, rises, mixed changes, returns and withdrawals; what is no event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import Rows, fill, make, read
from warehouse.store import Writer

Row = dict[str, Any]
OFFER: Row = {"provider": "host", "model_id": "m", "provider_model_id": "m-1", "tier": "standard"}


def interval(start: str, end: str | None, given: str, taken: str, **more: object) -> Row:
    """A price of one offer over an interval, ended by the next price unless `more` sets another end."""
    row = {"valid_from": start, "valid_to": end, "ended_by": end and "price change", "date_basis": "observed"}
    return {**OFFER, **row, "input_usd_per_mtok": given, "output_usd_per_mtok": taken, **more}


def gone(day: str, **more: object) -> Row:
    return {**OFFER, "valid_from": day, "source": "page/host", "date_basis": "observed", **more}


def events(
    writer: Writer, *intervals: Row, withdrawals: tuple[Row, ...] = (), columns: str = "event, date, factor"
) -> Rows:
    fill(writer, "out_price_history", *intervals)
    fill(writer, "core_price_observation", *withdrawals)
    make(writer, "out_price_event", "prices/list_price_events.sql", as_of=date(2026, 12, 31))
    return read(writer, f"SELECT {columns} FROM out_price_event ORDER BY date")


def test_a_launch_has_no_price_before(writer: Writer) -> None:
    columns = "event, date, input_usd_per_mtok_before, output_usd_per_mtok_before, input_usd_per_mtok, factor"
    assert events(writer, interval("2026-01-01", None, "1", "2"), columns=columns) == [
        ("launch", "2026-01-01", None, None, "1.000000000", None)
    ]


@pytest.mark.parametrize(
    ("given", "taken", "event", "factor"),
    [
        ("1", "5", "cut", 0.5),
        ("2", "4", "cut", 0.5),  # the input alone stayed
        ("4", "20", "rise", 2.0),
        ("2", "16", "rise", 1.5),
        ("4", "5", "mixed", 0.75),
    ],
)
def test_what_a_change_of_price_is(writer: Writer, given: str, taken: str, event: str, factor: float) -> None:
    before = interval("2026-01-01", "2026-02-01", "2", "10")
    rows = events(writer, before, interval("2026-02-01", None, given, taken))
    assert rows[1:] == [(event, "2026-02-01", pytest.approx(factor))]


def test_a_change_of_the_cached_price_alone_is_no_event(writer: Writer) -> None:
    cached = interval("2026-02-01", None, "2", "10", cached_input_usd_per_mtok="1")
    assert events(writer, interval("2026-01-01", "2026-02-01", "2", "10"), cached, columns="event") == [("launch",)]


@pytest.mark.parametrize(("given", "factor"), [("1", 1.0), ("4", 4.0)])
def test_a_return_is_one_at_whatever_price(writer: Writer, given: str, factor: float) -> None:
    before = interval("2026-01-01", "2026-02-01", "1", "1", ended_by="withdrawal")
    rows = events(writer, before, interval("2026-03-01", None, given, given))
    assert rows[1:] == [("return", "2026-03-01", factor)]


def test_a_withdrawal_names_the_capture_that_showed_it(writer: Writer) -> None:
    rows = events(
        writer,
        interval("2026-01-01", "2026-02-01", "2", "10", ended_by="withdrawal", source="facts/price_changes"),
        withdrawals=(gone("2026-02-01", observed_at="2026-02-04", capture_sha256="the page"),),
        columns="event, date, output_usd_per_mtok_before, output_usd_per_mtok, observed_at, source, capture_sha256",
    )
    assert rows[1:] == [
        ("withdrawal", "2026-02-01", "10.000000000", None, "2026-02-04 00:00:00", "page/host", "the page")
    ]


def test_what_was_filled_in_in_bulk_is_no_event(writer: Writer) -> None:
    rows = events(
        writer,
        interval("2026-01-01", "2026-02-01", "2", "10", date_basis="import"),
        interval("2026-02-01", "2026-03-01", "1", "5", date_basis="import"),
        interval("2026-03-01", "2026-04-01", "0.5", "2.5", ended_by="withdrawal"),
        withdrawals=(gone("2026-04-01", date_basis="import"),),
    )
    assert rows == [("cut", "2026-03-01", pytest.approx(0.5))]


def test_what_has_not_happened_by_the_as_of_date_is_no_event(writer: Writer) -> None:
    rows = events(writer, interval("2026-12-31", "2027-01-01", "2", "10"), interval("2027-01-01", None, "1", "5"))
    assert rows == [("launch", "2026-12-31", None)]
