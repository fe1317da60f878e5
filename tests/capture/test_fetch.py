"""Fetching from a real server: tries, limits, redirects, conditions, pauses, hosts side by side."""

import gzip
import time as real_time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from assets.capture.connect import HostAdapter
from assets.capture.exchange import BadAnswer, unpack
from assets.capture.fetch import CaptureRequest, FetchedPage, Fetcher, capture_all
from assets.capture.policy import CaptureFailed
from tests.capture.local_server import Answer, FakeClock, LocalServer, a_policy

PAGE = b"<html><title>Prices</title>$5 / MTok</html>"


def failure(fetcher: Fetcher, url: str, **conditions: str) -> str:
    with pytest.raises(CaptureFailed) as failed:
        fetcher.fetch(CaptureRequest("acme", url, **conditions))
    assert "\n" not in str(failed.value)
    return str(failed.value)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def test_a_page_comes_back_whole_and_the_request_names_the_client(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/pricing?a=1"] = Answer(body=PAGE, headers={"Content-Type": "text/html", "ETag": '"1"'})
    page = fetcher.fetch(CaptureRequest("acme", f"{server.base}/pricing?a=1#top"))
    assert (page.reply.status, page.reply.body) == (200, PAGE)
    assert page.final_url == f"{server.base}/pricing?a=1"
    assert page.reply.address == "127.0.0.1"
    assert page.reply.header("etag") == '"1"'
    (path, headers) = server.asked[-1]
    assert path == "/pricing?a=1"
    assert headers["User-Agent"] == "tokenfall/0.1 (+me@example.org)"
    assert headers["Accept-Encoding"] == "gzip"


def test_one_connection_serves_robots_and_pages(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes |= {"/a": Answer(body=PAGE), "/b": Answer(304, headers={"ETag": "x"}), "/c": Answer(body=PAGE)}
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/b", etag="x"))
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/c"))
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a", "/b", "/c"]
    assert server.connections == 1


def test_no_cookie_comes_back_and_no_password_of_the_environment_is_sent(
    server: LocalServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.routes["/a"] = Answer(body=PAGE, headers={"Set-Cookie": "id=1"})
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    assert "Cookie" not in server.asked[-1][1]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([Answer(503), Answer(body=PAGE)], 200),
        ([Answer(500), Answer(502), Answer(body=PAGE)], 200),
        ([Answer(429), Answer(504), Answer(body=PAGE)], 200),
        ([Answer(raw=b""), Answer(body=PAGE)], 200),
        ([Answer(raw=b"HTTP/1.1 2x0 what\r\n\r\n"), Answer(body=PAGE)], 200),
        ([Answer(404)], 404),
        ([Answer(403, body=b"no")], 403),
        ([Answer(451)], 451),
        ([Answer(429)], "answers 429, 3 times"),
        ([Answer(500)], "answers 500, 3 times"),
        ([Answer(503)], "answers 503, 3 times"),
        ([Answer(raw=b"")], "sent no complete answer (Remote end closed connection without response), 3 times"),
        ([Answer(raw=b"\x00\xff\x1b[31m")], "sent no complete answer (BadStatusLine), 3 times"),
        ([Answer(304)], "answers 304 although nothing was known of it"),
    ],
)
def test_tries(server: LocalServer, fetcher: Fetcher, answers: list[Answer], expected: int | str) -> None:
    server.routes["/a"] = list(answers)
    if isinstance(expected, int):
        assert fetcher.fetch(CaptureRequest("acme", f"{server.base}/a")).reply.status == expected
        assert len(server.paths) == len(answers)
    else:
        assert failure(fetcher, f"{server.base}/a") == f"acme: {server.base}/a {expected}"
        assert len(server.paths) == (3 if "3 times" in expected else 1)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(b"\0" * 3_000_000)
HUGE = Answer(raw=HEAD + b"\r\n" + b"x" * 200_000)


@pytest.mark.parametrize(
    ("answer", "expected", "tries"),
    [
        (Answer(raw=HEAD + b"Content-Length: 500\r\n\r\nshort"), "sent no complete answer", 3),
        (Answer(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"abc", end=b"")), "no complete answer", 3),
        (Answer(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "no complete answer", 3),
        (Answer(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab"), "no complete answer", 3),
        (Answer(raw=HEAD + b"Content-Length: x\r\n\r\n" + b"y" * 200_000), "sends more than 100000 bytes", 1),
        (HUGE, "sends more than 100000 bytes", 1),
        (Answer(raw=HEAD + b"Content-Length: 200000\r\n\r\n" + b"x" * 200_000), "sends more than 100000 bytes", 1),
        (Answer(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"x" * 200_000)), "more than 100000", 1),
        (Answer(body=BOMB, headers={"Content-Encoding": "gzip"}), "unpacks to more than 200000 bytes", 1),
        (Answer(body=gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"}), "packed as 'gzip, gzip'", 1),
        (Answer(body=b"?", headers={"Content-Encoding": "br"}), "packed as 'br', which was not requested", 1),
        (Answer(body=b"?", headers={"Content-Encoding": "zstd"}), "packed as 'zstd', which was not requested", 1),
        (Answer(body=PAGE, headers={"Content-Encoding": "gzip"}), "sends a damaged gzip body", 3),
        (
            Answer(body=gzip.compress(PAGE)[:-9], headers={"Content-Encoding": "gzip"}),
            "gzip body that ends too early",
            3,
        ),
        (Answer(body=gzip.compress(PAGE) + b"junk", headers={"Content-Encoding": "gzip"}), "damaged gzip body", 3),
        (Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n"), "got more than 100 headers", 3),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), "got more than 65536 bytes", 3),
    ],
)
def test_bodies_that_are_not_taken(server: LocalServer, answer: Answer, expected: str, tries: int) -> None:
    policy = a_policy(server.authority, body_bytes=100_000, unpacked_bytes=200_000)
    server.routes["/a"] = answer
    with Fetcher(policy, FakeClock().clock()) as fetcher:
        assert expected in failure(fetcher, f"{server.base}/a")
        assert len(server.paths) == tries
        server.routes["/a"] = Answer(body=PAGE)
        assert fetcher.fetch(CaptureRequest("acme", f"{server.base}/a")).reply.body == PAGE


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (Answer(body=gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}), PAGE),
        (Answer(body=gzip.compress(PAGE), headers={"Content-Encoding": "X-GZIP"}), PAGE),
        (Answer(body=gzip.compress(b"<a>") + gzip.compress(b"<b>"), headers={"Content-Encoding": "gzip"}), b"<a><b>"),
        (Answer(body=chunked(b"<a>", b"<b>"), headers={"Transfer-Encoding": "chunked"}), b"<a><b>"),
        (Answer(body=PAGE, headers={"Content-Encoding": "identity"}), PAGE),
        (Answer(raw=HEAD + b"\r\n" + PAGE), PAGE),
        (Answer(raw=b"HTTP/1.0 200 OK\r\n\r\n" + PAGE), PAGE),
        (Answer(raw=HEAD + b"Content-Length: 3\r\n\r\nabcdef"), b"abc"),
        (Answer(204), b""),
        (Answer(body=b"", headers={"Content-Encoding": "gzip"}), b""),
    ],
)
def test_bodies_that_are_taken(server: LocalServer, fetcher: Fetcher, answer: Answer, body: bytes) -> None:
    server.routes["/a"] = answer
    assert fetcher.fetch(CaptureRequest("acme", f"{server.base}/a")).reply.body == body


def test_a_bomb_is_never_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self, bits: int) -> None:
            self._real = real(bits)

        def decompress(self, data: bytes, most: int) -> bytes:
            out = self._real.decompress(data, most)
            sizes.append(len(out))
            return out

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    with pytest.raises(BadAnswer, match="unpacks to more than 1000 bytes"):
        unpack(BOMB, "gzip", 1000)
    assert sizes == [1001]


def silent(handler: BaseHTTPRequestHandler) -> None:
    real_time.sleep(0.5)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(60):
        handler.wfile.write(b"H")
        real_time.sleep(0.02)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(HEAD + b"Content-Length: 1000\r\n\r\n")
    drip_headers(handler)


def drip_body_without_end(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(HEAD + b"\r\n")
    drip_headers(handler)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (silent, "does not answer in time, 2 times"),
        (drip_headers, "takes longer than 0.3 s, 2 times"),
        (drip_body, "takes longer than 0.3 s, 2 times"),
        (drip_body_without_end, "takes longer than 0.3 s, 2 times"),
    ],
)
def test_time_is_limited(server: LocalServer, route: Callable[[Any], None], expected: str) -> None:
    server.routes["/a"] = route
    policy = a_policy(server.authority, total_seconds=0.3, idle_seconds=0.15, tries=2)
    with Fetcher(policy, FakeClock().clock()) as fetcher:
        assert failure(fetcher, f"{server.base}/a").endswith(expected)


