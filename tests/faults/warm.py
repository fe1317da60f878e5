"""`tokenfall` in a process that is forked from one that has imported its modules, which takes most of the time."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.pipelines.conftest import Result

WARM = multiprocessing.get_context("forkserver")
MODULES = (
    *("tests.faults.__main__", "pipelines.cli", "pipelines.execution", "pipelines.editions", "pipelines.exports"),
    *("pipelines.backups", "assets.reports.page", "assets.reports.edition.texts", "pipelines.registering"),
    *("assets.forecasts.registered.register", "tests.pipelines.test_captures"),
)


def warm_call(home: Path, arguments: Sequence[str], prefix: str) -> Result:
    """Run a command line to its end, with code before it, and return its status and what it printed."""
    WARM.set_forkserver_preload(list(MODULES))
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder, name)) for name in ("stdout", "stderr")]
        process = WARM.Process(target=_run, args=(str(home), tuple(arguments), prefix, files))
        process.start()
        process.join()
        texts = [Path(file).read_text(encoding="utf-8", errors="replace") for file in files]
    return Result(list(arguments), process.exitcode or 0, *texts)


def _run(home: str, arguments: tuple[str, ...], prefix: str, files: Sequence[str]) -> None:
    for descriptor, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.environ["TOKENFALL_HOME"] = home
    os.environ.pop("DAGSTER_HOME", None)
    sys.argv = ["tokenfall", *arguments]
    exec(prefix, {})
    from pipelines.cli import main

    main()
