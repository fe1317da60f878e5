"""The offers of the bundled facts: their prices over time, and which of them a source's name means."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assets.models.facts import AliasRow, ModelLinkRow
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.facts import PriceChangeRow
from assets.prices.feeds.genai_prices import NAME as GENAI_PRICES
from assets.prices.feeds.genai_prices import PROVIDERS
from assets.prices.model_links import links_of_reviews

STANDARD = "standard"
SAME_PRICE = Decimal("0.005")
"""Two prices are the same when both amounts are within this share of each other, as lists round."""


class Offer(NamedTuple):
    """One model at one seller under one id, at the standard tier."""

    provider: str
    model_id: str
    provider_model_id: str


def are_same(ours: tuple[Decimal, Decimal] | None, theirs: tuple[Decimal, Decimal] | None) -> bool:
    """Return whether two prices agree; two ends do."""
    if ours is None or theirs is None:
        return ours is theirs
    return all(abs(a - b) <= a * SAME_PRICE for a, b in zip(ours, theirs, strict=True))


def amounts_of(row: PriceChangeRow) -> tuple[Decimal, Decimal] | None:
    """Return input and output price of a row; None for a withdrawal."""
    if row.input_usd_per_mtok is None or row.output_usd_per_mtok is None:
        return None
    return row.input_usd_per_mtok, row.output_usd_per_mtok


class Timeline:
    """The rows of one offer in the order of their days."""

    def __init__(self, rows: Iterable[PriceChangeRow]) -> None:
        self.rows: list[PriceChangeRow] = sorted(rows, key=lambda row: row.valid_from)
        self._days = [row.valid_from for row in self.rows]

    def place_on(self, day: date) -> int:
        """Return the place of the row in force on a day; -1 before the first."""
        return bisect_right(self._days, day) - 1

    def on(self, day: date) -> PriceChangeRow | None:
        """Return the row in force on a day: a price, a withdrawal, or None before the first."""
        place = self.place_on(day)
        return self.rows[place] if place >= 0 else None

    def after(self, day: date) -> PriceChangeRow | None:
        """Return the next row that begins after a day."""
        place = self.place_on(day) + 1
        return self.rows[place] if place < len(self.rows) else None


def _seller_of(alias: AliasRow) -> str:
    """The seller whose id an alias is: a feed's alias of a seller is that seller's own id."""
    seller = alias.alias_source.removeprefix(f"{GENAI_PRICES}:")
    return PROVIDERS.get(seller, seller)


class OwnOffers:
    """The bundled offers at the standard tier, and the names by which sources may mean them."""

    def __init__(
        self, rows: Sequence[PriceChangeRow], aliases: Sequence[AliasRow], reviewed: Sequence[ModelLinkRow] = ()
    ) -> None:
        grouped: defaultdict[Offer, list[PriceChangeRow]] = defaultdict(list)
        for row in rows:
            if row.tier == STANDARD:
                grouped[Offer(row.provider, row.model_id, row.provider_model_id)].append(row)
        self.timelines: Mapping[Offer, Timeline] = {offer: Timeline(changes) for offer, changes in grouped.items()}
        self._by_id: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
        self._by_model: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
        for offer in self.timelines:
            self._by_id[offer.provider, offer.provider_model_id.casefold()].append(offer)
            self._by_model[offer.provider, offer.model_id].append(offer)
        self._models = {(_seller_of(alias), alias.alias.casefold()): alias.model_id for alias in aliases}
        self._reviewed = links_of_reviews(reviewed)
        self.sellers = {offer.provider for offer in self.timelines}

    def offer_of(self, shown: ShownPrice) -> Offer | None:
        """Return the offer that a source means, which may be new; None where no exact name links it to a model.

        A name is an id of the seller, ignoring case, or an alias. An id that meant several models over time means the
        one on sale that day. A name with reviewed links means what these say, as everywhere. Another name of a model
        that has one id at the seller is that offer.
        """
        name = (shown.provider, shown.seller_id.casefold())
        if links := self._reviewed.get((shown.provider, shown.seller_id)):
            in_force = (link.model_id for link in links if link.holds_on(shown.day))
            return self._offer_of_model(next(in_force, None), shown)
        if offers := self._by_id.get(name):
            return offers[0] if len(offers) == 1 else self._on_sale(offers, shown.day)
        return self._offer_of_model(self._models.get(name), shown)

    def _offer_of_model(self, model_id: str | None, shown: ShownPrice) -> Offer | None:
        """Return the offer of a model that a source means: under the name that it gives, or the only one there is."""
        if model_id is None:
            return None
        same_model = self._by_model.get((shown.provider, model_id), [])
        same_name = [offer for offer in same_model if offer.provider_model_id.casefold() == shown.seller_id.casefold()]
        known = same_name or same_model
        return known[0] if len(known) == 1 else Offer(shown.provider, model_id, shown.seller_id)

    def _on_sale(self, offers: Sequence[Offer], day: date) -> Offer | None:
        for offer in offers:
            row = self.timelines[offer].on(day)
            if row and amounts_of(row):
                return offer
        return None
