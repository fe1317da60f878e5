"""One run at a time: a run opens and closes the database file several times, and no other may come in between."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Generator
from typing import TextIO

from warehouse.database_errors import ANOTHER_RUN, readable_errors
from warehouse.errors import DatabaseBusyError
from warehouse.home import Home


@contextlib.contextmanager
def only_run(home: Home) -> Generator[None]:
    """Refuse a second run of a home while the block runs. A process that is killed gives up its lock.

    Raises:
        DatabaseBusyError: Another run is in its block.
    """
    with contextlib.ExitStack() as last:
        with readable_errors(home):
            home.path.mkdir(parents=True, exist_ok=True)
            _lock(home, last.enter_context(home.run_lock.open("a")))
        yield


def _lock(home: Home, file: TextIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DatabaseBusyError(f"cannot write {home.database}: {ANOTHER_RUN}") from error
