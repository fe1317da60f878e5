"""The connection to one host: every socket goes to an address that was checked, and can be cut from another thread.

`guard.py` decides which addresses and hosts are allowed; `fetch.py` decides what is requested.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NameResolutionError, NewConnectionError

from assets.capture.guard import check_address
from assets.capture.policy import CaptureFailed, Policy

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) -> the addresses of the host as text; OSError when it has none."""

MOST_ADDRESSES = 3
"""Addresses of a host that are tried before it counts as unreachable."""


def resolve_by_system(host: str, port: int) -> list[str]:
    """Return the addresses that this machine's resolver finds, in its order."""
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


class HostAdapter(HTTPAdapter):
    """A transport adapter for one host, used by one thread at a time.

    urllib3 resolves a name where it opens the socket. This adapter resolves there too, refuses the host if any of its
    addresses is refused, and connects to exactly the addresses it has checked: this prevents DNS rebinding, where a
    name changes its address between check and connection. SNI and certificate checks still use the host's name.
    """

    def __init__(self, host: str, policy: Policy, resolve: Resolve) -> None:
        self._host = host
        self._policy = policy
        self._resolve = resolve
        self._handle: socket.socket | None = None
        self._is_cut = False
        super().__init__(pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the signature is that of requests
        """Let the pools of this adapter open their sockets through `_open`."""
        super().init_poolmanager(*args, **kwargs)
        adapter = self

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return adapter._open(self)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return adapter._open(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain  # ty: ignore[invalid-assignment] - urllib3's own classes are refused too

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure  # ty: ignore[invalid-assignment]

        pools: dict[str, Any] = {"http": PlainPool, "https": SecurePool}
        self.poolmanager.pool_classes_by_scheme = pools

    def _open(self, connection: HTTPConnection) -> socket.socket:
        if connection.host.strip("[]") != self._host:
            raise CaptureFailed(f"a connection to {connection.host} was about to be opened instead of {self._host}")
        try:
            addresses = self._resolve(self._host, connection.port or 0)
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:  # a retry does not help for an unknown name
                raise CaptureFailed(f"{self._host} has no address: no network, or a name that is gone") from error
            raise NameResolutionError(self._host, connection, error) from error
        except OSError as error:
            raise NameResolutionError(self._host, connection, error) from error  # ty: ignore[invalid-argument-type]
        for address in addresses:
            try:
                check_address(address, self._policy)
            except CaptureFailed as refused:
                raise CaptureFailed(f"{self._host} is not requested: {refused}") from refused
        return self._connect(addresses, connection)

    def _connect(self, addresses: Sequence[str], connection: HTTPConnection) -> socket.socket:
        reason = "it has no address"
        for address in addresses[:MOST_ADDRESSES]:
            try:
                opened = socket.create_connection((address, connection.port or 0), timeout=self._policy.idle_seconds)
            except OSError as error:
                reason = f"{address}: {error}"
                continue
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # TLS takes over the socket object; a duplicate handle on the same connection can still close it.
            self._forget()
            self._handle = opened.dup()
            if self._is_cut:  # the time was over before there was a connection to cut
                self.cut()
            return opened
        raise NewConnectionError(connection, reason)

    @property
    def peer(self) -> str | None:
        """The address at the other end of the connection, if it is still open."""
        with contextlib.suppress(OSError):
            return str(self._handle.getpeername()[0]) if self._handle else None
        return None

    def begin(self) -> None:
        """Start a new request, which may use its connection until `cut` is called."""
        self._is_cut = False

    def cut(self) -> None:
        """End the connection at once, or as soon as it is open; a thread that waits for it wakes up. Safe from any
        thread."""
        self._is_cut = True
        handle = self._handle
        with contextlib.suppress(OSError):
            if handle:
                handle.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        """Close the connection, so that the next request opens a new one."""
        self.cut()
        self._forget()
        self.poolmanager.clear()

    def _forget(self) -> None:
        if self._handle:
            self._handle.close()
        self._handle = None

    def close(self) -> None:
        """Close the adapter with its connection."""
        self.drop()
        super().close()


class _Session(requests.Session):
    """Ignores redirects: requests reads all of their bodies, however large, even when told not to follow."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def open_session(host: str, policy: Policy, resolve: Resolve) -> tuple[requests.Session, HostAdapter]:
    """Return a session that can reach one host only: no cookies, no proxies, no credentials of the environment."""
    adapter = HostAdapter(host, policy, resolve)
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.verify = str(policy.ca_bundle) if policy.ca_bundle else True
    session.headers.clear()
    session.headers.update({"User-Agent": policy.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"})
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session, adapter
