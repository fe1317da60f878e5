"""Apply a function to many items in several processes; the results are those of a plain loop."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import TypeVar

from warehouse.errors import TokenfallError

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_processes(function: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """Yield the result of each item, in the order of the items.

    The processes are new ones, not copies of this process: a copy of a process in which DuckDB has threads may hang.

    Args:
        function: A function that can be pickled; it must depend on its item alone.
        items: Items that can be pickled; with several processes, later items are made while earlier ones are in work.
        processes: Number of processes; with 1, everything is done in this process.

    Raises:
        TokenfallError: A process ended before its work was done.
    """
    if processes == 1 or multiprocessing.current_process().daemon:  # which may not start a process
        yield from map(function, items)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, initializer=_follow_parent) as pool:
        try:
            yield from pool.map(function, items)
        except BrokenProcessPool as error:
            raise TokenfallError(
                "a process that computed forecasts was stopped, perhaps for lack of memory: run again"
            ) from error


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent process, and end when it ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
