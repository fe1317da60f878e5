"""The progress bar of a long command, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress() -> Generator[Callable[[str, int], None]]:
    """Yield a function to call with each step's name and the number of steps; on a terminal it shows a bar."""
    if not sys.stderr.isatty():
        yield lambda name, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("finding changes", total=None)

        def on_step(name: str, total: int) -> None:
            bar.update(task, description=name, total=total, advance=1)

        yield on_step
