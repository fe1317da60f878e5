"""One local web server per seller that sends its price pages as they are on the day of the simulation."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.capture.local_server import Answer, LocalServer
from tests.simulation import hosts, makers
from tests.simulation.events import Event
from tests.simulation.world import Offer, World

Template = Callable[[Sequence[Offer], int, bool], bytes]
"""(offers, number of the layout, whether the priority tier is called Fast) -> the page."""
PAGES: Mapping[str, tuple[str, Template]] = {
    "https://developers.openai.com/api/docs/pricing": ("openai", makers.openai_html),
    "https://developers.openai.com/api/docs/pricing.md": ("openai", makers.openai_markdown),
    "https://platform.claude.com/docs/en/about-claude/pricing": ("anthropic", makers.anthropic_html),
    "https://platform.claude.com/docs/en/about-claude/pricing.md": ("anthropic", makers.anthropic_markdown),
    "https://ai.google.dev/gemini-api/docs/pricing": ("google", makers.google_html),
    "https://ai.google.dev/gemini-api/docs/pricing.md.txt": ("google", makers.google_markdown),
    "https://deepinfra.com/pricing": ("deepinfra", hosts.host_html),
    "https://docs.together.ai/docs/serverless-models.md": ("together", hosts.host_markdown),
    "https://www.together.ai/pricing": ("together", hosts.host_html),
    "https://console.groq.com/docs/models.md": ("groq", hosts.groq_markdown),
    "https://groq.com/pricing": ("groq", hosts.host_html),
    "https://docs.fireworks.ai/serverless/pricing": ("fireworks", hosts.host_html),
    "https://docs.fireworks.ai/serverless/pricing.md": ("fireworks", hosts.host_markdown),
    "https://nebius.com/token-factory/prices": ("nebius", hosts.host_html),
    "https://novita.ai/pricing": ("novita", hosts.host_html),
}
"""Address of each simulated page -> its seller and its template."""
OPENROUTER = "https://openrouter.ai/api/v1/models"
LITELLM = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
EPOCH = "https://epoch.ai/data/benchmark_data.zip"
FEEDS: Mapping[str, str] = {OPENROUTER: "openrouter", LITELLM: "litellm", EPOCH: "epoch"}
LOGIN = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><input type='password'></body></html>"
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
STORY = " ".join(f"<p>Chapter {number}: how we built our new data centre in the north.</p>" for number in range(200))
OTHER = f"<!DOCTYPE html><html><head><title>Our blog</title></head><body><h1>News</h1>{STORY}</body></html>".encode()
SILENCE_SECONDS = 1.5
"""How long a silent server keeps a client waiting; captures of the simulation wait for one second."""


class SellerSite(LocalServer):
    """The pages of one seller, at their real paths."""

    def __init__(self, provider: str, answer: Callable[[str], Answer], port: int = 0) -> None:
        self._document = answer
        self.provider = provider
        super().__init__(port)

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        if handler.path == "/robots.txt":
            return Answer(404)
        answer = self._document(handler.path)
        if handler.headers.get("If-None-Match") == answer.headers.get("ETag", "none"):
            return Answer(304, headers=answer.headers)
        return answer


class Sites:
    """Every server of a simulation, and the day that they show.

    Args of the constructor:
        world: The offers and events.
        feeds: Address of a feed -> its body on a day.
        ports: Ports to use, by seller; by default free ones.
    """

    def __init__(
        self, world: World, feeds: Mapping[str, Callable[[date], bytes]], ports: Mapping[str, int] | None = None
    ) -> None:
        self.day = date.min
        self._world = world
        self._feeds = {urlsplit(address).path: body for address, body in feeds.items()}
        self._pages = {
            (seller, urlsplit(address).path): template
            for address, (seller, template) in PAGES.items()
            if seller in world.sellers
        }
        owners = {**{a: s for a, (s, _) in PAGES.items() if s in world.sellers}, **{a: FEEDS[a] for a in feeds}}
        free = ports or {}
        self.servers = {
            seller: SellerSite(seller, lambda path, s=seller: self._send(s, path), free.get(seller, 0))
            for seller in dict.fromkeys(owners.values())
        }
        self.addresses = {
            address: self.servers[seller].base + urlsplit(address).path for address, seller in owners.items()
        }
        """Real address -> the local address that stands for it."""

    @property
    def ports(self) -> dict[str, int]:
        return {seller: server.port for seller, server in self.servers.items()}

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()

    def _send(self, seller: str, path: str) -> Answer:
        if path in self._feeds:
            kind = "application/zip" if path.endswith(".zip") else "application/json"
            return _document(self._feeds[path](self.day), kind)
        if (seller, path) not in self._pages:
            return Answer(404)
        events = self._world.events_on(seller, self.day)
        layout = max((event.layout for event in events), default=0)
        is_fast = any(event.kind == "renamed tier" for event in events)
        body = self._pages[seller, path](self._world.offers(seller, self.day), layout, is_fast)
        kind = "text/html; charset=utf-8" if body.startswith(b"<!") else "text/markdown; charset=utf-8"
        fault = next((event for event in events if event.is_fault), None)
        return _faulty(fault, body, kind) if fault else _document(body, kind)


def _document(body: bytes, kind: str) -> Answer:
    return Answer(body=body, headers={"Content-Type": kind, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'})


def _faulty(fault: Event, body: bytes, kind: str) -> Answer:
    """Return what a client gets while the fault lasts."""
    html = {"Content-Type": "text/html; charset=utf-8"}
    if fault.kind == "timeout":
        time.sleep(SILENCE_SECONDS)
        return Answer(raw=b"")
    walls = {"login wall": LOGIN, "challenge": CHALLENGE, "other page": OTHER}
    if fault.kind in walls:
        return Answer(body=walls[fault.kind], headers=html)
    if fault.kind == "cut off":
        return Answer(body=body[: len(body) * 2 // 3], headers={"Content-Type": kind})
    return Answer(404 if fault.kind == "gone" else 500)
