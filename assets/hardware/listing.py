"""Turn the listing of a repository into the files of a release of run logs, as sources that can be captured."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from assets.capture.classify import Kind
from assets.capture.collect import LiveSource
from assets.hardware.releases.release_source import RAW
from warehouse.errors import TokenfallError

LOG = re.compile(
    r"(?P<home>(?:closed|network)/[^/]+)/results/(?P<system>[^/]+)/(?P<benchmark>[^/]+)/"
    r"(?P<scenario>offline|server|interactive)/performance/run_1/mlperf_log_summary\.txt",
    re.IGNORECASE,
)
"""The first performance run of a data-centre scenario; the open division (thousands of small devices) is left out."""
RAW_PARTS = 4
"""Root, owner, repository and commit come before the path of a raw file."""


def files_of(listing: LiveSource, body: bytes) -> list[LiveSource]:
    """Return the logs, systems files and measurement files of a release, as sources of the same name.

    Args:
        listing: Source of the listing.
        body: The listing as captured.

    Raises:
        TokenfallError: The listing is cut short, or is not of a release.
    """
    paths = _paths(listing, body)
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        folders[path.rpartition("/")[0]].append(path)
    wanted = sorted({path for log in map(LOG.fullmatch, paths) if log for path in _of_log(log, folders)})
    if not wanted:
        raise TokenfallError(f"{listing.source}: {listing.url} lists no run log of a result: not an MLPerf release")
    base = _base(listing.url)
    return [replace(listing, url=f"{base}/{quote(path)}", kind=_kind(path)) for path in wanted]


def path_in_release(url: str) -> PurePosixPath:
    """Return repository and path of a raw file (`inference_results_v3.0/closed/...`), or an address's last part."""
    parts = PurePosixPath(unquote(urlsplit(url).path)).parts
    return PurePosixPath(parts[2], *parts[4:]) if len(parts) > RAW_PARTS else PurePosixPath(parts[-1])


def _paths(listing: LiveSource, body: bytes) -> set[str]:
    try:
        tree = json.loads(body)
        paths = {entry["path"] for entry in tree["tree"] if entry["type"] == "blob"}
        paths = {path for path in paths if _is_plain(path)}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TokenfallError(f"{listing.source}: {listing.url} is not the listing of a repository") from error
    if tree.get("truncated"):
        raise TokenfallError(f"{listing.source}: the listing of {listing.url} is cut short: its release is too large")
    return paths


def _is_plain(path: str) -> bool:
    """Whether a path stays in its folder and can be the name of a file."""
    return path.isprintable() and all(part not in {"", ".", ".."} and len(part) <= 200 for part in path.split("/"))


def _of_log(log: re.Match[str], folders: Mapping[str, list[str]]) -> Iterator[str]:
    yield log[0]
    systems_file = f"{log['home']}/systems/{log['system']}.json"
    yield from (path for path in folders.get(f"{log['home']}/systems", []) if path == systems_file)
    beside = f"{log['home']}/measurements/{log['system']}/{log['benchmark']}/{log['scenario']}"
    yield from (path for path in folders.get(beside, []) if path.endswith(".json"))


def _base(listing_url: str) -> str:
    """Where the raw files of the listed commit are."""
    match = re.fullmatch(r".+/repos/([^/]+/[^/]+)/git/trees/([0-9a-f]+)\?recursive=1", listing_url)
    if not match:
        raise TokenfallError(f"{listing_url} is not the address of a repository's listing")
    return f"{RAW}/{match[1]}/{match[2]}"


def _kind(path: str) -> Kind:
    return "json" if path.endswith(".json") else "text"
