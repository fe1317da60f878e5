"""A disk in memory that forgets what was not flushed: `cut` writes what a power failure would leave.

POSIX promises little. The bytes of a file are on the disk after fsync of the file, and a name after fsync of its
folder; anything else may be there in part or not at all. `lossy_mount.py` mounts such a disk. Only the standard library
is used here, because Debian's Python runs it.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

ROOT = 1
SECTOR = 512
"""A disk writes this many bytes whole or not at all."""
BLOCK = 4096
"""The bytes of a page of a file, which systems write in any order."""


@dataclass
class Node:
    """A file or folder: what programs see, and what is on the disk.

    Attributes:
        mode: Type and permissions, as in stat.
        data: The bytes of a file.
        disk: Its bytes that are on the disk.
        pending: The writes that are not: an offset with bytes, or a new size with None.
        names: The names in a folder, each with the number of its node.
        disk_names: Those that are on the disk.
        modified: Time of the last change.
    """

    mode: int
    data: bytearray = field(default_factory=bytearray)
    disk: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    disk_names: dict[str, int] = field(default_factory=dict)
    modified: float = 0.0


Edit = tuple[int, str, int | None]
"""A folder, a name in it, and the node that gets the name; None where the name is removed."""


class LossyDisk:
    """Files and folders in memory; see the module."""

    def __init__(self) -> None:
        self.nodes = {ROOT: Node(0o040755)}
        self.changes: list[tuple[Edit, ...]] = []
        """Changes of names that are not on the disk, in order; a rename is one change."""

    def load(self, folder: Path) -> None:
        """Take a folder as what the disk holds."""
        self._load(folder, ROOT)

    def add(self, parent: int, name: str, mode: int) -> int:
        """Create an empty file or folder."""
        number = max(self.nodes) + 1
        self.nodes[number] = Node(mode)
        self.rename([(parent, name, number)])
        return number

    def rename(self, edits: list[Edit]) -> None:
        """Change names in one step."""
        for folder, name, number in edits:
            _set_name(self.nodes[folder].names, name, number)
        self.changes.append(tuple(edits))

    def write(self, number: int, offset: int, data: bytes) -> None:
        """Write bytes to a file."""
        node = self.nodes[number]
        _write(node.data, offset, data)
        node.pending.append((offset, data))

    def truncate(self, number: int, size: int) -> None:
        """Change the size of a file."""
        node = self.nodes[number]
        _write(node.data, size, None)
        node.pending.append((size, None))

    def sync(self, number: int) -> None:
        """Flush the bytes of a file, or the names in a folder with every change that one of them is part of."""
        node = self.nodes[number]
        for offset, data in node.pending:
            _write(node.disk, offset, data)
        node.pending.clear()
        flushed = [change for change in self.changes if any(folder == number for folder, _, _ in change)]
        for change in flushed:
            self._flush(change)
            self.changes.remove(change)

    def cut(self, folder: Path, seed: int) -> str:
        """Write what a power failure now would leave to a new folder; return which unflushed part of it that is.

        Args:
            folder: The folder to write.
            seed: Decides what is lost: of names and of bytes nothing, everything, all after some point, or any part.
        """
        chance = random.Random(seed)
        kept_names, kept_bytes = (chance.choice(("none", "all", "first", "any")) for _ in range(2))
        names = {number: dict(node.disk_names) for number, node in self.nodes.items()}
        for change in _survivors(self.changes, kept_names, chance):
            for parent, name, number in change:
                _set_name(names[parent], name, number)
        folder.mkdir(parents=True)
        self._write_out(folder, ROOT, names, kept_bytes, chance)
        return f"names {kept_names}, bytes {kept_bytes}"

    def _load(self, folder: Path, parent: int) -> None:
        for path in sorted(folder.iterdir()):
            number = self.add(parent, path.name, 0o040755 if path.is_dir() else 0o100644)
            self.nodes[number].modified = path.stat().st_mtime
            if path.is_dir():
                self._load(path, number)
            else:
                self.write(number, 0, path.read_bytes())
                self.sync(number)
        self.sync(parent)

    def _flush(self, change: tuple[Edit, ...]) -> None:
        for folder, name, number in change:
            _set_name(self.nodes[folder].disk_names, name, number)

    def _write_out(
        self, folder: Path, number: int, names: dict[int, dict[str, int]], kept: str, chance: random.Random
    ) -> None:
        for name, child in names[number].items():
            node = self.nodes[child]
            if node.mode & 0o040000:
                (folder / name).mkdir()
                self._write_out(folder / name, child, names, kept, chance)
            else:
                content = bytearray(node.disk)
                for offset, data in _torn(node.pending, kept, chance):
                    _write(content, offset, data)
                (folder / name).write_bytes(content)


def _survivors(changes: list[tuple[Edit, ...]], kept: str, chance: random.Random) -> list[tuple[Edit, ...]]:
    if kept == "any":
        return [change for change in changes if chance.random() < 0.5]
    return changes[: {"none": 0, "all": len(changes), "first": chance.randint(0, len(changes))}[kept]]


def _torn(pending: list[tuple[int, bytes | None]], kept: str, chance: random.Random) -> list[tuple[int, bytes | None]]:
    """Return the writes that reached the disk: `first` tears the last of them, `any` takes pages in no order."""
    if kept == "any":
        pages = [page for write in pending for page in _pages(*write)]
        return [page for page in pages if chance.random() < 0.5]
    if kept != "first" or not pending:
        return pending if kept == "all" else []
    end = chance.randrange(len(pending))
    offset, data = pending[end]
    sectors = chance.randint(0, len(data or b"") // SECTOR)
    return [*pending[:end], (offset, data and data[: sectors * SECTOR])]


def _pages(offset: int, data: bytes | None) -> list[tuple[int, bytes | None]]:
    if data is None:
        return [(offset, None)]
    starts = range(0, len(data), BLOCK)
    return [(offset + start, data[start : start + BLOCK]) for start in starts]


def _set_name(names: dict[str, int], name: str, number: int | None) -> None:
    if number is None:
        names.pop(name, None)
    else:
        names[name] = number


def _write(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data:
        content[offset : offset + len(data)] = data


def remove(folder: Path) -> None:
    """Delete a folder that a cut left."""
    shutil.rmtree(folder, ignore_errors=True)
