"""Apply a function to many items in several processes; the results are those of a plain loop.

A process is started as a program of its own that reads questions from a pipe. It is no copy of this process, which may
hang where DuckDB has threads, and does not run the user's script again, as `multiprocessing` would. It ends with the
pipe, so that none is left behind however this process ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import BinaryIO, TypeVar, cast

from warehouse.errors import TokenfallError

Item = TypeVar("Item")
Result = TypeVar("Result")

Pipes = tuple[BinaryIO, BinaryIO]
"""Where a process reads questions, and where it writes answers."""
PROGRAM = "import sys; sys.path[:] = {path!r}; from {module} import {serve}; {serve}()"


def map_in_processes(function: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """Yield the result of each item, in the order of the items.

    Args:
        function: A function of an imported module; it must depend on its item alone.
        items: Items that can be pickled; with several processes, later items are made while earlier ones are in work.
        processes: Number of processes; with 1, everything is done in this process.

    Raises:
        TokenfallError: A process ended before its work was done.
    """
    if processes == 1:
        yield from map(function, items)
        return
    idle: SimpleQueue[Pipes] = SimpleQueue()

    def ask(item: Item) -> Result:
        pipes = idle.get()
        try:
            return _ask(pipes, function, item)
        finally:
            idle.put(pipes)

    with contextlib.ExitStack() as stack:
        for _ in range(processes):
            idle.put(stack.enter_context(_started()))
        yield from stack.enter_context(ThreadPoolExecutor(processes)).map(ask, items)


@contextlib.contextmanager
def _started() -> Generator[Pipes]:
    """Yield the pipes of a new process; in a session of its own, Ctrl-C reaches this process alone."""
    command = [sys.executable, "-c", PROGRAM.format(path=sys.path, module=__name__, serve=serve.__name__)]
    with subprocess.Popen(  # noqa: S603 - this Python and this module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        questions, answers = cast("Pipes", (process.stdin, process.stdout))
        try:
            yield questions, answers
        finally:
            with contextlib.suppress(BrokenPipeError):  # of a process that was stopped with a question unread
                questions.close()


def _ask(pipes: Pipes, function: Callable[[Item], Result], item: Item) -> Result:
    questions, answers = pipes
    try:
        questions.write(pickle.dumps((function, item), pickle.HIGHEST_PROTOCOL))
        questions.flush()
        result, error = pickle.load(answers)  # noqa: S301 - our own process wrote it
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as reason:
        raise TokenfallError(
            "a process that helps this run was stopped, perhaps for lack of memory: run again"
        ) from reason
    if error is not None:
        raise error
    return result


def serve() -> None:
    """Answer the questions on stdin until it ends."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a function prints must not mix with the answers
    with contextlib.suppress(EOFError):
        while True:
            _answer(*pickle.load(sys.stdin.buffer), answers)  # noqa: S301 - the process that started this one wrote it


def _answer(function: Callable[[Item], Result], item: Item, answers: BinaryIO) -> None:
    try:
        answer = function(item), None
    except Exception as error:
        answer = None, error
    try:
        answers.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        answers.flush()
    except BrokenPipeError:  # who asked has gone, and so has the pipe that Python would flush at its end
        os._exit(1)
