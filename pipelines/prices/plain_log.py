"""A usage log with the plain columns: model, seller, at, tier and numbers of tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.output import plain
from pipelines.prices.usage import BadCell, Cost, Tokens, Unpriced, Usage, read_amount, read_day
from warehouse.errors import TokenfallError

KNOWN = ("model", "seller", "at", "tier", "input_tokens", "cached_tokens", "output_tokens")
"""The columns that are read; only the model and one number of tokens must be there."""
PRICES = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")
ADDED = (
    *PRICES,
    *("input_usd", "cached_input_usd", "output_usd", "total_usd"),
    *("priced_as", "price_valid_from", "price_source_url", "unpriced_because"),
)


class PlainLog:
    """Reads the plain columns of a row, and adds its cost."""

    def __init__(self, header: Sequence[str]) -> None:
        """Note where the columns are.

        Raises:
            TokenfallError: There is no model, no number of tokens, or a column that would be added is there already.
        """
        self._places = {name: header.index(name) for name in KNOWN if name in header}
        if "model" not in self._places or not any(name.endswith("_tokens") for name in self._places):
            raise TokenfallError(
                f"the header needs model and one of {', '.join(KNOWN[-3:])} (or ChargePeriodStart of FOCUS): "
                "rename the columns"
            )
        if present := [name for name in ADDED if name in header]:
            raise TokenfallError(f"column {present[0]} is there already: rename it, for it would be added")
        self.header = [*header, *ADDED]

    def read(self, cells: Sequence[str]) -> Usage | Unpriced:
        """Return what a row used; an unreadable cell is the reason why it has no cost."""
        row = {name: cells[place].strip() for name, place in self._places.items()}
        try:
            if not any(row.get(name) for name in KNOWN[-3:]):
                raise BadCell("no tokens are given")
            tokens = Tokens(*(read_amount(name, row.get(name, "")) for name in KNOWN[-3:]))
            at = read_day("at", row.get("at", ""))
        except BadCell as error:
            return Unpriced("unreadable cell", str(error))
        if not row["model"]:
            return Unpriced("no model", "model is empty")
        return Usage(tokens, row["model"], row.get("seller") or None, row.get("tier") or None, at)

    def write(self, cells: Sequence[str], cost: Cost | Unpriced) -> list[str]:
        """Return a row with its cost."""
        return [*cells, *map(plain, _added(cost).values())]


def _added(cost: Cost | Unpriced) -> Mapping[str, object]:
    blank = dict.fromkeys(ADDED)
    if isinstance(cost, Unpriced):
        return blank | {"unpriced_because": cost.reason}
    amounts = {
        "input_usd": cost.input.usd,
        "cached_input_usd": cost.cached.usd,
        "output_usd": cost.output.usd,
        "total_usd": cost.total_usd,
    }
    origin = {
        "priced_as": cost.price["provider_model_id"],
        "price_valid_from": cost.price["valid_from"],
        "price_source_url": cost.price["source_url"],
    }
    return blank | {name: cost.price[name] for name in PRICES} | amounts | origin
