"""Find files that a power failure could take although the code that wrote them has returned; needs no privileges."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

TICK_SECONDS = 0.011
"""Longer than the steps in which a file system dates changes: what changes after a flush has a later date."""


@contextmanager
def flushed(folder: Path) -> Generator[list[str]]:
    """Yield a list that holds, after the block, what was written below a folder in it and is not on the disk.

    Content is on the disk when the file was flushed after its last change; a name, when its folder was flushed while it
    had the name.
    """
    started, before, lost = time.time_ns(), _names(folder), list[str]()
    times, names = dict[int, int](), set[tuple[int, str, int]]()
    sync = os.fsync

    def record(descriptor: int) -> None:
        sync(descriptor)
        number = os.fstat(descriptor).st_ino
        times[number] = time.time_ns()
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            names.update((number, entry.name, entry.inode()) for entry in os.scandir(descriptor))
        time.sleep(TICK_SECONDS)

    time.sleep(TICK_SECONDS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", record)
        yield lost
    for name in sorted(_names(folder) - before - names):
        lost.append(f"name {name[1]}")
    for path in folder.rglob("*"):
        status = path.stat()
        if path.is_file() and times.get(status.st_ino, started) < status.st_mtime_ns:
            lost.append(f"content {path.name}")


def _names(folder: Path) -> set[tuple[int, str, int]]:
    """Return every name below a folder, with the numbers of its folder and of what it names."""
    return {(path.parent.stat().st_ino, path.name, path.stat().st_ino) for path in folder.rglob("*")}
