"""How a source can fail: what its server sends in place of the page, from nothing at all to a page without an end."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from assets.capture.collect import LiveSource
from tests.capture.local_server import Answer

HTML = {"Content-Type": "text/html; charset=utf-8"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
GARBAGE = random.Random(17).randbytes(20_000)
OTHER_PAGE = (
    b"<!DOCTYPE html><html><head><title>Bicycles</title></head><body><h1>Bicycles</h1>"
    + b"".join(b"<p>Frame %d is steel and has gears.</p>" % number for number in range(200))
    + b"</body></html>"
)
LOGIN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"
)
ERROR_PAGE = b"<!DOCTYPE html><html><head><title>Error 404: not found</title></head><body>Sorry</body></html>"
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
ZEROS = b"\0" * 2**20

Send = Callable[[BaseHTTPRequestHandler, LiveSource], Answer | None]


@dataclass(frozen=True)
class Failure:
    """One way to fail.

    Attributes:
        name: Its name in the record of a campaign.
        send: What the server sends.
        of_host: Whether everything of the host fails like that, its robots.txt included.
        scheme: The scheme of the address that is asked.
        port: Where the address leads: to the server, to one with an untrusted certificate, or where nobody listens.
        address: What the name of the host resolves to; an error number where it resolves to nothing.
    """

    name: str
    send: Send = lambda *_: None
    of_host: bool = False
    scheme: str = "http"
    port: str = "server"
    address: str | int = "127.0.0.1"


def plain(answer: Answer) -> Send:
    """Return what sends the same answer for every source."""
    return lambda *_: answer


def redirect(location: str) -> Send:
    """Return what redirects to an address; `{host}` in it is the host that was asked."""
    return lambda handler, _: Answer(302, headers={"Location": location.format(host=handler.headers["Host"])})


def be_silent(handler: BaseHTTPRequestHandler, _: LiveSource) -> None:
    """Accept, and say nothing until the client hangs up."""
    handler.connection.settimeout(20)
    handler.connection.recv(1)


def endless(*chunks: bytes, pause: float = 0.0) -> Send:
    """Return what sends the chunks, the last one again and again, until the client hangs up or for 20 s."""

    def send(handler: BaseHTTPRequestHandler, _: LiveSource) -> None:
        until = time.monotonic() + 20
        for chunk in chunks[:-1]:
            handler.wfile.write(chunk)
        while time.monotonic() < until:
            handler.wfile.write(chunks[-1])
            time.sleep(pause)

    return send


def half_a_gzip(handler: BaseHTTPRequestHandler, _: LiveSource) -> Answer:
    """Send the first half of a packed page, announced as if it were whole."""
    packed = gzip.compress(GARBAGE)
    return Answer(body=packed[: len(packed) // 2], headers={**HTML, "Content-Encoding": "gzip"})


def typed(body: bytes) -> Send:
    """Return what sends a body under the type that the source usually has."""
    return lambda _, source: Answer(body=body, headers={"Content-Type": TYPES[source.kind]})


TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "text": "text/plain",
    "zip": "application/zip",
    "parquet": "application/octet-stream",
}
NO_NAME, TRY_AGAIN = -2, -3
"""EAI_NONAME and EAI_AGAIN of the resolver."""
GZIPPED = {**HTML, "Content-Encoding": "gzip"}
FAILURES = (
    Failure("connection refused", port="closed", of_host=True),
    Failure("no such name", address=NO_NAME, of_host=True),
    Failure("name server fails", address=TRY_AGAIN, of_host=True),
    Failure("name of a private address", address="10.0.0.1", of_host=True),
    Failure("no TLS", scheme="https", of_host=True),
    Failure("untrusted certificate", scheme="https", port="untrusted", of_host=True),
    Failure("silent host", be_silent, of_host=True),
    Failure("silent page", be_silent),
    Failure("hangs up", plain(Answer(raw=b""))),
    Failure("no HTTP", plain(Answer(raw=GARBAGE))),
    Failure("HTTP 500", plain(Answer(500))),
    Failure("HTTP 500 of the host", plain(Answer(500)), of_host=True),
    Failure("HTTP 429 for a year", plain(Answer(429, headers={"Retry-After": "31536000"}))),
    Failure("HTTP 503 until an odd date", plain(Answer(503, headers={"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}))),
    Failure("HTTP 403", plain(Answer(403, b"no"))),
    Failure("HTTP 404", plain(Answer(404, ERROR_PAGE, HTML))),
    Failure("HTTP 204", plain(Answer(204))),
    Failure("HTTP 304 without a question", plain(Answer(raw=b"HTTP/1.1 304 Not Modified\r\n\r\n"))),
    Failure("other page", plain(Answer(body=OTHER_PAGE, headers=HTML))),
    Failure("other page of the usual type", typed(OTHER_PAGE)),
    Failure("error page with 200", plain(Answer(body=ERROR_PAGE, headers=HTML))),
    Failure("login page", plain(Answer(body=LOGIN_PAGE, headers=HTML))),
    Failure("challenge page", plain(Answer(body=CHALLENGE, headers=HTML))),
    Failure("garbage", typed(GARBAGE)),
    Failure("empty body", typed(b"")),
    Failure("blank body", typed(b" \n" * 5000)),
    Failure("wrong type", plain(Answer(body=b"MZ" + GARBAGE, headers={"Content-Type": "application/x-msdownload"}))),
    Failure("unheard charset", lambda *_: Answer(body=GARBAGE, headers={"Content-Type": "text/html; charset=x-none"})),
    Failure("deep JSON", typed(b"[" * 200_000)),
    Failure("deep HTML", typed(b"<!DOCTYPE html><html><body>" + b"<b>" * 5000)),
    Failure(
        "nothing but tags", plain(Answer(body=gzip.compress(b"<!DOCTYPE html>" + b"<b>" * 600_000), headers=GZIPPED))
    ),
    Failure("half a gzip", half_a_gzip),
    Failure("no gzip", plain(Answer(body=GARBAGE, headers=GZIPPED))),
    Failure("gzip bomb", plain(Answer(body=gzip.compress(ZEROS * 40), headers=GZIPPED))),
    Failure("gzip in gzip", plain(Answer(body=b"x", headers={**HTML, "Content-Encoding": "gzip, gzip"}))),
    Failure("short body", plain(Answer(raw=HEAD + b"Content-Length: 9000\r\n\r\nshort"))),
    Failure("infinite body", endless(HEAD + b"\r\n", ZEROS)),
    Failure("infinite chunks", endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"100000\r\n" + ZEROS + b"\r\n")),
    Failure("infinite headers", endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")),
    Failure("infinite header line", endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65_536)),
    Failure("infinite 100 Continue", endless(b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01)),
    Failure("slow drip of the body", endless(HEAD + b"\r\n", b"x", pause=0.1)),
    Failure("slow drip of the headers", endless(b"H", pause=0.1)),
    Failure("slow drip of the host", endless(HEAD + b"\r\n", b"x", pause=0.1), of_host=True),
    Failure("infinite robots.txt", endless(HEAD + b"\r\n", b"Disallow: /\n" * 9000), of_host=True),
    Failure("redirect to itself", lambda handler, _: Answer(302, headers={"Location": handler.path})),
    Failure("endless redirects", lambda handler, _: Answer(302, headers={"Location": f"{handler.path}x"})),
    Failure("redirect to another host", redirect("http://elsewhere.example/")),
    Failure("redirect to this machine", redirect("http://localhost:22/")),
    Failure("redirect to a file", redirect("file:///etc/passwd")),
    Failure("redirect with a password", redirect("http://me:planted@{host}/")),
    Failure("redirect to a long address", redirect("http://elsewhere.example/" + "x" * 50_000)),
    Failure("redirect to nothing", redirect("http://[")),
)
"""Every failure. What readers meet, such as a zip bomb in a zip that counts, is in the tests of readers."""
