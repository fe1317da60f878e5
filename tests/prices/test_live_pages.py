"""Pages that carry prices as data, and APIs, from a real server to offers: captured as what they are, and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LiveSource, collect
from assets.capture.fetch import Fetcher
from assets.capture.keep import read_body
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PricePage
from assets.prices.price_reader import provider_of_source
from assets.prices.sources import live_sources
from tests.capture.local_server import Answer, FakeClock, LocalServer, a_policy
from tests.prices.pages.test_fixtures import CAPTURED_ON, as_row, expected_rows

PAGES = Path(__file__).parent / "pages"
MEDIA_TYPES = {"json": "application/json", "markdown": "text/markdown; charset=utf-8", "html": "text/html"}
LIVE = {live.url: live for live in live_sources()}
DOCUMENT = "https://www.volcengine.com/api/doc/getDocDetail?LibraryID=82379&DocumentID=1544106&type=online"
ADDRESSES = {
    "https://api.cerebras.ai/public/v1/models": ("json", "cerebras/models.json"),
    DOCUMENT: ("json", "volcengine/document.json"),
    "https://docs.byteplus.com/en/docs/ModelArk/1544106": ("html", "volcengine/router.html"),
    "https://docs.perplexity.ai/docs/getting-started/pricing.md": ("markdown", "perplexity/exported.md"),
    "https://www.alibabacloud.com/help/en/model-studio/model-pricing.md": ("markdown", "alibaba/mdx.md"),
    "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonBedrock/current/us-east-1/index.json": (
        "json",
        "aws-bedrock/page.json",
    ),
}


@pytest.fixture
def server() -> Iterator[LocalServer]:
    running = LocalServer()
    yield running
    running.stop()


def capture(server: LocalServer, live: LiveSource, folder: Path) -> CaptureAttempt:
    """One attempt at a source whose page the server answers."""
    clock = FakeClock().clock()
    with Fetcher(a_policy(server.authority), clock) as fetcher:
        (attempt,) = collect([replace(live, url=f"{server.base}/page")], [], folder, fetcher, clock)
    return attempt


@pytest.mark.parametrize("url", ADDRESSES)
def test_what_an_address_serves_is_captured_and_read(url: str, server: LocalServer, tmp_path: Path) -> None:
    kind, fixture = ADDRESSES[url]
    live = LIVE[url]
    assert live.kind == kind
    page = PAGES / fixture
    server.routes["/page"] = Answer(body=page.read_bytes(), headers={"Content-Type": MEDIA_TYPES[kind]})
    attempt = capture(server, live, tmp_path)
    assert (attempt.outcome, attempt.reason) == ("captured", None)
    assert attempt.row
    body = PricePage(read_body(attempt.row, tmp_path), CAPTURED_ON, live.url)
    offers = PRICE_SOURCES[provider_of_source(live.source)].read(body).offers
    assert sorted(map(as_row, offers), key=str) == sorted(expected_rows(page), key=str)


def test_a_page_in_place_of_an_api_s_answer_is_doubted(server: LocalServer, tmp_path: Path) -> None:
    wall = b"<!doctype html><html><head><title>Sign in</title></head><body>Sign in to see models</body></html>"
    server.routes["/page"] = Answer(body=wall, headers={"Content-Type": "text/html"})
    attempt = capture(server, LIVE["https://api.cerebras.ai/public/v1/models"], tmp_path)
    assert (attempt.outcome, attempt.reason) == ("doubted", "login wall")


def test_documentation_with_api_in_its_address_is_no_api() -> None:
    addresses = ("https://developers.openai.com/api/docs/pricing", "https://api-docs.deepseek.com/quick_start/pricing/")
    assert {LIVE[url].kind for url in addresses} == {"html"}
