"""Exchange rates by day: cross rates a reader can check, days without a rate, newer files, damaged ones."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.reading.currency import Rate, Rates, bundled, refreshed
from warehouse.errors import TokenfallError

FRIDAY, SUNDAY = date(2026, 1, 2), date(2026, 1, 4)
HISTORY = b"""Date,USD,JPY,CNY,
2026-02-02,1.30,180,N/A,
2026-01-05,1.25,180,8.00,
2026-01-02,1.20,180,8.00,
2026-01-01,1.10,180,N/A,
"""
ONE_DAY = b"Date, USD, JPY, CNY, \n03 February 2026, 1.50, 180, 7.50, \n"
EMPTY = Rates({})


@pytest.fixture
def rates() -> Rates:
    return refreshed(EMPTY, HISTORY)


def zipped(body: bytes, names: tuple[str, ...] = ("eurofxref-hist.csv",)) -> bytes:
    """An archive dated alike whenever it is made: tests are named after it, and two workers must find the same ones."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def test_a_yuan_is_a_cross_rate_of_two_quotes_per_euro(rates: Rates) -> None:
    assert rates.rate("CNY", FRIDAY) == Rate("CNY", Fraction(3, 20), FRIDAY)  # 1.20 / 8.00


def test_a_euro_is_what_the_ecb_quotes(rates: Rates) -> None:
    assert rates.rate("EUR", FRIDAY).usd == Fraction(6, 5)


def test_a_dollar_is_a_dollar_on_any_day(rates: Rates) -> None:
    assert rates.rate("USD", date(1990, 1, 1)) == Rate("USD", Fraction(1), date(1990, 1, 1))


def test_a_weekend_has_the_last_earlier_rate_and_its_day(rates: Rates) -> None:
    assert rates.rate("EUR", SUNDAY) == Rate("EUR", Fraction(6, 5), FRIDAY)


def test_a_rate_ten_days_old_serves_and_an_older_one_within_the_table_does_not(rates: Rates) -> None:
    assert rates.rate("EUR", date(2026, 1, 15)).on == date(2026, 1, 5)
    with pytest.raises(TokenfallError, match="within 10 days before 2026-01-16"):
        rates.rate("EUR", date(2026, 1, 16))


def test_after_the_table_the_last_rate_is_used_with_its_day(rates: Rates) -> None:
    assert rates.rate("EUR", date(2027, 6, 1)) == Rate("EUR", Fraction(13, 10), date(2026, 2, 2))
    assert rates.rate("CNY", date(2027, 6, 1)).on == date(2026, 1, 5), "the last day on which yuan were quoted"
    assert max(rates.per_euro) == date(2026, 2, 2)


@pytest.mark.parametrize(("currency", "day"), [("EUR", date(2025, 12, 31)), ("CNY", date(2026, 1, 1))])
def test_before_the_table_there_is_no_rate(rates: Rates, currency: str, day: date) -> None:
    with pytest.raises(TokenfallError, match=f"no {currency} rate on {day}: the table starts"):
        rates.rate(currency, day)


def test_a_currency_that_is_not_kept_is_refused(rates: Rates) -> None:
    with pytest.raises(TokenfallError, match="no exchange rate for 'JPY'"):
        rates.rate("JPY", FRIDAY)


def test_an_empty_table_has_no_rate() -> None:
    with pytest.raises(TokenfallError, match="starts never"):
        EMPTY.rate("CNY", FRIDAY)


@pytest.mark.parametrize(
    ("usd", "amount", "expected"),
    [
        (Fraction(1, 3), "1", "0.333333333"),
        (Fraction(2, 3), "1", "0.666666667"),
        (Fraction(1, 2), "0.000000001", "0.000000000"),  # 0.5 of the last place: to the even 0
        (Fraction(1, 2), "0.000000003", "0.000000002"),  # 1.5 of the last place: to the even 2
        (Fraction(3, 20), "8", "1.200000000"),
    ],
)
def test_an_amount_is_rounded_once_half_to_even_at_nine_decimals(usd: Fraction, amount: str, expected: str) -> None:
    assert str(Rate("CNY", usd, FRIDAY).to_usd(Decimal(amount))) == str(Decimal(expected))


