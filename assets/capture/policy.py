"""The limits of captures (which hosts, how often, how long, how much), and the error of a failed capture.

The command line builds the Policy from the environment and configuration.
"""

from __future__ import annotations

import math
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from warehouse.errors import TokenfallError

PRODUCT = "tokenfall"
"""The product token that a robots.txt may name (RFC 9309, section 2.2.1)."""
VERSION = "0.1"
MEBIBYTE = 1024 * 1024


class CaptureFailed(TokenfallError):
    """One source could not be captured; the message is the one-line reason.

    `status` is the last HTTP status, if there was an answer. `transient` says that the host itself failed (429, 5xx,
    time-outs, broken connections), so that further requests to it would fail too.
    """

    def __init__(self, message: str, *, status: int | None = None, transient: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.transient = transient


@dataclass(frozen=True)
class Policy:
    """The limits of captures.

    `hosts` are exact names, `example.org`, or `example.org:8443` where the port is not the scheme's own. `contact` is
    an address or URL for the people whose pages are read. `permitted` are networks that may be reached although they
    are not public; none unless a test or a user names one.
    """

    hosts: frozenset[str]
    contact: str
    plain_http: bool = False
    permitted: tuple[IPv4Network | IPv6Network, ...] = ()
    ca_bundle: Path | None = None
    rest_seconds: float = 5.0
    """Pause of a host between the end of one request and the start of the next."""
    total_seconds: float = 30.0
    """One request, from the connection to the last byte of the body."""
    idle_seconds: float = 10.0
    """Longest silence within a request, and longest wait for a connection."""
    body_bytes: int = 10 * MEBIBYTE
    unpacked_bytes: int = 20 * MEBIBYTE
    redirects: int = 5
    tries: int = 3
    backoff_seconds: float = 4.0
    """Before try n + 1 the pause is drawn evenly from 0 to this times 2 to the power n - 1 (full jitter)."""
    longest_wait_seconds: float = 120.0
    """A host that asks for a longer pause (Retry-After, crawl-delay) gets no further request in this run."""
    run_seconds: float = math.inf
    """From the start of a run to its last request: what bounds a run in which many hosts are slow but none fails."""

    def __post_init__(self) -> None:
        """Refuse a policy without an honest contact: it goes into the User-Agent of every request."""
        if not re.fullmatch(r"[\x21-\x27\x2a-\x7e]{3,200}", self.contact):
            raise TokenfallError(
                f"the capture contact {self.contact!r} is not an address or URL in plain ASCII without spaces or "
                "brackets: set one that a site's owner can write to"
            )

    @property
    def user_agent(self) -> str:
        """The User-Agent: the name of this software and the contact for site owners."""
        return f"{PRODUCT}/{VERSION} (+{self.contact})"


def utc_now() -> datetime:
    """Return the present in UTC, without a zone, as the warehouse stores times."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Clock:
    """The clock of captures; tests pass one that does not sleep."""

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: random.Random = field(default_factory=random.Random)
    """Random source for the jitter of pauses."""
