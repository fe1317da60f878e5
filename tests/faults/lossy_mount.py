"""Mount a disk that forgets what was not flushed: `/usr/bin/python3 lossy_mount.py FOLDER MOUNT`.

Debian's python3-fusepy is needed, and root. The disk begins with the content of FOLDER. Extended attributes of its root
control it; each value is JSON:

- `user.cuts` `{"folder", "rate", "seed", "acknowledged"}`: from now on, leave what a power failure would leave in a
  new folder, at random changes; each of weight 1 (a write, or one of many files) or 10 with the chance rate x weight.
  `acknowledged` is a file on the disk whose content at that instant goes to `<folder>/<n>.json`.
- `user.fail` `{"match", "operations", "after", "errno"}`: from now on, answer operations on paths that match with an
  error, once `after` of them have passed.
- `user.weight` and `user.refused` can only be read: the weight of all changes so far, and the number of operations that
  were answered with an error.
"""

from __future__ import annotations

import errno
import json
import os
import random
import re
import stat
import sys
import time
from pathlib import Path
from typing import Any

import fusepy  # ty: ignore[import-not-found]
from lossy_disk import ROOT, LossyDisk  # ty: ignore[import-not-found]

FREE = 2**33
HEAVY = 10
MANY = re.compile(r"/(backup|home/editions)/")
"""Folders of so many files that nearly all cuts would be there."""


class Mount(fusepy.Operations):
    """The operations of the file system on a LossyDisk; a file handle is the number of its node."""

    def __init__(self, folder: Path) -> None:
        self.disk = LossyDisk()
        self.disk.load(folder)
        self.weight = 0
        self.cuts: dict[str, Any] = {}
        self.chance = random.Random()
        self.number = 0
        self.fail: dict[str, Any] = {}
        self.refused = 0

    # --- control ---

    def setxattr(self, path: str, name: str, value: bytes, options: int, position: int = 0) -> int:
        if name == "user.cuts":
            self.cuts = json.loads(value)
            self.chance = random.Random(self.cuts.get("seed"))
        elif name == "user.fail":
            self.fail, self.refused = json.loads(value), 0
        else:
            raise fusepy.FuseOSError(errno.ENOTSUP)
        return 0

    def getxattr(self, path: str, name: str, position: int = 0) -> bytes:
        if name == "user.weight":
            return str(self.weight).encode()
        if name == "user.refused":
            return str(self.refused).encode()
        raise fusepy.FuseOSError(errno.ENODATA)

    def _before(self, operation: str, path: str) -> None:
        """Cut or fail where it is time to; called before every change."""
        weight = 1 if operation == "write" or MANY.match(path) else HEAVY
        self.weight += weight
        if self.cuts and self.chance.random() < self.cuts["rate"] * weight:
            self._cut(operation, path)
        self._refuse(operation, path)

    def _refuse(self, operation: str, path: str) -> None:
        """Fail where an error is planted."""
        if self.fail and operation in self.fail["operations"] and re.search(self.fail["match"], path):
            self.fail["after"] -= 1
            if self.fail["after"] < 0:
                self.refused += 1
                raise fusepy.FuseOSError(self.fail["errno"])

    def _cut(self, operation: str, path: str) -> None:
        folder = Path(self.cuts["folder"])
        kept = self.disk.cut(folder / str(self.number), self.chance.randrange(2**32))
        acknowledged = bytes(self.disk.nodes[self._find(self.cuts["acknowledged"])].data).decode()
        record = {"before": operation, "path": path, "kept": kept, "acknowledged": acknowledged}
        (folder / f"{self.number}.json").write_text(json.dumps(record), encoding="utf-8")
        self.number += 1

    # --- names ---

    def _find(self, path: str) -> int:
        number = ROOT
        for part in path.split("/"):
            if part:
                number = self.disk.nodes[number].names.get(part, 0)
                if not number:
                    raise fusepy.FuseOSError(errno.ENOENT)
        return number

    def _place(self, path: str) -> tuple[int, str]:
        parent, _, name = path.rpartition("/")
        return self._find(parent), name

    def getattr(self, path: str, fh: int | None = None) -> dict[str, float]:
        number = fh or self._find(path)
        node = self.disk.nodes[number]
        times = dict.fromkeys(("st_mtime", "st_ctime", "st_atime"), node.modified)
        links = 2 if stat.S_ISDIR(node.mode) else 1
        return {"st_mode": node.mode, "st_size": len(node.data), "st_nlink": links, "st_ino": number, **times}

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *self.disk.nodes[self._find(path)].names]

    def mkdir(self, path: str, mode: int) -> None:
        self._before("mkdir", path)
        self._add(path, stat.S_IFDIR | mode)

    def create(self, path: str, mode: int, *_: object) -> int:
        self._before("create", path)
        return self._add(path, stat.S_IFREG | mode)

    def _add(self, path: str, mode: int) -> int:
        number = self.disk.add(*self._place(path), mode)
        self.disk.nodes[number].modified = time.time()
        return number

    def unlink(self, path: str) -> None:
        self._before("unlink", path)
        self.disk.rename([(*self._place(path), None)])

    def rmdir(self, path: str) -> None:
        if self.disk.nodes[self._find(path)].names:
            raise fusepy.FuseOSError(errno.ENOTEMPTY)
        self.unlink(path)

    def rename(self, old: str, new: str) -> None:
        self._before("rename", new)
        self.disk.rename([(*self._place(old), None), (*self._place(new), self._find(old))])

    def link(self, target: str, source: str) -> None:
        self._before("link", target)
        self.disk.rename([(*self._place(target), self._find(source))])

    # --- bytes ---

    def open(self, path: str, flags: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            self._refuse("open", path)
        return self._find(path)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self.disk.nodes[fh].data[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        self._before("write", path)
        self.disk.write(fh, offset, bytes(data))
        self.disk.nodes[fh].modified = time.time()
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        self._before("truncate", path)
        self.disk.truncate(fh or self._find(path), length)

    def fsync(self, path: str, _: int, fh: int) -> int:
        self._before("fsync", path)
        self.disk.sync(fh)
        return 0

    def fsyncdir(self, path: str, *_: int) -> int:
        self._before("fsync", path)
        self.disk.sync(self._find(path))
        return 0

    def chmod(self, path: str, mode: int) -> None:
        self.disk.nodes[self._find(path)].mode = mode

    def chown(self, *_: object) -> None:
        pass

    def utimens(self, path: str, times: tuple[float, float] | None = None) -> None:
        self.disk.nodes[self._find(path)].modified = times[1] if times else time.time()

    def statfs(self, path: str) -> dict[str, int]:
        blocks = FREE // 4096
        return {"f_bsize": 4096, "f_frsize": 4096, "f_blocks": blocks, "f_bfree": blocks, "f_bavail": blocks}


if __name__ == "__main__":
    source, mount = sys.argv[1:]
    os.makedirs(mount, exist_ok=True)
    options = {"foreground": True, "nothreads": True, "hard_remove": True, "big_writes": True, "use_ino": True}
    fusepy.FUSE(Mount(Path(source)), mount, **options)
