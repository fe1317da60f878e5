"""What was known of a price on a date: corrections, late news, announcements, withdrawals, and the macro price_at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.prices.assets import HISTORY_SETTINGS
from assets.prices.vintages import merge_vintages
from assets.table_build import TableBuild
from tests.conftest import ASSETS, Rows, fill, read
from tests.prices.test_price_history import change, confirm
from warehouse.bundle import Bundle
from warehouse.store import Writer

AS_OF = date(2026, 11, 26)
ROWS = "input_usd_per_mtok::INTEGER::VARCHAR, valid_from, valid_to, known_from, known_to"


def vintages(writer: Writer, *changes: dict[str, object], columns: str = ROWS) -> Rows:
    fill(writer, "core_price_observation", *changes)
    build = TableBuild("out_price_vintage", writer, AS_OF, Bundle(), ASSETS / "prices")
    merge_vintages(build, HISTORY_SETTINGS)
    return read(writer, f"SELECT {columns} FROM out_price_vintage ORDER BY ALL")


def price_at(writer: Writer, at: str, known: str, seller: str = "'host'", columns: str = "input_usd_per_mtok") -> Rows:
    return read(writer, f"SELECT {columns} FROM price_at('m', {seller}, NULL, {at}, {known})")


def test_each_price_is_known_from_its_day_and_its_end_from_the_next(writer: Writer) -> None:
    assert vintages(writer, change("2024-01-01", "10"), change("2024-03-01", "5")) == [
        ("10", "2024-01-01", "2024-03-01", "2024-03-01", None),
        ("10", "2024-01-01", None, "2024-01-01", "2024-03-01"),
        ("5", "2024-03-01", None, "2024-03-01", None),
    ]
    # On 15 February nobody knew of the fall: the price asked for April was that of January.
    assert price_at(writer, "'2024-04-01'", "'2024-02-15'") == [("10.000000000",)]
    assert price_at(writer, "'2024-04-01'", "'2024-03-01'") == [("5.000000000",)]
    assert price_at(writer, "'2024-02-29'", "NULL") == [("10.000000000",)]
    assert price_at(writer, "'2023-12-31'", "NULL") == []
    assert price_at(writer, "NULL", "'2023-12-31'") == []
    assert price_at(writer, "NULL", "NULL") == [("5.000000000",)]


def test_a_correction_does_not_change_what_was_known_before_it(writer: Writer) -> None:
    """The facts showed 10 from January on; in June the seller's page stated that it had been 7 since February."""
    page = {"source": "page/host", "trust": 1, "observed_at": "2024-06-01", "confirmed_at": "2024-07-01"}
    rows = vintages(
        writer,
        change("2024-01-01", "10", confirmed_at="2024-01-01"),
        change("2024-02-01", "7", date_basis="announced", last_seen_on="2024-07-01", **page),
    )
    assert rows == [
        ("10", "2024-01-01", "2024-02-01", "2024-06-01", None),
        ("10", "2024-01-01", None, "2024-01-01", "2024-06-01"),
        ("7", "2024-02-01", None, "2024-06-01", None),
    ]
    assert price_at(writer, "'2024-03-01'", "'2024-05-31'") == [("10.000000000",)]
    assert price_at(writer, "'2024-03-01'", "'2024-06-01'") == [("7.000000000",)]


def test_an_announced_price_is_known_before_it_holds(writer: Writer) -> None:
    rows = vintages(
        writer,
        change("2024-01-01", "10"),
        change("2024-06-01", "4", observed_at="2024-05-02", date_basis="announced", last_seen_on="2024-05-02"),
        columns=f"{ROWS}, last_confirmed_on",
    )
    assert rows == [
        ("10", "2024-01-01", "2024-06-01", "2024-05-02", None, "2024-01-01"),
        ("10", "2024-01-01", None, "2024-01-01", "2024-05-02", "2024-01-01"),
        ("4", "2024-06-01", None, "2024-05-02", None, "2024-06-01"),
    ]
    assert price_at(writer, "'2024-06-01'", "'2024-05-01'") == [("10.000000000",)]
    # A price seen on 2 May and not yet in force was last shown on that day.
    asked = "input_usd_per_mtok, last_confirmed_on"
    assert price_at(writer, "'2024-06-01'", "'2024-05-02'", columns=asked) == [("4.000000000", "2024-05-02")]


def test_a_withdrawal_is_known_from_its_day_on(writer: Writer) -> None:
    vintages(writer, change("2024-01-01", "10"), change("2024-02-01", None), change("2024-04-01", "8"))
    assert price_at(writer, "'2024-03-01'", "NULL") == []
    assert price_at(writer, "'2024-03-01'", "'2024-01-31'") == [("10.000000000",)]
    assert price_at(writer, "'2024-04-01'", "NULL") == [("8.000000000",)]


