"""Work in several processes: in order, with one line for a process that was stopped, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets.forecasts.processes import map_in_processes
from warehouse.errors import TokenfallError

ROOT = Path(__file__).parents[2]


def with_process(number: int) -> tuple[int, int]:
    """Return the square of a number, and the process that computed it."""
    return number**2, os.getpid()


def be_stopped(number: int) -> int:
    """Stop the process that is given the 2, as the system does where memory is short."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail(number: int) -> int:
    raise ZeroDivisionError(f"no answer for {number}")


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    results = list(map_in_processes(with_process, iter(range(5)), processes))
    assert [square for square, _ in results] == [0, 1, 4, 9, 16]
    here = {process for _, process in results} == {os.getpid()}
    assert here == (processes == 1)


def test_a_process_that_is_stopped_gives_one_clear_line() -> None:
    with pytest.raises(TokenfallError, match="a process that computed forecasts was stopped"):
        list(map_in_processes(be_stopped, range(4), 2))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_a_process_is_that_error_here(processes: int) -> None:
    with pytest.raises(ZeroDivisionError, match="no answer for 0"):
        list(map_in_processes(fail, range(2), processes))


# Each process prints its id, then works for longer than any test.
ENDLESS = """
import os, time
from assets.forecasts.processes import map_in_processes
def report_and_wait(_):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(600)
if __name__ == "__main__":
    list(map_in_processes(report_and_wait, range(2), 2))
"""


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc to see which processes run")
def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], cwd=ROOT, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(map(is_running, workers))
        parent.kill()
        parent.stdout.read()  # ends when the last process that holds it has ended
    deadline = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
