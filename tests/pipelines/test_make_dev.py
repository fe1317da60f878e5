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

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""How long a loaded machine may take to start the UI."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a running UI, and the file that everything it prints goes to."""
    folder, port = tmp_path_factory.mktemp("dev"), free_port()
    log = folder / "printed.txt"
    # The virtual environment of the tests, as it is: nothing is installed here.
    command = ["make", "--old-file", f"{sys.prefix}/installed", "dev", f"VENV={sys.prefix}", f"PORT={port}"]
    environment = {**os.environ, "TOKENFALL_HOME": str(folder / "home"), "DAGSTER_HOME": str(ROOT)}
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield f"http://127.0.0.1:{port}/graphql", log
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


def test_the_ui_shows_this_project_and_no_newsletter(served: tuple[str, Path]) -> None:
    address, _ = served
    assert ask(address, "{ shouldShowNux }") == {"shouldShowNux": False}
    nodes = ask(address, "{ assetNodes { assetKey { path } } }")["assetNodes"]
    assert isinstance(nodes, list)
    assert {"assetKey": {"path": ["out_verdict"]}} in nodes


def test_nothing_that_it_prints_is_a_warning(served: tuple[str, Path]) -> None:
    address, log = served
    ask(address, "{ version }")
    printed = log.read_text(encoding="utf-8").lower()
    assert "dagster" in printed
    assert [word for word in ("deprecat", "supersed", "warning") if word in printed] == []
