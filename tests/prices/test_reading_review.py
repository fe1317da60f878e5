"""A reading that lost something waits: for a second day, another source, or a review; what is announced is no loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assets.prices.price_page import PageRefused, PricePage
from assets.prices.price_reader import read_page
from assets.prices.reading_review import DayReading, Evidence, PageSale, review_readings

FIRST = datetime(2026, 12, 1, 6)
PAGE = "page/host"


def sale(model: str, tier: str = "standard", ends_on: date | None = None, model_id: str | None = None) -> PageSale:
    return PageSale("host", model, model_id, tier, ends_on)


def day(number: int, *models: str | PageSale, seen: int = 10, used: int = 10) -> DayReading:
    """The reading of one day of December."""
    sales = [model if isinstance(model, PageSale) else sale(model) for model in models]
    at = FIRST + timedelta(days=number - 1)
    return DayReading(PAGE, at, f"sha-{number}", len(sales), {each.key: each for each in sales}, seen, used)


def evidence(texts: Mapping[int, str] | None = None, **more: Any) -> Evidence:
    """What pages show by day, and what else is known."""
    return Evidence(lambda _, at: (texts or {}).get(at.day, ""), **more)


def held(*readings: DayReading, known: Evidence | None = None) -> list[bool]:
    return [review.is_held for review in review_readings(readings, known or evidence())[0]]


def test_a_reading_that_keeps_everything_is_published() -> None:
    assert held(day(1, "A", "B"), day(2, "A", "B"), day(3, "A", "B", "C")) == [False, False, False]


def test_a_lost_model_holds_the_reading_until_a_second_day_reads_the_same() -> None:
    days = (day(1, "A", "B"), day(2, "A"))
    reviews, _ = review_readings(days, evidence())
    assert [(review.is_held, review.reason) for review in reviews] == [
        (False, None),
        (True, "1 offers are gone: B (standard)"),
    ]
    released = review_readings((*days, day(3, "A")), evidence())[0]
    assert [review.is_held for review in released] == [False, False, False]
    assert released[1].released_by == released[2].released_by == "captures of 2026-12-02 and 2026-12-03"


def test_a_reading_that_lost_only_once_stays_held() -> None:
    assert held(day(1, "A", "B"), day(2, "A"), day(3, "A", "B")) == [False, True, False]


def test_a_second_capture_of_the_same_day_confirms_nothing() -> None:
    again = day(2, "A")
    later = DayReading(PAGE, again.captured_at + timedelta(hours=9), "later", 1, again.sales, 10, 10)
    assert held(day(1, "A", "B"), again, later) == [False, True, True]


def test_a_second_day_that_lost_more_confirms_nothing() -> None:
    assert held(day(1, "A", "B", "C"), day(2, "A", "B"), day(3, "A"), day(4, "A")) == [False, True, False, False]


def test_a_fall_of_the_coverage_holds_and_a_small_one_does_not() -> None:
    assert held(day(1, "A"), day(2, "A", seen=11), day(3, "A", seen=10, used=7)) == [False, False, True]
    reviews, _ = review_readings([day(1, "A"), day(2, "A", seen=20)], evidence())
    assert reviews[1].reason == "10 of 20 price cells are read, 10 of 10 on 2026-12-01"


def test_the_tier_of_a_model_can_be_lost_too() -> None:
    assert held(day(1, sale("A"), sale("A", "batch")), day(2, sale("A"))) == [False, True]


def test_a_model_known_by_its_id_may_be_written_in_another_way() -> None:
    assert held(day(1, sale("Alpha 1", model_id="a1")), day(2, sale("alpha (new)", model_id="a1"))) == [False, False]
    assert held(day(1, "Alpha 1"), day(2, "alpha-1")) == [False, False]


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("<td>Beta 2</td><td> (retired on December 2)</td>", True),
        ("Beta 2 is no longer available", True),
        ("Beta 2 $5 $25", False),
        ("Beta 2.5 is retired", False),
        ("", False),
    ],
)
def test_a_model_that_the_page_says_is_withdrawn_is_no_loss(text: str, announced: bool) -> None:
    assert held(day(1, "Alpha 1", "Beta 2"), day(2, "Alpha 1"), known=evidence({2: text})) == [False, not announced]


def test_a_price_with_a_stated_last_day_is_no_loss_after_it() -> None:
    promotion = sale("B", ends_on=date(2026, 12, 2))
    assert held(day(1, "A", promotion), day(2, "A")) == [False, False]
    assert held(day(1, "A", sale("B", ends_on=date(2026, 12, 3))), day(2, "A")) == [False, True]


def test_another_source_or_a_review_shows_the_withdrawal() -> None:
    gone = {("host", "b"): [("feed/models.dev", date(2026, 11, 30))]}
    days = (day(1, "A", sale("B", model_id="b")), day(2, "A"))
    reviews, lost = review_readings(days, evidence({2: "B"}, gone_elsewhere=gone))
    assert (reviews[1].is_held, reviews[1].released_by) == (False, "feed/models.dev of 2026-11-30")
    assert [offer.is_named for offer in lost] == [False]
    old = {("host", "b"): [("feed/models.dev", date(2026, 3, 1)), (PAGE, date(2026, 12, 2))]}
    assert held(*days, known=evidence(gone_elsewhere=old)) == [False, True]
    reviewed = frozenset({("host", "B", "standard", date(2026, 12, 2))})
    assert held(*days, known=evidence(reviewed=reviewed)) == [False, False]


def test_lost_offers_say_whether_the_newest_page_still_names_them() -> None:
    days = (day(1, "Alpha 1", "Beta 2", "Gamma 3"), day(2, "Alpha 1"), day(3, "Alpha 1"))
    _, lost = review_readings(days, evidence({2: "Beta 2, Gamma 3", 3: "now: Beta-2; /docs/gamma-3"}))
    assert [(offer.sale.model, offer.lost_on.day, offer.is_named) for offer in lost] == [
        ("Beta 2", 2, True),
        ("Gamma 3", 2, False),
    ]
    back = review_readings((*days, day(4, "Alpha 1", "Beta 2", "Gamma 3")), evidence())
    assert back[1] == []


def test_each_source_is_compared_with_itself() -> None:
    other = day(1, "B")
    elsewhere = DayReading("page/other", other.captured_at, "x", 1, other.sales, 1, 1)
    assert held(day(1, "A"), elsewhere) == [False, False]


def test_a_markdown_page_cut_at_the_end_of_any_line_is_refused_or_held() -> None:
    """Nothing in it shows that more should follow; the last good capture does."""
    header = "|   | Paid Tier, per 1M tokens in USD |\n|---|---|"
    table = f"### Standard\n\n{header}\n| Input price | $2 |\n| Output price | $8 |\n"
    models = "\n".join(
        f"## Gemini {n} Pro\n\n*[`gemini-{n}-pro`](https://ai.google.dev/m)*\n\n{table}" for n in range(3, 8)
    )
    lines = f"# Gemini Developer API pricing\n\n{models}".splitlines(keepends=True)
    whole = google_day(1, "".join(lines))
    outcomes = Counter[str]()
    for kept in range(1, len(lines)):
        try:
            cut = google_day(2, "".join(lines[:kept]))
        except PageRefused:
            outcomes["refused"] += 1
        else:
            outcomes["held" if held(whole, cut)[1] else "published"] += 1
            assert held(whole, cut, google_day(3, "".join(lines))) == [False, True, False]
    assert outcomes["refused"] > 5
    assert outcomes["held"] > 20
    assert outcomes["published"] == 0


def google_day(number: int, text: str) -> DayReading:
    """The reading of Google's page on one day of December."""
    reading = read_page("google", PricePage(text.encode(), date(2026, 12, number)))
    return day(
        number,
        *(sale(offer.model, offer.tier) for offer in reading.offers),
        seen=reading.price_cells_seen or 0,
        used=reading.price_cells_used or 0,
    )
