"""What changed since the last update, a month and a year: from rows of the history that can be checked by hand."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from assets.reports.gather import gather
from assets.reports.render import render_pages
from assets.reports.verdict_changes import SHOWN
from tests.conftest import fill
from tests.reports.conftest import ELECTRICITY, GOOGLE, SERIES
from warehouse.store import Writer

COLUMNS = {**SERIES, "target": GOOGLE, "status": "crossed", "crossed_on": "2024-05-13", "holds_now": True}


def shown(writer: Writer, name: str = "index.html") -> str:
    """The text of a page."""
    page = render_pages(gather(writer.connection), {})[name]
    text = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def change(writer: Writer, as_of: str, usd: str | None, because: str | None = "A price fell.", **more: Any) -> None:
    """One row of the history, of the headline verdict unless its target is given."""
    basis = "published" if as_of >= "2026-11" else "recomputed"
    cause = {"cause_kind": "price" if because else None, "changed_because": because}
    row = {"as_of": as_of, "basis": basis, **COLUMNS, "now_usd_per_query": usd, **cause, **more}
    fill(writer, "_verdict_change", row)
    days = {day for (day,) in writer.connection.execute("SELECT as_of::VARCHAR FROM _verdict_day").fetchall()}
    if as_of not in days:
        fill(writer, "_verdict_day", {"as_of": as_of, "basis": basis})


def test_each_period_names_its_largest_change_and_the_cost_then_and_now(filled: Writer) -> None:
    change(filled, "2025-10-31", "0.004", "First.")
    change(filled, "2026-05-31", "0.001", "The large fall.")
    change(filled, "2026-11-20", "0.00020", "A small rise.")
    change(filled, "2026-11-24", "0.00018", "The price of Phi-4 fell.")
    text = shown(filled)
    verdict = "The verdict is unchanged: as cheap on 13 May 2024."
    assert (
        f"Since the last update ( 20 November 2026 ) {verdict} An answer cost $200 per million answers and now costs "
        "$180 per million answers. Cause: The price of Phi-4 fell."
    ) in text
    # From 1,000 to 200 is a factor of 5, from 200 to 180 one of 1.1; a year ago 4,000.
    assert f"Since a month ago ( 24 October 2026 ) {verdict} An answer cost 0.1 cents and now" in text
    assert "2 changes, the largest: A small rise." in text
    assert f"Since a year ago ( 24 November 2025 ) {verdict} An answer cost 0.4 cents and now costs" in text
    assert "3 changes, the largest: A small rise." in text


def test_another_verdict_is_the_largest_change(filled: Writer) -> None:
    change(filled, "2026-10-01", "0.0002", "First.", status="not_crossed", crossed_on=None)
    change(filled, "2026-11-01", "0.00018", "A score changed.")
    change(filled, "2026-11-20", "0.00001", "A price fell.")
    text = shown(filled)
    assert "The verdict was: not as cheap yet. It is: as cheap on 13 May 2024." in text
    assert "2 changes, the largest: A score changed." in text


def test_a_quiet_time_and_a_time_before_the_history_are_named(filled: Writer) -> None:
    change(filled, "2026-10-01", "0.00018", "First.")
    change(filled, "2026-10-31", "0.00018", None)
    change(filled, "2026-11-24", "0.000018", target=ELECTRICITY)
    text = shown(filled)
    assert "Since the last update ( 31 October 2026 ) Nothing changed." in text
    assert "Since a month ago ( 24 October 2026 ) Nothing changed." in text
    missing = "Of that day there is no verdict; since the first, of 1 October 2026: Nothing changed."
    assert f"Since a year ago ( 24 November 2025 ) {missing}" in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0.00018", "0.00018", "An answer still costs $180 per million answers."),
        ("0.00018", None, "No cost is known."),
        (None, "0.00018", "An answer costs $180 per million answers."),
    ],
)
def test_a_cost_that_is_the_same_or_not_known_is_named(
    filled: Writer, old: str | None, new: str | None, words: str
) -> None:
    change(filled, "2026-10-01", old, status="no_verdict" if old is None else "crossed")
    change(filled, "2026-11-24", new, status="no_verdict" if new is None else "crossed_before_first_look")
    text = shown(filled)
    assert words in text
    assert ("none, for want of an offer" in text) == (None in {old, new})
    assert ("as cheap by 13 May 2024" in text) == (new is not None)


def test_without_a_history_the_pages_report_it(filled: Writer) -> None:
    assert "There is no earlier verdict to compare with." in shown(filled)
    assert "The history has no change yet." in shown(filled, "data.html")


def test_the_table_lists_the_newest_changes_of_cost_and_of_any_verdict(filled: Writer) -> None:
    change(filled, "2026-10-31", "0.0002", "First.", target=ELECTRICITY, status="not_crossed", crossed_on=None)
    change(filled, "2026-11-01", "0.0002", "Only a chance.", target=ELECTRICITY, status="not_crossed", crossed_on=None)
    change(filled, "2026-11-02", "0.00001", "<b>Cheaper</b> power.", target=ELECTRICITY, crossed_on="2026-11-02")
    change(filled, "2026-11-03", None, "It ended.", status="no_verdict", crossed_on=None)
    text = shown(filled, "data.html")
    electricity = "Classic search, electricity only"
    assert f"2 November 2026 {electricity} 2 November 2026 $0.00001 <b>Cheaper</b> power. published" in text
    assert "no verdict not known It ended. published" in text
    assert "Only a chance." not in text
    assert "earlier changes are in the table" not in text


def test_the_table_says_how_many_changes_it_leaves_out(filled: Writer) -> None:
    for number in range(SHOWN + 3):
        change(filled, f"2025-{1 + number // 28:02}-{1 + number % 28:02}", "0.0002", f"Cause {number}.")
    text = shown(filled, "data.html")
    assert "3 earlier changes are in the table out_verdict_history" in text
    assert "Cause 3." in text
    assert "Cause 2." not in text
