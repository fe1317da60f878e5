"""Collecting one release: its file, or its repository's listing and then every run log that is not stored yet."""

from __future__ import annotations

from collections.abc import Sequence

from assets.capture.collect import Attempt, LiveSource
from assets.capture.keep import read_body
from assets.capture.session import CaptureSettings, capture_files, capture_live
from assets.capture.stored import page_captures
from assets.hardware.listing import files_of
from assets.hardware.sources import is_of_logs
from warehouse.errors import TokenfallError
from warehouse.store import Writer


def collect_releases(warehouse: Writer, settings: CaptureSettings, sources: Sequence[LiveSource]) -> list[Attempt]:
    """Capture these sources once, and the files that their listings name.

    Returns:
        Every attempt, with its outcome.
    """
    attempts = capture_live(warehouse, settings, sources)
    for source in sources:
        if is_of_logs(source.source):
            attempts += _capture_logs(warehouse, settings, source)
    return attempts


def _capture_logs(warehouse: Writer, settings: CaptureSettings, source: LiveSource) -> list[Attempt]:
    listings = page_captures(warehouse.connection, "source = ? AND url = ? AND counts", [source.source, source.url])
    if not listings:
        return []
    try:
        files = files_of(source, read_body(listings[-1], warehouse.home.captures))
    except TokenfallError as error:
        return [Attempt(source.source, source.url, settings.clock.now(), "failed", str(error))]
    return capture_files(warehouse, settings, files)
