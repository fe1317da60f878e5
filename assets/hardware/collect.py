"""Capture a release: its file, or its repository's listing and then every run log that is not stored yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource
from assets.capture.keep import PageCapture, read_body
from assets.capture.session import CaptureSettings, capture_files, capture_live
from assets.hardware.listing import files_of
from assets.hardware.sources import is_of_logs
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.store import Writer


def collect_releases(
    warehouse: Writer, settings: CaptureSettings, sources: Sequence[LiveSource]
) -> list[CaptureAttempt]:
    """Capture these sources once, and the files that their listings name.

    Returns:
        Every attempt, with its outcome.
    """
    attempts = capture_live(warehouse, settings, sources)
    for source in sources:
        if is_of_logs(source.source):
            attempts += _capture_logs(warehouse, settings, source)
    return attempts


def _capture_logs(warehouse: Writer, settings: CaptureSettings, source: LiveSource) -> list[CaptureAttempt]:
    listing = {"source": source.source, "url": source.url}
    captures = query.rows(warehouse.connection, Path(__file__).with_name("list_listings.sql"), listing)
    if not captures:
        return []
    try:
        files = files_of(source, read_body(PageCapture.from_row(captures[-1]), warehouse.home.captures))
    except TokenfallError as error:
        return [CaptureAttempt(source.source, source.url, settings.clock.now(), "failed", str(error))]
    return capture_files(warehouse, settings, files)
