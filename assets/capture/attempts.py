"""One attempt to capture a live source, as a row of raw_page_attempt. Imports no network library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assets.capture.keep import PageCapture


@dataclass(frozen=True)
class CaptureAttempt:
    """The outcome of an attempt: `captured` (new bytes), `unchanged`, `doubted` (kept, but not counted) or `failed`.

    `reason` says why it failed or does not count; `row` is the capture, where there is one.
    """

    source: str
    url: str
    attempted_at: datetime
    outcome: str
    reason: str | None
    row: PageCapture | None = None

    @property
    def key(self) -> tuple[str, str, datetime]:
        """What tells an attempt from every other one."""
        return self.source, self.url, self.attempted_at
