"""Price changes of random listings, compared with a plain calculation, whatever the order of the rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.prices.changes import find_changes
from tests.prices.test_price_changes import change_build
from warehouse.store import Writer

Row = dict[str, Any]
ABSENCES = 1
START = datetime(2027, 1, 1, 12)
DAY = timedelta(1)
OFFERS = (("m", None), ("m", 200_000), ("n", None))


class Change(NamedTuple):
    """What the query reports of one change, beside the offer."""

    valid_from: date
    usd: Decimal | None
    native: Decimal | None
    observed_at: datetime
    confirmed_at: datetime
    last_seen_on: date
    date_basis: str
    note: str | None
    quote: str | None


prices = st.fixed_dictionaries(
    {
        "usd": st.sampled_from([None, Decimal(1), Decimal(2)]),
        "native": st.sampled_from([None, None, None, Decimal(7), Decimal(8)]),
        "stated_from": st.sampled_from([None, None, None, -3, 2, 3]),
        "stated_to": st.sampled_from([None, None, None, 3]),
    }
)
"""A price, also in another currency, and the days on which it starts and ends, counted from the capture."""
captures = st.tuples(
    st.sampled_from([0, 1, 1, 2]), st.dictionaries(st.sampled_from(OFFERS), st.lists(prices, max_size=2))
)
"""A capture: how many half days after the one before, and the prices of each offer."""
pages = st.lists(captures, min_size=1, max_size=7)


def observations(source: str, page: list[tuple[int, dict[Any, list[Row]]]]) -> Iterator[Row]:
    """The rows of `_price_seen` of one page: in one capture, an offer has one price for each start."""
    seen: dict[tuple[object, ...], Row] = {}
    now = START
    for wait, listed in page:
        now += wait * DAY / 2
        for (model, context), amounts in {**listed, ("always", None): [{"usd": Decimal(9)}]}.items():
            for price in amounts:
                row = observation(source, now, model, context, price)
                seen.setdefault((now, model, context, row["stated_from"]), row)
    yield from seen.values()


def observation(source: str, now: datetime, model: str, context: int | None, price: Row) -> Row:
    days = {name: now.date() + price[name] * DAY if price.get(name) else None for name in ("stated_from", "stated_to")}
    usd, native = price["usd"], price.get("native")
    return {
        **{"source": source, "family": source, "trust": 1, "is_listing": True, "provider": "host", "model_id": model},
        **{"provider_model_id": model, "tier": "standard", "context_from_tokens": context, **days},
        **{"input_usd_per_mtok": usd, "cached_input_usd_per_mtok": None, "output_usd_per_mtok": Decimal(3)},
        **{"native_input_per_mtok": native, "native_cached_input_per_mtok": None, "native_output_per_mtok": native},
        **{"currency": "USD" if native is None else "CNY", "observed_at": now, "date_basis": "observed"},
        **{
            "n_sources": 1,
            "note": None,
            "quote": f"{now} {usd} {native} {days}",
            "source_url": "",
            "capture_sha256": "",
        },
    }


def expected(rows: list[Row]) -> list[tuple[object, ...]]:
    """What changed, calculated capture by capture, offer by offer."""
    times: dict[str, list[datetime]] = {
        source: sorted({row["observed_at"] for row in rows if row["source"] == source})
        for source in {row["source"] for row in rows}
    }
    offers = defaultdict(list)
    ahead = [row for row in rows if row["stated_from"] and row["stated_from"] > row["observed_at"].date()]
    for row in rows:
        if row not in ahead:
            offers[row["source"], row["model_id"], row["context_from_tokens"]].append(row)
    announcements = {offer: [] for offer in offers} | announced(ahead, times)
    return sorted(
        (
            (*offer, *change)
            for offer in announcements
            for change in (*announcements[offer], *changes_of(offers[offer], times[offer[0]], announcements[offer]))
        ),
        key=str,
    )


def announced(ahead: list[Row], times: dict[str, list[datetime]]) -> dict[Any, list[Change]]:
    """Prices announced ahead, as the last capture before their day gives them."""
    announcements = defaultdict(list)
    for row in ahead:
        before = [time for time in times[row["source"]] if time.date() < row["stated_from"]]
        now = row["observed_at"]
        if now == before[-1]:
            change = Change(row["stated_from"], *amounts(row), now, now, now.date(), "announced", None, row["quote"])
            announcements[row["source"], row["model_id"], row["context_from_tokens"]].append(change)
    return dict(announcements)


def amounts(row: Row) -> tuple[Decimal | None, Decimal | None]:
    return row["input_usd_per_mtok"], row["native_input_per_mtok"]


def changes_of(rows: list[Row], times: list[datetime], announcements: list[Change]) -> Iterator[Change]:
    """The changes of one offer that captures show for their own day."""
    rows = sorted(rows, key=lambda row: (row["observed_at"], row["stated_from"] or date.min))
    places = [times.index(row["observed_at"]) for row in rows]
    changed = [
        number
        for number, row in enumerate(rows)
        if not number or differs(rows[number - 1], row) or places[number] - places[number - 1] > ABSENCES
    ]
    for number, next_change in zip(changed, [*changed[1:], len(rows)], strict=False):
        row, confirmed = rows[number], rows[next_change - 1]["observed_at"]
        basis = "announced" if row["stated_from"] else "import" if places[number] == 0 and number == 0 else "observed"
        start = row["stated_from"] or row["observed_at"].date()
        yield Change(start, *amounts(row), row["observed_at"], confirmed, confirmed.date(), basis, None, row["quote"])
    for row, place, after in zip(rows, places, [*places[1:], len(times)], strict=False):
        if after > place + ABSENCES:
            known, last = times[place + ABSENCES], times[after - 1]
            note = "withdrawn: absent from the page"
            yield Change(times[place + 1].date(), None, None, known, last, known.date(), "observed", note, None)
        end = row["stated_to"]
        if end and place == len(times) - 1 and end not in [change.valid_from for change in announcements]:
            now, note = row["observed_at"], "withdrawn: ends as stated"
            yield Change(end, None, None, now, now, now.date(), "announced", note, row["quote"])


def differs(before: Row, row: Row) -> bool:
    """Whether the price as written is another one."""
    return amounts(before)[row["currency"] != "USD"] != amounts(row)[row["currency"] != "USD"]


def changes_in(writer: Writer, rows: list[Row], most: int = 1_000) -> list[tuple[object, ...]]:
    """The rows that the query gives, with their numbers."""
    writer.connection.rollback()  # tables of the example before, also temporary ones
    writer.connection.begin()
    writer.insert_rows("_price_seen", rows)
    bound = {"absences": ABSENCES, "compiled_on": date(2026, 11, 23), "import_days": [], "full_lists": []}
    find_changes(change_build(writer), bound, most)
    return writer.connection.execute(
        """SELECT change_id, source, model_id, context_from_tokens, valid_from, input_usd_per_mtok,
               native_input_per_mtok, observed_at, confirmed_at, last_seen_on, date_basis, note, quote
           FROM _price_change ORDER BY change_id"""
    ).fetchall()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=pages, other=pages, seed=st.integers(0, 9))
def test_changes_are_those_of_a_plain_calculation_in_any_order_of_rows(
    writer: Writer, page: list[Any], other: list[Any], seed: int
) -> None:
    rows = [*observations("page/a", page), *observations("page/b", other)]
    changes = changes_in(writer, rows)
    assert sorted((row[1:] for row in changes), key=str) == expected(rows)
    random.Random(seed).shuffle(rows)
    assert changes_in(writer, rows) == changes
    assert changes_in(writer, rows, most=1) == changes  # a batch for each page
