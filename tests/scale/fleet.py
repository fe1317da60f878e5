"""Dagster as a fleet has it: two code servers, the daemon and the UI, with everything they remember in PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.scale.supervised import ROOT, Supervised, free_port

LOCATIONS = {"warehouse": "warehouse_location", "archive": "archive_location"}
"""Code servers, and what of `pipelines.fleet` each of them loads."""
ENDS = {"SUCCESS", "FAILURE", "CANCELED"}
WAIT = 120.0
BACKFILL = """mutation($keys: [String!]!) { launchPartitionBackfill(backfillParams: {
  assetSelection: [{path: ["capture", "archive"]}], partitionNames: $keys}) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
RUNS = """query($id: String!) { runsOrError(filter: {tags: [{key: "dagster/backfill", value: $id}]}) {
  ... on Runs { results { runId status startTime endTime } } } }"""
STATUS = """query($id: String!) { partitionBackfillOrError(backfillId: $id) { ... on PartitionBackfill { status } } }"""


class Fleet:
    """The processes of Dagster, each started again when it ends.

    Args:
        folder: Where their configuration and logs are.
        settings: Environment variables: the home, PostgreSQL, the scheduler and so on.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        shutil.copy(ROOT / "dagster.scale.yaml", folder / "dagster.yaml")
        ports = {name: free_port() for name in LOCATIONS}
        servers = [
            {"grpc_server": {"host": "127.0.0.1", "port": port, "location_name": name}} for name, port in ports.items()
        ]
        workspace = folder / "workspace.yaml"
        workspace.write_text(json.dumps({"load_from": servers}), encoding="utf-8")  # JSON is YAML
        port = free_port()
        self.address = f"http://127.0.0.1:{port}/graphql"
        commands = {
            **{name: _code_server(name, str(ports[name])) for name in LOCATIONS},
            "daemon": [sys.executable, "-m", "dagster._daemon", "run", "--workspace", str(workspace)],
            "ui": [
                *(sys.executable, "-m", "dagster_webserver", "--workspace", str(workspace)),
                *("--host", "127.0.0.1", "--port", str(port)),
            ],
        }
        self.processes = Supervised(folder, commands, {**os.environ, **settings, "DAGSTER_HOME": str(folder)})

    def __enter__(self) -> Fleet:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.processes.__exit__(kind, error, at)

    def backfill(self, keys: Sequence[str]) -> str:
        """Start a backfill of partitions of `capture/archive`, as the UI does; return its id."""
        answer = self._ask(BACKFILL, {"keys": keys})["launchPartitionBackfill"]
        if "backfillId" not in answer:
            raise RuntimeError(f"the backfill was refused: {answer}")
        return answer["backfillId"]

    def runs(self, backfill: str) -> list[dict[str, Any]]:
        """Return the runs of a backfill: id, status, and the times they started and ended."""
        return self._ask(RUNS, {"id": backfill})["runsOrError"]["results"]

    def wait_for(self, backfill: str, seconds: float = WAIT) -> list[dict[str, Any]]:
        """Wait until a run of a backfill has succeeded, and all have ended; return its runs."""
        end = time.monotonic() + seconds
        while True:
            runs = self.runs(backfill)
            statuses = {run["status"] for run in runs}
            if "SUCCESS" in statuses and statuses <= ENDS:
                return runs
            if time.monotonic() > end:
                status = self._ask(STATUS, {"id": backfill})
                raise TimeoutError(f"backfill {backfill}: {status}, {runs}")
            time.sleep(0.5)

    def _ask(self, query: str, variables: Mapping[str, object]) -> dict[str, Any]:
        """Ask the UI; wait for it and for its code servers while they start."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(self.address, body, {"Content-Type": "application/json"})
        end = time.monotonic() + WAIT
        while True:
            try:
                with urlopen(request, timeout=30) as answer:
                    asked = json.load(answer)
                if asked.get("data"):
                    return asked["data"]
                trouble = str(asked["errors"])
            except (URLError, OSError) as error:
                trouble = str(error)
            if time.monotonic() > end:
                raise TimeoutError(f"the UI does not answer: {trouble[:2000]}")
            time.sleep(0.5)


def _code_server(name: str, port: str) -> list[str]:
    what = ["--module-name", "pipelines.fleet", "--attribute", LOCATIONS[name]]
    return [sys.executable, "-m", "dagster", "code-server", "start", *what, "--host", "127.0.0.1", "--port", port]
