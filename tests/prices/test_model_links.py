"""The rows of core_model_link: every offer once a model, and the models that an id had in turn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.data_rule import evaluate
from assets.models.facts import ModelLinkRow
from assets.models.links import ModelLink, ModelLinker
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.feed_price import FeedPrice
from assets.prices.model_links import (
    LinkFacts,
    link_rows,
    links_of_prices,
    links_of_reviews,
    model_finder,
    name_offers,
)
from assets.prices.rules import RULES
from tests.conftest import fill
from warehouse.bundle import Bundle
from warehouse.store import Writer

LISTED = FeedPrice(
    *("genai-prices", "x-ai", "xai", "grok-1", "standard", Decimal(2), None, Decimal(10)),
    *("https://example.org", "grok-1"),
)


def change(day: str, model_id: str, price: str | None = "1", name: str = "chat") -> PriceChangeRow:
    row = {"provider": "host", "model_id": model_id, "provider_model_id": name, "tier": "standard"}
    row |= {"effective_from": day, "date_basis": "observed", "n_sources": "1", "source_url": "https://example.org"}
    amounts = {"input_usd_per_mtok": price, "cached_input_usd_per_mtok": None, "output_usd_per_mtok": price}
    return PriceChangeRow.model_validate({**row, **amounts, "note": None if price else "withdrawn: re-pointed"})


def test_an_id_of_one_model_means_it_always() -> None:
    changes = [change("2026-01-01", "m"), change("2026-03-01", "m", None)]
    assert links_of_prices(changes) == {("host", "chat"): [ModelLink("m", "facts", "chat")]}


@pytest.mark.parametrize(("last", "end"), [("1", None), (None, date(2026, 5, 1))])
def test_an_id_that_moved_means_each_model_in_turn(last: str | None, end: date | None) -> None:
    changes = [
        change("2026-05-01", "v2", last),
        change("2026-01-01", "v1"),
        change("2026-03-01", "v2"),
        change("2026-02-01", "v1", "3"),
        change("2026-03-01", "v1", None),
    ]
    assert links_of_prices(changes) == {
        ("host", "chat"): [
            ModelLink("v1", "facts", "chat", None, date(2026, 3, 1)),
            ModelLink("v2", "facts", "chat", date(2026, 3, 1), end),
        ]
    }


def test_an_offer_without_a_link_has_a_row_without_a_model() -> None:
    linker = ModelLinker({"m": None}, [("M", "host", "m"), ("grok-1", "genai-prices:x-ai", "m")])
    named = name_offers([("host", "old")], [LISTED], [("host", "New", ["m"]), ("host", "M", None)])
    rows = link_rows(linker, named)
    assert [(row["provider_model_id"], row["model_id"], row["linked_by"], row["evidence"]) for row in rows] == [
        ("old", None, None, None),
        ("grok-1", "m", "alias", "grok-1"),
        ("New", "m", "cell link", "M"),
        ("M", "m", "alias", "M"),
    ]


def test_a_model_is_found_on_the_days_of_its_link() -> None:
    row = {"provider": "host", "provider_model_id": "chat", "model_id": "v1", "linked_by": "facts", "evidence": "chat"}
    find = model_finder([{**row, "valid_from": None, "valid_to": date(2026, 3, 1)}])
    assert find("host", "chat", date(2026, 2, 28)) == "v1"
    assert find("host", "chat", date(2026, 3, 1)) is None
    assert find("other", "chat", date(2026, 2, 28)) is None


def review(**more: str | None) -> ModelLinkRow:
    row: dict[str, str | None] = {"provider": "host", "provider_model_id": "chat", "model_id": "v3"}
    row |= {"valid_from": None, "valid_to": None, "reviewed_on": "2026-11-26", "why": "same weights"}
    return ModelLinkRow.model_validate({**row, "source_url": "https://example.org", **more})


def test_a_review_replaces_what_the_prices_state() -> None:
    facts = LinkFacts([], [], [change("2026-01-01", "v1")], [review(valid_from="2026-02-01")])
    evidence = "same weights (https://example.org, reviewed on 2026-11-26)"
    assert facts.linker().links("host", "chat") == [ModelLink("v3", "review", evidence, date(2026, 2, 1), None)]
    assert links_of_reviews([review(), review(provider="other")]).keys() == {("host", "chat"), ("other", "chat")}


def test_a_review_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="valid_to 2026-02-01 is not after valid_from 2026-02-01"):
        review(valid_from="2026-02-01", valid_to="2026-02-01")


def test_only_what_was_known_on_a_day_links() -> None:
    facts = LinkFacts.read(Bundle())
    early = facts.known_on(date(2024, 1, 1))
    assert {row.model_id for row in early.models} < {row.model_id for row in facts.models}
    assert max(row.valid_from for row in early.changes) <= date(2024, 1, 1)
    assert early.linker().links("openai", "gpt-5") == []
    assert [link.model_id for link in facts.linker().links("openai", "gpt-5")] == ["gpt-5"]
    assert max(day for day in facts.change_days if day) > date(2026, 1, 1)


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ([(None, "2026-03-01"), ("2026-03-01", None)], 0),
        ([(None, "2026-03-02"), ("2026-03-01", None)], 1),
        ([(None, None), ("2026-03-01", None)], 1),
    ],
)
def test_a_rule_refuses_two_models_on_one_day(
    writer: Writer, days: list[tuple[str | None, str | None]], count: int
) -> None:
    (rule,) = [rule for rule in RULES if rule.name == "one_model_at_a_time"]
    for n, (valid_from, valid_to) in enumerate(days):
        link = {"provider": "host", "provider_model_id": "chat", "model_id": f"v{n}"}
        fill(writer, "core_model_link", {**link, "valid_from": valid_from, "valid_to": valid_to})
    assert evaluate(writer.connection, rule).count == count