def test_the_connection_is_cut_when_the_time_is_over(server: LocalServer) -> None:
    written: list[int] = []

    def drip(handler: BaseHTTPRequestHandler) -> None:
        for count in range(100):
            handler.wfile.write(b"H")
            written.append(count)
            real_time.sleep(0.02)

    server.routes["/a"] = drip
    policy = a_policy(server.authority, total_seconds=0.2, idle_seconds=0.2, tries=1)
    with Fetcher(policy, FakeClock().clock()) as fetcher:
        failure(fetcher, f"{server.base}/a")
    assert len(written) < 50, "the server is still writing, and nobody reads"


def test_the_time_is_over_although_the_connection_was_opened_after_it(server: LocalServer) -> None:
    """A slow name server takes all of the time; the page that drips after it would never end."""

    def slow_resolver(*_: object) -> list[str]:
        real_time.sleep(0.3)
        return ["127.0.0.1"]

    server.routes["/robots.txt"] = drip_body_without_end
    policy = a_policy(server.authority, total_seconds=0.1, idle_seconds=0.5, tries=1)
    started = real_time.monotonic()
    with Fetcher(policy, FakeClock().clock(), slow_resolver) as fetcher:
        assert "takes longer than 0.1 s, 1 times" in failure(fetcher, f"{server.base}/a")
    assert real_time.monotonic() - started < 1.0, "the drip alone takes 1.2 s"


