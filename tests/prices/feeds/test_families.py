"""Who counts as one source, which readers there are, and the rows of the installed package."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.prices.feeds.families import family_of
from assets.prices.feeds.genai_prices import read_listed


@pytest.mark.parametrize("feed", ["litellm", "tokencost", "langfuse"])
def test_litellm_and_what_derives_from_it_are_one_source(feed: str) -> None:
    assert family_of(feed, "openai") == "litellm"


def test_the_feeds_that_derive_from_nothing_are_sources_of_their_own() -> None:
    feeds = ("litellm", "models.dev", "openrouter", "genai-prices", "llm-prices")
    assert len({family_of(feed, "openai") for feed in feeds}) == 5


@pytest.mark.parametrize("feed", ["models.dev", "genai-prices", "litellm", "openrouterlist"])
def test_openrouters_prices_are_openrouters_in_every_feed(feed: str) -> None:
    assert family_of(feed, "openrouter") == "openrouter"


def test_an_unknown_feed_is_a_family_of_its_own() -> None:
    assert family_of("a-new-feed", "openai") == "a-new-feed"


def test_the_installed_package_gives_rows_of_the_same_kind() -> None:
    listed = list(read_listed())
    first = next(row for row in listed if (row.provider, row.model) == ("openai", "gpt-4o-mini"))
    assert (first.feed, first.tier, first.input_usd_per_mtok) == ("genai-prices", "standard", Decimal("0.15"))
    assert first.quote.startswith("gpt-4o-mini: input_mtok: 0.15")
    assert {row.provider for row in listed if row.seller == "x-ai"} == {"xai"}
