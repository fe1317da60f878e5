"""One source that fails in an unusual way: the others are kept, and the reason is one short line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.capture import keep as keeping
from assets.capture.attempts import CaptureAttempt
from assets.capture.classify import Document
from assets.capture.collect import LONGEST_REASON, LiveSource, collect
from assets.capture.fetch import Fetcher
from tests.capture.local_server import Answer, FakeClock, LocalServer

TEXT = {"Content-Type": "text/plain"}


def attempts(server: LocalServer, fetcher: Fetcher, time: FakeClock, folder: Path) -> list[CaptureAttempt]:
    sources = [LiveSource(f"page/{name}", f"{server.base}/{name}", "text", "facts") for name in "abc"]
    return list(collect(sources, [], folder, fetcher, time.clock()))


def test_a_fault_while_a_page_is_examined_loses_no_other_capture(
    server: LocalServer, fetcher: Fetcher, time: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keeping.classify_capture

    def faulty(new: Document, *rest: object) -> str | None:
        if new.body == b"b":
            raise RecursionError("too deep")
        return real(new, *rest)  # ty: ignore[invalid-argument-type]

    monkeypatch.setattr(keeping, "classify_capture", faulty)
    server.routes |= {f"/{name}": Answer(body=name.encode(), headers=TEXT) for name in "abc"}
    first, second, third = attempts(server, fetcher, time, tmp_path)
    assert (first.outcome, second.outcome, third.outcome) == ("captured", "failed", "captured")
    assert second.reason == f"page/b: {server.base}/b met a fault of tokenfall (RecursionError: too deep)"


def test_a_reason_is_one_short_line_whatever_the_host_sends(
    server: LocalServer, fetcher: Fetcher, time: FakeClock, tmp_path: Path
) -> None:
    server.routes |= {
        "/a": Answer(302, headers={"Location": f"https://elsewhere.example/{'x' * 50_000}"}),
        "/b": Answer(body=b"b", headers={"Content-Type": f"text/{'y' * 50_000}"}),
        "/c": Answer(body=b"c", headers=TEXT),
    }
    first, second, third = attempts(server, fetcher, time, tmp_path)
    assert first.reason == f"page/a: https://elsewhere.example/{'x' * 50_000}"[:LONGEST_REASON] + "..."
    assert second.reason == f"wrong type: text/{'y' * 75} instead of text"
    assert (first.outcome, second.outcome, third.outcome) == ("failed", "doubted", "captured")
