"""Change one thing in the code, four hundred times, and see whether a test notices: the mutation score."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

from tests.faults.campaign import Outcome
from tests.mutants.coverage import measure
from tests.mutants.mutant import Mutant
from tests.mutants.sql_mutants import unchanged
from tests.mutants.subjects import sample, subject_of

ROOT = Path(__file__).parents[2]
EXPLAINED = ROOT / "tests" / "mutants" / "explained.csv"
"""Mutants that no test needs to notice, and why."""
AT_ONCE = 2
LEAST_CLOCK_SECONDS = 300


@contextmanager
def mutants(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare the sample, which tests may notice each mutant, and copies of the repository to change."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen, covered, explained = sample(ROOT), measure(ROOT, folder), read_explained()
    started: dict[int, Future[dict[str, str]]] = {}
    with ExitStack() as stack:
        servers: Queue[Server] = Queue()
        for number in range(AT_ONCE):
            servers.put(stack.enter_context(Server.start(folder / f"copy-{number}")))
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))

        def run(number: int) -> dict[str, str]:
            mutant, server = chosen[number], servers.get()
            try:
                return server.run({mutant.path: mutant.text()}, covered.tests_of(ROOT, mutant))
            finally:
                servers.put(server)

        def attempt(number: int) -> Outcome:
            for coming in range(number, min(number + 3 * AT_ONCE, len(chosen))):
                if coming not in started:
                    started[coming] = pool.submit(run, coming)
            return _outcome(number, chosen[number], started.pop(number).result()["case"], explained)

        _check_unchanged(servers, chosen, covered.tests_of)
        yield attempt


def _check_unchanged(
    servers: Queue[Server], chosen: list[Mutant], tests_of: Callable[[Path, Mutant], dict[str, float]]
) -> None:
    """Raise when tests fail although SQL means the same, written by the library that changes it."""
    of_sql = [mutant for mutant in chosen if mutant.path.endswith(".sql")]
    if not of_sql:
        return
    files = {mutant.path: unchanged((ROOT / mutant.path).read_text(encoding="utf-8")) for mutant in of_sql}
    server = servers.get()
    result = server.run(files, {name: time for mutant in of_sql for name, time in tests_of(ROOT, mutant).items()})
    servers.put(server)
    if result["case"] != "survived":
        raise RuntimeError(f"tests fail on unchanged SQL: {result['tail']}")


def _outcome(number: int, mutant: Mutant, case: str, explained: dict[str, str]) -> Outcome:
    """Return the outcome of a mutant; one that survived without an explanation breaks the promise."""
    survived = case == "survived"
    known = survived and mutant.rank[:12] in explained
    text = f"{mutant.rank[:12]} {mutant.path}:{mutant.line}: {mutant.change}"
    return Outcome(
        number, f"{subject_of(mutant.path)} {'explained' if known else case}", [text] if survived and not known else []
    )


def read_explained() -> dict[str, str]:
    """Return the reason for each explained mutant, by the first twelve digits of its rank."""
    with EXPLAINED.open(encoding="utf-8", newline="") as file:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(file)}


class Server:
    """A process that runs tests on mutants in a copy of the repository."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    @classmethod
    @contextmanager
    def start(cls, copy: Path) -> Generator[Server]:
        """Copy the files that git knows, or would, and start a server there."""
        shutil.rmtree(copy, ignore_errors=True)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True,
            cwd=ROOT,
            capture_output=True,
        )
        for name in listed.stdout.decode().split("\0"):
            if name and (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        command = [sys.executable, "tests/mutants/server.py"]
        environment = {**os.environ, "TOKENFALL_HOME": str(copy / "home"), "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            command, cwd=copy, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        with process:
            try:
                yield cls(process)
            finally:
                process.kill()

    def run(self, files: dict[str, str], seconds: dict[str, float]) -> dict[str, str]:
        """Run tests on changed files; return the case and the end of the output."""
        limit = LEAST_CLOCK_SECONDS + 10 * sum(seconds.values())
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps({"files": files, "seconds": seconds, "limit": limit}), file=self.process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer
