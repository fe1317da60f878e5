"""Run tests on mutants, each in a fork of this process, which has imported the slow libraries already.

`python tests/mutants/server.py`, with a copy of the repository as the working directory: each line of the input is a
job in JSON; a line of JSON with its result answers it. Nothing of the repository is imported here, so every fork
imports its own changed files.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SLOW_IMPORTS = (
    *("duckdb", "numpy", "scipy.special", "scipy.stats", "statsmodels.api", "pandas", "bs4", "lxml.html", "sqlglot"),
    *("pydantic", "requests", "yaml", "currency_converter", "markdown_it", "jinja2", "dagster", "warcio", "click"),
    *("scoringrules", "genai_prices", "rich"),
)
MEMORY = 8 * 2**30
FACTOR, LEAST_SECONDS = 10, 20
"""A test may take ten times the processor seconds that it needs, but never fewer than these."""


class Chosen:
    """Runs only the given tests, in the given order, each within its processor time.

    Args:
        seconds: The seconds that each test needs, by its id, in the order in which they run.
    """

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.places = {name: place for place, name in enumerate(seconds)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the chosen tests; those that need a whole run of the command line take too long."""
        quick = [item for item in items if "first_run" not in getattr(item, "fixturenames", ())]
        chosen = [item for item in quick if item.nodeid in self.places]
        items[:] = sorted(chosen, key=lambda item: self.places[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """End this process when a test takes too long."""
        signal.setitimer(signal.ITIMER_PROF, max(LEAST_SECONDS, FACTOR * self.seconds[item.nodeid]))
        result = yield
        signal.setitimer(signal.ITIMER_PROF, 0)
        return result


def run(files: dict[str, str], seconds: dict[str, float], limit: float) -> tuple[str, str]:
    """Change files, run tests, and restore the files.

    Args:
        files: The new text of each file.
        seconds: The tests and how long each takes.
        limit: Seconds on the clock after which the process is killed, for tests that wait.

    Returns:
        "killed", "timeout" or "survived", and the end of the output.
    """
    before = {Path(name): Path(name).read_bytes() for name in files}
    try:
        for name, text in files.items():
            _write(Path(name), text.encode())
        return _run_in_fork(seconds, limit)
    finally:
        for path, body in before.items():
            _write(path, body)


def _write(path: Path, body: bytes) -> None:
    """Write a file; what Python compiled of it counts no more, even where size and second are the same."""
    path.write_bytes(body)
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def _run_in_fork(seconds: dict[str, float], limit: float) -> tuple[str, str]:
    log = Path("build/log.txt")
    shutil.rmtree("build/tmp", ignore_errors=True)
    child = os.fork()
    if not child:
        code = 70
        with contextlib.suppress(BaseException):
            code = _test(seconds, log)
        os._exit(code)
    deadline = time.monotonic() + limit
    status = None
    while status is None:
        ended, state = os.waitpid(child, os.WNOHANG)
        if ended:
            status = state
        elif time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
        else:
            time.sleep(0.02)
    tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
    if os.WIFSIGNALED(status):
        stopped = os.WTERMSIG(status)
        return ("timeout" if stopped in (signal.SIGPROF, signal.SIGKILL) else "killed"), f"signal {stopped}"
    return ("survived" if os.WEXITSTATUS(status) in (0, 5) else "killed"), tail


def _test(seconds: dict[str, float], log: Path) -> int:
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_PROF, 3 * LEAST_SECONDS)  # for the imports
    files = sorted({name.partition("::")[0] for name in seconds})
    options = ["-x", "-q", "-n", "0", "--tb=line", "-p", "no:cacheprovider", "--basetemp=build/tmp"]
    code = int(pytest.main([*options, *files], plugins=[Chosen(seconds)]))
    sys.stdout.flush()
    return code


def main() -> None:
    """Answer jobs until the input ends."""
    del sys.path[0]  # the folder of this file
    for name in SLOW_IMPORTS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    Path("build").mkdir(exist_ok=True)
    for line in sys.stdin:
        job = json.loads(line)
        case, tail = run(job["files"], job["seconds"], job["limit"])
        print(json.dumps({"case": case, "tail": tail}), flush=True)


if __name__ == "__main__":
    main()
