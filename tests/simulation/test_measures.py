"""The judge of a simulation sees what it is there to see: planted false prices, false withdrawals and late changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.simulation.diary import Diary

FIRST = date(2025, 8, 1)


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Diary]:
    opened = Diary(tmp_path / "diary.duckdb")
    for number in range(5):
        opened.rows("INSERT INTO morning VALUES (?, false, 1, 0, '', 0, 0)", [day(number)])
        opened.rows("INSERT INTO seller VALUES (?, 'seller', true)", [day(number)])
    yield opened
    opened.close()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def sold(diary: Diary, numbers: range, price: str, *, shown: bool = True, name: str = "m") -> None:
    """A seller asks one price for input and twice as much for output on some days."""
    for number in numbers:
        diary.rows(
            "INSERT INTO world VALUES (?, 'seller', 'm', ?, 'm', true, 'standard', ?, NULL, ?)",
            [day(number), name, Decimal(price), 2 * Decimal(price)],
        )
        diary.rows("UPDATE seller SET is_shown = ? WHERE day = ?", [shown, day(number)])


def believed(diary: Diary, numbers: range, price: str, since: int, name: str = "m", model: str = "m") -> None:
    for number in numbers:
        diary.rows(
            "INSERT INTO belief VALUES (?, 'seller', ?, ?, 'standard', ?, NULL, ?, 'page/seller', ?)",
            [day(number), name, model, Decimal(price), 2 * Decimal(price), day(since)],
        )


def test_a_price_that_was_asked_is_true_also_while_it_is_late(diary: Diary) -> None:
    sold(diary, range(2), "1")
    sold(diary, range(2, 5), "0.5")
    believed(diary, range(4), "1", since=0)
    believed(diary, range(4, 5), "0.5", since=2)
    assert diary.select("find_false_prices.sql") == []


def test_a_price_that_nobody_asked_is_false(diary: Diary) -> None:
    sold(diary, range(5), "1")
    believed(diary, range(2, 4), "0.1", since=2)
    ((first, days, *_),) = diary.select("find_false_prices.sql")
    assert (first, days) == (day(2), 2)


def test_an_old_price_that_is_believed_anew_is_false(diary: Diary) -> None:
    sold(diary, range(2), "1")
    sold(diary, range(2, 5), "0.5")
    believed(diary, range(3, 4), "1", since=3)
    assert len(diary.select("find_false_prices.sql")) == 1


def test_an_offer_that_nobody_has_is_false(diary: Diary) -> None:
    sold(diary, range(5), "1")
    believed(diary, range(1), "1", since=0, name="another", model="another")
    assert len(diary.select("find_false_prices.sql")) == 1


@pytest.mark.parametrize(("price", "false"), [("1", 0), ("0.5", 1)])
def test_an_id_that_no_page_shows_is_compared_by_its_model(diary: Diary, price: str, false: int) -> None:
    sold(diary, range(5), "1")
    believed(diary, range(1), price, since=0, name="m-2025-08-01")
    assert len(diary.select("find_false_prices.sql")) == false


def test_an_offer_is_the_same_under_the_name_of_the_page(diary: Diary) -> None:
    sold(diary, range(5), "1", name="Model M")
    believed(diary, range(5), "1", since=0, name="Model M")
    assert diary.select("find_false_prices.sql") == []


def test_a_withdrawal_is_false_while_the_offer_is_sold(diary: Diary) -> None:
    sold(diary, range(4), "1")
    believed(diary, range(2), "1", since=0)
    believed(diary, range(3, 4), "1", since=0)
    assert diary.select("find_false_withdrawals.sql") == [(day(2), "seller", "m", "standard")]


def test_the_offers_of_the_last_day_are_counted_by_what_is_held_of_them(diary: Diary) -> None:
    sold(diary, range(5), "1")
    assert diary.select("count_right_prices.sql") == [("seller", 1, 0, 0, 1)]
    believed(diary, range(5), "0.5", since=0)
    assert diary.select("count_right_prices.sql") == [("seller", 1, 0, 1, 0)]
    believed(diary, range(5), "1", since=0)
    assert diary.select("count_right_prices.sql") == [("seller", 1, 1, 0, 0)]


def test_the_lag_counts_from_the_change_and_from_the_first_sound_page(diary: Diary) -> None:
    sold(diary, range(1), "1")
    sold(diary, range(1, 2), "0.5", shown=False)
    sold(diary, range(2, 5), "0.5")
    believed(diary, range(3), "1", since=0)
    believed(diary, range(3, 5), "0.5", since=2)
    ((kind, changed_on, shown_on, *_, believed_on),) = diary.select("measure_lags.sql")
    assert (kind, changed_on, shown_on, believed_on) == ("price", day(1), day(2), day(3))


def test_a_change_that_is_never_believed_has_no_day(diary: Diary) -> None:
    sold(diary, range(1), "1")
    sold(diary, range(1, 5), "0.5")
    believed(diary, range(5), "1", since=0)
    ((*_, believed_on),) = diary.select("measure_lags.sql")
    assert believed_on is None


def test_the_withdrawal_of_what_was_never_believed_is_left_out(diary: Diary) -> None:
    sold(diary, range(2), "1")
    assert diary.select("measure_lags.sql") == []


def test_a_withdrawal_has_the_day_on_which_the_offer_is_no_longer_in_force(diary: Diary) -> None:
    sold(diary, range(2), "1")
    believed(diary, range(4), "1", since=0)
    ((kind, changed_on, *_, believed_on),) = diary.select("measure_lags.sql")
    assert (kind, changed_on, believed_on) == ("withdrawal", day(2), day(4))
