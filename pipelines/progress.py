"""The progress bar of long work, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def progress() -> Generator[Callable[[str, int], None]]:
    """Give a listener that is told each step's name and how many steps there are; silent when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda name, total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking for changes", total=None)

        def listen(name: str, total: int) -> None:
            bar.update(task, description=name, total=total, advance=1)

        yield listen
