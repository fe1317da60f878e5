"""A real HTTP server on 127.0.0.1 that sends the answers a test configures, and a clock that never really sleeps."""

from __future__ import annotations

import random
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from assets.capture.policy import Clock, Policy

LOOPBACK = ip_network("127.0.0.0/8")


@dataclass(frozen=True)
class Answer:
    """What the server sends. `raw` is sent instead of everything else, and the connection closed."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Route = Answer | list[Answer] | Callable[[BaseHTTPRequestHandler], Answer | None]
"""An answer, answers in turn (the last one stays), or a function of the request; None from it: it has answered."""


class LocalServer:
    """Routes by path (with query); what is not routed is 404, which for a robots.txt allows everything."""

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.connections = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5
            disable_nagle_algorithm = True

            def setup(self) -> None:
                outer.connections += 1
                super().setup()

            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                answer = outer._answer(self)
                if answer is None:
                    return
                if answer.raw is not None:
                    self.wfile.write(answer.raw)
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if "Transfer-Encoding" not in answer.headers and "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.status != 304:
                    self.wfile.write(answer.body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is what many tests are about."""

        self._server = Server(("127.0.0.1", port), Handler)
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.authority = f"127.0.0.1:{self.port}"
        self.base = f"http://{self.authority}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def paths(self) -> list[str]:
        """What was asked, in order, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        route = self.routes.get(handler.path, Answer(404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route if isinstance(route, Answer) else route(handler)


class FakeClock:
    """Starts at 2026-11-24 12:00:00 UTC; sleeping only moves it on."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.sleeps: list[float] = []
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.sleeps.append(seconds)
            self.elapsed += seconds

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12) + timedelta(seconds=self.elapsed)

    def clock(self, seed: int = 1) -> Clock:
        return Clock(self.now, lambda: self.elapsed, self.sleep, random.Random(seed))


def a_policy(*places: str, **changes: Any) -> Policy:
    """Plain HTTP to local places with limits small enough for tests."""
    settings: dict[str, Any] = {
        "hosts": frozenset(places),
        "contact": "me@example.org",
        "plain_http": True,
        "permitted": (LOOPBACK,),
        "total_seconds": 2.0,
        "idle_seconds": 1.0,
    }
    return Policy(**(settings | changes))
