"""Mount `lossy_mount.py` and steer it; needs root and Debian's python3-fusepy."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

DEBIAN_PYTHON = "/usr/bin/python3"
PROGRAM = Path(__file__).with_name("lossy_mount.py")


@contextmanager
def lossy_disk(content: Path, mount: Path) -> Generator[Path]:
    """Mount a disk that holds a copy of a folder and forgets what was not flushed.

    Raises:
        RuntimeError: It cannot be mounted on this machine.
    """
    mount.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen([DEBIAN_PYTHON, PROGRAM, content, mount], stderr=subprocess.PIPE, text=True) as process:
        try:
            while not os.path.ismount(mount):
                if process.poll() is not None:
                    reason = process.stderr.read() if process.stderr else ""
                    raise RuntimeError(f"no FUSE here: root and Debian's python3-fusepy are needed: {reason[-300:]}")
                time.sleep(0.02)
            yield mount
        finally:
            subprocess.run(["umount", "--lazy", mount], check=False, capture_output=True)
            process.kill()


def control(mount: Path, name: str, **values: object) -> None:
    """Set one of the attributes that `lossy_mount.py` describes."""
    os.setxattr(mount, f"user.{name}", json.dumps(values).encode())


def count(mount: Path, name: str) -> int:
    """Return one of the numbers that `lossy_mount.py` counts: `weight` or `refused`."""
    return int(os.getxattr(mount, f"user.{name}"))
