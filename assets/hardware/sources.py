"""The registry of hardware releases: benchmarks and lists of GPU rental prices, each declared by one module.

To add a source, write a module in `releases/` that declares a `SOURCE`, put a real file of it into
`tests/hardware/releases/<module>/`, and add the module's name to `NAMES`; a test names what is missing.
"""

from __future__ import annotations

import re
from importlib import import_module

from assets.capture.collect import LiveSource
from assets.hardware.releases.release_source import RELEASE, ReleaseSource
from warehouse.errors import TokenfallError

NAMES = ("epoch_hardware", "inferencex", "mlperf", "rental", "spec_bench", "trtllm")
"""Modules of `releases/` that define a `SOURCE`, in alphabetical order."""

_SOURCES: tuple[ReleaseSource, ...] = tuple(import_module(f"assets.hardware.releases.{name}").SOURCE for name in NAMES)

RELEASES = {source.kind: source for source in _SOURCES}
"""Every source by its kind."""


def release_sources() -> tuple[LiveSource, ...]:
    """Return every file of every source that can be captured, in alphabetical order of their names."""
    files = [file for source in RELEASES.values() for file in source.files]
    return tuple(sorted(files, key=lambda file: file.source))


def source_of(capture: str) -> ReleaseSource:
    """Return the source of a capture: `release/mlperf/v6.1` is of mlperf.

    Raises:
        TokenfallError: No source of that kind is registered.
    """
    kind = capture.removeprefix(RELEASE).split("/")[0]
    if kind not in RELEASES:
        raise TokenfallError(f"{capture}: no reader of the kind {kind}")
    return RELEASES[kind]


def is_of_logs(capture: str) -> bool:
    """Return whether a release is captured file by file, as the listing of its repository names them."""
    return any(capture in source.listings for source in RELEASES.values())


def is_listing(url: str) -> bool:
    """Return whether an address gives the listing of a repository rather than a release's own file."""
    return bool(re.search(r"/git/trees/[0-9a-f]+\?recursive=1$", url))
