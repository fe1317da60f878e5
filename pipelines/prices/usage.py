"""What one row of a usage log used, what it cost at list prices, or why it has no cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pipelines.prices.lookup import PriceQuestion, find_prices
from pipelines.prices.names import TIERS, Catalogue
from pipelines.prices.sellers import find_seller
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

ZERO = Decimal(0)
EXACT = Context(prec=60)
"""Enough digits for the product of any number of tokens and any price."""


@dataclass(frozen=True)
class Tokens:
    """Tokens of one row: input read afresh, input read from the seller's cache, and output."""

    input: Decimal = ZERO
    cached: Decimal = ZERO
    output: Decimal = ZERO


@dataclass(frozen=True)
class Usage:
    """The tokens of one row, and what the row says of where and when; None where it does not say."""

    tokens: Tokens
    model: str
    seller: str | None
    tier: str | None
    at: date | None


@dataclass(frozen=True)
class Unpriced:
    """Why a row has no cost: in a word or two, which are counted, and in a sentence about the row."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Charge:
    """Tokens of one kind, their price in USD per million, and their cost."""

    tokens: Decimal
    usd_per_mtok: Decimal

    @property
    def usd(self) -> Decimal:
        """Return the exact cost."""
        return EXACT.multiply(self.tokens, self.usd_per_mtok).scaleb(-6, EXACT)


@dataclass(frozen=True)
class Cost:
    """What one row cost at a list price, by kind of tokens."""

    price: Row
    input: Charge
    cached: Charge
    output: Charge

    @property
    def total_usd(self) -> Decimal:
        """Return the cost of all tokens."""
        return EXACT.add(EXACT.add(self.input.usd, self.cached.usd), self.output.usd)


@dataclass(frozen=True)
class Defaults:
    """What counts for rows that do not say it themselves."""

    seller: str | None
    tier: str
    at: date | None


class BadCell(ValueError):
    """A cell that cannot be read; the message names the column and the cell."""


def read_amount(column: str, cell: str, *, signed: bool = False) -> Decimal:
    """Return the number in a cell, 0 for an empty one.

    Raises:
        BadCell: The cell is not a number, or a negative one where `signed` is false.
    """
    try:
        amount = Decimal(cell or "0")
    except InvalidOperation:
        raise BadCell(f"{column} {cell!r} is not a number") from None
    if not amount.is_finite() or abs(amount.adjusted()) > 18 or (amount < 0 and not signed):
        raise BadCell(f"{column} {cell!r} is not a number of tokens")
    return amount


def read_day(column: str, cell: str) -> date | None:
    """Return the date in UTC of a date or time in ISO 8601, None for an empty cell; BadCell for any other text."""
    if not cell:
        return None
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise BadCell(f"{column} {cell!r} is not a date of the form YYYY-MM-DD, or a time of ISO 8601") from None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def cost_of(tokens: Tokens, price: Row) -> Cost:
    """Return the cost of tokens at a price in USD per million.

    A seller that lists no price of cached input charges that of input for it, as everywhere in this project.
    """
    fresh, cached = price["input_usd_per_mtok"], price["cached_input_usd_per_mtok"]
    return Cost(
        price,
        Charge(tokens.input, fresh),
        Charge(tokens.cached, fresh if cached is None else cached),
        Charge(tokens.output, price["output_usd_per_mtok"]),
    )


class UsagePricer:
    """Prices the rows of a usage log, a batch at a time.

    Attributes:
        connection: The published file.
        catalogue: The names of all models and sellers.
        defaults: What counts for rows that do not say it.
        known: Only what was known on this date is used.
        today: The last date that a row may have.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, defaults: Defaults, known: date, today: date
    ) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self.defaults = defaults
        self.known = known
        self.today = today
        self._places: dict[tuple[str, str | None], tuple[tuple[str, ...], str] | Unpriced] = {}

    def price(self, usages: Sequence[Usage | Unpriced]) -> list[Cost | Unpriced]:
        """Return the cost of each usage, or why it has none."""
        questions = [usage if isinstance(usage, Unpriced) else self._question(usage) for usage in usages]
        asked = dict.fromkeys(question for question in questions if isinstance(question, PriceQuestion))
        prices = find_prices(self.connection, asked, self.known)
        return [
            question if isinstance(question, Unpriced) else self._cost(usage, question, prices.get(question, []))
            for usage, question in zip(usages, questions, strict=True)
        ]

    def _question(self, usage: Usage) -> PriceQuestion | Unpriced:
        seller, at = usage.seller or self.defaults.seller, usage.at or self.defaults.at
        key = usage.model, seller
        if key not in self._places:
            self._places[key] = self._find_place(*key)
        place = self._places[key]
        if isinstance(place, Unpriced):
            return place
        tier = usage.tier or self.defaults.tier
        if tier not in TIERS:
            return Unpriced("unknown tier", f"tier {tier!r} is unknown")
        if at is None:
            return Unpriced("no date", "there is no date")
        if at > self.today:
            return Unpriced("future date", f"{at} is in the future")
        models, sold_by = place
        return PriceQuestion(usage.model, models, sold_by, tier, at)

    def _find_place(self, model: str, name: str | None) -> tuple[tuple[str, ...], str] | Unpriced:
        """Return the models that a name means and the id of the seller, the maker where none is named."""
        seller = find_seller(name, self.catalogue.sellers) if name else None
        if name and seller is None:
            return Unpriced("unknown seller", f"seller {name!r} is unknown")
        models = self.catalogue.models_named(model, seller)
        if not models:
            return Unpriced("unknown model", f"model {model!r} is unknown")
        if len(models) > 1 and self.catalogue.is_alias(model):
            return Unpriced("ambiguous model", f"model {model!r} is an alias of {', '.join(models)}")
        seller = seller or self.catalogue.maker_of(models)
        if seller is None:
            return Unpriced("no seller", "no seller is given, and the model's maker does not sell it")
        return models, seller

    def _cost(self, usage: Usage | Unpriced, question: PriceQuestion, prices: Sequence[Row]) -> Cost | Unpriced:
        where = f"{question.name} at {question.seller} on {question.at}"
        if isinstance(usage, Unpriced) or not prices:
            return Unpriced("no price then", f"no {question.tier} price of {where}, as known on {self.known}")
        if len(prices) > 1:
            ids = " or ".join(row["provider_model_id"] for row in prices)
            return Unpriced("several prices", f"offers of {where} differ in price: give {ids} as the model")
        return cost_of(usage.tokens, prices[0])
