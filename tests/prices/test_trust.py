"""Which feed an address is a copy of, and how far a captured source is trusted."""

from __future__ import annotations

from assets.prices.trust import CONFIRMING, FULL_LISTS, TRUST, family_and_trust, family_of_address

FAMILIES = {
    "https://example.org/genai-prices/data.json": "genai-prices",
    "https://Models.dev/api.json": "models.dev",
    "https://example.org/OpenRouterList/models": "openrouter",
    "https://www.llm-prices.com/current.json": "llm-prices",
    "https://example.org/model_prices_and_context_window.json": "litellm",
    "https://example.org/BerriAI/litellm/prices": "litellm",
    "https://example.org/tokencost/prices": "litellm",
    "https://example.org/langfuse/default-model-prices": "litellm",
    "https://openai.com/api/pricing": "https://openai.com/api/pricing",
}


def test_an_address_is_of_the_family_of_the_feed_that_it_copies() -> None:
    assert {address: family_of_address(address) for address in FAMILIES} == FAMILIES


def test_a_page_is_the_sellers_own_and_feeds_are_trusted_in_their_order() -> None:
    assert family_and_trust("page/openai/pricing", "openai") == {"family": "page/openai", "trust": 1}
    feeds = ["models.dev", "litellm", "openrouter", "llm-prices", "genai-prices"]
    assert [family_and_trust(f"feed/{feed}", "openai")["trust"] for feed in feeds] == [3, 4, 5, 6, 7]
    assert family_and_trust("feed/openrouter", "openrouter")["trust"] == 1
    assert family_and_trust("feed/litellm", "openrouter")["trust"] == 4


def test_feeds_with_a_duty_are_feeds() -> None:
    assert {name.removeprefix("feed/") for name in (*CONFIRMING, *FULL_LISTS)} <= set(TRUST)
