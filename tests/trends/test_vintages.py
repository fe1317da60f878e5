"""Vintages: the scores used for a bar on a day, and that an as-of warehouse gives the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from assets.trends.driver_evidence import DriverHistory, Evidence, ModelPrice
from assets.trends.methods.panel import Panel, PanelOffer
from assets.trends.series import CostSeries, FrontierSeries
from assets.trends.stored.known_panel import known_panel, known_vintages
from assets.trends.vintages import Vintages, known_then
from tests.conftest import fill, make
from warehouse.store import Writer

FIRST, SECOND, LAST = date(2024, 2, 10), date(2024, 6, 10), date(2024, 10, 10)
AS_OF = date(2024, 12, 31)
DAYS = (date(2024, 1, 31), FIRST, LAST)
VINTAGES = Vintages(
    days={"bar": (FIRST, SECOND, LAST), "late": (LAST,)},
    steps={
        ("bar", FIRST): (("bar", "chat", date(2024, 1, 1), 5.0, None),),
        ("bar", SECOND): (
            ("bar", "chat", date(2024, 1, 1), 4.0, None),
            ("bar", "chat", date(2024, 8, 1), 2.0, None),
        ),
    },
    models={("bar", FIRST): (ModelPrice(date(2024, 1, 31), "old", 5.0, 70.0),)},
    scores={FIRST: {("chat", "old"): 120.0}, LAST: {("chat", "old"): 121.0, ("chat", "new"): 130.0}},
)


def panel() -> Panel:
    """Two bars as they are seen now, two offers, and the open models of now."""
    now = CostSeries((date(2024, 1, 1), date(2024, 7, 1)), np.array([3.0, 1.0]), AS_OF)
    offers = tuple(
        PanelOffer("chat", model, "seller", "maker", 125.0, date(2024, 1, 1), None, 1.0) for model in ("old", "new")
    )
    models = {"bar": (ModelPrice(date(2024, 1, 31), "new", 1.0, 7.0),)}
    history = DriverHistory(Evidence((), (), (), ()), models)
    return Panel((FrontierSeries("bar", "chat", now), FrontierSeries("late", "chat", now)), offers, history)


def usd(day: date) -> dict[str, list[float]]:
    return {frontier.bar: frontier.series.usd.tolist() for frontier in known_then(panel(), VINTAGES, day).series}


def test_a_bar_is_seen_by_the_last_snapshot_up_to_the_day() -> None:
    assert usd(date(2024, 1, 31)) == {"bar": [3.0], "late": [3.0]}  # nothing published: today's scores, cut
    assert usd(FIRST) == {"bar": [5.0], "late": [3.0]}
    assert usd(date(2024, 6, 9)) == {"bar": [5.0], "late": [3.0]}
    assert usd(date(2024, 7, 31)) == {"bar": [4.0], "late": [3.0, 1.0]}
    assert usd(date(2024, 9, 30)) == {"bar": [4.0, 2.0], "late": [3.0, 1.0]}
    assert usd(LAST) == {"bar": [3.0, 1.0], "late": [3.0, 1.0]}
    assert VINTAGES.published(date(2024, 1, 31)) == frozenset()
    assert VINTAGES.published(FIRST) == {"bar"}
    assert VINTAGES.published(LAST) == {"bar", "late"}


def test_offers_are_compared_by_the_scores_of_the_day() -> None:
    scores = {
        day: [(offer.model_id, offer.score) for offer in known_then(panel(), VINTAGES, day).offers] for day in DAYS
    }
    assert scores == {
        date(2024, 1, 31): [("new", 125.0), ("old", 125.0)],
        FIRST: [("old", 120.0)],  # the capability of "new" was not known then
        LAST: [("new", 130.0), ("old", 121.0)],
    }


def test_open_models_are_those_that_reached_the_bar_then() -> None:
    def models(day: date) -> list[str]:
        drivers = known_then(panel(), VINTAGES, day).drivers
        assert drivers is not None
        return [price.model_id for price in drivers.models["bar"]]

    assert [models(day) for day in (date(2024, 1, 31), FIRST, SECOND, LAST)] == [["new"], ["old"], [], ["new"]]


def test_without_any_snapshot_all_is_hindsight() -> None:
    then = known_then(panel(), Vintages(), date(2024, 9, 30))
    assert [frontier.series.usd.tolist() for frontier in then.series] == [[3.0, 1.0], [3.0, 1.0]]
    assert [offer.score for offer in then.offers] == [125.0, 125.0]


def published(writer: Writer, until: date) -> None:
    """A small market with the scores that were published up to a day."""
    for table in ("core_score", "_bar_judgement", "core_bar_member", "_offer_cost", "_frontier", "out_frontier"):
        writer.empty(table)
    for model_id, benchmark, vintage, score in SCORES:
        if vintage <= until.isoformat():
            row = {"model_id": model_id, "benchmark": benchmark, "vintage": vintage, "score": score}
            fill(writer, "core_score", {**row, "scale": "epoch", "effort": "", "score_effort": "none"})
    for table, file in (
        ("_bar_judgement", "capability/compare_with_bars.sql"),
        ("core_bar_member", "capability/find_bar_members.sql"),
        ("_offer_cost", "trends/price_offers.sql"),
        ("_frontier", "trends/find_frontier.sql"),
        ("out_frontier", "trends/describe_frontier.sql"),
    ):
        make(writer, table, file, as_of=until, stale_days=90)


SCORES = [
    ("gpt-4", "eci", "2024-02-10", 100.0),
    ("small", "eci", "2024-02-10", 101.0),
    ("gpt-4", "eci", "2024-06-10", 200.0),
    ("small", "eci", "2024-06-10", 199.0),
    ("other", "eci", "2024-06-10", 205.0),
    ("gpt-4", "eci", "2024-10-10", 200.0),
    ("small", "eci", "2024-10-10", 201.0),
]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 6, 30), date(2024, 9, 30), date(2024, 11, 30)])
def test_a_warehouse_of_that_day_gives_the_same(writer: Writer, day: date) -> None:
    fill(writer, "core_bar", {"bar": "eci>=gpt-4", "benchmark": "eci", "reference_model_id": "gpt-4"})
    tokens = {"input_tokens": 1_000_000, "output_tokens": 1_000_000, "cached_input_tokens": 0, "searches": 0}
    fill(writer, "core_workload", {"workload": "chat", "answered_by": "any", **tokens})
    for model_id, usd_each, start in (
        ("gpt-4", 9, "2024-01-01"),
        ("small", 1, "2024-01-15"),
        ("other", 3, "2024-07-01"),
    ):
        fill(writer, "core_model", {"model_id": model_id, "open_weights": True, "active_params_b": 7.0})
        price = {"input_usd_per_mtok": usd_each, "output_usd_per_mtok": usd_each, "valid_from": start}
        fill(writer, "out_price_history", {"model_id": model_id, "tier": "standard", "valid_to": None, **price})
    published(writer, day)
    of_that_day = known_panel(writer.connection, day)
    published(writer, AS_OF)
    now = known_panel(writer.connection, AS_OF)
    assert of_that_day
    assert now
    then = known_then(now, known_vintages(writer.connection, AS_OF), day)
    costs = [
        [(frontier.series.dates, frontier.series.usd.tolist()) for frontier in known.series]
        for known in (then, of_that_day)
    ]
    assert costs[0] == costs[1]
    assert then.offers == of_that_day.offers
    assert then.drivers == of_that_day.drivers
