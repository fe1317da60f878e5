"""Capture live sources: fetch each, compare it with its last good capture, keep the bytes; name a source that fails.

The sources are listed in `sources.py` of prices, of capability and of hardware.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from assets.capture.attempts import CaptureAttempt
from assets.capture.classify import Kind
from assets.capture.fetch import FetchedPage, Fetcher, capture_all, own_fault
from assets.capture.keep import LastCapture, PageCapture, keep, recall, recall_changed, request_for
from assets.capture.policy import CaptureFailed, Clock
from warehouse.errors import TokenfallError

LONGEST_REASON = 500
"""Characters of a reason. A host can make it as long as its headers, by a redirect to a very long address."""
CaptureSchedule = Literal["daily", "once", "asked"]
"""When a source is captured (the column `look`): on every run, until captured once, or only when a user names it."""


@dataclass(frozen=True)
class LiveSource:
    """A page or feed that can be captured.

    `verified` = its reader was tried on a real capture of it. `redirects` are the origins of other hosts that its
    address may lead to, such as a store of large files.
    """

    source: str
    url: str
    kind: Kind
    licence: str
    verified: bool = True
    look: CaptureSchedule = "daily"
    redirects: tuple[str, ...] = ()


def collect(
    sources: Sequence[LiveSource], rows: Sequence[PageCapture], folder: Path, fetcher: Fetcher, clock: Clock
) -> Iterator[CaptureAttempt]:
    """Yield one attempt per source, in their order, once all are fetched.

    Args:
        sources: The sources to capture.
        rows: The captures so far, of any source.
        folder: The folder of the WARC files that keep the bytes.
        fetcher: Fetches under the policy of the run.
        clock: Dates the attempts that failed.
    """
    last_captures = [recall(rows, source.url, folder, before=clock.now()) for source in sources]
    pairs = list(zip(sources, last_captures, strict=True))
    requests = [request_for(source.source, source.url, last) for source, last in pairs]
    for (source, last), outcome in zip(pairs, capture_all(requests, fetcher), strict=True):
        if isinstance(outcome, CaptureFailed):
            yield failed_attempt(source, clock.now(), outcome)
        else:
            changed = recall_changed(rows, source.url, folder, outcome.fetched_at.date())
            yield _keep(source, last, changed, outcome, folder)


def failed_attempt(source: LiveSource, attempted_at: datetime, reason: Exception) -> CaptureAttempt:
    """Return the attempt that brought no capture. Its reason is one short line, whatever the host sent."""
    text = " ".join(str(reason).split())
    short = text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}..."
    return CaptureAttempt(source.source, source.url, attempted_at, "failed", short)


def _keep(
    source: LiveSource, last: LastCapture | None, changed: LastCapture | None, page: FetchedPage, folder: Path
) -> CaptureAttempt:
    try:
        row = keep(page, source.kind, last, folder, changed=changed)
    except CaptureFailed as failed:
        return failed_attempt(source, page.fetched_at, failed)
    except TokenfallError:
        raise  # the folder cannot be written, which concerns every source
    except Exception as error:  # a fault in one source must not lose the captures of the others
        return failed_attempt(source, page.fetched_at, own_fault(source.source, page.url, error))
    unchanged = last is not None and row.capture_sha256 == last.row.capture_sha256
    outcome = "doubted" if row.doubt else "unchanged" if unchanged else "captured"
    return CaptureAttempt(source.source, source.url, page.fetched_at, outcome, row.doubt, row)
