"""Servers and clocks for the tests of the capture layer."""

from collections.abc import Iterator

import pytest

from assets.capture.fetch import Fetcher
from tests.capture.local_server import FakeClock, LocalServer, a_policy


@pytest.fixture
def server() -> Iterator[LocalServer]:
    running = LocalServer()
    yield running
    running.stop()


@pytest.fixture
def other_server() -> Iterator[LocalServer]:
    running = LocalServer()
    yield running
    running.stop()


@pytest.fixture
def time() -> FakeClock:
    return FakeClock()


@pytest.fixture
def fetcher(server: LocalServer, time: FakeClock) -> Iterator[Fetcher]:
    with Fetcher(a_policy(server.authority), time.clock()) as fetcher:
        yield fetcher
