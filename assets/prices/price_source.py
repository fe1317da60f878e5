"""The declaration of one provider's price pages; `pages/registry.py` lists all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assets.prices.price_page import PageReading, PricePage


@dataclass(frozen=True)
class PriceSource:
    """One provider's price pages: their addresses, the patterns that identify them, and their reader.

    Attributes:
        name: The provider's id, as in the tables.
        urls: Addresses of its price pages; every one is captured as a live source of its own.
        signature: Regular expressions for whose page it is and in which language; each matches a line of what the page
            states about itself (`pages/identity.py`). Member names where the page is JSON. A page that lacks one is
            refused: it is another page.
        read: Returns the offers of one page, or raises PageRefused.
        must_have: Regular expressions; each matches the name of a model that every one of its pages prices.
        verified: Whether `read` was tried on a stored capture of a real page.
        aliases: Other names that users may call the provider by.
        twin_of: The provider that is the same company's platform for another country: same models, other prices.
    """

    name: str
    urls: tuple[str, ...]
    signature: tuple[str, ...]
    read: Callable[[PricePage], PageReading]
    must_have: tuple[str, ...] = ()
    verified: bool = False
    aliases: tuple[str, ...] = ()
    twin_of: str | None = None
