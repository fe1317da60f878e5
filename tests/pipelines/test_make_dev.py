"""`make dev`: the Dagster UI comes up on this project, without a warning and without asking for a newsletter."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.pipelines.conftest import unmeasured
from tests.pipelines.listeners import PROC, listeners

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""How long a loaded machine may take to start the UI."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, int]]:
    """The address of a running UI, the file that everything it prints goes to, and the session of its processes."""
    folder, port = tmp_path_factory.mktemp("dev"), free_port()
    log = folder / "printed.txt"
    # The virtual environment of the tests, as it is: nothing is installed here.
    command = ["make", "--old-file", f"{sys.prefix}/installed", "dev", f"VENV={sys.prefix}", f"PORT={port}"]
    environment = {**unmeasured(), "TOKENFALL_HOME": str(folder / "home"), "DAGSTER_HOME": str(ROOT)}
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield f"http://127.0.0.1:{port}/graphql", log, process.pid
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(SECONDS)


def ask(address: str, query: str) -> dict[str, object]:
    request = Request(address, json.dumps({"query": query}).encode(), {"Content-Type": "application/json"})
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except (URLError, ConnectionError):
            assert time.monotonic() < deadline, "the UI did not come up"
            time.sleep(0.5)


def test_the_ui_shows_this_project_and_no_newsletter(served: tuple[str, Path, int]) -> None:
    address, *_ = served
    assert ask(address, "{ shouldShowNux }") == {"shouldShowNux": False}
    nodes = ask(address, "{ assetNodes { assetKey { path } } }")["assetNodes"]
    assert isinstance(nodes, list)
    assert {"assetKey": {"path": ["out_verdict"]}} in nodes


def test_nothing_that_it_prints_is_a_warning(served: tuple[str, Path, int]) -> None:
    address, log, _ = served
    ask(address, "{ version }")
    printed = log.read_text(encoding="utf-8").lower()
    assert "dagster" in printed
    assert [word for word in ("deprecat", "supersed", "warning") if word in printed] == []


@pytest.mark.skipif(not PROC.joinpath("net", "tcp").exists(), reason="sockets are read from Linux's /proc")
def test_every_process_of_it_listens_on_this_machine_only(served: tuple[str, Path, int]) -> None:
    address, _, session = served
    ask(address, "{ version }")
    listening = listeners(session)
    assert ("127.0.0.1", int(address.split(":")[2].split("/")[0])) in listening
    assert {host for host, _ in listening} <= {"127.0.0.1", "::1"}
