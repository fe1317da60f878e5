"""Listings turned into changes: what a source reports at each capture, and what a missing offer means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.prices.changes import batches, find_changes
from assets.prices.claim import PriceClaim
from assets.prices.claim_tables import SAME_PRICE
from assets.table_build import TableBuild
from tests.conftest import ASSETS, Rows, fill, read
from warehouse.bundle import Bundle
from warehouse.store import Writer

Row = dict[str, Any]
SETTINGS: dict[str, object] = {
    "absences": 3,
    "compiled_on": date(2026, 11, 23),
    "import_days": [date(2026, 1, 13)],
    "full_lists": ["feed/host"],
}
ALWAYS = "always"
"""An offer that every capture lists, so that a capture without the other one is still a capture."""


def change_build(writer: Writer) -> TableBuild:
    return TableBuild("_price_change", writer, date(2026, 11, 26), Bundle(), ASSETS / "prices")


def offer(day: str, price: str | None, model: str = "m", **more: object) -> Row:
    """A page of one host that lists a model on a day: the same price in and out."""
    row: Row = {"source": "page/host", "family": "page/host", "trust": 1, "is_listing": True, "provider": "host"}
    row |= {"model_id": model, "provider_model_id": model, "tier": "standard", "currency": "USD"}
    row |= {"observed_at": f"{day} 12:00", "date_basis": "observed", "n_sources": 1}
    return {**row, "input_usd_per_mtok": price, "output_usd_per_mtok": price, **more}


def captures(*seen: tuple[str, str | None], **more: Any) -> list[Row]:
    """Captures of a page by day: what it asks for the model, or None where it does not list it."""
    rows = [offer(day, "1", ALWAYS) for day, _ in seen]
    return rows + [offer(day, price, **more) for day, price in seen if price]


def changes(
    writer: Writer, *seen: Row, columns: str = "valid_from, input_usd_per_mtok, date_basis", model: str = "m"
) -> Rows:
    fill(writer, "_price_seen", *seen)
    find_changes(change_build(writer), SETTINGS)
    return read(writer, f"SELECT {columns} FROM _price_change WHERE model_id = '{model}' ORDER BY change_id")


def test_the_first_capture_is_an_import_and_a_repeated_price_is_no_change(writer: Writer) -> None:
    rows = changes(
        writer,
        *captures(("2027-01-01", "10"), ("2027-01-02", "10"), ("2027-01-03", "5"), ("2027-01-04", "5")),
        columns="valid_from, input_usd_per_mtok, date_basis, observed_at, confirmed_at",
    )
    assert rows == [
        ("2027-01-01", "10.000000000", "import", "2027-01-01 12:00:00", "2027-01-02 12:00:00"),
        ("2027-01-03", "5.000000000", "observed", "2027-01-03 12:00:00", "2027-01-04 12:00:00"),
    ]


def test_an_offer_that_appears_later_was_launched_when_first_seen(writer: Writer) -> None:
    assert changes(writer, *captures(("2027-01-01", None), ("2027-01-02", "10"))) == [
        ("2027-01-02", "10.000000000", "observed")
    ]


@pytest.mark.parametrize("amount", ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"])
def test_any_of_the_three_amounts_may_change(writer: Writer, amount: str) -> None:
    whole = {"cached_input_usd_per_mtok": "1", "output_usd_per_mtok": "20"}
    seen = offer("2027-01-01", "10", **whole), offer("2027-01-02", "10", **{**whole, amount: "4"})
    assert changes(writer, *seen, columns="valid_from") == [("2027-01-01",), ("2027-01-02",)]


def test_absent_three_times_in_a_row_it_was_withdrawn_at_the_first(writer: Writer) -> None:
    seen = captures(("2027-01-01", "10"), ("2027-01-02", None), ("2027-01-03", None), ("2027-01-04", None))
    columns = "valid_from, input_usd_per_mtok, native_input_per_mtok, note, observed_at, confirmed_at"
    assert changes(writer, *seen, columns=columns)[1:] == [
        ("2027-01-02", None, None, "withdrawn: absent from the page", "2027-01-04 12:00:00", "2027-01-04 12:00:00")
    ]


def test_absent_twice_it_is_still_sold(writer: Writer) -> None:
    seen = captures(("2027-01-01", "10"), ("2027-01-02", None), ("2027-01-03", None))
    assert changes(writer, *seen) == [("2027-01-01", "10.000000000", "import")]


def test_absent_twice_and_back_nothing_happened(writer: Writer) -> None:
    seen = captures(("2027-01-01", "10"), ("2027-01-02", None), ("2027-01-03", None), ("2027-01-04", "10"))
    assert changes(writer, *seen, columns="valid_from, confirmed_at") == [("2027-01-01", "2027-01-04 12:00:00")]


def test_back_after_a_withdrawal_the_old_price_is_a_change(writer: Writer) -> None:
    gone = [(f"2027-01-0{day}", None) for day in (2, 3, 4, 5)]
    rows = changes(
        writer,
        *captures(("2027-01-01", "10"), *gone, ("2027-01-06", "10")),
        columns="valid_from, input_usd_per_mtok, confirmed_at",
    )
    assert rows == [
        ("2027-01-01", "10.000000000", "2027-01-01 12:00:00"),
        ("2027-01-02", None, "2027-01-05 12:00:00"),
        ("2027-01-06", "10.000000000", "2027-01-06 12:00:00"),
    ]


def test_a_price_is_confirmed_until_it_was_withdrawn_though_it_returns(writer: Writer) -> None:
    gone = [(f"2027-01-0{day}", None) for day in (3, 4, 5)]
    rows = changes(
        writer,
        *captures(("2027-01-01", "10"), ("2027-01-02", "10"), *gone, ("2027-01-06", "10")),
        columns="valid_from, confirmed_at",
    )
    assert rows == [
        ("2027-01-01", "2027-01-02 12:00:00"),
        ("2027-01-03", "2027-01-05 12:00:00"),
        ("2027-01-06", "2027-01-06 12:00:00"),
    ]


def test_an_offer_missing_from_one_source_is_not_withdrawn_by_another(writer: Writer) -> None:
    other = [offer(f"2027-01-0{day}", "1", ALWAYS, source="page/other") for day in (2, 3, 4)]
    assert changes(writer, offer("2027-01-01", "10"), *other) == [("2027-01-01", "10.000000000", "import")]


def test_a_price_announced_ahead_changes_on_its_day(writer: Writer) -> None:
    ahead = offer("2027-01-02", "4", stated_from="2027-02-01")
    seen = captures(("2027-01-01", "10"), ("2027-01-02", "10"), ("2027-02-05", "4"))
    rows = changes(writer, *seen, ahead, columns="valid_from, input_usd_per_mtok, date_basis, observed_at")
    assert rows[1:] == [
        ("2027-02-01", "4.000000000", "announced", "2027-01-02 12:00:00"),
        ("2027-02-05", "4.000000000", "observed", "2027-02-05 12:00:00"),
    ]


def test_an_announcement_that_was_taken_back_before_its_day_is_not_heard(writer: Writer) -> None:
    ahead = offer("2027-01-01", "4", stated_from="2027-02-01")
    seen = captures(("2027-01-01", "10"), ("2027-01-02", "10"))
    assert changes(writer, *seen, ahead) == [("2027-01-01", "10.000000000", "import")]


def test_a_stated_start_counts_even_at_the_first_capture(writer: Writer) -> None:
    assert changes(writer, offer("2027-01-05", "10", stated_from="2026-12-01")) == [
        ("2026-12-01", "10.000000000", "announced")
    ]


def test_a_stated_end_without_a_successor_ends_the_offer(writer: Writer) -> None:
    rows = changes(
        writer,
        *captures(("2027-01-01", "10"), ("2027-01-02", "10"), stated_to="2027-02-01"),
        columns="valid_from, input_usd_per_mtok, date_basis, note",
    )
    assert rows == [
        ("2027-01-01", "10.000000000", "import", None),
        ("2027-02-01", None, "announced", "withdrawn: ends as stated"),
    ]


def test_a_stated_end_with_a_successor_is_a_change_of_price(writer: Writer) -> None:
    ahead = offer("2027-01-01", "4", stated_from="2027-02-01")
    rows = changes(writer, offer("2027-01-01", "10", stated_to="2027-02-01"), ahead)
    assert rows == [("2027-01-01", "10.000000000", "import"), ("2027-02-01", "4.000000000", "announced")]


def test_a_stated_end_that_a_later_capture_no_longer_states_is_not_heard(writer: Writer) -> None:
    seen = [offer("2027-01-01", "10", stated_to="2027-02-01"), offer("2027-01-02", "10")]
    assert changes(writer, *seen) == [("2027-01-01", "10.000000000", "import")]


def yuan(day: str, usd: str, written: str) -> Row:
    return offer(day, usd, currency="CNY", native_input_per_mtok=written, native_output_per_mtok=written)


def test_a_price_in_yuan_does_not_change_with_the_rate(writer: Writer) -> None:
    seen = yuan("2027-01-01", "1.4", "10"), yuan("2027-01-02", "1.5", "10"), yuan("2027-01-03", "1.4", "9.5")
    columns = "valid_from, input_usd_per_mtok, native_input_per_mtok"
    assert changes(writer, *seen, columns=columns) == [
        ("2027-01-01", "1.400000000", "10.000000000"),
        ("2027-01-03", "1.400000000", "9.500000000"),
    ]


def test_a_list_of_changes_gives_each_row_as_a_change(writer: Writer) -> None:
    stated: Row = {"source": "facts/price_changes", "trust": 2, "is_listing": False}
    rows = changes(
        writer,
        offer("2026-01-12", "4", **stated, stated_from="2026-01-12"),
        offer("2026-01-13", "3", **stated, stated_from="2026-01-13"),
        offer("2026-01-13", "2", **stated, stated_from="2026-01-13", tier="batch", date_basis="announced"),
        columns="tier, valid_from, date_basis, confirmed_at",
    )
    assert rows == [
        ("standard", "2026-01-12", "observed", "2026-11-23 00:00:00"),
        ("standard", "2026-01-13", "import", "2026-11-23 00:00:00"),
        ("batch", "2026-01-13", "announced", "2026-11-23 00:00:00"),
    ]


@pytest.mark.parametrize("other", [{"provider": "other"}, {"tier": "batch"}, {"context_from_tokens": 200_000}])
def test_offers_are_kept_apart(writer: Writer, other: Row) -> None:
    rows = changes(writer, offer("2027-01-01", "10"), offer("2027-01-01", "5", **other), columns="input_usd_per_mtok")
    assert sorted(Decimal(price) for (price,) in rows) == [5, 10]


def test_an_offer_of_unknown_model_changes_and_is_withdrawn_like_any_other(writer: Writer) -> None:
    days = [("2027-01-01", "10"), ("2027-01-02", "5"), *((f"2027-01-0{n}", None) for n in (3, 4, 5))]
    changes(writer, *captures(*days, model_id=None, provider_model_id="new"))
    rows = read(writer, "SELECT valid_from, input_usd_per_mtok FROM _price_change WHERE model_id IS NULL ORDER BY ALL")
    assert rows == [("2027-01-01", "10.000000000"), ("2027-01-02", "5.000000000"), ("2027-01-03", None)]


@pytest.mark.parametrize(("name", "count"), [("new", 2), ("new-2", 1)])
def test_sources_agree_on_an_offer_of_unknown_model_by_the_sellers_id(writer: Writer, name: str, count: int) -> None:
    own = offer("2027-01-01", "10", model_id=None, provider_model_id="new")
    feed = {**own, "source": "feed/litellm", "family": "litellm", "trust": 4, "provider_model_id": name}
    changes(writer, own, feed)
    select = (ASSETS / "prices" / "list_claims_to_check.sql").read_text(encoding="utf-8")
    rows = writer.connection.execute(select, {"days": 60, "same": SAME_PRICE}).fetchall()
    claims = [PriceClaim(*row) for row in rows]
    assert [(claim.model_id, claim.n_sources) for claim in claims if claim.trust == 1] == [("host/new", count)]


def known(day: str, price: str | None = "10") -> Row:
    """A price of model m that the curated facts state from a day on."""
    return offer(day, price, source="facts/price_changes", trust=2, is_listing=False, stated_from=day)


@pytest.mark.parametrize("source", ["feed/host", "page/host"])
@pytest.mark.parametrize("lists", [2, 3, 4])
def test_what_a_full_list_lacks_three_times_is_withdrawn_and_a_page_proves_nothing(
    writer: Writer, source: str, lists: int
) -> None:
    days = ("2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04")[:lists]
    listings = [offer(day, "1", ALWAYS, source=source) for day in days]
    columns = "valid_from, input_usd_per_mtok, source, note, confirmed_at::DATE"
    rows = changes(writer, known("2026-06-01"), *listings, columns=columns)
    gone = ("2027-01-01", None, "feed/host", "withdrawn: absent from the full list", days[-1])
    assert rows[1:] == ([gone] if source == "feed/host" and lists >= 3 else [])


@pytest.mark.parametrize(
    "shown",
    [
        offer("2027-01-02", "10", source="feed/host"),
        offer("2027-01-03", "20", source="feed/host", tier="long-context", context_from_tokens=200_000),
    ],
)
def test_what_a_full_list_shows_at_all_is_left_to_the_rule_of_absences(writer: Writer, shown: Row) -> None:
    listings = [offer(f"2027-01-0{n}", "1", ALWAYS, source="feed/host") for n in (1, 2, 3, 4)]
    rows = changes(writer, known("2026-06-01"), *listings, shown, columns="note")
    assert ("withdrawn: absent from the full list",) not in rows


def test_lists_from_before_the_last_price_of_the_facts_say_nothing_of_it(writer: Writer) -> None:
    listings = [offer(f"2027-01-0{n}", "1", ALWAYS, source="feed/host") for n in (1, 2, 3, 4)]
    rows = changes(writer, known("2026-06-01"), known("2027-01-02", "5"), *listings, columns="valid_from")
    assert rows == [("2026-06-01",), ("2027-01-02",)]


def test_what_the_facts_end_themselves_is_not_ended_again(writer: Writer) -> None:
    listings = [offer(f"2027-01-0{n}", "1", ALWAYS, source="feed/host") for n in (1, 2, 3)]
    rows = changes(writer, known("2026-06-01"), known("2026-07-01", None), *listings, columns="valid_from")
    assert rows == [("2026-06-01",), ("2026-07-01",)]


def test_listings_are_read_in_batches_of_whole_sources() -> None:
    assert list(batches([], most=5)) == [[]]
    assert list(batches([("a", 3), ("b", 2), ("c", 9), ("d", 1)], most=5)) == [["a", "b"], ["c"], ["d"]]
