"""The two feeds of the simulation as they are on one day: OpenRouter's list of models and LiteLLM's price map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from tests.simulation.world import Offer

Listing = Mapping[str, tuple[Decimal, Decimal]]
"""OpenRouter's id of a model -> input and output price, USD per million tokens."""
PriceMap = Mapping[str, Mapping[str, object]]
"""LiteLLM's key of a model -> its members; prices are text, USD per token."""
ROUTES = {
    "google": "gemini",
    "together": "together_ai",
    "fireworks": "fireworks_ai",
    **{name: name for name in ("deepinfra", "groq", "nebius", "novita")},
}
"""How LiteLLM calls the sellers whose keys it begins with their name; keys of others have no such beginning."""
PER_TOKEN = Decimal("0.000001")


def openrouter_body(listing: Listing) -> bytes:
    """Return the answer of `/api/v1/models`."""
    data = [
        {
            "id": model,
            "canonical_slug": model,
            "name": model,
            "architecture": {"output_modalities": ["text"]},
            "pricing": {"prompt": per_token(first), "completion": per_token(last)},
        }
        for model, (first, last) in sorted(listing.items())
    ]
    return json.dumps({"data": data}).encode()


def litellm_body(prices: PriceMap) -> bytes:
    """Return the price map as a file; prices are numbers there."""
    return json.dumps(prices).replace('"#', "").replace('#"', "").encode()


def map_of(offers: Iterable[Offer]) -> dict[str, dict[str, object]]:
    """Return the map of sellers' standard offers, as LiteLLM has them when it is up to date."""
    prices: dict[str, dict[str, object]] = {}
    for offer in offers:
        if offer.tier == "standard":
            route = ROUTES.get(offer.provider)
            key = f"{route}/{offer.provider_model_id}" if route else offer.provider_model_id
            prices[key] = listing_of(route or offer.provider, offer.input, offer.cached, offer.output)
    return prices


def listing_of(seller: str, first: Decimal, cached: Decimal | None, last: Decimal) -> dict[str, object]:
    """Return the members of one model; amounts are USD per million tokens."""
    members = {"input_cost_per_token": first, "cache_read_input_token_cost": cached, "output_cost_per_token": last}
    priced = {name: number(amount * PER_TOKEN) for name, amount in members.items() if amount is not None}
    return {"litellm_provider": seller, "mode": "chat", **priced}


def number(amount: Decimal) -> str:
    """Return a text that `litellm_body` writes as a JSON number: exactly the amount, never through a float."""
    return f"#{amount.normalize()}#"


def per_token(amount: Decimal) -> str:
    return f"{(amount * PER_TOKEN).normalize():f}"
