"""A price page, its offers with the names and currency of the page, and the refusal of a page.

`core_model_link` links names to models, and `find_captured_offers.sql` converts amounts to US dollars.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assets.prices.facts import Tier
from warehouse.errors import TokenfallError


class PageRefused(TokenfallError):
    """The page is not what its reader expects; nothing may be read from it."""


class OtherPage(PageRefused):
    """The page is another seller's, or in another language.

    Attributes:
        fault: What is wrong with the page.
        identity: What the page states about itself.
    """

    def __init__(self, fault: str, identity: str) -> None:
        super().__init__(f"{fault}; look at it, then repair its reader")
        self.fault = fault
        self.identity = identity


@dataclass(frozen=True)
class PricePage:
    """Bytes of one page or feed, the day on which they were online, and the name (file or URL) for messages."""

    body: bytes
    captured_on: date
    name: str = ""


@dataclass(frozen=True)
class PageOffer:
    """One price of one model at one tier: amounts per million tokens in `currency` as written, None = not stated.

    `valid_from` is inclusive and `valid_to` exclusive; both are None unless the page states dates. `quote` is the cell
    text that the amounts came from. `context_from_tokens` is the prompt length from which this price holds.
    `linked_id` is the seller's own id of the model where the page links to it. `witness` names the part of the page
    that states the price (`page` = what readers see, `data` = what its scripts hold); several that agree are joined by
    `+`.
    """

    model: str
    tier: Tier
    currency: str
    input_per_mtok: Decimal | None
    cached_input_per_mtok: Decimal | None
    output_per_mtok: Decimal | None
    quote: str
    context_from_tokens: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    linked_id: str | None = None
    witness: str = "page"

    @property
    def witnesses(self) -> int:
        """How many parts of the page state this price."""
        return len(self.witness.split("+"))


@dataclass(frozen=True)
class PageReading:
    """The offers that a reader is sure of, and one line for each row or table it left out, with the reason.

    A page that is not the expected page, or that lacks its must-have models, gives no PageReading but a `PageRefused`.
    `price_cells_seen` counts the prices of tokens that the page shows, `price_cells_used` those that are in an offer;
    None = not counted yet (see `price_cells.py`).
    """

    offers: tuple[PageOffer, ...]
    problems: tuple[str, ...] = ()
    price_cells_seen: int | None = None
    price_cells_used: int | None = None

    @property
    def coverage(self) -> float | None:
        """Used price cells as a share of those seen; None where there are none, or none were counted."""
        return None if not self.price_cells_seen else (self.price_cells_used or 0) / self.price_cells_seen
