"""Four mornings of the real product on three sellers: what a page says today is in the answer tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.simulation.diary import Diary
from tests.simulation.events import Event
from tests.simulation.feeds import litellm_body, map_of
from tests.simulation.report import write_report
from tests.simulation.simulation import Simulation
from tests.simulation.site import LITELLM
from tests.simulation.world import OfferKey, Step, World, read_page_names, read_steps
from warehouse.bundle import FACTS

FIRST = date(2025, 10, 1)
SELLERS = ("anthropic", "deepinfra", "google")
MORNINGS = 4
EVENTS = (
    Event("deepinfra", "outage", date(2025, 10, 2), date(2025, 10, 3)),
    Event("google", "redesign", date(2025, 10, 3), layout=1),
    Event("anthropic", "login wall", date(2025, 10, 3), date(2025, 10, 4)),
)
CUT = ("google", "gemini-2.5-pro", "standard")
CUT_ON = date(2025, 10, 2)


def with_a_cut(steps: dict[OfferKey, list[Step]]) -> dict[OfferKey, list[Step]]:
    """The facts' history with one more change: half the price of one model from the second day on."""
    before = next(offer for day, offer in reversed(steps[CUT]) if day < CUT_ON)
    assert before
    from dataclasses import replace

    half = replace(before, input=before.input / 2, cached=None, output=before.output / 2)
    return {**steps, CUT: [*(step for step in steps[CUT] if step[0] < CUT_ON), (CUT_ON, half)]}


@pytest.fixture(scope="module")
def simulation(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    steps = with_a_cut(read_steps(FACTS, SELLERS, read_page_names(FACTS)))
    world = World(steps, EVENTS)

    def litellm(day: date) -> bytes:
        return litellm_body(map_of(offer for seller in SELLERS for offer in world.offers(seller, day)))

    return Simulation(tmp_path_factory.mktemp("week"), FIRST, world, {LITELLM: litellm})


@pytest.fixture(scope="module")
def week(simulation: Simulation) -> Iterator[Diary]:
    diary = simulation.run(MORNINGS)
    yield diary
    diary.close()


def test_every_morning_succeeds(week: Diary) -> None:
    assert week.rows("SELECT count(*), sum(status) FROM morning") == [(MORNINGS, 0)]


def test_no_price_is_believed_that_nobody_asked(week: Diary) -> None:
    assert week.select("find_false_prices.sql") == []


def test_no_offer_is_withdrawn_that_is_still_sold(week: Diary) -> None:
    assert week.select("find_false_withdrawals.sql") == []


def test_a_cut_on_the_second_day_is_believed_by_the_third(week: Diary) -> None:
    half = week.rows(
        """SELECT input, output FROM belief WHERE day = '2025-10-03'
           AND (provider, provider_model_id, tier) = ('google', 'gemini-2.5-pro', 'standard')"""
    )
    assert half == [(Decimal("0.625"), Decimal(5))]


def test_a_redesign_is_read_or_reported_the_same_day(week: Diary) -> None:
    html = "page/google/pricing"
    ((shown, matched, wrong),) = week.rows(
        "SELECT shown, matched, wrong FROM page WHERE day = '2025-10-03' AND source = ?", [html]
    )
    alerts = week.rows("SELECT 1 FROM alert WHERE day = '2025-10-03' AND key LIKE ?", [f"source {html} %"])
    assert wrong == 0
    assert matched == shown or alerts


def test_an_outage_names_its_source_and_the_others_land(week: Diary) -> None:
    outcomes = dict(week.rows("SELECT source, outcome FROM attempt WHERE day = '2025-10-02'"))
    assert {source for source, outcome in outcomes.items() if outcome == "failed"} == {"page/deepinfra"}
    assert len(outcomes) == 6
    ((text,),) = week.rows("SELECT text FROM alert WHERE day = '2025-10-02' AND provider = 'deepinfra'")
    assert "page/deepinfra is failed" in text


def test_a_login_wall_is_no_capture_and_is_reported(week: Diary) -> None:
    wall = "day = '2025-10-03' AND provider = 'anthropic'"
    assert week.rows(f"SELECT DISTINCT outcome, reason FROM attempt WHERE {wall}") == [("doubted", "login wall")]
    ((alerts, true),) = week.rows(f"SELECT count(*), count(*) FILTER (is_true) FROM alert WHERE {wall}")
    assert (alerts, true) == (2, 2)  # the page and its Markdown twin


def test_every_alert_about_a_source_has_a_reason(week: Diary) -> None:
    assert week.rows("SELECT day, key FROM judged_alert WHERE judgement = 'false'") == []


def test_the_report_shows_what_was_measured(week: Diary, simulation: Simulation) -> None:
    text = write_report(week, simulation)
    assert "| false prices believed | 0 |" in text
    read_or_alerted = (
        r"\| 2025-10-03 \| redesign \| page/google/pricing \| (\d+) \| (0 \| 0 \| yes|\1 \| 0 \| [\w ]+) \|"
    )
    assert re.search(read_or_alerted, text)


def test_a_simulation_that_is_complete_runs_no_morning_again(week: Diary, simulation: Simulation) -> None:
    before = week.rows("FROM morning ORDER BY day")
    again: list[date] = []
    simulation.run_missing(MORNINGS, week, lambda day, _: again.append(day))
    assert (again, week.rows("FROM morning ORDER BY day")) == ([], before)