def test_a_source_that_stopped_later_had_not_stopped_then(writer: Writer) -> None:
    """On 1 March nobody knew that the page would be captured for the last time on 1 May."""
    page = {"source": "page/host", "trust": 1, "confirmed_at": "2024-05-01", "last_seen_on": "2024-05-01"}
    vintages(
        writer,
        change("2024-01-01", "10", **page),
        change("2024-03-01", "5", confirmed_at="2024-09-01"),
        change("2024-08-01", "3"),
    )
    assert price_at(writer, "'2024-06-01'", "'2024-03-01'") == [("10.000000000",)]
    assert price_at(writer, "'2024-06-01'", "NULL") == [("5.000000000",)]


def test_the_last_confirmation_is_one_that_was_known(writer: Writer) -> None:
    confirm(writer, "2024-02-01", "10")
    confirm(writer, "2024-04-01", "10")
    confirm(writer, "2024-06-01", "5")
    vintages(writer, change("2024-01-01", "10"), change("2024-05-01", "5"))
    assert price_at(writer, "'2024-01-15'", "NULL", columns="last_confirmed_on") == [("2024-04-01",)]
    assert price_at(writer, "'2024-01-15'", "'2024-04-01'", columns="last_confirmed_on") == [("2024-04-01",)]
    # Which earlier confirmation was known is not kept: the answer is the day on which the price was seen first.
    assert price_at(writer, "'2024-01-15'", "'2024-03-01'", columns="last_confirmed_on") == [("2024-01-01",)]


def test_each_question_is_answered_by_the_rows_whose_intervals_hold_its_dates(writer: Writer) -> None:
    """Whatever the macro compares with, the answer is that of the published columns."""
    vintages(writer, change("2024-01-01", "10"), change("2024-02-01", None), change("2024-04-01", "8"))
    days = [date(2024, month, day) for month in range(1, 6) for day in (1, 28)]
    columns = "input_usd_per_mtok, valid_from, valid_to"
    for at in days:
        for known in days:
            inside = f"""SELECT {columns} FROM out_price_vintage
                WHERE valid_from <= '{at}' AND coalesce(valid_to > '{at}', true)
                  AND known_from <= '{known}' AND coalesce(known_to > '{known}', true)"""
            assert price_at(writer, f"'{at}'", f"'{known}'", columns=columns) == read(writer, inside)


def test_an_offer_has_one_row_of_its_lowest_context_band(writer: Writer) -> None:
    wide = {"provider_model_id": "m-wide", "context_from_tokens": 200_000}
    vintages(
        writer,
        change("2024-01-01", "10"),
        change("2024-01-01", "20", context_from_tokens=128_000),
        change("2024-01-01", "9", provider_model_id="m-turbo"),
        change("2024-01-01", "30", **wide),
        change("2024-01-01", "40", **wide | {"context_from_tokens": 400_000}),
        change("2024-01-01", "7", provider="other"),
        change("2024-01-01", "1", tier="batch"),
    )
    asked = "provider, provider_model_id, input_usd_per_mtok::INTEGER::VARCHAR"
    own = [("host", "m-1", "10"), ("host", "m-turbo", "9"), ("host", "m-wide", "30")]
    assert sorted(price_at(writer, "NULL", "NULL", columns=asked)) == own
    assert sorted(price_at(writer, "NULL", "NULL", "NULL", asked)) == [*own, ("other", "m-1", "7")]


def test_the_latest_vintage_is_the_history(writer: Writer) -> None:
    rule = (ASSETS / "prices/rules/out_price_vintage__latest_is_the_history.sql").read_text()
    vintages(writer, change("2024-01-01", "10"), change("2024-03-01", "5"))
    assert len(read(writer, rule)) == 2
    writer.insert_select(
        "out_price_history",
        (ASSETS / "prices/compact_price_history.sql").read_text(),
        {**HISTORY_SETTINGS, "as_of": AS_OF},
    )
    assert read(writer, rule) == []


@pytest.mark.parametrize("amount", [Decimal("0.000000001"), Decimal("123456789.123456789")])
def test_amounts_stay_exact(writer: Writer, amount: Decimal) -> None:
    fill(writer, "core_price_observation", change("2024-01-01", str(amount)))
    merge_vintages(TableBuild("out_price_vintage", writer, AS_OF, Bundle(), ASSETS / "prices"), HISTORY_SETTINGS)
    row = writer.connection.execute("SELECT output_usd_per_mtok FROM price_at('m', 'host', NULL, $1, $1)", [AS_OF])
    assert row.fetchone() == (amount,)
