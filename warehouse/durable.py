"""Writes that survive a power failure once they return: a file is flushed, and so are the folders that name it.

A flushed file can still lose its name, and a renamed file its content. So a file that takes the place of another is
flushed before it gets the name, and the folder after. A store of objects does all that itself.
"""

from __future__ import annotations

import os
import re
import uuid
from pathlib import Path

DRAFT = re.compile(r"\.next-(\d+)-.")
"""Start of the name of a file that is being written: it holds the number of the process."""


def sync(path: Path) -> None:
    """Flush the content of a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_names(path: Path, top: Path) -> None:
    """Make the name of a file, and those of its folders below `top`, survive a power failure.

    Not only where they are new: the process that made them may have been killed before it could flush them.
    """
    for folder in path.parents:
        sync(folder)
        if folder == top:
            return


def make_folder(folder: Path) -> None:
    """Create a folder, and its parents, unless it exists; the names of new ones survive a power failure."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync(path.parent)


def append(path: Path, data: bytes, start: int, top: Path) -> None:
    """Write bytes at `start` of a file, where its whole content ends, and drop what a crash left behind that.

    Args:
        path: The file; it is created, with its folders below `top`, where it is missing.
        data: The bytes.
        start: The offset at which they begin.
        top: A folder that has been there before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(start)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_names(path, top)


def is_local(path: Path) -> bool:
    """Return whether a path is a file of this machine, and not an object of a store."""
    return isinstance(path, Path)


def put(path: Path, data: bytes) -> None:
    """Write a whole file of a folder that several machines may share, or an object, in one step.

    What a killed process has left of it is found by `left_of`.
    """
    if not is_local(path):
        path.write_bytes(data)
        return
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        draft.write_bytes(data)
        replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def left_of(path: Path) -> list[Path]:
    """Return the drafts that killed processes have left of a file."""
    return list(path.parent.glob(f".{path.name}-*")) if is_local(path) else []


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: it has its old content, or all of the new one."""
    drop_drafts(path.parent)
    draft = draft_of(path)
    try:
        draft.write_bytes(data)
        replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def draft_of(path: Path) -> Path:
    """Return the name under which this process writes a file before it replaces it."""
    return path.with_name(f".next-{os.getpid()}-{path.name}")


def drop_drafts(folder: Path) -> None:
    """Delete the drafts that killed processes have left in a folder."""
    for path in folder.glob(".next-*"):
        draft = DRAFT.match(path.name)
        if draft and not _runs(int(draft[1])):
            path.unlink(missing_ok=True)


def replace(draft: Path, path: Path) -> None:
    """Put a finished draft in the place of a file, in one step."""
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # of another user
    return True
