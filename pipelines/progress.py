"""The steps of a long command, in the log of events; on a terminal also a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from pipelines.event_log import log_event


@contextmanager
def progress() -> Generator[Callable[[str, int], None]]:
    """Yield a function to call with each step's name and the number of steps; on a terminal it shows a bar."""
    if not sys.stderr.isatty():
        yield lambda name, total: log_event("step", step=name, of=total)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("finding changes", total=None)

        def on_step(name: str, total: int) -> None:
            log_event("step", step=name, of=total)
            bar.update(task, description=name, total=total, advance=1)

        yield on_step
