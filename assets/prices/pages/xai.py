"""xAI's price page: a table with one row per band of prompt lengths, or the models as data that a script draws.

The data's integers are ten-thousandths of a dollar per million tokens (12500 = $1.25), as the drawn page shows; a '$n'
before them is the framework's mark of a number. All clusters have the same prices, except regional ones, which
cost more: us-east-1 is the base. In 2024 one cell held all prices of a model ('Text input $2.00 Completion $10.00').
Tried on the `.md` page of 2026-09; a model's own page and both shapes of the data are as stored copies show them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assets.prices.pages.columns import is_price_header, role_of
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.embedded import objects_with, script_data
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.money import MoneyError, amounts
from assets.reading.whole_numbers import read_whole

BASE_CLUSTER = "us-east-1"
PER_DOLLAR = Decimal(10_000)
FIELDS = {
    "input": ("promptTextTokenPrice", "promptTextTokenPriceLongContext"),
    "cached": ("cachedPromptTokenPrice", "cachedPromptTokenPriceLongContext"),
    "output": ("completionTextTokenPrice", "completionTokenPriceLongContext"),
}


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not xAI's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    named = re.search(r"\*\*Model name:\*\*\s*`(grok-[\w.-]+)`", text)
    grids = [_upright(_split_prices(grid), named[1] if named else "") for grid in page_grids(text)]
    offers = offers_in(grids, Layout(unit=stated_unit(text)), problems)
    offers += _data_offers(text, problems) if looks_like_html(text) else []
    return validate_offers(page, [offer for offer in offers if _is_grok(offer, problems)], problems, SOURCE.must_have)


def _is_grok(offer: PageOffer, problems: list[str]) -> bool:
    if re.match(r"grok-", offer.model):
        return True
    problems.append(f"{offer.model!r}: left out, not the id of a Grok model")
    return False


def _upright(grid: Grid, model: str) -> Grid:
    """Turn a model's own table (kinds of price down, bands across) into one row per band; keep any other table."""
    labels = [row[0].line for row in grid.rows]
    whole = grid.header_is_whole and not any(cell.missing for row in grid.rows for cell in row)
    if not model or not whole or sum(map(is_price_header, labels)) < 2:
        return grid
    bands = [re.sub(r"\s*\(.*", "", header) for header in grid.columns[1:]]
    units = {match[0] for header in grid.columns[1:] if (match := re.search(r"\(.*\)", header))}
    header = [Cell("Model"), *(Cell(f"{label} {' '.join(units)}") for label in labels)]
    rows = [
        [Cell(f"{model} ({band})" if re.search(r"\d", band) else model), *(row[i] for row in grid.rows)]
        for i, band in enumerate(bands, start=1)
    ]
    return replace(make_grid([header, *rows], 1), path=grid.path, before=grid.before)


def _split_prices(grid: Grid) -> Grid:
    """Split a column of labelled prices ('Text input $2.00 Completion $10.00') into one column per label."""
    at = next((i for i, header in enumerate(grid.columns) if re.search(r"^pric", header, re.I)), None)
    if at is None:
        return grid
    unit = grid.columns[at]
    split = [(row, _labelled(row[at].text)) for row in grid.rows]
    if not any(prices for _, prices in split):
        return grid
    header = [Cell("Model"), *(Cell(f"{role} / {unit}") for role in ("input", "cached", "output"))]
    rows = [
        [row[0], *(Cell(prices.get(role, "")) for role in ("input", "cached", "output"))]
        for row, prices in split
        if not any(cell.missing for cell in row)
    ]
    return replace(make_grid([header, *rows], 1), path=grid.path, before=grid.before)


def _labelled(text: str) -> dict[str, str]:
    try:
        labelled = [(re.split(r"\n|(?:^|\s)-\s", amount.before.strip())[-1], amount) for amount in amounts(text)]
    except MoneyError:
        return {}
    prices: dict[str, str] = {
        role: f"${amount.value}" for label, amount in labelled if (role := role_of(label)) and amount.currency == "USD"
    }
    return prices if len(prices) == sum(bool(role_of(label)) for label, _ in labelled) else {}


def _data_offers(text: str, problems: list[str]) -> list[PageOffer]:
    """The offers of the models that the page carries as data."""
    data = script_data(text)
    clusters = list(objects_with(data, "languageModels"))
    base = [m for c in clusters if c.get("clusterName") == BASE_CLUSTER for m in c["languageModels"]]
    others = [m for c in clusters for m in c["languageModels"]] or list(objects_with(data, "promptTextTokenPrice"))
    names = {model.get("name") for model in base}
    offers: list[PageOffer] = []
    for model in [*base, *(m for m in others if m.get("name") not in names)]:
        try:
            offers += _model_offers(model)
        except (KeyError, ValueError) as error:
            problems.append(f"data of {model.get('name')!r}: left out, {error}")
    return offers


def _model_offers(model: dict) -> list[PageOffer]:
    """Return the standard price of one model, and the price of long prompts if their first length is stated."""
    offers = []
    threshold = int(_number(model, "longContextThreshold") or 0) or None
    for long in range(2 if threshold else 1):
        price = {role: _number(model, fields[long]) for role, fields in FIELDS.items()}
        if not price["input"] or not price["output"]:
            continue
        quote = ", ".join(
            f"{fields[long]}: {model[fields[long]]}" for fields in FIELDS.values() if fields[long] in model
        )
        offers.append(
            PageOffer(
                str(model["name"]), "long-context" if long else "standard", "USD", price["input"] / PER_DOLLAR,
                price["cached"] / PER_DOLLAR if price["cached"] else None, price["output"] / PER_DOLLAR,
                quote, threshold if long else None, witness="data",
            )
        )  # fmt: skip
    return offers


def _number(model: dict, field: str) -> Decimal | None:
    written = re.sub(r"^\$n", "", str(model.get(field) or ""))
    if written and read_whole(written) is None:
        raise ValueError(f"{field} is {written!r}")
    return Decimal(written) if written else None


SOURCE = PriceSource(
    name="xai",
    urls=(
        "https://docs.x.ai/developers/pricing",
        "https://docs.x.ai/developers/pricing.md",
        "https://docs.x.ai/developers/models",
    ),
    signature=(r"(?<![\w-])x\.ai\b|\bxai\b|^(?:title|models) grok\b", ENGLISH),
    must_have=(r"^grok-",),
    read=read,
    verified=True,
    aliases=("x-ai", "x.ai", "grok"),
)
