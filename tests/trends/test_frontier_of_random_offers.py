"""The frontier of random offers, compared day by day with the cheapest qualifying offer, whatever the order of rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import fill, make, qualify
from warehouse.store import Writer

AS_OF = date(2025, 1, 31)
FIRST = date(2024, 12, 20)
STALE_DAYS = 5


class Offer(NamedTuple):
    """One offer: its length in days is None where it has not ended, and days are counted from `FIRST`."""

    model_id: str
    provider: str
    first: int
    length: int | None
    usd: int
    confirmed: int | None

    @property
    def valid_from(self) -> date:
        return FIRST + timedelta(self.first)

    def end(self, bound: str) -> date:
        """The first day on which the offer no longer competes."""
        ends = [date.max if self.length is None else self.valid_from + timedelta(self.length)]
        if bound == "confirmed" and self.confirmed is not None:
            ends.append(FIRST + timedelta(self.confirmed + STALE_DAYS + 1))
        return min(ends)

    @property
    def place(self) -> tuple[object, ...]:
        """The order of cost; of equal costs, the host's own offer precedes the aggregator's."""
        return self.usd, self.provider == "openrouter", self.provider, self.model_id, self.first


offers = st.lists(
    st.builds(
        Offer,
        st.sampled_from(["a", "b", "below the bar"]),
        st.sampled_from(["host", "openrouter", "zoo"]),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(1, 50)),
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=12,
    unique_by=lambda offer: (offer.model_id, offer.provider, offer.first),
)


def expected(known: list[Offer], bound: str) -> Iterator[tuple[object, ...]]:
    """The steps: runs of days on which the same offer at the same cost is the cheapest."""
    known = sorted((offer for offer in known if offer.model_id != "below the bar"), key=lambda offer: offer.place)
    days = [FIRST + timedelta(number) for number in range((AS_OF - FIRST).days + 1)]
    competing = [[o for o in known if o.valid_from <= day < o.end(bound)] for day in days]
    runs = groupby(zip(days, competing, strict=True), lambda pair: pair[1][0][:2] + pair[1][0][4:5] if pair[1] else ())
    for winner, run in runs:
        if winner:
            (day, (best, *rest)), *more = run
            last = more[-1][0] if more else day
            runner_up = next((offer for offer in rest if offer.model_id != best.model_id), None)
            elsewhere = next((offer for offer in rest if offer.provider != best.provider), None)
            yield (
                *(day, None if last == AS_OF else last + timedelta(1), *winner),
                *((runner_up.model_id, runner_up.provider, runner_up.usd) if runner_up else (None, None, None)),
                *((elsewhere.provider, elsewhere.usd) if elsewhere else (None, None)),
            )


def frontier(writer: Writer, known: list[Offer]) -> list[tuple[Any, ...]]:
    """The rows that the query gives, with their reading first."""
    for table in ("_offer_cost", "_frontier"):
        writer.empty(table)
    rows = [
        {
            **{"workload": "chat", "answered_by": "any", "model_id": offer.model_id, "provider": offer.provider},
            **{
                "provider_model_id": offer.model_id,
                "token_usd": offer.usd,
                "search_usd": 0,
                "usd_per_query": offer.usd,
            },
            **{"price_valid_from": offer.valid_from, "valid_from": offer.valid_from, "valid_to": ending(offer)},
            **{"last_confirmed_on": FIRST + timedelta(offer.confirmed or 0), "is_stale": offer.confirmed is not None},
        }
        for offer in known
    ]
    writer.insert_rows("_offer_cost", rows)
    make(writer, "_frontier", "trends/find_frontier.sql", as_of=AS_OF, stale_days=STALE_DAYS)
    return writer.connection.execute(
        """SELECT bound, valid_from, valid_to, model_id, provider, usd_per_query, runner_up_model_id,
               runner_up_provider, runner_up_usd_per_query, other_provider, other_provider_usd_per_query
           FROM _frontier ORDER BY bound, valid_from"""
    ).fetchall()


def ending(offer: Offer) -> date | None:
    return None if offer.length is None else offer.end("central")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=offers, seed=st.integers(0, 9))
def test_every_day_has_the_cheapest_qualifying_offer_in_any_order_of_rows(
    writer: Writer, known: list[Offer], seed: int
) -> None:
    for table in ("core_bar_member", "core_workload"):
        writer.empty(table)
    fill(writer, "core_workload", {"workload": "chat", "answered_by": "any"})
    qualify(writer, "a")
    qualify(writer, "b")
    rows = frontier(writer, known)
    assert rows == [
        (bound, *(Decimal(cell) if isinstance(cell, int) else cell for cell in step))
        for bound in ("central", "confirmed")
        for step in expected(known, bound)
    ]
    random.Random(seed).shuffle(known)
    assert frontier(writer, known) == rows
