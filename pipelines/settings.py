"""Settings from the environment: how live sources are captured, and today's date."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assets.capture.session import CaptureSettings

CONTACT, ALLOW_HTTP, PERMIT_NETWORKS, ARCHIVE = (
    f"TOKENFALL_{name}" for name in ("CONTACT", "ALLOW_HTTP", "PERMIT_NETWORKS", "ARCHIVE")
)
"""Environment variables: contact for site owners; `1` = allow plain http; permitted private networks; archive URL."""


def capture_settings() -> CaptureSettings:
    """Return the settings of live captures: every source, and limits that the environment may lift."""
    from assets.capability.sources import score_sources
    from assets.capture.archive import WAYBACK_MACHINE  # the libraries of the network
    from assets.capture.session import CaptureSettings
    from assets.hardware.sources import release_sources
    from assets.prices.sources import live_sources  # the readers' libraries

    networks = os.environ.get(PERMIT_NETWORKS, "")
    return CaptureSettings(
        sources=(*live_sources(), *score_sources(), *release_sources()),
        contact=os.environ.get(CONTACT) or _maintainers(),
        plain_http=os.environ.get(ALLOW_HTTP) == "1",
        permitted=tuple(part.strip() for part in networks.split(",") if part.strip()),
        archive=os.environ.get(ARCHIVE) or WAYBACK_MACHINE,
    )


def _maintainers() -> str:
    """Return the address in the metadata of the installed package."""
    author = importlib.metadata.metadata("tokenfall")["Author-email"] or ""
    return author.rpartition("<")[2].rstrip(">")


def utc_today() -> dt.date:
    """Return today's date in UTC, for the command line only: all other code receives an as-of date."""
    return dt.datetime.now(dt.UTC).date()
