"""Send one request and read its answer: within limits of size and time, unpacked, and checked to be complete.

`guard.py` decides whether a host may be requested; `fetch.py` decides what to do with a bad answer.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from assets.capture.connect import HostAdapter, Resolve, open_session
from assets.capture.guard import Target
from assets.capture.policy import Policy

CHUNK_BYTES = 65536
GZIP = zlib.MAX_WBITS + 16


class BadAnswer(Exception):
    """No answer, or an unusable one; `again` = another try may help. The message continues "<url> ..."."""

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


@dataclass(frozen=True)
class Reply:
    """One answer, unpacked."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    address: str | None
    request_headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case."""
        return find_header(self.headers, name)


def find_header(headers: Iterable[Sequence[str]], name: str) -> str | None:
    """Return the first value of a header among (name, value) pairs, whatever the case of its name."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


class HttpClient:
    """The sessions of all hosts, opened when first needed; the caller sends one request per host at a time."""

    def __init__(self, policy: Policy, resolve: Resolve) -> None:
        self._policy = policy
        self._resolve = resolve
        self._sessions: dict[str, tuple[requests.Session, HostAdapter]] = {}
        self._guard = threading.Lock()

    def get(self, target: Target, headers: Mapping[str, str]) -> Reply:
        """GET one URL, redirects not followed. Raises BadAnswer, or CaptureFailed when the host may not be asked."""
        session, adapter = self._session(target)
        try:
            with self._deadline(adapter):
                return self._get(session, adapter, target, headers)
        except BaseException:
            adapter.drop()
            raise

    def close(self) -> None:
        """Close every connection."""
        for session, _ in self._sessions.values():
            session.close()

    def _session(self, target: Target) -> tuple[requests.Session, HostAdapter]:
        with self._guard:
            if target.authority not in self._sessions:
                self._sessions[target.authority] = open_session(target.host, self._policy, self._resolve)
            return self._sessions[target.authority]

    @contextmanager
    def _deadline(self, adapter: HostAdapter) -> Generator[None]:
        """Cut the connection when the time is over: time-outs of single reads do not stop a slow server."""
        over = threading.Event()

        def end() -> None:
            over.set()
            adapter.cut()

        timer = threading.Timer(self._policy.total_seconds, end)
        timer.daemon = True
        adapter.begin()
        timer.start()
        try:
            yield
        except BadAnswer as error:
            if over.is_set():
                raise BadAnswer(f"takes longer than {self._policy.total_seconds:g} s") from error
            raise
        finally:
            timer.cancel()
        if over.is_set():
            raise BadAnswer(f"takes longer than {self._policy.total_seconds:g} s")

    def _get(
        self, session: requests.Session, adapter: HostAdapter, target: Target, headers: Mapping[str, str]
    ) -> Reply:
        try:
            with session.get(
                target.url,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=self._policy.idle_seconds,
            ) as response:
                packed = self._read(response)
                peer = adapter.peer
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise BadAnswer(_in_words(error)) from error
        encoding = response.headers.get("Content-Encoding", "")
        return Reply(
            response.status_code,
            response.reason or "",
            tuple(response.raw.headers.items()),
            unpack(packed, encoding, self._policy.unpacked_bytes) if packed else b"",
            peer,
            tuple((name, str(value)) for name, value in response.request.headers.items()),
        )

    def _read(self, response: requests.Response) -> bytes:
        """Return the body as sent, without transfer encoding; urllib3 raises when it is shorter than announced."""
        body = bytearray()
        while chunk := response.raw.read(CHUNK_BYTES, decode_content=False):
            body += chunk
            if len(body) > self._policy.body_bytes:
                raise BadAnswer(f"sends more than {self._policy.body_bytes} bytes", again=False)
        return bytes(body)


def unpack(packed: bytes, encoding: str, most_bytes: int) -> bytes:
    """Undo a content encoding (none, or gzip, the only one requested), up to `most_bytes` + 1 bytes."""
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return packed
    if name not in {"gzip", "x-gzip"}:
        raise BadAnswer(f"sends a body packed as {encoding!r}, which was not requested", again=False)
    unpacked = bytearray()
    rest = packed
    while rest:
        member = zlib.decompressobj(GZIP)
        try:
            unpacked += member.decompress(rest, most_bytes + 1 - len(unpacked))
        except zlib.error as error:
            raise BadAnswer(f"sends a damaged gzip body ({error})") from error
        if len(unpacked) > most_bytes:
            raise BadAnswer(f"sends a body that unpacks to more than {most_bytes} bytes", again=False)
        if not member.eof:
            raise BadAnswer("sends a gzip body that ends too early")
        rest = member.unused_data
    return bytes(unpacked)


def _in_words(error: Exception) -> str:
    """Return the innermost reason in one line, without the memory addresses that libraries print."""
    text = " ".join(str(error).split())
    if isinstance(error, requests.Timeout) or "timed out" in text:
        return "does not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return f"cannot be reached securely ({_inmost(error)})"
    return f"sent no complete answer ({_inmost(error)})"


def _inmost(error: BaseException) -> str:
    innermost: BaseException = error
    while (inner := innermost.__cause__ or innermost.__context__) is not None:
        innermost = inner
    text = " ".join(str(innermost).split())
    if isinstance(innermost, NewConnectionError):
        text = text.partition(": ")[2]  # without the class and arguments of the connection
    # What is not text is the answer itself, such as a first line of random bytes.
    return text[:200] if text and text.isascii() and text.isprintable() else type(innermost).__name__
