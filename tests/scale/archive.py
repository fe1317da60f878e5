"""A web archive on this machine with a capture of each page in each month, and the pages of many sellers."""

from __future__ import annotations

import json
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from assets.capture.archive import CalendarMonth, months_between
from assets.capture.collect import LiveSource
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.sources import live_sources
from tests.capture.local_server import Answer, LocalServer

PAGES = Path(__file__).parents[1] / "prices" / "pages"
SUFFIXES = {"html": ".html", "markdown": ".md", "json": ".json"}
TYPES = {".html": "text/html; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".json": "application/json"}
FEW = ("cohere", "deepinfra", "deepseek", "fireworks")
"""Providers of a small backfill; they have seven pages."""


class Archive(LocalServer):
    """Has one capture of each price page in each month, on the 15th; the bytes differ from month to month."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = {source.url: page_like(source) for source in price_pages()}

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        parts = urlsplit(handler.path)
        if parts.path == "/cdx/search/cdx":
            query = parse_qs(parts.query)
            rows = [["timestamp", "original"], [f"{query['from'][0][:6]}15000000", query["url"][0]]]
            return Answer(body=json.dumps(rows).encode(), headers={"Content-Type": "application/json"})
        if "id_/" in handler.path:
            stamp, original = handler.path.removeprefix("/web/").split("id_/", maxsplit=1)
            file = self.pages[original]
            return Answer(body=page_in(file, stamp), headers={"Content-Type": TYPES[file.suffix]})
        return super()._answer(handler)


def price_pages() -> list[LiveSource]:
    """Return the price pages of every provider."""
    pages = (source for source in live_sources() if source.source.startswith("page/"))
    return [page for page in pages if page.source.split("/")[1] in PRICE_SOURCES]


def page_like(page: LiveSource) -> Path:
    """Return a file of the tests that stands for a page: of its seller and kind where there is one."""
    files = sorted(path for path in (PAGES / page.source.split("/")[1]).glob("*") if path.suffix in TYPES)
    of_kind = [path for path in files if path.suffix == SUFFIXES.get(page.kind)]
    return (of_kind or files or [PAGES / "groq" / "page.html"])[0]


def page_in(file: Path, stamp: str) -> bytes:
    """Return a page as it was at a time."""
    change = b"\n" * (int(stamp[:6]) % 97) if file.suffix == ".json" else f"<!-- {stamp} -->".encode()
    return file.read_bytes() + change


def last_months(count: int) -> list[CalendarMonth]:
    """Return that many months, the last of which is October 2026."""
    return months_between(date(2023, 3, 1), date(2026, 10, 1))[-count:]
