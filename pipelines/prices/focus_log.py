"""A usage log in the columns of FOCUS 1.4 (FinOps Open Cost and Usage Specification)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipelines.output import plain
from pipelines.prices.usage import EXACT, BadCell, Cost, Tokens, Unpriced, Usage, read_amount, read_day
from warehouse.errors import TokenfallError

KNOWN = (
    *("ChargePeriodStart", "ServiceProviderName", "ProviderName", "x_Model", "SkuId", "x_Tier"),
    *("ChargeCategory", "ChargeClass", "BillingCurrency", "SkuMeter", "ConsumedQuantity", "ConsumedUnit"),
    *("x_InputTokens", "x_CachedTokens", "x_OutputTokens"),
)
"""The columns that are read. ProviderName is the name of ServiceProviderName before FOCUS 1.3."""
OWN_TOKENS = ("x_InputTokens", "x_CachedTokens", "x_OutputTokens")
PRICING = ("ListUnitPrice", "ListCost", "PricingQuantity", "PricingUnit", "PricingCurrency", "BillingCurrency")
"""Columns of FOCUS that are filled together, where a row has none of them yet."""
ADDED = (
    *("x_InputCost", "x_CachedInputCost", "x_OutputCost", "x_TotalListCost"),
    *("x_PricedAs", "x_PriceValidFrom", "x_PriceSourceUrl", "x_UnpricedBecause"),
)
BLOCK = "1000000 Tokens"
UNIT = re.compile(r"(?P<block>\d+)?\s*(?P<scale>k|thousand|m|million)?\s*tok(?:en)?s?", re.IGNORECASE)
SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
METERS = {
    "input": frozenset({"input", "prompt", "uncached"}),
    "cached": frozenset({"cached", "cache"}),
    "output": frozenset({"output", "completion", "generated"}),
}
NEUTRAL = frozenset({"token", "tokens", "text", "read", "reads", "hit", "hits", "usage"})
"""Words of a meter that do not change what is measured; any other word makes the meter unknown."""


class FocusLog:
    """Reads the FOCUS columns of a row, and adds its list cost."""

    def __init__(self, header: Sequence[str]) -> None:
        """Note where the columns are; those of FOCUS that are missing are added, and own ones after them.

        Raises:
            TokenfallError: There is no model, or an own column is there already.
        """
        if "SkuId" not in header and "x_Model" not in header:
            raise TokenfallError("the header has neither SkuId nor x_Model, which names the model: add x_Model")
        if present := [name for name in ADDED if name in header]:
            raise TokenfallError(f"column {present[0]} is there already: rename it, for it would be added")
        self.header = [*header, *(name for name in PRICING if name not in header), *ADDED]
        self._places = {name: header.index(name) for name in KNOWN if name in header}
        self._pricing = {name: self.header.index(name) for name in PRICING}
        self._width = len(self.header) - len(ADDED)

    def read(self, cells: Sequence[str]) -> Usage | Unpriced:
        """Return what a row used, or why it cannot be priced."""
        row = {name: cells[place].strip() for name, place in self._places.items()}
        model = row.get("x_Model") or row.get("SkuId", "")
        if (category := row.get("ChargeCategory") or "Usage") != "Usage":
            return Unpriced("not usage", f"ChargeCategory {category} is not Usage")
        if not model:
            return Unpriced("no model", "SkuId and x_Model are empty")
        try:
            tokens = _read_tokens(row, model)
            at = read_day("ChargePeriodStart", row["ChargePeriodStart"])
        except BadCell as error:
            return Unpriced("unreadable cell", str(error))
        seller = row.get("ServiceProviderName") or row.get("ProviderName") or None
        return Usage(tokens, model, seller, row.get("x_Tier") or None, at)

    def write(self, cells: Sequence[str], cost: Cost | Unpriced) -> list[str]:
        """Return a row with its list cost; cells that hold something stay as they are."""
        written = [*cells, *[""] * (self._width - len(cells))]
        if isinstance(cost, Unpriced):
            return [*written, *[""] * (len(ADDED) - 1), cost.reason]
        currency = written[self._pricing["BillingCurrency"]].strip()
        filled = [name for name, place in self._pricing.items() if written[place].strip() and name != "BillingCurrency"]
        if not filled and currency in {"", "USD"}:
            for name, cell in _pricing(cost).items():
                written[self._pricing[name]] = plain(cell)
        price = cost.price
        own = (cost.input.usd, cost.cached.usd, cost.output.usd, cost.total_usd)
        origin = (price["provider_model_id"], price["valid_from"], price["source_url"], None)
        return [*written, *map(plain, (*own, *origin))]


def _read_tokens(row: dict[str, str], model: str) -> Tokens:
    signed = row.get("ChargeClass") == "Correction"
    meter = row.get("SkuMeter", "")
    if not meter and any(row.get(name) for name in OWN_TOKENS):
        return Tokens(*(read_amount(name, row.get(name, ""), signed=signed) for name in OWN_TOKENS))
    unit = UNIT.fullmatch(row.get("ConsumedUnit", ""))
    if unit is None:
        raise BadCell(f"ConsumedUnit {row.get('ConsumedUnit', '')!r} is not a unit of tokens")
    if not row.get("ConsumedQuantity"):
        raise BadCell("ConsumedQuantity is empty")
    quantity = read_amount("ConsumedQuantity", row.get("ConsumedQuantity", ""), signed=signed)
    block = Decimal(unit["block"] or 1) * SCALES.get((unit["scale"] or "").lower(), 1)
    return Tokens(**{_kind_of(meter, model): EXACT.multiply(quantity, block)})


def _kind_of(meter: str, model: str) -> str:
    """Return which tokens a meter counts; the model's name in it is ignored."""
    words = frozenset(re.findall(r"[a-z]+", meter.casefold().replace(model.casefold(), " ")))
    kinds = [kind for kind, names in METERS.items() if words & names]
    if kinds == ["input", "cached"]:
        kinds = ["cached"]
    if len(kinds) != 1 or words - NEUTRAL - frozenset().union(*METERS.values()):
        raise BadCell(f"SkuMeter {meter!r} is not one of input, cached input or output tokens")
    return kinds[0]


def _pricing(cost: Cost) -> dict[str, object]:
    """Return the columns of FOCUS: unit and unit price only of a row with one kind of tokens."""
    charges = [charge for charge in (cost.input, cost.cached, cost.output) if charge.tokens]
    cells: dict[str, object] = {"ListCost": cost.total_usd, "PricingCurrency": "USD", "BillingCurrency": "USD"}
    if len(charges) == 1:
        quantity = charges[0].tokens.scaleb(-6, EXACT)
        cells |= {"ListUnitPrice": charges[0].usd_per_mtok, "PricingQuantity": quantity, "PricingUnit": BLOCK}
    return cells
