"""Change points turned into intervals: repeats, withdrawals, returns, feeds, and pages against facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Rows, fill, make, read
from warehouse.store import Writer

COMPILED_ON = date(2026, 11, 23)
AS_OF = date(2026, 11, 26)
FEED = {"source": "genai-prices", "trust": 7, "date_basis": "announced"}
PAGE = {"source": "page/host", "trust": 1}


def change(day: str, price: str | None, **more: object) -> dict[str, object]:
    """A change of one offer: the same price in and out, or None for a withdrawal; its source is the facts."""
    row: dict[str, object] = {"provider": "host", "model_id": "m", "provider_model_id": "m-1", "tier": "standard"}
    row |= {"source": "facts/price_changes", "trust": 2, "date_basis": "observed"}
    row |= {"note": None if price else "withdrawn (gone)", "confirmed_at": max(day, "2026-11-23"), "observed_at": day}
    row |= {"last_seen_on": day}
    return {**row, "valid_from": day, "input_usd_per_mtok": price, "output_usd_per_mtok": price, **more}


def history(
    writer: Writer, *changes: dict[str, object], columns: str = "valid_from, valid_to, input_usd_per_mtok"
) -> Rows:
    fill(writer, "core_price_observation", *changes)
    make(
        writer,
        "out_price_history",
        "prices/compact_price_history.sql",
        compiled_on=COMPILED_ON,
        trusted=2,
        quorum=2,
        as_of=AS_OF,
        stale_days=90,
        own=1,
        grace_days=2,
        same=Decimal("0.005"),
        confirming=["feed/models.dev"],
    )
    return read(writer, f"SELECT {columns} FROM out_price_history ORDER BY provider, model_id, tier, valid_from")


def test_of_two_claims_that_ended_together_the_more_trusted_stays(writer: Writer) -> None:
    # The seller's own list counts for two days more: both end on 5 January.
    page = change("2024-01-01", "5", **PAGE, confirmed_at="2024-01-03")
    rows = history(writer, change("2024-01-01", "10", confirmed_at="2024-01-05"), page)
    assert rows == [("2024-01-01", None, "5.000000000")]


def test_each_change_starts_an_interval_and_ends_the_one_before(writer: Writer) -> None:
    rows = history(
        writer,
        change("2024-01-01", "10"),
        change("2024-03-01", "5"),
        columns="valid_from, valid_to, input_usd_per_mtok, ended_by, in_force",
    )
    assert rows == [
        ("2024-01-01", "2024-03-01", "10.000000000", "price change", False),
        ("2024-03-01", None, "5.000000000", None, True),
    ]


@pytest.mark.parametrize(
    ("next_from", "in_force"),
    [("2026-11-25", [False, True]), ("2026-11-26", [False, True]), ("2026-11-27", [True, False])],
)
def test_a_price_is_in_force_from_its_day_on_and_until_the_next(
    writer: Writer, next_from: str, in_force: list[bool]
) -> None:
    assert date(2026, 11, 26) == AS_OF
    rows = history(writer, change("2024-01-01", "10"), change(next_from, "5"), columns="in_force")
    assert [row[0] for row in rows] == in_force


def test_a_repeated_price_is_no_change(writer: Writer) -> None:
    rows = history(
        writer,
        change("2024-01-01", "10"),
        change("2024-02-01", "10"),
        change("2024-03-01", "5"),
        change("2024-04-01", "5"),
    )
    assert rows == [("2024-01-01", "2024-03-01", "10.000000000"), ("2024-03-01", None, "5.000000000")]


def test_a_change_of_the_cached_price_alone_is_a_change(writer: Writer) -> None:
    rows = history(
        writer,
        change("2024-01-01", "10"),
        change("2024-02-01", "10", cached_input_usd_per_mtok="1"),
        columns="valid_from, valid_to, cached_input_usd_per_mtok",
    )
    assert rows == [("2024-01-01", "2024-02-01", None), ("2024-02-01", None, "1.000000000")]


def test_prices_may_rise(writer: Writer) -> None:
    rows = history(writer, change("2024-01-01", "1"), change("2024-02-01", "2"))
    assert rows == [("2024-01-01", "2024-02-01", "1.000000000"), ("2024-02-01", None, "2.000000000")]


def test_a_withdrawal_ends_the_interval_and_leaves_no_row(writer: Writer) -> None:
    rows = history(
        writer, change("2024-01-01", "10"), change("2024-02-01", None), columns="valid_from, valid_to, ended_by"
    )
    assert rows == [("2024-01-01", "2024-02-01", "withdrawal")]


def confirm(writer: Writer, day: str, price: str, **more: object) -> None:
    row = {"provider": "host", "model_id": "m", "provider_model_id": "m-1", "tier": "standard", "confirmed_on": day}
    fill(writer, "core_price_confirmation", {**row, "input_usd_per_mtok": price, "output_usd_per_mtok": price, **more})


@pytest.mark.parametrize(
    ("day", "last", "stale"), [("2026-08-28", "2026-08-28", False), ("2026-08-27", "2026-08-27", True)]
)
def test_a_price_goes_stale_90_days_after_it_was_last_confirmed(
    writer: Writer, day: str, last: str, stale: bool
) -> None:
    confirm(writer, "2024-05-01", "10")
    confirm(writer, day, "10.04")
    columns = "last_confirmed_on, is_stale"
    assert history(writer, change("2024-01-01", "10"), columns=columns) == [(last, stale)]


def test_a_confirmation_counts_only_in_its_interval_at_its_price_and_for_its_offer(writer: Writer) -> None:
    confirm(writer, "2024-02-01", "10")
    confirm(writer, "2024-03-01", "10")  # the price was 5 by then
    confirm(writer, "2024-04-01", "5.03")
    confirm(writer, "2024-05-01", "5", tier="batch")
    rows = history(
        writer,
        change("2024-01-01", "10"),
        change("2024-03-01", "5"),
        columns="valid_from, last_confirmed_on, is_stale",
    )
    assert rows == [("2024-01-01", "2024-02-01", False), ("2024-03-01", "2024-03-01", True)]


def test_a_page_confirms_its_price_by_its_last_capture(writer: Writer) -> None:
    seen = change("2026-03-01", "3", **PAGE, confirmed_at="2026-10-20", last_seen_on="2026-10-20")
    assert history(writer, seen, columns="last_confirmed_on, is_stale") == [("2026-10-20", False)]


def test_a_price_announced_for_a_later_day_was_last_confirmed_when_it_was_announced(writer: Writer) -> None:
    # As of 26 November, a year after the announcement: the price of 2027 is not in force and cannot be stale.
    announced = change("2027-01-01", "4", **{**PAGE, "date_basis": "announced"}, last_seen_on="2025-11-20")
    columns = "valid_from, last_confirmed_on, is_stale"
    assert history(writer, announced, columns=columns) == [("2027-01-01", "2025-11-20", False)]


def test_a_price_after_a_withdrawal_starts_again_even_if_it_is_the_old_one(writer: Writer) -> None:
    rows = history(writer, change("2024-01-01", "10"), change("2024-02-01", None), change("2024-05-01", "10"))
    assert rows == [("2024-01-01", "2024-02-01", "10.000000000"), ("2024-05-01", None, "10.000000000")]


def test_a_withdrawal_reported_twice_ends_once(writer: Writer) -> None:
    rows = history(writer, change("2024-01-01", "10"), change("2024-02-01", None), change("2024-03-01", None))
    assert rows == [("2024-01-01", "2024-02-01", "10.000000000")]


def test_an_offer_known_by_its_withdrawal_alone_has_no_history(writer: Writer) -> None:
    assert history(writer, change("2024-01-01", None)) == []


def test_offers_are_kept_apart(writer: Writer) -> None:
    rows = history(
        writer,
        change("2024-01-01", "1"),
        change("2024-02-01", "1", provider="other host"),
        change("2024-03-01", "1", tier="batch"),
        change("2024-04-01", "1", provider_model_id="m-2"),
        change("2024-05-01", "1", model_id="n"),
        columns="valid_to",
    )
    assert rows == [(None,)] * 5


def test_a_feed_extends_the_history_after_the_facts_were_compiled(writer: Writer) -> None:
    rows = history(
        writer,
        change("2024-01-01", "10"),
        change("2026-12-01", "4", **FEED),
        columns="valid_from, valid_to, input_usd_per_mtok, source",
    )
    assert rows == [
        ("2024-01-01", "2026-12-01", "10.000000000", "facts/price_changes"),
        ("2026-12-01", None, "4.000000000", "genai-prices"),
    ]


def test_until_then_a_feed_is_not_heard(writer: Writer) -> None:
    rows = history(writer, change("2024-01-01", "10"), change("2026-11-23", "4", **FEED))
    assert rows == [("2024-01-01", None, "10.000000000")]


def test_a_feeds_undated_price_is_no_change(writer: Writer) -> None:
    undated = change("2026-12-01", "4", **{**FEED, "date_basis": "observed"})
    assert history(writer, change("2024-01-01", "10"), undated) == [("2024-01-01", None, "10.000000000")]


@pytest.mark.parametrize(
    "other", [{"provider": "other"}, {"model_id": "n"}, {"provider_model_id": "m-2"}, {"tier": "batch"}]
)
def test_an_offer_known_to_a_feed_alone_has_no_history(writer: Writer, other: dict[str, str]) -> None:
    alone = change("2026-12-01", "4", **{**FEED, **other})
    assert history(writer, change("2024-01-01", "10"), alone) == [("2024-01-01", None, "10.000000000")]


def test_a_page_beats_the_facts_while_it_confirms(writer: Writer) -> None:
    rows = history(
        writer,
        change("2026-01-01", "10"),
        change("2026-03-01", "5", **PAGE, confirmed_at="2026-12-10"),
        change("2026-06-01", "4"),
        columns="valid_from, valid_to, input_usd_per_mtok, source",
    )
    assert rows == [
        ("2026-01-01", "2026-03-01", "10.000000000", "facts/price_changes"),
        ("2026-03-01", None, "5.000000000", "page/host"),
    ]


def test_between_two_captures_of_a_page_the_facts_are_in_force(writer: Writer) -> None:
    rows = history(
        writer,
        change("2026-01-01", "10"),
        change("2026-02-01", "10", **PAGE, confirmed_at="2026-03-01"),
        change("2026-04-01", "5"),
        change("2026-05-01", "5", **PAGE, confirmed_at="2026-12-01"),
    )
    assert rows == [("2026-01-01", "2026-04-01", "10.000000000"), ("2026-04-01", None, "5.000000000")]


def test_an_announced_day_between_two_captures_has_priority_over_the_day_first_seen(writer: Writer) -> None:
    rows = history(
        writer,
        change("2026-12-01", "10", **PAGE, confirmed_at="2026-12-20"),
        change("2027-01-01", "4", **{**PAGE, "date_basis": "announced"}, confirmed_at="2026-12-20"),
        change("2027-01-10", "4", **PAGE, confirmed_at="2027-01-20"),
        columns="valid_from, valid_to, input_usd_per_mtok, date_basis",
    )
    assert rows == [
        ("2026-12-01", "2027-01-01", "10.000000000", "observed"),
        ("2027-01-01", None, "4.000000000", "announced"),
    ]


def test_absence_from_a_page_ends_the_price_of_a_fact(writer: Writer) -> None:
    rows = history(
        writer,
        change("2026-01-01", "10"),
        change("2026-12-01", "10", **PAGE, confirmed_at="2026-12-05"),
        change("2026-12-06", None, **PAGE, confirmed_at="2026-12-08"),
        columns="valid_from, valid_to, ended_by",
    )
    assert rows == [("2026-01-01", "2026-12-06", "withdrawal")]


def test_after_the_last_capture_of_a_page_a_later_change_of_the_facts_is_in_force(writer: Writer) -> None:
    # The page was last captured on 1 March; the facts know of a cut on 1 April and of nothing since.
    rows = history(writer, change("2026-02-01", "10", **PAGE, confirmed_at="2026-03-01"), change("2026-04-01", "5"))
    assert rows == [("2026-02-01", "2026-04-01", "10.000000000"), ("2026-04-01", None, "5.000000000")]


def test_after_the_last_capture_the_most_recent_claim_stays_in_force(writer: Writer) -> None:
    # The page states an earlier day than the facts do, and was captured after they were compiled.
    rows = history(writer, change("2026-03-01", "5", **PAGE, confirmed_at="2026-12-10"), change("2026-06-01", "4"))
    assert rows == [("2026-03-01", None, "5.000000000")]


def test_two_feeds_that_agree_fill_in_an_unknown_offer(writer: Writer) -> None:
    agreed: dict[str, Any] = {**FEED, "date_basis": "observed", "n_sources": 2, "confirmed_at": "2026-12-20"}
    assert history(writer, change("2026-12-01", "4", **agreed)) == [("2026-12-01", None, "4.000000000")]


def test_two_feeds_that_agree_on_a_day_before_the_facts_were_compiled_are_not_heard(writer: Writer) -> None:
    assert history(writer, change("2026-11-23", "4", **{**FEED, "n_sources": 2})) == []


def test_lengths_of_the_prompt_are_kept_apart(writer: Writer) -> None:
    rows = history(
        writer,
        change("2026-01-01", "10"),
        change("2026-02-01", "20", context_from_tokens=200_000),
        columns="valid_from, valid_to, context_from_tokens",
    )
    assert rows == [("2026-01-01", None, None), ("2026-02-01", None, 200_000)]


def test_an_offer_whose_model_is_not_known_has_a_history(writer: Writer) -> None:
    page: dict[str, object] = {**PAGE, "model_id": None, "confirmed_at": "2026-12-01"}
    rows = history(
        writer,
        change("2026-11-24", "10", **page),
        change("2026-11-26", "5", **page, last_seen_on="2026-11-26"),
        change("2026-11-24", "7", **page, provider_model_id="m-2"),
        columns="model_id, provider_model_id, valid_from, valid_to, input_usd_per_mtok, last_confirmed_on",
    )
    assert sorted(rows, key=str) == [
        (None, "m-1", "2026-11-24", "2026-11-26", "10.000000000", "2026-11-24"),
        (None, "m-1", "2026-11-26", None, "5.000000000", "2026-11-26"),
        (None, "m-2", "2026-11-24", None, "7.000000000", "2026-11-24"),
    ]


@pytest.mark.parametrize("confirmed_at", ["2026-12-08", "2026-12-20"])
def test_an_offer_that_another_page_of_the_seller_still_shows_is_not_withdrawn(
    writer: Writer, confirmed_at: str
) -> None:
    # Both pages are captured until the 8th; the other one perhaps longer.
    rows = history(
        writer,
        change("2026-12-01", "10", **PAGE, confirmed_at="2026-12-05"),
        change("2026-12-06", None, **PAGE, confirmed_at="2026-12-08"),
        change("2026-12-01", "10", **{**PAGE, "source": "page/host/list.md"}, confirmed_at=confirmed_at),
        columns="valid_from, valid_to, ended_by",
    )
    assert rows == [("2026-12-01", None, None)]


@pytest.mark.parametrize(
    ("source", "last"),
    [("feed/models.dev", "2026-11-20"), ("feed/litellm", "2026-11-01"), ("genai-prices", "2026-11-01")],
)
def test_a_feed_that_deletes_confirms_a_price_and_one_that_hardly_ever_does_confirms_none(
    writer: Writer, source: str, last: str
) -> None:
    listed = {"source": source, "trust": 3, "last_seen_on": "2026-11-20"}
    rows = history(
        writer,
        change("2026-11-01", "10"),
        change("2026-11-02", "10", **listed),
        columns="valid_from, last_confirmed_on",
    )
    assert rows == [("2026-11-01", last)]


@pytest.mark.parametrize(("last_read", "ends"), [("2026-11-23", "2026-11-26"), ("2026-11-24", "2026-11-27")])
def test_a_page_that_was_not_read_keeps_its_priority_for_two_days(writer: Writer, last_read: str, ends: str) -> None:
    """A feed lists an older price in the meantime; without these days it would hold from the day after `last_read`."""
    page = change("2026-11-20", "5", **PAGE, confirmed_at=last_read, last_seen_on=last_read)
    feed = {"source": "feed/litellm", "trust": 4, "n_sources": 2, "confirmed_at": "2026-11-28"}
    rows = history(writer, change("2026-11-24", "10", **feed), page)
    assert rows == [("2026-11-20", ends, "5.000000000"), (ends, None, "10.000000000")]


@pytest.mark.parametrize(
    ("feed_prices", "rows"),
    [
        ({"2026-11-24": "10"}, [("2026-11-24", None, "5.000000000")]),
        (
            {"2026-11-24": "10", "2026-11-26": "6"},
            [("2026-11-24", "2026-11-28", "5.000000000"), ("2026-11-28", None, "6.000000000")],
        ),
    ],
)
def test_what_a_feed_listed_while_the_page_was_read_is_no_news_when_the_page_is_down(
    writer: Writer, feed_prices: dict[str, str], rows: Rows
) -> None:
    """The page asked 5 when it was last read, on the 25th; only a later change of the feed takes its place."""
    page = change("2026-11-24", "5", **PAGE, confirmed_at="2026-11-25", last_seen_on="2026-11-25")
    feed = {"source": "feed/litellm", "trust": 4, "n_sources": 2, "confirmed_at": "2026-12-05"}
    assert history(writer, page, *(change(day, price, **feed) for day, price in feed_prices.items())) == rows


def test_an_offer_that_the_page_lacked_does_not_return_with_a_feed_when_the_page_is_down(writer: Writer) -> None:
    page = {**PAGE, "confirmed_at": "2026-11-26", "last_seen_on": "2026-11-26"}
    feed = {"source": "feed/litellm", "trust": 4, "n_sources": 2, "confirmed_at": "2026-12-05"}
    rows = history(
        writer,
        change("2026-11-24", "5", **page),
        change("2026-11-25", None, **page),
        change("2026-11-24", "10", **feed),
    )
    assert rows == [("2026-11-24", "2026-11-25", "5.000000000")]


@pytest.mark.parametrize(
    ("model", "day", "prices"),
    [
        ("m", "2026-11-24", ["5.000000000"]),
        ("m", "2027-02-22", ["5.000000000", "10.000000000"]),
        ("n", "2026-11-24", None),
    ],
)
def test_the_first_capture_of_a_feed_is_news_of_unknown_offers_alone(
    writer: Writer, model: str, day: str, prices: list[str] | None
) -> None:
    """The facts of 23 November say 5; a feed and an old source say 10. From the 91st day on the facts are stale."""
    listed = {"source": "feed/litellm", "trust": 4, "n_sources": 2, "date_basis": "import", "confirmed_at": day}
    feed = change(day, "10", model_id=model, provider_model_id=f"{model}-1", **listed)
    rows = history(writer, change("2026-05-29", "5"), feed, columns="input_usd_per_mtok")
    assert [price for (price,) in rows] == (prices or ["5.000000000", "10.000000000"])


def test_of_two_lists_confirmed_to_the_same_day_the_price_that_began_later_stays(writer: Writer) -> None:
    older = change("2026-01-01", "10", source="facts/a", confirmed_at="2026-10-01")
    newer = change("2026-02-01", "5", source="facts/b", confirmed_at="2026-10-01")
    rows = history(writer, older, newer, columns="valid_from, input_usd_per_mtok, source")
    # Until both end, the names decide, as both are as trusted; afterwards the later price.
    assert rows == [("2026-01-01", "10.000000000", "facts/a"), ("2026-02-01", "5.000000000", "facts/b")]
