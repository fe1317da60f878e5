"""robots.txt (RFC 9309): 30 cases against a real server, each with the outcome that the standard gives."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.policy import CaptureFailed
from assets.capture.robots import PARSED_BYTES, read_robots
from tests.capture.local_server import Answer, FakeClock, LocalServer, a_policy

CLOSED = b"User-agent: *\nDisallow: /"
FILLING = b"# " + b"x" * 97 + b"\n"


def redirects(count: int, end: Answer) -> dict[str, Answer]:
    """/robots.txt -> /r1 -> /r2 ... so many times, and then an end."""
    names = ["/robots.txt", *(f"/r{number}" for number in range(1, count + 1))]
    hops = {here: Answer(301, headers={"Location": there}) for here, there in pairwise(names)}
    return hops | {names[-1]: end}


def text(*lines: str) -> Answer:
    return Answer(body="\n".join(lines).encode())


CASES: list[tuple[str, Any, str, bool]] = [
    ("no file", Answer(404), "/p", True),
    ("gone", Answer(410), "/p", True),
    ("forbidden file", Answer(403), "/p", True),
    ("unauthorized file", Answer(401), "/p", True),
    ("too many requests", Answer(429), "/p", True),
    ("server error", Answer(500), "/p", False),
    ("unavailable", Answer(503), "/p", False),
    ("unavailable once", [Answer(503), text("User-agent: *", "Allow: /")], "/p", True),
    ("torn answer", Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent: *"), "/p", False),
    ("no answer", Answer(raw=b""), "/p", False),
    ("empty file", text(""), "/p", True),
    ("everything closed", text("User-agent: *", "Disallow: /"), "/p", False),
    ("empty disallow", text("User-agent: *", "Disallow:"), "/p", True),
    ("another robot closed", text("User-agent: bingbot", "Disallow: /"), "/p", True),
    ("we are closed", text("User-agent: tokenfall", "Disallow: /", "", "User-agent: *", "Allow: /"), "/p", False),
    ("we are let in", text("User-agent: *", "Disallow: /", "", "User-agent: TokenFall", "Allow: /"), "/p", True),
    ("named with version", text("User-agent: tokenfall/0.1", "Disallow: /"), "/p", False),
    ("a part of our name", text("User-agent: token", "Disallow: /"), "/p", True),
    ("more than our name", text("User-agent: tokenfall-news", "Disallow: /"), "/p", True),
    (
        "groups of one name are joined",
        text("User-agent: *", "Disallow: /a", "User-agent: *", "Disallow: /p"),
        "/p",
        False,
    ),
    ("several names, one group", text("User-agent: bot", "User-agent: tokenfall", "Disallow: /"), "/p", False),
    ("longest match allows", text("User-agent: *", "Disallow: /p", "Allow: /p/open"), "/p/open/x", True),
    ("longest match forbids", text("User-agent: *", "Allow: /p", "Disallow: /p/shut"), "/p/shut", False),
    ("a tie allows", text("User-agent: *", "Disallow: /p", "Allow: /p"), "/p", True),
    ("wildcard", text("User-agent: *", "Disallow: /*/private"), "/x/private/y", False),
    ("end anchor hits", text("User-agent: *", "Disallow: /*.md$"), "/p.md", False),
    ("end anchor misses", text("User-agent: *", "Disallow: /*.md$"), "/p.md?x=1", True),
    ("query counts", text("User-agent: *", "Disallow: /p?"), "/p?a=1", False),
    ("case of paths counts", text("User-agent: *", "Disallow: /P"), "/p", True),
    ("percent-encoding", text("User-agent: *", "Disallow: /%70reis"), "/preis", False),
    ("unicode path", text("User-agent: *", "Disallow: /価格"), "/%E4%BE%A1%E6%A0%BC", False),
    ("comments and odd case", text("# hi", "USER-AGENT : * # all", "disallow:/p#x"), "/p", False),
    ("byte order mark", Answer(body=b"\xef\xbb\xbf" + CLOSED), "/p", False),
    ("carriage returns", Answer(body=CLOSED.replace(b"\n", b"\r\n")), "/p", False),
    ("rules before any name", text("Disallow: /", "User-agent: x", "Disallow: /"), "/p", True),
    ("an HTML page instead", Answer(body=b"<!DOCTYPE html><html><p>Disallow: /</p></html>"), "/p", True),
    ("five redirects", redirects(5, Answer(body=CLOSED)), "/p", False),
    ("six redirects", redirects(6, Answer(body=CLOSED)), "/p", True),
    ("redirect in a circle", Answer(302, headers={"Location": "/robots.txt"}), "/p", True),
    ("redirect to nowhere we may go", Answer(302, headers={"Location": "https://evil.example/"}), "/p", False),
    ("redirect to a missing file", redirects(1, Answer(404)), "/p", True),
    ("rule within 500 KiB", Answer(body=FILLING * 5000 + b"\n" + CLOSED), "/p", False),
    ("rule beyond 500 KiB", Answer(body=FILLING * 5120 + b"\n" + CLOSED), "/p", True),
    ("beyond every limit", Answer(body=FILLING * 12000), "/p", False),
]


@pytest.mark.parametrize(("route", "path", "allowed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cases(server: LocalServer, time: FakeClock, route: Any, path: str, allowed: bool) -> None:
    server.routes |= (
        route if isinstance(route, dict) else {"/robots.txt": list(route) if isinstance(route, list) else route}
    )
    server.routes[path] = Answer(body=b"page")
    with Fetcher(a_policy(server.authority, body_bytes=1_000_000), time.clock()) as fetcher:
        if allowed:
            assert fetcher.fetch(CaptureRequest("acme", server.base + path)).reply.body == b"page"
        else:
            with pytest.raises(CaptureFailed, match=r"robots\.txt"):
                fetcher.fetch(CaptureRequest("acme", server.base + path))
            assert path not in server.paths


def test_a_line_cut_in_two_by_the_limit_is_left_out() -> None:
    start = b"User-agent: *\nDisallow: /private\n"
    body = start + b"#" * (PARSED_BYTES - len(start) - 13) + b"\nDisallow: /pricing-archive"
    rules = read_robots(body)
    assert rules.allows("https://x.example/pricing")
    assert not rules.allows("https://x.example/private")


def test_asked_once_and_again_after_a_day(server: LocalServer, fetcher: Fetcher, time: FakeClock) -> None:
    server.routes["/p"] = Answer(body=b"page")

    def times_asked() -> int:
        fetcher.fetch(CaptureRequest("acme", f"{server.base}/p"))
        return [path for path, _ in server.asked].count("/robots.txt")

    assert [times_asked(), times_asked()] == [1, 1]
    time.elapsed += timedelta(hours=23).total_seconds()
    assert times_asked() == 1
    time.elapsed += timedelta(hours=1).total_seconds()
    assert times_asked() == 2


def test_each_host_has_its_own(server: LocalServer, other_server: LocalServer, time: FakeClock) -> None:
    server.routes["/robots.txt"] = Answer(body=CLOSED)
    other_server.routes["/p"] = Answer(body=b"page")
    with Fetcher(a_policy(server.authority, other_server.authority), time.clock()) as fetcher:
        with pytest.raises(CaptureFailed, match="closed to us"):
            fetcher.fetch(CaptureRequest("acme", f"{server.base}/p"))
        assert fetcher.fetch(CaptureRequest("acme", f"{other_server.base}/p")).reply.status == 200
