"""Writes that survive a power failure once they return, to this machine or to a store of objects."""

from __future__ import annotations

import os
import uuid
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names of new files in a folder survive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append(path: Path, data: bytes, start: int) -> None:
    """Write bytes at `start` of a file, where its whole content ends, and drop what a crash left behind that."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(start)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def is_local(path: Path) -> bool:
    """Return whether a path is a file of this machine, and not an object of a store."""
    return isinstance(path, Path)


def put(path: Path, data: bytes) -> None:
    """Write a whole file in one step: a reader sees all of it, the file before it, or none."""
    if not is_local(path):
        path.write_bytes(data)  # a store of objects does so itself
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        append(unfinished, data, 0)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
