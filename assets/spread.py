"""Spread work over a cluster where the user has one, or over processes of this machine; nobody else knows which."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from assets.processes import map_in_processes
from warehouse.errors import TokenfallError

Item = TypeVar("Item")
Result = TypeVar("Result")

SCHEDULER = "TOKENFALL_SCHEDULER"
"""Environment variable: the address of a scheduler of dask.distributed, such as tcp://10.0.0.5:8786."""


def spread(
    function: Callable[[Item], Result], items: Iterable[Item], processes: int = 1, at_once: int | None = None
) -> Iterator[Result]:
    """Yield the result of each item, in the order of the items.

    Args:
        function: A function of an imported module. It must depend on its item alone, and what it writes must be the
            same however often it runs: a cluster repeats the work of a process that was lost.
        items: Items that can be pickled.
        processes: Number of processes on this machine; with 1, everything is done in this process.
        at_once: The most items that may be in work at a time, on a cluster too.

    Raises:
        TokenfallError: A helping process or the cluster is gone, or its code is not ours.
    """
    address = os.environ.get(SCHEDULER)
    if not address:
        return map_in_processes(function, items, processes)
    try:
        from assets.cluster import map_on_cluster
    except ImportError as error:
        raise TokenfallError(
            f"{SCHEDULER} is set, but {error.name} is not installed: install tokenfall[scale], or unset it"
        ) from error
    return map_on_cluster(address, function, items, at_once)
