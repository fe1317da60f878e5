"""Apply a function to many items on a cluster of dask.distributed, whatever workers or scheduler are lost meanwhile.

Everything that is lost is submitted again, under a key of its own run: two runs of one job never share a task, and a
result that comes twice is the same one. `dagster-dask` is not used: it keys tasks without the run.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from dask.base import tokenize
from distributed import Client, Future
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker

from warehouse.errors import TokenfallError

Item = TypeVar("Item")
Result = TypeVar("Result")

ROOT = Path(__file__).parents[1]
CODE = ("assets", "warehouse")
PATIENCE = 300.0
"""Seconds for which a scheduler that is gone may take to come back, with a worker."""
PAUSE = 1.0
MOST_TRIES = 5
"""Times that an item may lose the workers it ran on; then it is taken for the cause."""
WAITING = 4
"""Items that are submitted at a time, as a multiple of the threads of all workers."""


@dataclass
class Task:
    """An item that was submitted: its place, how often its workers were lost, and the promise of its result."""

    item: Any
    tries: int
    future: Future


def map_on_cluster(
    address: str, function: Callable[[Item], Result], items: Iterable[Item], at_once: int | None = None
) -> Iterator[Result]:
    """Yield the result of each item, in the order of the items; see `assets.spread.spread`.

    Raises:
        TokenfallError: No scheduler or worker answers for five minutes, workers run another version of the code, or an
            item has lost five workers.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it reports lost connections, which are ours to mend
    run = ClusterRun(address, function)
    tasks: deque[Task] = deque()
    try:
        for item in items:
            tasks.append(run.submit(item))
            if len(tasks) >= (at_once or run.room):
                yield run.result(tasks)
        while tasks:
            yield run.result(tasks)
    finally:
        run.close()


class ClusterRun:
    """One run of a function over items.

    Args:
        address: The scheduler.
        function: The function.
    """

    def __init__(self, address: str, function: Callable[[Any], Any]) -> None:
        self.address = address
        self.function = function
        self.name = f"{_name_of(function)}-{uuid.uuid4().hex[:12]}"
        self.room = WAITING
        """How many items to have submitted at a time."""
        self.client = self._connect()

    def submit(self, item: Any, tries: int = 0) -> Task:  # noqa: ANN401 - any item
        """Submit an item under a key of this run, the item and the try."""
        key = f"{self.name}-{tokenize(item)}-{tries}"
        future = self.client.submit(_work, code_digest(), self.function, item, key=key, pure=False)
        return Task(item, tries, future)

    def result(self, tasks: deque[Task]) -> Any:  # noqa: ANN401 - what the function returns
        """Wait for the result of the first task and remove it; submit again what was lost."""
        while True:
            try:
                result = tasks[0].future.result()
            except KilledWorker as error:
                tasks[0] = self._submit_again(tasks[0], error)
            except (FutureCancelledError, CommClosedError, OSError):
                self._reconnect(tasks)
            else:
                tasks.popleft()
                return result

    def close(self) -> None:
        """Give up what is still submitted."""
        self.client.close(timeout=2)

    def _submit_again(self, task: Task, error: KilledWorker) -> Task:
        if task.tries + 1 == MOST_TRIES:
            raise TokenfallError(
                f"{_name_of(self.function)}: {MOST_TRIES} times a worker died over one item; perhaps it needs more "
                f"memory than a worker has: {str(task.item)[:200]}"
            ) from error
        return self.submit(task.item, task.tries + 1)

    def _reconnect(self, tasks: deque[Task]) -> None:
        """Connect again, and submit every task whose result is not here yet."""
        self.client.close(timeout=2)
        self.client = self._connect()
        for place, task in enumerate(tasks):
            tasks[place] = self.submit(task.item, task.tries)

    def _connect(self) -> Client:
        """Return a connection to a scheduler that has a worker."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._try_to_connect(end - time.monotonic())
            except (OSError, TimeoutError, CommClosedError) as error:
                if time.monotonic() > end:
                    raise self._no_cluster(error) from error
                time.sleep(PAUSE)
            except (ValueError, TypeError) as error:  # an address that is none
                raise self._no_cluster(error) from error

    def _try_to_connect(self, seconds: float) -> Client:
        client = Client(self.address, timeout=5, set_as_default=False)
        try:
            client.wait_for_workers(1, timeout=max(PAUSE, seconds))
            self.room = WAITING * max(1, sum(client.nthreads().values()))
        except BaseException:
            client.close(timeout=2)
            raise
        return client

    def _no_cluster(self, error: Exception) -> TokenfallError:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return TokenfallError(
            f"no cluster at {self.address} ({reason}): start a scheduler and workers, or unset TOKENFALL_SCHEDULER"
        )


@cache
def code_digest() -> str:
    """Return a digest of the code that work may call, to compare between processes."""
    digest = hashlib.sha256()
    files = (path for folder in CODE for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".sql"})
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _work(digest: str, function: Callable[[Item], Result], item: Item) -> Result:
    """Do the work, in a worker whose code is that of who asks."""
    if digest != code_digest():
        raise TokenfallError("the workers run another version of tokenfall: install this version on all, and restart")
    try:
        return function(item)
    except OSError as error:  # who asked would take it for a lost connection
        raise TokenfallError(f"a worker failed: {error}: mend it, and run again") from error


def _name_of(function: Callable[..., object]) -> str:
    return getattr(getattr(function, "func", function), "__name__", "work")
