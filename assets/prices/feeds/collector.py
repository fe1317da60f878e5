"""Collect the rows of a feed and apply the common rules: both prices present, neither zero, each offer once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from assets.prices.facts import Tier
from assets.prices.feeds.feed_price import FeedPrice, FeedReading, Omission
from assets.prices.json_body import NotAnAmount, amount, label, per_mtok, quoted

FREE = "a price of zero is absence, not a price"
VARIABLE = "a negative price means a variable price"
ONE_SIDED = "not priced per input and output token"
NAMELESS = "its id or its seller is not a readable name"
RIVALS = "stated more than once with different prices"


@dataclass(frozen=True)
class RawPrice:
    """The three amounts of one price as the feed writes them, for `tokens` tokens; `named` maps their names to them."""

    input: object
    cached: object
    output: object
    tokens: int
    named: dict[str, object]


@dataclass
class FeedCollector:
    """Collects the rows and problems of one feed's body."""

    feed: str
    source_url: str
    rows: list[FeedPrice] = field(default_factory=list)
    problems: list[Omission] = field(default_factory=list)

    def leave_out(self, where: object, reason: str) -> None:
        """Record a price that is left out, and the reason."""
        self.problems.append(Omission(label(where) or repr(where)[:80], reason))

    def add(  # noqa: PLR0913 - the fields of a row
        self,
        seller: object,
        provider: str,
        model: object,
        raw: RawPrice,
        tier: Tier = "standard",
        *,
        context_from_tokens: int | None = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
        source_url: str | None = None,
        linked_id: object = None,
    ) -> None:
        """Add one price as a row, or record why it is left out.

        Args:
            seller: The seller's name in the feed.
            provider: Our id of the seller.
            model: The model's name in the feed.
            raw: The amounts as the feed writes them.
            tier: The tier of the price.
            context_from_tokens: The prompt length above which the price holds.
            starts_on: First day of the price; None = not stated.
            ends_on: First day after the price; None = not stated.
            source_url: The address that the feed states for the price.
            linked_id: The id by which the feed says the model is known elsewhere.
        """
        named, sold_by = label(model), label(seller)
        if named is None or sold_by is None:
            self.leave_out(model, NAMELESS)
            return
        try:
            prices = _prices(raw)
        except NotAnAmount as error:
            self.leave_out(named, f"{tier}: {error}")
            return
        if prices[1] == 0:
            self.leave_out(named, f"{tier}: cached input: {FREE}")
        self.rows.append(
            FeedPrice(
                feed=self.feed,
                seller=sold_by,
                provider=provider,
                model=named,
                tier=tier,
                input_usd_per_mtok=prices[0],
                cached_input_usd_per_mtok=prices[1] or None,
                output_usd_per_mtok=prices[2],
                source_url=source_url or self.source_url,
                quote=f"{named}: {quoted(raw.named)}",
                context_from_tokens=context_from_tokens,
                starts_on=starts_on,
                ends_on=ends_on,
                linked_id=label(linked_id),
            )
        )

    def reading(self) -> FeedReading:
        """Return the collected rows: equal offers once, and no offer that is stated with two different prices."""
        offers: defaultdict[tuple[object, ...], list[FeedPrice]] = defaultdict(list)
        for row in self.rows:
            offers[row.provider, row.model, row.tier, row.context_from_tokens, row.starts_on].append(row)
        agreed = [same[0] if len(same) == 1 else self._one_of(same) for same in offers.values()]
        return FeedReading(tuple(row for row in agreed if row), tuple(self.problems))

    def _one_of(self, same: list[FeedPrice]) -> FeedPrice | None:
        if len({(row.input_usd_per_mtok, row.output_usd_per_mtok) for row in same}) > 1:
            self.leave_out(same[0].model, f"{same[0].tier}: {RIVALS}")
            return None
        cached = {row.cached_input_usd_per_mtok for row in same} - {None}
        if len(cached) > 1:
            self.leave_out(same[0].model, f"{same[0].tier}: cached input: {RIVALS}")
        return replace(same[0], cached_input_usd_per_mtok=cached.pop() if len(cached) == 1 else None)


def _prices(raw: RawPrice) -> tuple[Decimal, Decimal | None, Decimal]:
    asked, cached, given = amount(raw.input), amount(raw.cached), amount(raw.output)
    if asked is None or given is None:
        raise NotAnAmount(ONE_SIDED)
    if min(asked, given, cached or asked) < 0:
        raise NotAnAmount(VARIABLE)
    if 0 in (asked, given):
        raise NotAnAmount(FREE)
    kept = None if cached is None else per_mtok(cached, raw.tokens)
    return per_mtok(asked, raw.tokens), kept, per_mtok(given, raw.tokens)
