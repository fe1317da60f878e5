"""A web archive on this machine with a capture of each page in each month, and the pages of several sellers."""

from __future__ import annotations

import json
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from assets.capture.archive import CalendarMonth, months_between
from assets.capture.collect import LiveSource
from assets.capture.session import CaptureSettings
from tests.capture.local_server import Answer, LocalServer

PAGES = Path(__file__).parents[1] / "prices" / "pages"
SELLERS = {
    "anthropic": "page.html",
    "cerebras": "table.html",
    "deepseek": "peak.html",
    "fireworks": "columns.html",
    "groq": "page.html",
}
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Archive(LocalServer):
    """Has one capture of each seller's page in each month, on the 15th; the bytes differ from month to month."""

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        parts = urlsplit(handler.path)
        if parts.path == "/cdx/search/cdx":
            query = parse_qs(parts.query)
            rows = [["timestamp", "original"], [f"{query['from'][0][:6]}15000000", query["url"][0]]]
            return Answer(body=json.dumps(rows).encode(), headers={"Content-Type": "application/json"})
        if "id_/" in parts.path:
            stamp, original = parts.path.removeprefix("/web/").split("id_/", maxsplit=1)
            return Answer(body=page_in(urlsplit(original).path.strip("/"), stamp), headers=HTML)
        return super()._answer(handler)


def page_in(seller: str, stamp: str) -> bytes:
    """Return the page of a seller as it was at a time."""
    return (PAGES / seller / SELLERS[seller]).read_bytes() + f"<!-- {stamp} -->".encode()


def settings_for(archive: Archive) -> CaptureSettings:
    """Return settings of captures that ask this archive, with a page for each seller."""
    sources = tuple(LiveSource(f"page/{seller}", f"{archive.base}/{seller}", "html", "facts") for seller in SELLERS)
    return CaptureSettings(
        sources, "tester@example.org", plain_http=True, permitted=("127.0.0.0/8",), archive=archive.base
    )


def last_months(count: int) -> list[CalendarMonth]:
    """Return that many months, the last of which is November 2026."""
    return months_between(date(2023, 3, 1), date(2026, 11, 1))[-count:]
