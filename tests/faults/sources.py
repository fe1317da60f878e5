"""Let sources fail, each in turn in every way, and all at once: the others land, and the time is bounded."""

from __future__ import annotations

import random
import shutil
import socket
import ssl
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import trustme

from assets.capture import session
from assets.capture.attempts import CaptureAttempt
from assets.capture.collect import LONGEST_REASON, LiveSource
from assets.capture.fetch import Fetcher
from assets.capture.policy import Clock, Policy
from assets.capture.session import CaptureSettings, capture_live
from pipelines.settings import capture_settings
from tests.capture.local_server import Answer, LocalServer
from tests.faults.campaign import Outcome
from tests.faults.failures import FAILURES, TYPES, Failure
from warehouse.home import Home
from warehouse.store import Writer, open_writer

TRIES, TOTAL_SECONDS = 2, 1.5
LIMITS = {
    "total_seconds": TOTAL_SECONDS,
    "idle_seconds": 1.0,
    "tries": TRIES,
    "rest_seconds": 0.0,
    "backoff_seconds": 0.01,
    "body_bytes": 2**20,
    "unpacked_bytes": 2**21,
}
"""The limits of captures, smaller, so that ten thousand attempts fit into an hour."""
ALONE_SECONDS = 2 * TRIES * TOTAL_SECONDS + 10
"""robots.txt and the page, each tried twice. The rest is for a machine that has much other work to do; what is endless
lasts for 20 s on the server."""
TOGETHER_SECONDS = 120.0
"""All hosts down at once, 16 of them at a time."""
BEGIN = {"zip": b"PK\x03\x04", "parquet": b"PAR1"}
WORDS = "Prices of models per million tokens: input, output and cached input in US dollars. "


def sound_page(source: LiveSource, number: int) -> bytes:
    """Return a page that counts for its source; each number gives other bytes."""
    text = f"{source.source} {number} {WORDS}" * 20
    if source.kind == "html":
        return f"<!DOCTYPE html><html><title>{source.source}</title><body>{text}</body></html>".encode()
    return f'["{text}"]'.encode() if source.kind == "json" else BEGIN.get(source.kind, b"") + text.encode()


class World(LocalServer):
    """All hosts of all sources on one port; a path names its source, and failures are set by source."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(context=context)
        self.number = 0
        self.failing: dict[str, Failure] = {}
        self.sources: dict[str, LiveSource] = {}

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        host = (handler.headers["Host"] or "").partition(":")[0]
        name = handler.path.lstrip("/").rstrip("x") if handler.path != "/robots.txt" else ""
        failing = [source for source in self.failing if host == host_of(self.sources[source])]
        whole = [source for source in failing if self.failing[source].of_host]
        if fault := name if name in failing else whole[0] if whole else None:
            return self.failing[fault].send(handler, self.sources[fault])
        source = self.sources.get(name)
        if source is None:
            return Answer(404)
        return Answer(body=sound_page(source, self.number), headers={"Content-Type": TYPES[source.kind]})


def host_of(source: LiveSource) -> str:
    """Return the host of a source's real address."""
    return urlsplit(source.url).netloc


@dataclass(frozen=True)
class Hosts:
    """The stand-in for the network: every real host on this machine.

    Attributes:
        world: Answers for every source.
        untrusted: The port of a server whose certificate nobody trusts.
        closed: A port on which nobody listens.
        writer: The warehouse that captures are stored in.
        clock: The clock of captures.
    """

    world: World
    untrusted: int
    closed: int
    writer: Writer
    clock: Clock

    def capture(self, sources: Sequence[LiveSource], failing: dict[str, Failure]) -> list[CaptureAttempt]:
        """Capture sources, some of which fail; every page is new."""
        self.world.number += 1
        self.world.failing = failing
        placed = [self._placed(source, failing.get(source.source)) for source in sources]
        return capture_live(self.writer, CaptureSettings((), "me@example.org", clock=self.clock), placed)

    def _placed(self, source: LiveSource, failure: Failure | None) -> LiveSource:
        ports = {"server": self.world.port, "untrusted": self.untrusted, "closed": self.closed}
        scheme, port = (failure.scheme, failure.port) if failure else ("http", "server")
        return replace(source, url=f"{scheme}://{host_of(source)}:{ports[port]}/{source.source}", redirects=())

    def resolve(self, host: str, _: int) -> list[str]:
        """Return the address of a host, which a failure may change."""
        failing = self.world.failing
        for source, failure in failing.items():
            if host_of(self.world.sources[source]) == host:
                if isinstance(failure.address, int):
                    raise socket.gaierror(failure.address, "planted")
                return [failure.address]
        return ["127.0.0.1"]


