"""Where a capture may not go (SSRF): URLs, hidden forms of addresses, names that lead inside, rebinding, TLS names."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from assets.capture.connect import open_session, resolve_by_system
from assets.capture.fetch import CaptureRequest, Fetcher
from assets.capture.guard import check_address, check_redirect, check_url
from assets.capture.policy import CaptureFailed, Policy
from tests.capture.local_server import Answer, FakeClock, LocalServer, a_policy
from warehouse.errors import TokenfallError

PUBLIC = Policy(frozenset({"example.org", "xn--bcher-kva.example", "example.org:8443", "8.8.8.8"}), "me@example.org")
LISTED = frozenset(
    {"127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[fd00:ec2::254]", "[::ffff:127.0.0.1]", "0.0.0.0"}
)

URLS: list[tuple[str, str]] = [
    ("http://example.org/", "only https is allowed"),
    ("ftp://example.org/", "only https is allowed"),
    ("file:///etc/passwd", "only https is allowed"),
    ("//example.org/", "only https is allowed"),
    ("example.org", "only https is allowed"),
    ("https:///path", "names no host"),
    ("https://me@example.org/", "user name or password"),
    ("https://me:you@example.org/", "user name or password"),
    ("https://example.org@evil.example/", "user name or password"),
    ("https://example.org:80/", "example.org:80 is not on the list"),
    ("https://example.org:22/", "example.org:22 is not on the list"),
    ("https://example.org:99999/", "is not a URL"),
    ("https://example.org:x/", "is not a URL"),
    ("https://evil.example/", "evil.example is not on the list"),
    ("https://www.example.org/", "www.example.org is not on the list"),
    ("https://example.org.evil.example/", "not on the list"),
    ("https://evilexample.org/", "not on the list"),
    ("https://example.org./", "a dot at its end"),
    ("https://example.org%2eevil.example/", "not a valid name"),
    ("https://example.org\\@evil.example/", "backslashes"),
    ("https://example.org /", "spaces, control characters"),
    ("https://example.org\r\nHost: evil/", "spaces, control characters"),
    ("https://exam\tple.org/", "spaces, control characters"),
    ("https://2130706433/", "unusual form"),
    ("https://0177.0.0.1/", "unusual form"),
    ("https://0x7f.0.0.1/", "unusual form"),
    ("https://0x7f000001/", "unusual form"),
    ("https://127.1/", "unusual form"),
    ("https://127.0.1/", "unusual form"),
    ("https://0/", "unusual form"),
    ("https://256.1.1.1/", "unusual form"),
    ("https://１２７.0.0.1/", "127.0.0.1 is not on the list"),
    ("https://①②⑦.1/", "unusual form"),
    ("https://127。0。0。1/", "127.0.0.1 is not on the list"),
    ("https://127.0.0.1/", "127.0.0.1 is not on the list"),
    ("https://[::1]/", "[::1] is not on the list"),
    ("https://[::ffff:7f00:1]/", "not on the list"),
    ("https://[fe80::1%25eth0]/", "not on the list"),
    ("https://localhost/", "localhost is not on the list"),
    ("https://a..example/", "not a valid name"),
    ("https://exa_mple.org/", "not a valid name"),
]


@pytest.mark.parametrize(("url", "complaint"), URLS)
def test_urls_that_are_refused(url: str, complaint: str) -> None:
    with pytest.raises(CaptureFailed) as refused:
        check_url(url, PUBLIC)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://EXAMPLE.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://example.org/web/20240101000000id_/http://a.example/b?c", None),
    ],
)
def test_urls_that_are_asked_for(url: str, plain: str | None) -> None:
    assert check_url(url, PUBLIC).url == (plain or url)


ADDRESSES: list[tuple[str, bool]] = [
    ("127.0.0.1", False),
    ("127.255.255.254", False),
    ("10.1.2.3", False),
    ("172.16.0.1", False),
    ("172.31.255.255", False),
    ("172.32.0.1", True),
    ("192.168.0.1", False),
    ("169.254.169.254", False),
    ("169.254.0.1", False),
    ("100.64.0.1", False),
    ("100.127.255.255", False),
    ("100.128.0.1", True),
    ("0.0.0.0", False),
    ("0.1.2.3", False),
    ("192.0.0.192", False),
    ("192.0.2.1", False),
    ("192.88.99.1", False),
    ("198.18.0.1", False),
    ("203.0.113.9", False),
    ("224.0.0.1", False),
    ("239.255.255.250", False),
    ("240.0.0.1", False),
    ("255.255.255.255", False),
    ("8.8.8.8", True),
    ("93.184.215.14", True),
    ("::", False),
    ("::1", False),
    ("fe80::1", False),
    ("fe80::1%eth0", False),
    ("fc00::1", False),
    ("fd00:ec2::254", False),
    ("fec0::1", False),
    ("ff02::1", False),
    ("ff0e::1", False),
    ("2001:db8::1", False),
    ("3fff::1", False),
    ("2001::1", False),
    ("2001:2::1", False),
    ("100::1", False),
    ("5f00::1", False),
    ("::ffff:127.0.0.1", False),
    ("::ffff:169.254.169.254", False),
    ("::ffff:8.8.8.8", True),
    ("::127.0.0.1", False),
    ("2002:7f00:1::", False),
    ("2002:a9fe:a9fe::", False),
    ("2002:808:808::", True),
    ("64:ff9b::7f00:1", False),
    ("64:ff9b::a9fe:a9fe", False),
    ("64:ff9b::808:808", True),
    ("64:ff9b:1::808:808", False),
    ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
]


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES)
def test_a_listed_name_that_leads_to_an_address(address: str, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the whole fetch: a refused address is never connected to, an allowed one is the only one connected to."""
    connected: list[str] = []

    def connect(authority: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(authority[0])
        raise ConnectionRefusedError("not in a test")

    monkeypatch.setattr(socket, "create_connection", connect)
    policy = Policy(frozenset({"example.org"}), "me@example.org", tries=1)
    with Fetcher(policy, FakeClock().clock(), lambda host, port: [address]) as fetcher:
        with pytest.raises(CaptureFailed) as refused:
            fetcher.fetch(CaptureRequest("acme", "https://example.org/"))
    assert connected == ([address] if allowed else [])
    assert ("is not a public one" in str(refused.value)) is not allowed


@given(st.ip_addresses(v=4))
def test_what_python_calls_not_global_is_never_allowed(address: ipaddress.IPv4Address) -> None:
    """And neither is any address when it is dressed as IPv6 in one of three ways."""
    dressed = (f"::ffff:{address}", f"64:ff9b::{address}", str(ipaddress.ip_address("2002::") + (int(address) << 80)))
    if not address.is_global or address.is_multicast:
        for form in (str(address), *dressed):
            with pytest.raises(CaptureFailed, match="not a public one"):
                check_address(form, PUBLIC)


@given(st.ip_addresses(v=6))
def test_only_global_unicast_ipv6_is_allowed(address: ipaddress.IPv6Address) -> None:
    try:
        check_address(str(address), PUBLIC)
    except CaptureFailed:
        return
    dressed = address.ipv4_mapped or address in ipaddress.ip_network("64:ff9b::/96")
    assert dressed or (address in ipaddress.ip_network("2000::/3") and address.is_global)


@pytest.mark.parametrize("authority", sorted(LISTED))
def test_an_address_on_the_list_must_also_be_permitted(authority: str) -> None:
    with Fetcher(Policy(LISTED, "me@example.org", tries=1), FakeClock().clock()) as fetcher:
        with pytest.raises(CaptureFailed, match="not a public one: permit it"):
            fetcher.fetch(CaptureRequest("acme", f"https://{authority}/"))


def test_only_the_permitted_network_is_opened() -> None:
    policy = a_policy("x", permitted=(ipaddress.ip_network("10.1.0.0/16"),))
    check_address("10.1.2.3", policy)
    for address in ("10.2.0.1", "127.0.0.1", "::ffff:10.1.2.3"):
        with pytest.raises(CaptureFailed):
            check_address(address, policy)


def test_one_private_address_among_public_ones_closes_the_host() -> None:
    policy = Policy(frozenset({"example.org"}), "me@example.org", tries=1)
    with Fetcher(policy, FakeClock().clock(), lambda host, port: ["8.8.8.8", "10.0.0.1"]) as fetcher:
        with pytest.raises(CaptureFailed, match=r"example\.org is not requested: the address 10\.0\.0\.1"):
            fetcher.fetch(CaptureRequest("acme", "https://example.org/"))


def test_rebinding_gains_nothing(server: LocalServer, time: FakeClock) -> None:
    """The name leads to the permitted server first and inside afterwards; every new connection is checked again."""
    server.routes["/a"] = [Answer(body=b"page"), Answer(raw=b"HTTP/1.1 500 X\r\n\r\n")]
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 1 else ["169.254.169.254"]

    authority = f"shop.example:{server.port}"
    with Fetcher(a_policy(authority), time.clock(), resolve) as fetcher:
        assert fetcher.fetch(CaptureRequest("acme", f"http://{authority}/a")).reply.body == b"page"
        assert asked == ["shop.example"], "one name resolution, one connection, to the address that was checked"
        assert server.asked[-1][1]["Host"] == authority
        with pytest.raises(CaptureFailed, match=r"the address 169\.254\.169\.254 is not a public one"):
            fetcher.fetch(CaptureRequest("acme", f"http://{authority}/a"))
    assert len(asked) == 2


def test_a_name_without_address_is_a_failed_source(time: FakeClock) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with Fetcher(a_policy("gone.example"), time.clock(), resolve) as fetcher:
        with pytest.raises(CaptureFailed, match=r"gone\.example has no address: no network, or a name that is gone"):
            fetcher.fetch(CaptureRequest("acme", "http://gone.example/"))


def test_the_second_address_is_used_when_the_first_does_not_answer(server: LocalServer, time: FakeClock) -> None:
    server.routes["/a"] = Answer(body=b"page")
    authority = f"shop.example:{server.port}"
    with Fetcher(a_policy(authority), time.clock(), lambda host, port: ["127.0.0.9", "127.0.0.1"]) as fetcher:
        assert fetcher.fetch(CaptureRequest("acme", f"http://{authority}/a")).reply.address == "127.0.0.1"


def test_a_session_of_one_host_opens_no_connection_to_another(server: LocalServer) -> None:
    """Should two readers of a URL ever disagree on its host, the one that opens the socket has the last word."""
    session, _ = open_session("shop.example", a_policy("shop.example"), lambda host, port: ["127.0.0.1"])
    with session, pytest.raises(CaptureFailed, match=r"about to be opened instead of shop\.example"):
        session.get(server.base)
    assert server.asked == []


def test_the_systems_resolver() -> None:
    assert resolve_by_system("127.0.0.1", 80) == ["127.0.0.1"]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA, tmp_path: Path) -> Iterator[tuple[LocalServer, Path]]:
    """A server with a certificate for shop.example, and the file of the authority that signed it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("shop.example").configure_cert(context)
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    running = LocalServer(context=context)
    running.routes["/a"] = Answer(body=b"page")
    yield running, bundle
    running.stop()


@pytest.mark.parametrize(
    ("name", "trusted", "expected"),
    [
        ("shop.example", True, "page"),
        ("other.example", True, "Hostname mismatch"),
        ("shop.example", False, "unable to get local issuer certificate"),
    ],
)
def test_certificates_are_those_of_the_name(
    secure: tuple[LocalServer, Path], time: FakeClock, name: str, trusted: bool, expected: str
) -> None:
    running, bundle = secure
    authority = f"{name}:{running.port}"
    policy = a_policy(authority, plain_http=False, ca_bundle=bundle if trusted else None, tries=1)
    with Fetcher(policy, time.clock(), lambda host, port: ["127.0.0.1"]) as fetcher:
        if expected == "page":
            assert fetcher.fetch(CaptureRequest("acme", f"https://{authority}/a")).reply.body == b"page"
            return
        with pytest.raises(CaptureFailed, match="cannot be reached securely") as refused:
            fetcher.fetch(CaptureRequest("acme", f"https://{authority}/a"))
    assert expected in str(refused.value)


def test_the_time_limit_cuts_a_secure_connection_too(secure: tuple[LocalServer, Path], time: FakeClock) -> None:
    running, bundle = secure

    def drip(handler: Any) -> None:
        for _ in range(40):
            handler.wfile.write(b"H")
            real_sleep(0.02)

    from time import sleep as real_sleep  # the fixture of that name hides it

    running.routes["/a"] = drip
    authority = f"shop.example:{running.port}"
    policy = a_policy(authority, ca_bundle=bundle, tries=1, total_seconds=0.3, idle_seconds=0.2)
    with Fetcher(policy, time.clock(), lambda host, port: ["127.0.0.1"]) as fetcher:
        with pytest.raises(CaptureFailed, match=r"takes longer than 0\.3 s"):
            fetcher.fetch(CaptureRequest("acme", f"https://{authority}/a"))


def test_a_redirect_from_https_down_to_http_is_refused() -> None:
    policy = a_policy("example.org")
    target = check_url("https://example.org/", policy)
    with pytest.raises(CaptureFailed, match="redirects from https down to http"):
        check_redirect(target, "http://example.org/", policy)
    assert check_redirect(target, "/b", policy).url == "https://example.org/b"


@pytest.mark.parametrize("contact", ["", "me", "me@example.org\r\nX: y", "a b@example.org", "(me)", "mé@example.org"])
def test_a_contact_must_be_one(contact: str) -> None:
    with pytest.raises(TokenfallError, match="set one that a site's owner can write to"):
        Policy(frozenset(), contact)
