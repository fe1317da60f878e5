"""A site on which one page is sound, one repeats what it was asked, and all others are not what they should be."""

from __future__ import annotations

import io
import zipfile
from html import escape
from http.server import BaseHTTPRequestHandler

from assets.capture.classify import Kind
from assets.capture.collect import LiveSource
from tests.capture.local_server import Answer, LocalServer
from tests.faults.failures import GARBAGE, HTML, TYPES
from tests.pipelines.conftest import only
from tests.pipelines.test_captures import HEALTH, PRICES, a_page

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
os.environ.update(TOKENFALL_ALLOW_HTTP="1", TOKENFALL_PERMIT_NETWORKS="127.0.0.0/8", TOKENFALL_ARCHIVE={archive!r})
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


SOUND, ECHO = "page/anthropic", "page/cohere"
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


class WrongSite(LocalServer):
    """Serves the sources of `WRONG`, a sound page, and one that repeats the headers of its request."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, Kind] = {SOUND: "html", ECHO: "html", **{name: wrong[0] for name, wrong in WRONG.items()}}
        bodies = {SOUND: a_page("5"), **{name: wrong[1] for name, wrong in WRONG.items()}}
        for name, body in bodies.items():
            self.routes[f"/{name}"] = Answer(body=body, headers={"Content-Type": TYPES[self.kinds[name]]})
        self.routes[f"/{ECHO}"] = _repeat

    def prefix(self) -> str:
        """Return code before the command line, after which it captures from this site and builds what that reaches."""
        sources = tuple(LiveSource(name, f"{self.base}/{name}", kind, "facts") for name, kind in self.kinds.items())
        return PREFIX.format(sources=sources, archive=f"http://me:zz9secret-archive@{self.authority}") + only(*BUILT)


def _repeat(handler: BaseHTTPRequestHandler) -> Answer:
    headers = {f"X-Asked-{name}": value for name, value in handler.headers.items()}
    asked = escape(str(handler.headers))
    page = f"<!DOCTYPE html><html><title>Echo</title><body><pre>{asked}</pre></body></html>"
    return Answer(body=page.encode(), headers={**HTML, **headers})