def test_a_run_starts_no_request_after_its_time(server: LocalServer, time: FakeClock) -> None:
    """Each page is slow, and none fails: only the time of the whole run bounds their sum."""

    def slow(_: object) -> Answer:
        time.elapsed += 25
        return Answer(body=PAGE)

    server.routes |= {f"/{number}": slow for number in range(5)}
    pages = [CaptureRequest(f"page/{number}", f"{server.base}/{number}") for number in range(5)]
    policy = a_policy(server.authority, run_seconds=60.0)
    with Fetcher(policy, time.clock()) as fetcher:
        *landed, fourth, fifth = capture_all(pages, fetcher)
    assert all(isinstance(page, FetchedPage) for page in landed[:2])
    assert server.paths == ["/0", "/1"], "0 s and 30 s; the third would start at 65 s"
    reason = f"{server.authority} is not requested: this run has captured for 60 s: the next run goes on"
    assert (str(fourth), str(fifth)) == (f"page/3: {reason}", f"page/4: {reason}")


def test_a_pause_beyond_the_time_of_the_run_is_not_waited_for(server: LocalServer, time: FakeClock) -> None:
    server.routes["/a"] = Answer(429, headers={"Retry-After": "100"})
    with Fetcher(a_policy(server.authority, run_seconds=60.0), time.clock()) as fetcher:
        assert "this run has captured for 60 s" in failure(fetcher, f"{server.base}/a")
    assert time.sleeps == [5.0]


