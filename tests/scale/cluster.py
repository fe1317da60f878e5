"""A real cluster on this machine: a scheduler and workers in processes of their own, started again when they die."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

PAUSE = 0.2
DASK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "30s",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
}


class Cluster:
    """A supervised cluster, as systemd or Kubernetes would keep it.

    Args:
        folder: Where the workers keep their files.
        workers: Number of worker processes, of one thread each.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.deaths = 0
        self._ends = threading.Event()
        self._processes = {name: self._start(name) for name in ("scheduler", *map(str, range(workers)))}
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ends.set()
        self._supervisor.join()
        for process in self._processes.values():
            process.kill()
            process.wait()

    def kill_worker(self, draw: random.Random) -> None:
        """Kill a worker with SIGKILL; another one takes its place."""
        self._kill(draw.choice([name for name in self._processes if name != "scheduler"]))

    def kill_scheduler(self) -> None:
        """Kill the scheduler with SIGKILL; workers end without it, and all are started again."""
        self._kill("scheduler")

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds of the scheduler and of all workers that run now."""
        used = {name: _processor_seconds(process.pid) for name, process in self._processes.items()}
        return {"scheduler": used.pop("scheduler"), "workers": sum(used.values())}

    def _kill(self, name: str) -> None:
        process = self._processes[name]
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _supervise(self) -> None:
        while not self._ends.wait(PAUSE):
            for name, process in self._processes.items():
                if process.poll() is not None:
                    self.deaths += 1
                    self._processes[name] = self._start(name)

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        module = "dask_scheduler" if name == "scheduler" else "dask_worker"
        own = ["--host", "127.0.0.1", "--port", str(self.port)] if name == "scheduler" else self._worker_options(name)
        command = [sys.executable, "-m", f"distributed.cli.{module}", *own, "--no-dashboard"]
        environment = {**os.environ, **DASK}
        environment.pop("TOKENFALL_SCHEDULER", None)
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=Path(__file__).parents[2])

    def _worker_options(self, name: str) -> list[str]:
        files = self.folder / f"worker-{name}-{time.monotonic_ns()}"
        return [self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(files), "--death-timeout", "60"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _processor_seconds(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
