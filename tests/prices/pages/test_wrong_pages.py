"""No reader takes a page of another provider, a wall or half a page for its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageRefused, PricePage
from tests.prices.pages.test_fixtures import FIXTURES

LOGIN = "<!doctype html><html><head><title>{0}: sign in</title></head><body><table><tr><td>{0} pricing, 1M tokens</td>\
<td><input type=password></td></tr></table>{1}</body></html>"
CHALLENGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body><h1>{0} pricing</h1>{1}</body></html>"
)


def providers_that_accept(body: bytes, name: str) -> list[str]:
    accepting = []
    for provider, source in PRICE_SOURCES.items():
        try:
            source.read(PricePage(body, date(2026, 10, 1), name))
        except PageRefused:
            continue
        accepting.append(provider)
    return accepting


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_page_is_read_by_the_reader_of_its_provider_alone(path: Path) -> None:
    assert providers_that_accept(path.read_bytes(), path.name) == [path.parent.name]


@pytest.mark.parametrize("wall", [LOGIN, CHALLENGE])
@pytest.mark.parametrize("provider", PRICE_SOURCES)
def test_a_wall_is_refused_by_every_reader(provider: str, wall: str) -> None:
    body = wall.format(provider, "<p>More about prices of tokens.</p>" * 20).encode()
    assert providers_that_accept(body, "wall.html") == []


@pytest.mark.parametrize("path", [path for path in FIXTURES if path.suffix == ".html"], ids=lambda path: path.stem)
def test_a_truncated_page_is_refused(path: Path) -> None:
    body = path.read_bytes()
    assert b"</html>" in body
    for part in (0.5, 0.8, 0.95):
        assert providers_that_accept(body[: int(len(body) * part)], path.name) == []
