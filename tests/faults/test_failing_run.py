"""A whole run in which every kind of source but one sends something wrong: the one lands, the others are named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.capture.classify import Kind
from assets.capture.collect import LiveSource
from tests.capture.local_server import Answer, LocalServer
from tests.faults.failures import GARBAGE, TYPES
from tests.pipelines.conftest import call, only
from tests.pipelines.test_captures import HEALTH, PRICES, a_page, forget_sources, query

BUILT = (
    *PRICES.split(","),
    *HEALTH,
    "_rate_reading",
    "_score_reading",
    "_score_row",
    "_release_reading",
    "_release_row",
)
PREFIX = """
import os
from dataclasses import replace
import assets.capability.sources as scores, assets.hardware.sources as releases, assets.prices.sources as sources
from assets.capture.collect import LiveSource
from assets.capture.session import CaptureSettings
os.environ.update(TOKENFALL_ALLOW_HTTP="1", TOKENFALL_PERMIT_NETWORKS="127.0.0.0/8")
every = {sources!r}
sources.live_sources = lambda: tuple(source for source in every if not source.source.startswith(("score", "release")))
scores.score_sources = lambda: tuple(source for source in every if source.source.startswith("score"))
releases.release_sources = lambda: tuple(source for source in every if source.source.startswith("release"))
polite = CaptureSettings.policy
CaptureSettings.policy = lambda *rest: replace(polite(*rest), rest_seconds=0.0, backoff_seconds=0.01)
"""


def zip_of(name: str, size: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip with one file of zeros."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr(name, b"\0" * size)
    return packed.getvalue()


def damaged_zip() -> bytes:
    """Return a zip whose list of files is whole, and whose file is packed by a method that finds it damaged."""
    packed = bytearray(zip_of("eurofxref-hist.csv", 5000, zipfile.ZIP_LZMA))
    packed[60:70] = b"\xff" * 10
    return bytes(packed)


WRONG: dict[str, tuple[Kind, bytes, str, str]] = {
    "feed/litellm": ("json", b'{"openai/gpt-4": 7}', "refused", "litellm"),
    "feed/openrouter": ("json", b'{"data": [', "doubted", "the body is not JSON"),
    "page/openai/pricing": ("html", a_page("5"), "refused", "anthropic"),
    "page/zai/pricing.md": ("markdown", GARBAGE, "refused", ""),
    "rates/ecb": ("zip", damaged_zip(), "refused", "not a table of ECB reference rates"),
    "release/mlperf/v6.1": ("json", b'[{"Accelerator": 7}]', "refused", ""),
    "score/arena": ("parquet", b"PAR1" + GARBAGE, "refused", "is not the Parquet file that is expected"),
    "score/epoch": ("zip", zip_of("eci_scores.csv", 50_000_000), "refused", "more than 5242880 bytes"),
}
"""What is wrong, by source: the kind and body, the status that the source gets, and words of the reason."""


@pytest.fixture
def site() -> Iterator[LocalServer]:
    running = LocalServer()
    bodies = {"page/anthropic": ("html", a_page("5")), **{name: wrong[:2] for name, wrong in WRONG.items()}}
    for name, (kind, body) in bodies.items():
        running.routes[f"/{name}"] = Answer(body=body, headers={"Content-Type": TYPES[kind]})
    yield running
    running.stop()


def test_a_run_names_every_source_that_failed_and_uses_the_others(own_home: Path, site: LocalServer) -> None:
    kinds: dict[str, Kind] = {"page/anthropic": "html", **{name: wrong[0] for name, wrong in WRONG.items()}}
    sources = tuple(LiveSource(name, f"{site.base}/{name}", kind, "facts") for name, kind in kinds.items())
    forget_sources(own_home)
    ran = call(own_home, "run", prefix=PREFIX.format(sources=sources) + only(*BUILT))
    assert ran.returncode == 0, ran.stderr
    states = {row[0]: row[1:] for row in query(own_home, "SELECT source, status, error FROM out_source")}
    assert states["page/anthropic"] == ("ok", None)
    assert {name: states[name][0] for name in WRONG} == {name: status for name, (_, _, status, _) in WRONG.items()}
    page = (own_home / "reports" / "data.html").read_text(encoding="utf-8")
    for name, (_, _, status, words) in WRONG.items():
        assert words in states[name][1], name
        assert name in page
        trouble = "not captured" if status == "doubted" else "captured, but not what its reader expects"
        assert f"{trouble}: {name}: {states[name][1]}" in ran.stdout.splitlines()
