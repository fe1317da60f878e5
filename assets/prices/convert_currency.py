"""Offers in US dollars: prices in another currency at the rate of the day on which they were seen."""

from __future__ import annotations

from decimal import Decimal

from assets.prices.price_page import PageOffer, PricePage
from assets.reading.currency import Rate, Rates

Row = dict[str, object]
AMOUNTS = {
    "input_usd_per_mtok": "input_per_mtok",
    "cached_input_usd_per_mtok": "cached_input_per_mtok",
    "output_usd_per_mtok": "output_per_mtok",
}
NATIVE = {
    "native_input_per_mtok": "input_per_mtok",
    "native_cached_input_per_mtok": "cached_input_per_mtok",
    "native_output_per_mtok": "output_per_mtok",
}


def offer_row(provider: str, offer: PageOffer, page: PricePage, rates: Rates, certainty: float | None) -> Row:
    """Return an offer with the columns of `tokenfall parse`: amounts are decimals, None = not stated.

    The native columns are filled only where the currency is not USD.

    Args:
        provider: Our id of the seller.
        offer: The offer, per million tokens in the page's currency.
        page: The page, whose day chooses the exchange rate.
        rates: The exchange rates.
        certainty: The probability that the price is right.

    Raises:
        TokenfallError: No exchange rate of that day is known.
    """
    rate = rates.rate(offer.currency, page.captured_on)
    is_native = offer.currency != "USD"
    return {
        "provider": provider,
        "model": offer.model,
        "tier": offer.tier,
        **{column: _in_usd(getattr(offer, amount), rate) for column, amount in AMOUNTS.items()},
        "currency": offer.currency,
        **{column: getattr(offer, amount) if is_native else None for column, amount in NATIVE.items()},
        "context_from_tokens": offer.context_from_tokens,
        "valid_from": offer.valid_from,
        "valid_to": offer.valid_to,
        "quote": offer.quote,
        "p_correct": certainty,
        "witnesses": offer.witnesses,
    }


def _in_usd(amount: Decimal | None, rate: Rate) -> Decimal | None:
    return None if amount is None else amount if rate.currency == "USD" else rate.to_usd(amount)