def test_a_host_that_refuses_connections(time: FakeClock) -> None:
    gone = LocalServer()
    gone.stop()
    with Fetcher(a_policy(gone.authority, tries=2), time.clock()) as fetcher:
        complaint = failure(fetcher, f"{gone.base}/a")
    assert "its robots.txt cannot be read" in complaint
    assert "sent no complete answer (127.0.0.1: [Errno" in complaint
    assert "Connection refused" in complaint


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ({"/a": "/b", "/b": Answer(body=PAGE)}, "/b"),
        ({"/a": "b?x=1", "/b?x=1": Answer(body=PAGE)}, "/b?x=1"),
        ({"/a": "//{authority}/b", "/b": Answer(body=PAGE)}, "/b"),
        ({"/a": "/\xe4\xbe\xa1", "/%E4%BE%A1": Answer(body=PAGE)}, "/\u4fa1"),
        ({"/a": "/1", "/1": "/2", "/2": "/3", "/3": "/4", "/4": "/5", "/5": Answer(body=PAGE)}, "/5"),
        ({"/a": "/1", "/1": "/2", "/2": "/3", "/3": "/4", "/4": "/5", "/5": "/6"}, "redirects more than 5 times"),
        ({"/a": "/a"}, "redirects in a circle"),
        ({"/a": "/b", "/b": "/a"}, "redirects in a circle"),
        ({"/a": ""}, "redirects in a circle"),
        ({"/a": "https://evil.example/"}, "evil.example is not on the list of allowed hosts"),
        ({"/a": "http://127.0.0.1:1/"}, "127.0.0.1:1 is not on the list of allowed hosts"),
        ({"/a": "http://169.254.169.254/latest/"}, "169.254.169.254 is not on the list of allowed hosts"),
        ({"/a": "http://me:you@{authority}/b"}, "carries a user name or password"),
        ({"/a": "file:///etc/passwd"}, "only http and https is allowed"),
        ({"/a": "gopher://{authority}/"}, "only http and https is allowed"),
        ({"/a": "http://[::1"}, "is not a URL"),
        ({"/a": "/secret/page", "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /secret/")}, "closed to us by"),
    ],
)
def test_redirects(server: LocalServer, fetcher: Fetcher, routes: dict[str, Any], expected: str) -> None:
    for path, route in routes.items():
        to = {"Location": route.format(authority=server.authority)} if isinstance(route, str) else {}
        server.routes[path] = Answer(302, headers=to) if isinstance(route, str) else route
    if expected.startswith("/"):
        page = fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
        assert (page.final_url, page.url) == (f"{server.base}{expected}", f"{server.base}/a")
    else:
        assert expected in failure(fetcher, f"{server.base}/a")
        assert "/secret/page" not in server.paths


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [(BOMB, "gzip", "unpacks to more than 200000 bytes"), (b"x" * 200_000, "identity", "sends more than 100000 bytes")],
)
def test_a_bomb_in_the_body_of_a_redirect(server: LocalServer, body: bytes, encoding: str, expected: str) -> None:
    server.routes["/a"] = Answer(302, body, {"Location": "/b", "Content-Encoding": encoding})
    policy = a_policy(server.authority, body_bytes=100_000, unpacked_bytes=200_000)
    with Fetcher(policy, FakeClock().clock()) as fetcher:
        assert expected in failure(fetcher, f"{server.base}/a")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect(server: LocalServer, fetcher: Fetcher, status: int) -> None:
    server.routes |= {"/a": Answer(status, headers={"Location": "/b"}), "/b": Answer(body=PAGE)}
    assert fetcher.fetch(CaptureRequest("acme", f"{server.base}/a")).reply.body == PAGE


