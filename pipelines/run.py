"""One run from the command line; Dagster is imported only where something may be stale, because that takes a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.settled import tables_if_settled
from warehouse.run_lock import only_run

if TYPE_CHECKING:
    from assets.capture.attempts import CaptureAttempt
    from warehouse.home import Home

StepListener = Callable[[str, int], None]
"""Called with the name of a step when it starts, and the number of steps."""


@dataclass(frozen=True)
class RunResult:
    """What a run did.

    Attributes:
        built: Names of the tables that were built; none where nothing had changed.
        tables: Number of all tables.
        attempts: The attempts to capture live sources.
        published: Whether the tables were published: not where a selection left others out of date.
        restored: Captures that the database had lost, and that came back from the ledger.
        damaged: Where Dagster's history is that was damaged; a new one was begun.
        replaced: Whether this run replaced the published file, which it also does where an earlier one was stopped.
    """

    built: tuple[str, ...]
    tables: int
    attempts: tuple[CaptureAttempt, ...] = ()
    published: bool = True
    restored: int = 0
    damaged: Path | None = None
    replaced: bool = False


def run(  # noqa: PLR0913 - what one run is asked for
    home: Home,
    as_of: date,
    select: str | None,
    on_step: StepListener,
    *,
    live: bool = False,
    accepted: Sequence[str] = (),
) -> RunResult:
    """Build the tables that are stale, or those of a selection, and publish them.

    Args:
        home: Where the state is; TOKENFALL_HOME must name it too.
        as_of: The date whose knowledge the tables are to hold.
        select: Tables to build in place of the stale ones, in Dagster's selection syntax; tables that are built in one
            computation are built together.
        on_step: Called when a step starts.
        live: Whether to capture the live sources first. The result lists sources that fail; the run continues.
        accepted: Tables whose difference from the published file does not stop the publication.

    Raises:
        click.BadParameter: Dagster cannot read the selection, or it names no table; nothing was done.
        HeldError: Checks stopped the publication; what was published before stays, with a notice.
        TokenfallError: Something failed, or another run is working; in one line. What was published before stays.
    """
    with only_run(home):
        if not select and not live and (tables := tables_if_settled(home, as_of)):
            return RunResult((), tables)
        from pipelines.execution import build

        return build(home, as_of, select, on_step, live=live, accepted=accepted)
