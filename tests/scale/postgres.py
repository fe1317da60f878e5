"""A PostgreSQL server of one's own on this machine, which can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.scale.needs import postgres_programs
from tests.scale.supervised import free_port, processor_seconds

PROGRAMS = postgres_programs() or Path()
USER = "postgres"
WAIT = 60.0


class Postgres:
    """A server with a new database, which listens on 127.0.0.1 only and leaves nothing behind.

    As root the server runs as the user postgres, who may not enter the folders of a test: it has one of its own.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tokenfall-postgres-"))
        self.port = free_port()
        self.url = f"postgresql+psycopg2://{USER}@127.0.0.1:{self.port}/postgres"
        if os.getuid() == 0:
            shutil.chown(self.folder, USER, USER)
        self._run("initdb", "--pgdata", str(self.folder / "data"), "--auth", "trust", "--username", USER, "--no-sync")
        self.start()

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = ["-D", str(self.folder / "data"), "-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(self._command("postgres", *options), stdout=log, stderr=log)
        end = time.monotonic() + WAIT
        while not _answers(self.port):
            if time.monotonic() > end:
                raise TimeoutError(f"PostgreSQL does not answer: {(self.folder / 'log').read_text()[-500:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server, whatever is connected."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """Let every process of the server end at once, as in a crash."""
        self._signal(signal.SIGQUIT)

    def seconds(self) -> float:
        """Return the processor seconds of the server and of its processes that have ended."""
        return processor_seconds(self._server.pid)

    def _signal(self, number: signal.Signals) -> None:
        self._server.send_signal(number)
        self._server.wait(WAIT)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(self._command(program, *arguments), check=True, capture_output=True, cwd="/")

    @staticmethod
    def _command(program: str, *arguments: str) -> list[str]:
        as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if os.getuid() == 0 else []
        return [*as_user, str(PROGRAMS / program), *arguments]


def _answers(port: int) -> bool:
    return (
        subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0
    )
