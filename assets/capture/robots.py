"""The rules of a host's robots.txt (RFC 9309), requested once per host and cached for at most a day.

`fetch.py` passes the function that requests the file and returns its status and bytes.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from assets.capture.guard import Target
from assets.capture.policy import PRODUCT, CaptureFailed, Clock

PARSED_BYTES = 500 * 1024
"""Bytes of the file that are read (RFC 9309, section 2.5: at least 500 KiB)."""
REMEMBERED = timedelta(days=1)
USER_AGENT_LINE = re.compile(r"^(\s*user[- ]?agent\s*:?\s*)([^\s#:]\S*)(.*)$", re.IGNORECASE)
PRODUCT_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)

Ask = Callable[[Target], tuple[int, bytes]]
"""Status and body of a host's robots.txt; CaptureFailed when there was no answer."""


@dataclass(frozen=True)
class RobotsRules:
    """The rules of a robots.txt for tokenfall; `closed` is the reason why nothing may be requested, if there is one."""

    parsed: Protego | None = None
    closed: str | None = None

    def allows(self, url: str) -> bool:
        """Return whether this URL of the host may be requested."""
        return self.closed is None and (self.parsed is None or self.parsed.can_fetch(url, PRODUCT))

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the host asks for; 0 when it does not."""
        return float(self.parsed.crawl_delay(PRODUCT) or 0.0) if self.parsed else 0.0


def read_robots(body: bytes) -> RobotsRules:
    """Return the rules of a robots.txt; a line cut off by the size limit is left out."""
    if len(body) > PARSED_BYTES:
        body = body[:PARSED_BYTES].rpartition(b"\n")[0]
    text = body.decode("utf-8-sig", errors="replace")
    return RobotsRules(parsed=Protego.parse("\n".join(_name_exactly(line) for line in text.splitlines())))


def rules_from_answer(target: Target, ask: Ask) -> RobotsRules:
    """Return the rules by status: 2xx is parsed, 4xx allows everything, anything else allows nothing.

    More than five redirects count as 4xx (RFC 9309, section 2.3.1.2).
    """
    try:
        status, body = ask(target)
    except CaptureFailed as error:
        if error.status is None or not 300 <= error.status < 500:
            return RobotsRules(closed=f"its robots.txt cannot be read ({error})")
        status, body = error.status, b""
    return read_robots(body) if 200 <= status < 300 else RobotsRules()


class RobotsCache:
    """The rules of every host requested so far, shared by all threads of a run."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[datetime, RobotsRules]] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def rules_of(self, target: Target) -> RobotsRules:
        """Return the rules of the target's host, requested again when they are a day old."""
        where = f"{target.scheme}://{target.authority}"
        with self._locks[where]:
            known = self._known.get(where)
            if known is None or self._clock.now() - known[0] >= REMEMBERED:
                known = (self._clock.now(), rules_from_answer(target, self._ask))
                self._known[where] = known
            return known[1]


def _name_exactly(line: str) -> str:
    """Protego applies `User-agent: token` to tokenfall; RFC 9309 compares whole product tokens, without version."""
    match = USER_AGENT_LINE.match(line)
    if not match or match[2] == "*":
        return line
    token = PRODUCT_TOKEN.match(match[2])
    ours = token is not None and token[0].lower() == PRODUCT
    return f"{match[1]}{PRODUCT if ours else 'another-robot'}"
