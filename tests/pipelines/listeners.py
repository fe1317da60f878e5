"""The TCP sockets on which a session of processes listens, from Linux's /proc."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import struct
from pathlib import Path

PROC = Path("/proc")
LISTEN = "0A"


def listeners(session: int) -> set[tuple[str, int]]:
    """Return address and port of every socket on which a process of a session listens."""
    inodes = {inode for process in _processes(session) for inode in _sockets(process)}
    rows = [line.split() for name in ("tcp", "tcp6") for line in (PROC / "net" / name).read_text().splitlines()[1:]]
    return {_address(row[1]) for row in rows if row[3] == LISTEN and row[9] in inodes}


def _processes(session: int) -> list[Path]:
    processes = []
    for process in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            processes += [process] if os.getsid(int(process.name)) == session else []
    return processes


def _sockets(process: Path) -> set[str]:
    inodes = set()
    with contextlib.suppress(OSError):
        for descriptor in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                target = os.readlink(descriptor)
                if target.startswith("socket:["):
                    inodes.add(target[8:-1])
    return inodes


def _address(text: str) -> tuple[str, int]:
    """Return the address of `0100007F:1F90`: words of four bytes in the order of the processor."""
    host, _, port = text.partition(":")
    words = [host[start : start + 8] for start in range(0, len(host), 8)]
    packed = b"".join(struct.pack("=I", int(word, 16)) for word in words)
    return str(ipaddress.ip_address(packed)), int(port, 16)
