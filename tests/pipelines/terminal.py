"""A terminal of a given width for one command: what it shows, what is typed, and Ctrl-C."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from select import select
from types import TracebackType
from typing import Self

SECONDS = 60
CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
"""Colours and the like."""


class Terminal:
    """A command that runs in a pseudo-terminal; `shown` is what it has shown, `sent` all that it has sent."""

    def __init__(self, home: Path, *arguments: str, width: int = 80) -> None:
        self._own, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        environment = {**os.environ, "TOKENFALL_HOME": str(home), "TERM": "xterm"}
        for name in ("DAGSTER_HOME", "COLUMNS", "LINES"):
            environment.pop(name, None)
        command = [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.shown = self.sent = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._own)

    def enter(self, text: str) -> None:
        """Type this; the end of the input is `\\x04` on a line of its own."""
        os.write(self._own, text.encode())

    def press_control_c(self) -> None:
        """Do what a terminal does on Ctrl-C, once the command waits for it or for its query."""
        time.sleep(0.5)
        os.kill(self._process.pid, signal.SIGINT)

    def wait_for(self, text: str) -> str:
        """Read until this has been shown; what came before it is forgotten."""
        deadline = time.monotonic() + SECONDS
        while text not in self.shown:
            assert time.monotonic() < deadline, f"{text!r} was not shown: {self.shown!r}"
            assert self._read(), f"{text!r} was not shown before the end: {self.shown!r}"
        before, _, self.shown = self.shown.partition(text)
        return before

    def end(self) -> int:
        """Read until the command ends; its status."""
        while self._read():
            pass
        return self._process.wait(SECONDS)

    def _read(self) -> bool:
        if not select([self._own], [], [], SECONDS)[0]:
            raise AssertionError(f"nothing more is shown: {self.shown!r}")
        try:
            data = os.read(self._own, 65_536)
        except OSError:  # how a closed terminal reads on Linux
            return False
        text = self._decoder.decode(data)  # a chunk may end within a character
        self.sent += text
        self.shown = CONTROL.sub("", self.shown + text).replace("\r\n", "\n")
        return bool(data)


def screen(home: Path, *arguments: str, width: int) -> list[str]:
    """The lines that a command shows in a terminal of this width."""
    with Terminal(home, *arguments, width=width) as terminal:
        assert terminal.end() == 0, terminal.shown
        return terminal.shown.splitlines()
