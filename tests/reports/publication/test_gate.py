"""The checks that stop a publication: each passes a good draft, and stops one in which something is planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assets.reports.publication.draft import Draft
from assets.reports.publication.gate import CHECKS, PublicationCheck, refuse_publication
from assets.reports.publication.row_counts import lost_rows
from assets.reports.publication.verdict_flips import unexplained_flips
from tests.conftest import fill
from tests.forecasts import test_verdict_history as verdicts
from warehouse.bundle import Bundle
from warehouse.errors import HeldError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

MONDAY, TUESDAY = verdicts.MONDAY, verdicts.TUESDAY
REQUIRED = "model_id,since,reason\nbig,2026-01-01,the example\nlater,2027-01-01,not required yet\n"


@pytest.fixture(scope="module")
def shared_last(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with open_writer(Home(tmp_path_factory.mktemp("last") / "home")) as opened:
        yield opened


@pytest.fixture
def last(shared_last: Writer) -> Iterator[Writer]:
    """The warehouse that stands for the published file; what a test writes is rolled back."""
    shared_last.connection.begin()
    yield shared_last
    shared_last.connection.rollback()


@pytest.fixture
def draft(writer: Writer, last: Writer, tmp_path: Path) -> Draft:
    """A draft as of Tuesday and the file published as of Monday, both sound: Big does not qualify."""
    for warehouse, day in ((last, MONDAY), (writer, TUESDAY)):
        add_day(warehouse, day)
    (tmp_path / "required_models.csv").write_text(REQUIRED, encoding="utf-8")
    return Draft(writer.connection, last.connection, (), Bundle(tmp_path))


def add_day(writer: Writer, day: date) -> None:
    """Fill a warehouse with what was known on a day, and the history of its verdicts."""
    fill(writer, "core_bar", {"bar": verdicts.BAR, "label": "GPT-4"})
    fill(writer, "core_workload", {"workload": "chat", "answered_by": "any", "searches": 0})
    fill(writer, "core_model", {"model_id": "big", "name": "Big"})
    fill(writer, "core_score", {"model_id": "big"})
    search = {"target": verdicts.SEARCH, "label": "Google search", "usd_per_query": "0.01", "valid_from": "2023-01-01"}
    fill(writer, "core_search_cost", search)
    verdicts.price(writer, "big", "10", "30")
    verdicts.score(writer, "big", 99)
    verdicts.code(writer, "0123456789abcdef")
    verdicts.verdict(writer, "big", "0.02", as_of=day)
    writer.empty("_verdict_day")
    verdicts.publish(writer, day)
    fill(writer, "core_rental_price", *({"provider": str(number)} for number in range(20)))


def lose_rows(writer: Writer) -> None:
    writer.connection.execute("DELETE FROM core_rental_price WHERE provider::INTEGER < 5")


def lose_prices(writer: Writer) -> None:
    writer.connection.execute("DELETE FROM out_price_history")
    fill(writer, "out_price_history", {"model_id": "other"})


def plant_nan(writer: Writer) -> None:
    fill(writer, "out_trend", {"factor_per_year": "nan"})


def cross_quantiles(writer: Writer) -> None:
    for quantile, usd in ((0.1, 2), (0.9, 1)):
        fill(writer, "out_forecast", {"quantile": quantile, "usd_per_query": usd})


def flip_verdict(writer: Writer) -> None:
    verdicts.verdict(writer, "big", "0.02", "2026-11-24", as_of=TUESDAY, ratio=0.5)


PLANTED: dict[str, tuple[Callable[[Writer], None], str]] = {
    "row_counts": (
        lose_rows,
        "more than a fifth of the rows published as of 2026-11-23 are gone: core_rental_price has 15 rows of 20: find "
        "what was lost; if this is right, `tokenfall run --accept core_rental_price`",
    ),
    "required_models": (
        lose_prices,
        "models are missing: big has no price in out_price_history: find what was lost; a model that is no longer "
        "required leaves warehouse/facts/required_models.csv",
    ),
    "numbers": (
        plant_nan,
        "numbers are infinite or not a number: out_trend.factor_per_year 1: repair what computes them",
    ),
    "quantiles": (
        cross_quantiles,
        "out_forecast: 1 rows break 'a higher quantile is at least as expensive', such as some, some, some, "
        "2020-01-01, 0.1: repair what computes them",
    ),
    "verdicts": (
        flip_verdict,
        "verdicts differ from those published as of 2026-11-23 although no price, score, membership, search or code "
        "does: eci>=gpt-4-0314, chat, google: status not_crossed became crossed, crossed_on None became 2026-11-24: "
        "report it; if this is right, `tokenfall run --accept out_verdict`",
    ),
}
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def test_something_is_planted_for_every_check() -> None:
    assert list(PLANTED) == [check.name for check in CHECKS]


@each_check
def test_a_good_draft_passes(draft: Draft, check: PublicationCheck) -> None:
    assert check.breach(draft) is None
    assert check.statement


@each_check
def test_what_is_planted_is_stopped_by_one_line(draft: Draft, writer: Writer, check: PublicationCheck) -> None:
    plant, line = PLANTED[check.name]
    plant(writer)
    assert check.breach(draft) == line


def test_every_check_that_fails_has_a_line_of_its_own(writer: Writer, last: Writer, draft: Draft) -> None:
    assert draft.last
    for plant, _ in PLANTED.values():
        plant(writer)
    with pytest.raises(HeldError) as held:
        refuse_publication(writer)
    # nothing is published in the small warehouse's home: what needs a published file passes, and so do the real models
    assert [reason.partition(":")[0] for reason in held.value.reasons] == [
        "models are missing",
        "numbers are infinite or not a number",
        "out_forecast",
    ]
    assert str(held.value).splitlines()[2].startswith("not published: out_forecast: 1 rows break")


@pytest.mark.parametrize(
    ("table", "before", "now", "stops"),
    [
        ("core_bar_member", 100, 80, False),
        ("core_bar_member", 100, 79, True),
        ("core_bar_member", 8, 6, False),  # 25%, but two rows
        ("core_bar_member", 8, 5, True),
        ("core_bar_member", 2, 0, True),  # few rows, and none is left
        ("core_bar_member", 0, 0, False),
        ("core_bar_member", 10, 20, False),
        ("out_reading_problem", 100, 0, False),  # the newest page was read whole
        ("_bar_judgement", 100, 1, False),  # not for users
    ],
)
def test_a_fifth_may_go(writer: Writer, last: Writer, table: str, before: int, now: int, stops: bool) -> None:
    fill(last, table, *[{}] * before)
    fill(writer, table, *[{}] * now)
    line = lost_rows(Draft(writer.connection, last.connection))
    assert bool(line) is stops
    assert not stops or f"{table} has {now} rows of {before}" in str(line)
    assert lost_rows(Draft(writer.connection, last.connection, {table})) is None


def test_a_first_publication_is_compared_with_nothing(writer: Writer) -> None:
    draft = Draft(writer.connection, None)
    assert (lost_rows(draft), unexplained_flips(draft), draft.last_day) == (None, None, "never")


def test_a_flip_that_a_new_price_explains_passes(draft: Draft, writer: Writer) -> None:
    verdicts.price(writer, "big", "4", "12", since="2026-11-24", provider_model_id="big-2")
    flip_verdict(writer)
    verdicts.publish(writer, TUESDAY)
    assert unexplained_flips(draft) is None


def test_a_flip_that_a_new_score_explains_passes(draft: Draft, writer: Writer) -> None:
    writer.empty("_bar_judgement")
    verdicts.score(writer, "big", 101)
    flip_verdict(writer)
    verdicts.publish(writer, TUESDAY)
    assert unexplained_flips(draft) is None


def test_a_flip_after_the_code_changed_passes(draft: Draft, writer: Writer) -> None:
    verdicts.code(writer, "fedcba9876543210")
    flip_verdict(writer)
    verdicts.publish(writer, TUESDAY)
    assert unexplained_flips(draft) is None


def test_an_unexplained_flip_stays_one_on_the_next_day(draft: Draft, writer: Writer) -> None:
    """The history has a row for it by then; the published file still has not."""
    flip_verdict(writer)
    verdicts.publish(writer, TUESDAY)
    wednesday = date(2026, 11, 25)
    verdicts.verdict(writer, "big", "0.02", "2026-11-24", as_of=wednesday)
    verdicts.publish(writer, wednesday)
    assert "status not_crossed became crossed" in str(unexplained_flips(draft))


def test_a_verdict_that_vanishes_is_a_flip(draft: Draft, writer: Writer) -> None:
    fill(draft_last := writer, "out_verdict", {"bar": "other", "workload": "chat", "target": "x", "as_of": TUESDAY})
    assert draft_last
    assert unexplained_flips(draft) is None  # a new verdict is no flip
    writer.connection.execute("UPDATE out_verdict SET target = 'else' WHERE target = 'google'")
    assert "status not_crossed became no_verdict" in str(unexplained_flips(draft))


def test_the_cost_of_the_headline_is_compared_too(draft: Draft, writer: Writer, last: Writer) -> None:
    for warehouse in (writer, last):
        warehouse.connection.execute("UPDATE out_verdict SET target = 'google-search-full-cost-semianalysis-2023'")
    writer.connection.execute("UPDATE out_verdict SET now_usd_per_query = 0.03")
    assert "now_usd_per_query 0.020000000000 became 0.030000000000" in str(unexplained_flips(draft))


def test_verdicts_of_a_past_date_are_not_compared(draft: Draft, writer: Writer) -> None:
    flip_verdict(writer)
    writer.connection.execute("UPDATE out_verdict SET as_of = '2026-11-25'")
    assert unexplained_flips(draft) is None


def test_a_file_without_the_history_is_compared_with_nothing(draft: Draft, writer: Writer, last: Writer) -> None:
    flip_verdict(writer)
    last.connection.execute("DROP TABLE _verdict_day CASCADE")
    assert unexplained_flips(draft) is None
