"""Work in several processes: in order, with one line for a process that was stopped, and no process left behind."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO

import pytest

from assets import processes as module
from assets.processes import map_in_processes, serve
from warehouse.errors import TokenfallError

ROOT = Path(__file__).parents[1]


def with_process(number: int) -> tuple[int, int]:
    """Return the square of a number and the process that computed it; what it prints is no part of the result."""
    print("working")
    return number**2, os.getpid()


def be_stopped(number: int) -> int:
    """Stop the process that is given the 2, as the system does where memory is short."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def ask_until_it_breaks(questions: BinaryIO) -> None:
    """Write on: the system closes a stopped process's end of this pipe a moment after that of the other."""
    while True:
        questions.write(b"another question")
        questions.flush()


def fail(number: int) -> int:
    raise ZeroDivisionError(f"no answer for {number}")


def wait(seconds: float) -> None:
    """Print the id of this process, then work."""
    os.write(2, f"{os.getpid()}\n".encode())
    time.sleep(seconds)


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    results = list(map_in_processes(with_process, iter(range(9)), processes))
    assert [square for square, _ in results] == [0, 1, 4, 9, 16, 25, 36, 49, 64]
    assert ({process for _, process in results} == {os.getpid()}) == (processes == 1)


def test_a_process_that_is_stopped_gives_one_clear_line() -> None:
    with pytest.raises(TokenfallError, match=r"^a process that helps this run was stopped.*run again$"):
        list(map_in_processes(be_stopped, range(4), 2))


def test_a_question_that_a_stopped_process_has_not_read_is_no_second_error() -> None:
    with module._started() as (questions, answers):
        questions.write(pickle.dumps((be_stopped, 2)))
        questions.flush()
        assert answers.read() == b"", "the process has ended"
        with pytest.raises(BrokenPipeError):  # what could not be written stays in the buffer until the pipe is closed
            ask_until_it_breaks(questions)


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_a_process_is_that_error_here(processes: int) -> None:
    with pytest.raises(ZeroDivisionError, match="no answer for 0"):
        list(map_in_processes(fail, range(2), processes))


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


# A script without `if __name__ == "__main__"`, which a process must not run again.
SCRIPT = """
from assets.processes import map_in_processes
from tests.test_processes import wait
list(map_in_processes(wait, [{seconds}] * 2, 2))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc to see which processes run")
@pytest.mark.parametrize(("stop", "seconds"), [(signal.SIGKILL, 2), (signal.SIGINT, 2)])
def test_no_process_is_left_behind(tmp_path: Path, stop: signal.Signals, seconds: int) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(seconds=seconds), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, stderr=subprocess.PIPE) as parent:
        assert parent.stderr is not None
        workers = [int(parent.stderr.readline()) for _ in range(2)]
        assert all(map(is_running, workers))
        parent.send_signal(stop)
        printed = parent.stderr.read().decode()  # ends when the last process that holds it has ended
    waits = iter(range(100))
    while any(map(is_running, workers)) and next(waits, None) is not None:
        time.sleep(0.05)  # a process closes its files shortly before it ends
    assert not any(map(is_running, workers))
    assert printed.count("Traceback") == (stop == signal.SIGINT)


def answers_to(monkeypatch: pytest.MonkeyPatch, *questions: object) -> list[object]:
    """The answers of a process that is served in this one."""
    asked, answered = io.BytesIO(b"".join(map(pickle.dumps, questions))), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answered))
    serve()
    answered.seek(0)
    return [pickle.load(answered) for _ in questions]


def test_questions_are_answered_until_they_end(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = answers_to(monkeypatch, (abs, -1), (abs, "x"), (abs, -2))
    assert (answers[0], answers[2]) == ((1, None), (2, None))
    assert "TypeError" in repr(answers[1])


def test_a_process_ends_when_nobody_reads_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> None:
        raise BrokenPipeError

    def end(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr(module.os, "_exit", end)
    with pytest.raises(SystemExit):
        module._answer(abs, -1, SimpleNamespace(write=gone))  # ty: ignore[invalid-argument-type]
