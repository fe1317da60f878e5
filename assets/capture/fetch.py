"""Fetch pages politely: robots.txt, pauses, retries, redirects, conditional requests and limits, hosts in parallel.

`classify.py` decides whether a capture counts; `keep.py` stores it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from assets.capture.connect import Resolve, resolve_by_system
from assets.capture.exchange import BadAnswer, HttpClient, Reply
from assets.capture.guard import Target, check_redirect, check_url
from assets.capture.pace import Pace, retry_after
from assets.capture.policy import CaptureFailed, Clock, Policy
from assets.capture.robots import RobotsCache

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
PARALLEL_HOSTS = 16
MOST_FAILURES = 3
"""Pages of one host that failed in a row, each after several tries, after which the host counts as down."""


@dataclass(frozen=True)
class CaptureRequest:
    """A page to capture, with the validators of its last good capture, if there is one."""

    source: str
    url: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that let the server answer 304 when nothing has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True)
class FetchedPage:
    """A page as fetched: `url` was requested, `final_url` answered after redirects; `fetched_at` is UTC, no zone."""

    source: str
    url: str
    final_url: str
    fetched_at: datetime
    reply: Reply


Follow = Callable[[str], None]
"""Called with the URL of every redirect before it is followed; raises CaptureFailed to refuse it."""


class Fetcher:
    """Fetches under one policy; shared by all threads of a run. Use it as a context manager."""

    def __init__(self, policy: Policy, clock: Clock | None = None, resolve: Resolve = resolve_by_system) -> None:
        self.policy = policy
        self.clock = clock or Clock()
        self._pace = Pace(policy, self.clock)
        self._client = HttpClient(policy, resolve)
        self._robots = RobotsCache(self._ask_robots, self.clock)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def fetch(self, request: CaptureRequest, follow: Follow | None = None) -> FetchedPage:
        """Return the page as it is now, whatever its status, unless that is 429 or 5xx.

        Args:
            request: The page, with the validators of its last good capture.
            follow: Called with the URL of every redirect before it is followed.

        Raises:
            CaptureFailed: The page may not be requested, or its host gave no usable answer.
        """
        try:
            target = check_url(request.url, self.policy)
            target, reply = self._walk(target, request.conditions, self._obey_robots, follow)
            if reply.status == 304 and not request.conditions:
                raise CaptureFailed(f"{target.url} answers 304 although nothing was known of it", status=304)
        except CaptureFailed as error:
            raise CaptureFailed(f"{request.source}: {error}", status=error.status, transient=error.transient) from error
        return FetchedPage(request.source, request.url, target.url, self.clock.now(), reply)

    def _walk(
        self,
        target: Target,
        headers: Mapping[str, str],
        obey: Callable[[Target], None],
        follow: Follow | None = None,
    ) -> tuple[Target, Reply]:
        """Follow redirects to the end, each hop checked anew."""
        visited = [target.url]
        while True:
            obey(target)
            reply = self._ask(target, headers)
            if reply.status not in REDIRECTS:
                return target, reply
            target = check_redirect(target, _location(reply), self.policy)
            if target.url in visited:
                raise CaptureFailed(f"{visited[0]} redirects in a circle", status=reply.status)
            if len(visited) > self.policy.redirects:
                raise CaptureFailed(
                    f"{visited[0]} redirects more than {self.policy.redirects} times", status=reply.status
                )
            visited.append(target.url)
            if follow:
                follow(target.url)

    def _ask(self, target: Target, headers: Mapping[str, str]) -> Reply:
        """One hop, tried up to three times on 429, 5xx, time-outs and broken answers."""
        answer: Reply | BadAnswer = BadAnswer("was not asked")
        for attempt in range(self.policy.tries):
            with self._pace.turn(target.authority):
                answer = self._answer(target, headers)
                if isinstance(answer, Reply) and answer.status not in TRY_AGAIN:
                    return answer
                self._pace.hold(target.authority, self._pause(answer, attempt))
        status = answer.status if isinstance(answer, Reply) else None
        why = answer if status is None else f"answers {status}"
        raise CaptureFailed(f"{target.url} {why}, {self.policy.tries} times", status=status, transient=True)

    def _answer(self, target: Target, headers: Mapping[str, str]) -> Reply | BadAnswer:
        try:
            return self._client.get(target, headers)
        except BadAnswer as error:
            if not error.again:
                raise CaptureFailed(f"{target.url} {error}") from error
            return error

    def _pause(self, answer: Reply | BadAnswer, attempt: int) -> float:
        """Return the seconds that the host asks to wait, but at least an exponential back-off with full jitter."""
        asked = retry_after(answer.header("Retry-After"), self.clock.now()) if isinstance(answer, Reply) else 0.0
        return max(asked, self.clock.chance.uniform(0, self.policy.backoff_seconds * 2**attempt))

    def _obey_robots(self, target: Target) -> None:
        rules = self._robots.rules_of(target)
        if rules.closed:
            raise CaptureFailed(f"{target.authority} is not requested: {rules.closed}", transient=True)
        if not rules.allows(target.url):
            raise CaptureFailed(f"{target.url} is closed to us by the robots.txt of {target.authority}")
        self._pace.slow_down(target.authority, rules.crawl_delay)

    def _ask_robots(self, target: Target) -> tuple[int, bytes]:
        start = check_url(target.robots_url, self.policy)
        _, reply = self._walk(start, {}, lambda _: None)
        return reply.status, reply.body


def _location(reply: Reply) -> str:
    """Return the Location header: headers are decoded as Latin-1, but servers write this one in UTF-8."""
    written = (reply.header("Location") or "").strip()
    return written.encode("latin-1", errors="replace").decode("utf-8", errors="replace")


def capture_all(requests: Sequence[CaptureRequest], fetcher: Fetcher) -> list[FetchedPage | CaptureFailed]:
    """Return one outcome per request, in their order; hosts in parallel, the pages of a host one after the other.

    A page that fails never stops another one: its outcome is the CaptureFailed with the reason. Only a host that fails
    for several pages in a row is skipped in this run.
    """
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for position, request in enumerate(requests):
        hosts[_host_of(request.url)].append(position)
    outcomes: dict[int, FetchedPage | CaptureFailed] = {}
    interrupted = threading.Event()

    def capture(positions: list[int]) -> None:
        failures = 0
        for position in positions:
            request = requests[position]
            if failures >= MOST_FAILURES:
                outcomes[position] = CaptureFailed(
                    f"{request.source}: {_host_of(request.url)} failed {failures} times in a row: skipped in this run",
                    transient=True,
                )
            elif not interrupted.is_set():
                outcome = outcomes[position] = _outcome(request, fetcher)
                failures = failures + 1 if isinstance(outcome, CaptureFailed) and outcome.transient else 0

    with ThreadPoolExecutor(min(PARALLEL_HOSTS, len(hosts)) or 1, thread_name_prefix="capture") as threads:
        try:
            list(threads.map(capture, hosts.values()))
        except BaseException:
            interrupted.set()  # Ctrl-C cuts the open requests and starts no new ones
            raise
    return [outcomes[position] for position in range(len(requests))]


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _outcome(request: CaptureRequest, fetcher: Fetcher) -> FetchedPage | CaptureFailed:
    try:
        return fetcher.fetch(request)
    except CaptureFailed as failed:
        return failed
    except Exception as error:  # a fault in one source must not lose the captures of the others
        return own_fault(request.source, request.url, error)


def own_fault(source: str, url: str, error: Exception) -> CaptureFailed:
    """Return the failure of a source at which this program, not the source, is at fault."""
    return CaptureFailed(f"{source}: {url} met a fault of tokenfall ({type(error).__name__}: {error})")
