"""What fuzzing attacks at the edges: addresses of pages, settings of the environment, and texts that are shown."""

from __future__ import annotations

import ipaddress
import os
from unittest.mock import patch

import requests
from urllib3.util import parse_url

from assets.capture.archive import CalendarMonth, WebArchive
from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.guard import Target as CheckedTarget
from assets.capture.guard import check_address, check_redirect, check_url
from assets.capture.policy import Policy
from assets.formats import CONTROLS, NUMBER, spreadsheet_text, visible
from assets.reports.edition.markdown import from_html
from pipelines.output import as_json, plain
from pipelines.settings import ALLOW_HTTP, ARCHIVE, CONTACT, PERMIT_NETWORKS, capture_settings
from pipelines.trace.safe_html import SHOWN, SPANS, safe_tree
from tests.faults.fuzz import Target
from tests.faults.fuzz_inputs import TOKENS
from tests.faults.fuzz_texts import HTML
from warehouse.home import ENVIRONMENT_VARIABLE, Home

POLICY = Policy(frozenset({"a.example", "a.example:8443", "xn--bcher-kva.example"}), "mail@a.example", plain_http=True)
HOSTS = (
    *("a.example", "A.EXAMPLE", "a.example.", "a.example:8443", "a.example:443", "bücher.example", "ａ.example"),
    *("127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:169.254.169.254]", "2130706433", "0x7f.1", "localhost"),
    *("user:pw@a.example", "a.example@localhost"),
)
ADDRESSES = (
    *("8.8.8.8", "10.0.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "255.255.255.255", "::1", "fe80::1%eth0"),
    *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2606:4700::1"),
)


def edge_targets() -> list[Target]:
    """Return the targets."""
    return [*_addresses(), *_settings(), *_shown()]


def _addresses() -> list[Target]:
    def url(data: bytes) -> None:
        _check_target(check_url(_decoded(data), POLICY))

    def redirect(data: bytes) -> None:
        before = check_url("https://a.example/pricing/x?y=1", POLICY)
        after = check_redirect(before, _decoded(data), POLICY)
        assert after.scheme == "https", after
        _check_target(after)

    def address(data: bytes) -> None:
        text = _decoded(data)
        check_address(text, POLICY)
        parsed = ipaddress.ip_address(text)
        assert parsed.is_global, text
        assert not parsed.is_multicast, text
        mapped = getattr(parsed, "ipv4_mapped", None)
        assert mapped is None or mapped.is_global, text

    archive = WebArchive(Fetcher(POLICY), "https://a.example")
    wanted = CaptureRequest("s", "https://b.example/pricing")

    def capture(data: bytes) -> None:
        month = CalendarMonth(2024, 1)
        text = _decoded(data)
        assert month.holds(archive._check(text, wanted, month)), text
        target = check_url(text, POLICY)
        assert target.host == "a.example", target

    urls = tuple(
        f"{scheme}{host}/p?q=1#f".encode()
        for host in HOSTS
        for scheme in ("https://", "http://", "//", "file://", "ftp://")
    )
    captures = tuple(
        f"{start}/web/20240115000000id_/{page}".encode()
        for start in ("https://a.example", "https://a.example@localhost", "https://a.example.evil.example")
        for page in ("https://b.example/pricing", "http://www.b.example:80/pricing", "https://evil.example/pricing")
    )
    return [
        Target("url", urls, url, 3000),
        Target("redirect", (*urls, b"/x", b"../..", b"?y", b"//localhost/"), redirect, 3000),
        Target("address", tuple(text.encode() for text in ADDRESSES), address, 3000),
        Target("archive-url", captures, capture, 3000),
    ]


def _check_target(target: CheckedTarget) -> None:
    """Whatever opens the socket reads the same host and port as what was checked."""
    host, port, url = target.host, target.port, target.url
    assert target.authority in POLICY.hosts, target
    prepared = requests.Request("GET", url).prepare().url or ""
    parsed = parse_url(prepared)
    assert (parsed.host or "").strip("[]") == host, f"{url} is asked at {parsed.host}"
    assert (parsed.port or {"http": 80, "https": 443}[parsed.scheme or ""]) == port, url
    assert parsed.auth is None, url


def _settings() -> list[Target]:
    names = (CONTACT, ALLOW_HTTP, PERMIT_NETWORKS, ARCHIVE, ENVIRONMENT_VARIABLE)
    seeds = (
        b"mail@a.example\n1\n127.0.0.0/8, ::1/128\nhttps://a.example\n/tmp/x",
        b"\n\n10.0.0.0/33\nfile:///etc\n~nobody/x",
    )

    def settings(data: bytes) -> None:
        values = _decoded(data).replace("\0", "").split("\n")
        with patch.dict(os.environ, dict(zip(names, values, strict=False))):
            taken = capture_settings()
            Home.from_environment()
        policy = taken.policy([taken.archive])
        assert "\n" not in policy.user_agent, policy.user_agent
        assert "\r" not in policy.user_agent, policy.user_agent

    return [Target("environment", seeds, settings, 200)]


def _shown() -> list[Target]:
    def shown(data: bytes) -> None:
        text = _decoded(data)
        assert not CONTROLS.search(visible(text)), text
        assert not CONTROLS.search(as_json({text: [text, float("nan")]})), text
        cell = spreadsheet_text(text)
        assert cell[:1] not in {*"=+-@\t\r\n"} or NUMBER.fullmatch(cell), cell
        plain(text)

    def page(data: bytes) -> None:
        tree = safe_tree(_decoded(data))
        for element in tree.find_all(True):
            assert element.name in SHOWN, element.name
            assert set(element.attrs) <= {*SPANS, "open"}, element.attrs
        again = safe_tree(str(tree))
        assert {element.name for element in again.find_all(True)} <= SHOWN, "other elements when read again"

    texts = tuple(token.encode() for token in TOKENS)
    pages = (
        *(text.encode() for text in HTML),
        b"<script>evil()</script><img src=x onerror=evil()><svg><a href='javascript:x'>y</a>",
    )
    return [
        Target("shown-text", texts, shown, 2000),
        Target("shown-page", pages, page, 100),
        Target("shown-markdown", pages, lambda data: from_html(_decoded(data)), 100),
    ]


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
