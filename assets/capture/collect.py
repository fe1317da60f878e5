"""One look at every live source: fetch, compare with the last good capture, keep; a source that fails is named.

Which sources there are is not known here: `sources.py` of prices and of hardware list them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from assets.capture.classify import Kind
from assets.capture.fetch import Fetched, Fetcher, capture_all
from assets.capture.keep import Last, PageCapture, keep, recall, want
from assets.capture.policy import CaptureFailed, Clock

Look = Literal["daily", "once", "asked"]
"""When a source is looked at: with every look at all, until it was captured, or only when it is named."""


@dataclass(frozen=True)
class LiveSource:
    """A page or feed that can be captured; `verified` = its reader was tried on a real capture of it."""

    source: str
    url: str
    kind: Kind
    licence: str
    verified: bool = True
    look: Look = "daily"


@dataclass(frozen=True)
class Attempt:
    """What one look brought: `captured` (new bytes), `unchanged`, `doubted` (kept, but not counted) or `failed`."""

    source: str
    url: str
    attempted_at: datetime
    outcome: str
    reason: str | None
    row: PageCapture | None = None


def collect(
    sources: Sequence[LiveSource], rows: Sequence[PageCapture], folder: Path, fetcher: Fetcher, clock: Clock
) -> Iterator[Attempt]:
    """One attempt per source, its bytes kept in the WARC files of `folder`; `rows` are the captures so far."""
    lasts = [recall(rows, one.url, folder, before=clock.now()) for one in sources]
    wanted = [want(one.source, one.url, last) for one, last in zip(sources, lasts, strict=True)]
    for one, last, outcome in zip(sources, lasts, capture_all(wanted, fetcher), strict=True):
        yield _keep(one, last, outcome, folder, clock)


def _keep(one: LiveSource, last: Last | None, outcome: Fetched | CaptureFailed, folder: Path, clock: Clock) -> Attempt:
    if isinstance(outcome, CaptureFailed):
        return Attempt(one.source, one.url, clock.now(), "failed", str(outcome))
    try:
        row = keep(outcome, one.kind, last, folder)
    except CaptureFailed as failed:
        return Attempt(one.source, one.url, outcome.fetched_at, "failed", str(failed))
    unchanged = last is not None and row.capture_sha256 == last.row.capture_sha256
    said = "doubted" if row.doubt else "unchanged" if unchanged else "captured"
    return Attempt(one.source, one.url, outcome.fetched_at, said, row.doubt, row)
