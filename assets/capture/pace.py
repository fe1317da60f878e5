"""Limit the requests to a host: one at a time, a pause after each, and longer pauses when the host asks for them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from assets.capture.policy import CaptureFailed, Clock, Policy


@dataclass
class _HostQueue:
    rest: float
    not_before: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


class Pace:
    """The turns of every host, shared by all threads of a run."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._lanes: dict[str, _HostQueue] = {}
        self._guard = threading.Lock()
        self._end = clock.monotonic() + policy.run_seconds

    @contextlib.contextmanager
    def turn(self, authority: str) -> Generator[None]:
        """Wait until this host may be asked, and keep every other request to it waiting until the block ends.

        Raises CaptureFailed, without waiting, when the host has asked for a longer pause than the policy allows for, or
        when its turn would come after the time of the run.
        """
        lane = self._lane(authority)
        with lane.lock:
            self._wait(lane, authority)
            try:
                yield
            finally:
                self.hold(authority, lane.rest)

    def hold(self, authority: str, seconds: float) -> None:
        """Send this host no request for a number of seconds from now."""
        lane = self._lane(authority)
        with self._guard:
            lane.not_before = max(lane.not_before, self._clock.monotonic() + seconds)

    def slow_down(self, authority: str, seconds: float) -> None:
        """Pause at least `seconds` between requests to this host from now on (crawl-delay)."""
        lane = self._lane(authority)
        with self._guard:
            lane.not_before += max(0.0, seconds - lane.rest)
            lane.rest = max(lane.rest, seconds)

    def _lane(self, authority: str) -> _HostQueue:
        with self._guard:
            return self._lanes.setdefault(authority, _HostQueue(self._policy.rest_seconds))

    def _wait(self, lane: _HostQueue, authority: str) -> None:
        pause = lane.not_before - self._clock.monotonic()
        if pause > max(self._policy.longest_wait_seconds, self._policy.rest_seconds):
            raise CaptureFailed(f"{authority} asks for a pause of {pause:.0f} s: run again later", transient=True)
        if self._clock.monotonic() + max(0.0, pause) > self._end:
            over = f"this run has captured for {self._policy.run_seconds:.0f} s: the next run goes on"
            raise CaptureFailed(f"{authority} is not requested: {over}")
        if pause > 0:
            self._clock.sleep(pause)


def retry_after(value: str | None, now: datetime) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110, section 10.2.3: seconds or a date); 0 when unreadable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if until.tzinfo is not None:
        until = until.astimezone(UTC).replace(tzinfo=None)
    return max(0.0, (until - now).total_seconds())