@contextmanager
def local_hosts(folder: Path, sources: Sequence[LiveSource]) -> Generator[Hosts]:
    """Let this process capture from local servers in place of the sources' hosts, into a home below a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    world, secure = World(), LocalServer(context=context)
    gone = LocalServer()
    gone.stop()
    world.sources = {source.source: source for source in sources}
    policy, fetcher = CaptureSettings.policy, session.Fetcher
    try:
        with open_writer(Home(folder)) as writer:
            hosts = Hosts(world, secure.port, gone.port, writer, Clock())
            CaptureSettings.policy = _small_policy  # ty: ignore[invalid-assignment]
            session.Fetcher = lambda policy, clock: Fetcher(policy, clock, hosts.resolve)  # ty: ignore
            yield hosts
    finally:
        CaptureSettings.policy, session.Fetcher = policy, fetcher
        world.stop()
        secure.stop()


def _small_policy(_: CaptureSettings, urls: Sequence[str]) -> Policy:
    places = frozenset(urlsplit(url).netloc for url in urls)
    loopback = (ip_network("127.0.0.0/8"),)
    return Policy(places, "me@example.org", plain_http=True, permitted=loopback, **LIMITS)  # ty: ignore


@contextmanager
def failing_sources(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home in which every source was captured once; an attempt lets one source fail, or all."""
    sources = [source for source in capture_settings().sources if source.look != "asked"]
    with local_hosts(folder, sources) as hosts:
        first = hosts.capture(sources, {})
        if lost := [attempt.reason for attempt in first if attempt.outcome != "captured"]:
            raise RuntimeError(f"the first captures failed, perhaps because this machine is too busy: {lost[0]}")
        attack = Attack(hosts, sources)
        yield attack.attempt


def count_attempts() -> int:
    """Return how many attempts are every failure of every source, every failure of all, and 48 mixtures."""
    sources = [source for source in capture_settings().sources if source.look != "asked"]
    return len(FAILURES) * (len(sources) + 1) + 48


@dataclass(frozen=True)
class Attack:
    """Attempts by number: first one source in one way, then all in one way, then each in a way of its own."""

    hosts: Hosts
    sources: Sequence[LiveSource]

    def attempt(self, number: int) -> Outcome:
        """Make the attempt of a number, then one in which nothing fails."""
        round_, which = divmod(number, len(FAILURES))
        if round_ < len(self.sources):
            source = self.sources[(which * 7 + round_) % len(self.sources)]
            return self._fail(number, FAILURES[which].name, {source.source: FAILURES[which]}, ALONE_SECONDS)
        if round_ == len(self.sources):
            everywhere = {source.source: FAILURES[which] for source in self.sources}
            return self._fail(number, f"all: {FAILURES[which].name}", everywhere, TOGETHER_SECONDS)
        chance = random.Random(number)
        mixed = {source.source: chance.choice(FAILURES) for source in self.sources}
        return self._fail(number, "all: each in its own way", mixed, TOGETHER_SECONDS)

    def _fail(self, number: int, case: str, failing: dict[str, Failure], seconds: float) -> Outcome:
        before = self._stored()
        asked = self.sources if len(failing) > 1 else self._with_neighbours(next(iter(failing)))
        started = time.monotonic()
        attempts = self.hosts.capture(asked, failing)
        took = time.monotonic() - started
        faults = [f"took {took:.1f} s, more than {seconds:g}"] if took > seconds else []
        faults += [fault for attempt in attempts for fault in self._faults(attempt, failing)]
        faults += [] if before <= self._stored() else ["an earlier capture is gone"]
        again = self.hosts.capture([source for source in asked if source.source in failing], {})
        faults += [f"did not recover: {attempt.reason}" for attempt in again if attempt.outcome != "captured"]
        self._forget(before)
        return Outcome(number, case, faults, len(attempts) + len(again))

    def _with_neighbours(self, failing: str) -> list[LiveSource]:
        """Return a source and one of every other kind, on other hosts."""
        (source,) = (source for source in self.sources if source.source == failing)
        others = {other.kind: other for other in self.sources if host_of(other) != host_of(source)}
        return [*others.values(), source]

    def _faults(self, attempt: CaptureAttempt, failing: dict[str, Failure]) -> list[str]:
        if attempt.source not in failing:
            landed = attempt.outcome == "captured"
            return [] if landed else [f"{attempt.source} did not land: {attempt.reason}"]
        reason = attempt.reason or ""
        if attempt.outcome not in {"failed", "doubted"} or not reason:
            return [f"{attempt.source} counts as {attempt.outcome}"]
        odd = (
            "\n" in reason or len(reason) > LONGEST_REASON + 3 or "fault of tokenfall" in reason or "planted@" in reason
        )
        return [f"{attempt.source}: the reason is {reason[:300]!r}"] if odd else []

    def _stored(self) -> set[tuple[str, str]]:
        stored = "SELECT source, capture_sha256 FROM raw_page_capture WHERE counts"
        return set(self.hosts.writer.connection.execute(stored).fetchall())

    def _forget(self, before: set[tuple[str, str]]) -> None:
        """Delete the rows of the attempt, so that the ten thousandth takes no longer than the first."""
        connection = self.hosts.writer.connection
        connection.execute(
            "DELETE FROM raw_page_capture WHERE capture_sha256 NOT IN (SELECT unnest(?))",
            [[digest for _, digest in before]],
        )
        connection.execute("DELETE FROM raw_page_attempt")
        shutil.rmtree(self.hosts.writer.home.capture_ledger, ignore_errors=True)
