"""The world and its feeds follow their sources: tiers, promotions, lists held, a map rebuilt backwards."""

from __future__ import annotations

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.capability.score_files.epoch import read_epoch
from assets.prices.feeds import litellm, openrouter
from assets.prices.price_page import PricePage
from tests.simulation.events import Event, plan_year
from tests.simulation.feeds import litellm_body, openrouter_body
from tests.simulation.knowledge import cut_facts
from tests.simulation.packages import LEDGER, LISTS, ArchivedLists, LedgerMap, steps_between
from tests.simulation.scores import EpochTables
from tests.simulation.world import Offer, World
from warehouse.bundle import FACTS
from warehouse.errors import TokenfallError

START = date(2026, 1, 1)
OFFER = Offer("openai", "gpt-9", "gpt-9", "gpt-9", "standard", Decimal(2), Decimal("0.2"), Decimal(8))


def test_a_seller_has_its_tiers_and_only_from_the_day_of_the_launch() -> None:
    world = World({OFFER.key: [(START, OFFER)]})
    assert world.offers("openai", date(2025, 12, 31)) == []
    prices = {offer.tier: (offer.input, offer.output) for offer in world.offers("openai", START)}
    assert prices == {"standard": (2, 8), "batch": (1, 4), "flex": (1, 4), "priority": (4, 16)}


def test_a_promotion_halves_a_price_until_its_last_day() -> None:
    promotion = Event("openai", "promotion", date(2026, 1, 2), date(2026, 1, 4), model_id="gpt-9")
    world = World({OFFER.key: [(START, OFFER)]}, [promotion])
    days = [date(2026, 1, n) for n in (1, 2, 3, 4)]
    standard = [world.offers("openai", day)[0] for day in days]
    assert [offer.input for offer in standard] == [2, 1, 1, 2]
    assert standard[1].until == date(2026, 1, 4)
    assert standard[1].price_after == (Decimal(2), Decimal("0.2"), Decimal(8))


def test_the_year_is_planned_the_same_every_time() -> None:
    planned = plan_year(START, ["openai", "groq"])
    assert planned == plan_year(START, ["openai", "groq"])
    assert {event.kind for event in planned} >= {"redesign", "renamed tier", "promotion", "gone"}


def a_package(folder: Path, file: Path, content: object) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    return folder


def test_litellms_map_is_rebuilt_by_undoing_later_events(tmp_path: Path) -> None:
    model = {"key": "gpt-9", "host": "openai", "mode": "chat", "input": 2.5, "output": 10.0, "cache_read": None}
    events = [
        ["2026-01-05", "added", "", None, None, "", 0],
        ["2026-01-10", "price", "input_cost_per_token", 5e-06, 2.5e-06, "", 0],
        ["2026-01-20", "removed", "", None, None, "", 0],
        ["2026-01-22", "added", "", None, None, "", 0],
    ]
    content = {"models": [model], "events": {"gpt-9": events}}
    ledger = LedgerMap(a_package(tmp_path, LEDGER, content), {"openai"})
    assert [len(ledger.on(date(2026, 1, n))) for n in (4, 5, 20, 22)] == [0, 1, 0, 1]
    for number, price in ((9, Decimal(5)), (10, Decimal("2.5"))):
        body = litellm_body(ledger.on(date(2026, 1, number)))
        (listed,) = litellm.read(PricePage(body, START)).listed
        assert (listed.input_usd_per_mtok, listed.output_usd_per_mtok) == (price, 10)


def test_an_archived_list_is_held_until_the_next(tmp_path: Path) -> None:
    first = {"date": "2026-01-01", "prices": {"a/m": [0.1, 0.2], "a/free": [0, 0]}}
    second = {"date": "2026-02-01", "prices": {"a/n": [1, 2]}}
    lists = ArchivedLists(a_package(tmp_path, LISTS, {"snapshots": [first, second]})).lists
    assert steps_between(lists) == {
        "a/m": [(date(2026, 1, 1), (Decimal("0.1"), Decimal("0.2"))), (date(2026, 2, 1), None)],
        "a/n": [(date(2026, 2, 1), (Decimal(1), Decimal(2)))],
    }
    (listed,) = openrouter.read(PricePage(openrouter_body(lists[date(2026, 1, 1)]), START)).listed
    assert (listed.model, listed.input_usd_per_mtok) == ("a/m", Decimal("0.1"))


def test_cut_facts_know_nothing_of_later_days(tmp_path: Path) -> None:
    models = cut_facts(FACTS, tmp_path, date(2024, 5, 12))
    assert "gpt-4-0314" in models
    assert "gpt-4o-2024-05-13" not in models
    prices = (tmp_path / "price_changes.csv").read_text(encoding="utf-8")
    assert ",2024-05-1" in prices or "2024-04-" in prices
    assert ",2024-05-13," not in prices


def test_scores_on_another_scale_are_refused_and_others_read() -> None:
    tables = EpochTables(FACTS)
    scores = {score.name: score.score for score in read_epoch(tables.on(date(2026, 1, 1)), "zip").scores}
    assert scores["GPT-5"] == 150
    with pytest.raises(TokenfallError, match="rescaled"):
        read_epoch(tables.on(date(2026, 1, 1), rescaled=True), "zip")
