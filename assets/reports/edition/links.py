"""The name of an edition and the addresses of its files: relative, or absolute where the site's address is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from warehouse.errors import TokenfallError

HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
"""Hosts that a tag URI may name (RFC 4151)."""
AUTHORITY = "tokenfall.invalid"
"""The authority of tag URIs where no address is known; `.invalid` belongs to nobody (RFC 2606)."""
TAG_YEAR = 2026
"""The year in which the tags were first given: part of every tag, and never changed."""


@dataclass(frozen=True)
class EditionLinks:
    """Addresses in one edition.

    Attributes:
        name: The name of the edition's folder, such as `2026-11-25` or `2026-11-25-2`.
        as_of: The date whose knowledge the edition holds.
        base_url: The address of the whole site, which ends in a slash; empty where it is not known.
        pdf: Whether the edition has the brief as a PDF.
    """

    name: str
    as_of: date
    base_url: str = ""
    pdf: bool = False

    @property
    def permalink(self) -> str:
        """The absolute address of the edition; empty where the site's address is not known."""
        return f"{self.base_url}editions/{self.name}/" if self.base_url else ""

    @property
    def all_editions(self) -> str:
        """The address of the list of editions; a relative one leaves the edition's folder."""
        return f"{self.base_url}editions/" if self.base_url else "../index.html"

    @property
    def feed(self) -> str:
        """The address of the feed that goes on: the site's, or else the file beside the page."""
        return f"{self.base_url}feed.xml" if self.base_url else "feed.xml"

    def url(self, file: str) -> str:
        """Return the address of a file of this edition."""
        return f"{self.permalink}{file}"

    def edition(self, name: str) -> str:
        """Return the address of the page of an edition, which may be another one."""
        return f"{self.base_url}editions/{name}/" if self.base_url else f"../{name}/index.html"

    def tag(self, path: str) -> str:
        """Return the tag URI of a thing (RFC 4151); it stays the same as long as the site's host does.

        >>> EditionLinks("2026-11-25", date(2026, 11, 25), "https://fall.example/a/").tag("edition/2026-11-25")
        'tag:fall.example,2026:tokenfall/edition/2026-11-25'
        """
        host = urlsplit(self.base_url).hostname or ""
        return f"tag:{host if HOST_NAME.fullmatch(host) else AUTHORITY},{TAG_YEAR}:tokenfall/{path}"


def parse_base_url(text: str, variable: str) -> str:
    """Return the address of a site with a slash at its end; empty for an empty text.

    Args:
        text: The address, such as `https://example.org/tokenfall`.
        variable: The name of the setting, for the message.

    Raises:
        TokenfallError: The text is no http or https address, or has a query, a fragment, a user, or characters that
            an address cannot hold.
    """
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        is_address = False
    else:
        is_address = is_address and not (parts.query or parts.fragment or parts.username or parts.password)
    if not is_address or not re.fullmatch(r"[A-Za-z0-9._~:/%\[\]@!$&'()*+,;=-]+", text):
        # Without the text, which may hold the password that it should not.
        raise TokenfallError(
            f"{variable} is not the address of a site: give an http or https address "
            "without query, fragment or user, such as https://example.org/tokenfall"
        )
    return f"{text.rstrip('/')}/"