def test_validators_are_sent_and_304_is_an_answer(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/a"] = Answer(304, headers={"ETag": '"1"'})
    since = "Tue, 24 Nov 2026 00:00:00 GMT"
    page = fetcher.fetch(CaptureRequest("acme", f"{server.base}/a", '"1"', since))
    assert (page.reply.status, page.reply.body) == (304, b"")
    headers = server.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', since)
    assert "If-None-Match" not in server.asked[0][1], "robots.txt is asked for without the page's validators"


def test_a_host_rests_five_seconds_after_every_request(server: LocalServer, fetcher: Fetcher, time: FakeClock) -> None:
    server.routes |= {"/a": Answer(302, headers={"Location": "/b"}), "/b": Answer(body=PAGE)}
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/b"))
    assert time.sleeps == [5.0, 5.0, 5.0], "robots.txt at once, then /a, /b and /b again"


@pytest.mark.parametrize(
    ("retry_after", "sleeps"),
    [
        ("60", [5.0, 60.0]),
        ("Tue, 24 Nov 2026 12:01:05 GMT", [5.0, 60.0]),
        ("3", [5.0, 5.0]),
        ("Mon, 23 Nov 2026 12:00:00 GMT", [5.0, 5.0]),
        ("soon", [5.0, 5.0]),
        ("-5", [5.0, 5.0]),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(
    server: LocalServer, fetcher: Fetcher, time: FakeClock, retry_after: str, sleeps: list[float], status: int
) -> None:
    server.routes["/a"] = [Answer(status, headers={"Retry-After": retry_after}), Answer(body=PAGE)]
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    assert time.sleeps == sleeps


def test_a_host_that_asks_for_an_hour_is_left_alone_for_the_run(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes |= {"/a": Answer(429, headers={"Retry-After": "3600"}), "/b": Answer(body=PAGE)}
    assert "asks for a pause of 3600 s: run again later" in failure(fetcher, f"{server.base}/a")
    assert "asks for a pause of 3600 s" in failure(fetcher, f"{server.base}/b")
    assert server.paths == ["/a"]


def test_back_off_grows_and_is_jittered_over_its_whole_range(server: LocalServer) -> None:
    server.routes["/a"] = Answer(500)
    first, second = [], []
    for seed in range(40):
        time = FakeClock()
        policy = a_policy(server.authority, rest_seconds=0.0, backoff_seconds=10.0)
        with Fetcher(policy, time.clock(seed)) as fetcher:
            failure(fetcher, f"{server.base}/a")
        first.append(time.sleeps[0])
        second.append(time.sleeps[1])
    assert 0 < min(first) < 2
    assert 8 < max(first) <= 10
    assert 0 < min(second) < 4
    assert 16 < max(second) <= 20


def test_a_slow_crawl_delay_is_honoured(server: LocalServer, fetcher: Fetcher, time: FakeClock) -> None:
    server.routes |= {"/robots.txt": Answer(body=b"User-agent: *\nCrawl-delay: 20"), "/a": Answer(body=PAGE)}
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    assert time.sleeps == [20.0, 20.0]


def test_a_crawl_delay_of_a_day_leaves_the_host_alone(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes |= {"/robots.txt": Answer(body=b"User-agent: *\nCrawl-delay: 86400"), "/a": Answer(body=PAGE)}
    assert "asks for a pause of 86400 s" in failure(fetcher, f"{server.base}/a")
    assert server.paths == []


def test_one_failing_source_stops_no_other(server: LocalServer, other_server: LocalServer, time: FakeClock) -> None:
    server.routes |= {"/ok": Answer(body=PAGE), "/bad": Answer(500)}
    other_server.routes["/ok"] = Answer(body=b"other")
    wanted = [
        CaptureRequest("one", f"{server.base}/bad"),
        CaptureRequest("two", f"{server.base}/ok"),
        CaptureRequest("three", "http://[broken/"),
        CaptureRequest("four", f"{other_server.base}/ok"),
        CaptureRequest("five", "https://elsewhere.example/"),
    ]
    with Fetcher(a_policy(server.authority, other_server.authority), time.clock()) as fetcher:
        bad, two, three, four, five = capture_all(wanted, fetcher)
        assert capture_all([], fetcher) == []
    assert isinstance(two, FetchedPage)
    assert isinstance(four, FetchedPage)
    assert (two.reply.body, four.reply.body) == (PAGE, b"other")
    assert str(bad) == f"one: {server.base}/bad answers 500, 3 times"
    assert str(three).startswith("three: http://[broken/ is not a URL")
    assert str(
        five
    ) == "five: https://elsewhere.example/ is not requested: elsewhere.example is not on the list of " + (
        "allowed hosts"
    )


def test_a_fault_of_our_own_is_one_failed_source(
    server: LocalServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/b"] = Answer(body=PAGE)
    real = HostAdapter.send

    def faulty(line: HostAdapter, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.url.endswith("/a"):
            raise KeyError("slip")
        return real(line, request, *args, **kwargs)

    monkeypatch.setattr(HostAdapter, "send", faulty)
    bad, good = capture_all(
        [CaptureRequest("one", f"{server.base}/a"), CaptureRequest("two", f"{server.base}/b")], fetcher
    )
    assert str(bad) == f"one: {server.base}/a met a fault of tokenfall (KeyError: 'slip')"
    assert isinstance(good, FetchedPage)


def test_hosts_are_fetched_side_by_side_and_each_host_one_request_at_a_time(
    server: LocalServer, other_server: LocalServer, time: FakeClock
) -> None:
    """Each server's first page waits until the other one has been asked too: in turn, both would time out."""
    running: dict[LocalServer, int] = {server: 0, other_server: 0}
    most: dict[LocalServer, int] = {server: 0, other_server: 0}

    def page(mine: LocalServer, other: LocalServer) -> Callable[[Any], Answer]:
        def answer(_: Any) -> Answer:
            running[mine] += 1
            most[mine] = max(most[mine], running[mine])
            until = real_time.monotonic() + 0.8
            while not other.paths and real_time.monotonic() < until:
                real_time.sleep(0.005)
            running[mine] -= 1
            return Answer(200 if other.paths else 400, body=PAGE)

        return answer

    server.routes |= {"/1": page(server, other_server), "/2": page(server, other_server)}
    other_server.routes |= {"/1": page(other_server, server), "/2": page(other_server, server)}
    wanted = [CaptureRequest("acme", f"{base}/{n}") for n in (1, 2) for base in (server.base, other_server.base)]
    with Fetcher(a_policy(server.authority, other_server.authority), time.clock()) as fetcher:
        outcomes = capture_all(wanted, fetcher)
    assert [outcome.reply.status for outcome in outcomes if isinstance(outcome, FetchedPage)] == [200] * 4
    assert server.paths == other_server.paths == ["/1", "/2"]
    assert set(most.values()) == {1}


def test_two_threads_wait_for_each_other_at_one_host(server: LocalServer, fetcher: Fetcher) -> None:
    running: list[int] = []
    together: list[int] = []

    def answer(_: Any) -> Answer:
        running.append(1)
        together.append(len(running))
        real_time.sleep(0.1)
        running.pop()
        return Answer(body=PAGE)

    server.routes |= {"/1": answer, "/2": answer}
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda path: fetcher.fetch(CaptureRequest("acme", server.base + path)), ["/1", "/2"]))
    assert together == [1, 1]


def test_a_redirect_to_another_host_waits_for_that_hosts_turn(
    server: LocalServer, other_server: LocalServer, time: FakeClock
) -> None:
    server.routes["/a"] = Answer(302, headers={"Location": f"{other_server.base}/b"})
    other_server.routes["/b"] = Answer(body=PAGE)
    with Fetcher(a_policy(server.authority, other_server.authority), time.clock()) as fetcher:
        page = fetcher.fetch(CaptureRequest("acme", f"{server.base}/a"))
    assert page.final_url == f"{other_server.base}/b"
    assert time.sleeps == [5.0, 5.0], "one rest per host, after its robots.txt"


def test_a_host_that_fails_three_pages_in_a_row_is_left_alone(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes |= {f"/{number}": Answer(503) for number in range(5)}
    pages = [CaptureRequest(f"page/{number}", f"{server.base}/{number}") for number in range(5)]
    outcomes = capture_all(pages, fetcher)
    assert server.paths == ["/0"] * 3 + ["/1"] * 3 + ["/2"] * 3
    assert [str(outcome).endswith("failed 3 times in a row: skipped in this run") for outcome in outcomes] == [
        *[False] * 3,
        *[True] * 2,
    ]


def test_a_page_that_is_gone_does_not_count_against_its_host(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes |= {"/0": Answer(503), "/1": Answer(503), "/3": Answer(503), "/4": Answer(body=b"here")}
    pages = [CaptureRequest(f"page/{number}", f"{server.base}/{number}") for number in range(5)]
    assert isinstance(capture_all(pages, fetcher)[4], FetchedPage)
