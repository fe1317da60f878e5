"""Cerebras' prices: a table with speeds beside the prices, one docs page (a card) per model, or its list of models.

Peculiar: '/ M tokens'; '~1,800 tokens/s' is in the same row and is no price; plans by the month beside. The list of
models is an API without a key; its prices are dollars per token and name no unit.
"""

from __future__ import annotations

from decimal import Decimal

from assets.prices.json_body import items, members, open_json, refuse
from assets.prices.pages.hosts import read_host, text_models
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.priced_data import data_grids
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.units import Unit

WHAT = "Cerebras' list of models"
OWN_FIELDS = {"datacenter_locations", "hugging_face_id", "limits", "preview", "deprecated", "quantization"}
"""Fields of a model of which other sellers' lists of the same form have none, or one."""

DEAREST = Decimal(100)
"""US dollars per million tokens; ten times the highest price so far. Above, the prices are no longer per token."""


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Cerebras' price page.
    """
    if page.body.lstrip()[:1] in (b"{", b"["):
        return _read_models(page)
    return read_host(page, SOURCE.signature, SOURCE.must_have)


def _read_models(page: PricePage) -> PageReading:
    body = open_json(page, WHAT)
    listed = body if isinstance(body, list) else members(body).get("data") or members(body).get("models")
    models = [members(model) for model in items(listed)]
    if not any("id" in model and len(OWN_FIELDS & model.keys()) > 1 for model in models):
        raise refuse(page, WHAT, f"no models with id and two of {', '.join(sorted(OWN_FIELDS))}")
    problems: list[str] = []
    grids = data_grids(models, "api", problems)
    offers = text_models(offers_in(grids, Layout(currency="USD", unit=Unit("token")), problems), problems)
    return validate_offers(page, [o for o in offers if _is_per_token(o, problems)], problems, SOURCE.must_have)


def _is_per_token(offer: PageOffer, problems: list[str]) -> bool:
    if max(offer.input_per_mtok or 0, offer.output_per_mtok or 0) <= DEAREST:
        return True
    problems.append(f"{offer.model}: left out, too high for a price per token; has the unit of the list changed?")
    return False


SOURCE = PriceSource(
    name="cerebras",
    urls=(
        "https://www.cerebras.ai/pricing",
        "https://inference-docs.cerebras.ai/models/overview",
        "https://api.cerebras.ai/public/v1/models",
    ),
    signature=(r"\bcerebras\b", ENGLISH),
    must_have=(r"llama|qwen|gpt[- ]oss|deepseek|glm|gemma|kimi",),
    read=read,
)