@given(st.decimals(0, 10_000, places=6), st.fractions(Fraction(1, 100), 100, max_denominator=10_000))
def test_a_conversion_is_within_half_a_last_place_of_the_exact_value(amount: Decimal, usd: Fraction) -> None:
    exact = Fraction(amount) * usd
    assert abs(Fraction(Rate("CNY", usd, FRIDAY).to_usd(amount)) - exact) <= Fraction(1, 2 * 10**9)


@pytest.mark.parametrize("body", [ONE_DAY, zipped(ONE_DAY, ("eurofxref.csv",))], ids=["csv", "zip"])
def test_a_newer_file_is_laid_over_the_table(rates: Rates, body: bytes) -> None:
    newer = refreshed(rates, body)
    assert newer.rate("CNY", date(2026, 2, 3)).usd == Fraction(1, 5)  # 1.50 / 7.50
    assert newer.rate("EUR", FRIDAY).usd == Fraction(6, 5), "the older days stay"
    assert max(rates.per_euro) == date(2026, 2, 2), "the table itself does not change"


def test_a_newer_file_corrects_a_day(rates: Rates) -> None:
    assert refreshed(rates, HISTORY.replace(b"1.20", b"1.21")).rate("EUR", FRIDAY).usd == Fraction(121, 100)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html><body>Service unavailable</body></html>",
        b'{"rates": {"USD": 1.1}}',
        b"Date,JPY,\n2026-01-01,180,\n",
        b"Day,USD,CNY,\n2026-01-01,1.1,8,\n",
        b"Date,USD,CNY,\n",
        b"Date,USD,CNY,\n2026-01-02,1.1,8,\n2026-01-01,1.",
        b"Date,USD,CNY,\n2026-01-02,1.1,8,\n2026-01-01,1.1,8.",
        b"Date,USD,CNY,\n2026-01-01,-1.1,8,\n",
        b"Date,USD,CNY,\n2026-01-01,NaN,8,\n",
        b"Date,USD,CNY,\n2026-01-01,one,8,\n",
        b"Date,USD,CNY,\nyesterday,1.1,8,\n",
        b"Date,USD,CNY,\n2026-01-01,\xff\xfe,8,\n",
        zipped(HISTORY)[:60],
        zipped(HISTORY, ("one.csv", "two.csv")),
        b"PK\x03\x04 no archive",
    ],
)
def test_another_file_or_a_damaged_one_is_refused_in_one_line(rates: Rates, body: bytes) -> None:
    with pytest.raises(TokenfallError, match="not a table of ECB reference rates") as refusal:
        refreshed(rates, body)
    assert "\n" not in str(refusal.value)


def test_the_bundled_table_is_whole_and_read_once() -> None:
    assert bundled() is bundled()
    assert len(bundled().per_euro) > 7000
    assert bundled().rate("EUR", date(2014, 3, 28)).usd == Fraction("1.3759"), "as in the package's own documentation"
    assert bundled().rate("CNY", date(2024, 12, 25)).on == date(2024, 12, 24), "no rate on Christmas day"


def test_the_bundled_table_starts_with_the_euro_and_with_the_yuan_in_2005() -> None:
    assert bundled().rate("EUR", date(1999, 1, 4)).on == date(1999, 1, 4)
    assert bundled().rate("CNY", date(2005, 4, 1)).on == date(2005, 4, 1)
    with pytest.raises(TokenfallError):
        bundled().rate("CNY", date(2005, 3, 31))


def test_a_table_that_begins_with_another_column_is_refused_by_name() -> None:
    with pytest.raises(TokenfallError, match="its first column is not Date"):
        refreshed(EMPTY, b"Day,USD,CNY,\n2026-01-02,1.1,8,\n")


def test_a_table_without_a_day_is_refused_by_name() -> None:
    message = r"^not a table of ECB reference rates \(eurofxref zip or csv\): it has no rates$"
    with pytest.raises(TokenfallError, match=message):
        refreshed(EMPTY, b"Date,USD,CNY,\n")


def test_a_line_that_was_cut_off_is_named_by_its_day() -> None:
    with pytest.raises(TokenfallError, match="the line of 2026-01-01 is cut off"):
        refreshed(EMPTY, b"Date,USD,CNY,\n2026-01-02,1.1,8,\n2026-01-01,1.")
