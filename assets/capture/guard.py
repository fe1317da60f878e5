"""Check where a request may go: the form of a URL, the list of allowed hosts, and the addresses of a host.

`connect.py` opens the sockets; it calls `check_address` for every address before it connects.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urljoin, urlsplit, urlunsplit

import idna

from assets.capture.policy import CaptureFailed, Policy

PORTS = {"http": 80, "https": 443}
NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
LOOKS_LIKE_IPV4 = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)$")
"""A last label of digits or 0x is read as an IPv4 address by many resolvers: 2130706433, 0177.0.0.1, 0x7f.1."""
IPV6_UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"),
    )
)
"""Special-purpose networks of the IANA registries; spelt out, because Python's own list changes with its version."""


@dataclass(frozen=True)
class Target:
    """A URL that may be requested: `authority` is the host, with its port where the port is not the scheme's own."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """The key of everything that is counted per host: pauses, connections, robots.txt."""
        return authority_of(self.scheme, self.host, self.port)

    @property
    def robots_url(self) -> str:
        """Where this host keeps its robots.txt."""
        return f"{self.scheme}://{self.authority}/robots.txt"


def authority_of(scheme: str, host: str, port: int) -> str:
    """`host`, or `host:port` where the port is not the scheme's own; IPv6 literals in brackets."""
    name = f"[{host}]" if ":" in host else host
    return name if port == PORTS[scheme] else f"{name}:{port}"


def check_url(url: str, policy: Policy) -> Target:
    """Return the URL in its normal form, without its fragment.

    Raises:
        CaptureFailed: The URL may not be requested; the message says why.
    """
    if NOT_IN_A_URL.search(url):
        raise CaptureFailed(f"{url!r} has spaces, control characters or backslashes: write them percent-encoded")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CaptureFailed(f"{url} is not a URL ({error})") from error
    if parts.scheme not in PORTS or (parts.scheme == "http" and not policy.plain_http):
        allowed = "http and https" if policy.plain_http else "https"
        raise CaptureFailed(f"{url} is not requested: only {allowed} is allowed")
    if "@" in parts.netloc:
        raise CaptureFailed(f"{parts.scheme} URL of {parts.hostname} carries a user name or password: leave it out")
    host = _plain_host(parts.hostname or "", url)
    port = PORTS[parts.scheme] if port is None else port
    authority = authority_of(parts.scheme, host, port)
    if authority not in policy.hosts:
        raise CaptureFailed(f"{url} is not requested: {authority} is not on the list of allowed hosts")
    plain = urlunsplit((parts.scheme, authority, parts.path or "/", parts.query, ""))
    return Target(plain, parts.scheme, host, port)


def check_redirect(before: Target, location: str, policy: Policy) -> Target:
    """Return the target of a redirect, checked like any other URL.

    Raises:
        CaptureFailed: The target may not be requested, or it leads from https down to http.
    """
    try:
        url = urljoin(before.url, location)
    except ValueError as error:
        raise CaptureFailed(f"{before.url} redirects to {location!r}, which is not a URL ({error})") from error
    after = check_url(url, policy)
    if before.scheme == "https" and after.scheme == "http":
        raise CaptureFailed(f"{before.url} redirects from https down to {after.url}")
    return after


def check_address(address: str, policy: Policy) -> None:
    """Refuse an address that is not public, in any of its forms, unless the policy permits its network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError as error:
        raise CaptureFailed(f"{address!r} is not an address") from error
    if any(parsed in network for network in policy.permitted):
        return
    shown = " ".join(address.split())  # the zone of an IPv6 address may hold anything
    for form in (parsed, *_inner(parsed)):
        if not _is_public(form):
            raise CaptureFailed(f"the address {shown} is not a public one: permit it in the configuration, if meant")


def _plain_host(host: str, url: str) -> str:
    if not host:
        raise CaptureFailed(f"{url} names no host")
    if ":" in host:
        return host
    try:
        host = idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise CaptureFailed(f"{url} names a host that is not a valid name ({error})") from error
    if host.endswith("."):
        raise CaptureFailed(f"{url} names a host with a dot at its end: leave the dot out")
    if LOOKS_LIKE_IPV4.search(host):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise CaptureFailed(f"{url} writes an address in an unusual form: use four decimal numbers") from error
    return host


def _inner(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses inside an IPv6 one: mapped (::ffff:0:0/96), 6to4 (2002::/16), NAT64 (64:ff9b::/96)."""
    if isinstance(address, IPv4Address):
        return []
    inner = [form for form in (address.ipv4_mapped, address.sixtofour) if form]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return inner


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address in NAT64):
        return True  # what counts is the address inside
    if isinstance(address, IPv6Address) and address not in IPV6_UNICAST:
        return False
    return address.is_global and not any(address in network for network in REFUSED)
