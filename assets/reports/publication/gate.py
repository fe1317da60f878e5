"""The checks that stop a publication: each compares what is about to be published with what must hold of it.

Data rules (`rules.py` of each subject) stop the build of one table. These checks see all tables at once, and the file
that was published last. What they stop stays in the writer's file; readers keep the last good file, with a notice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass

from assets.reports.publication.draft import Draft
from assets.reports.publication.numbers import broken_rules, numbers_without_value
from assets.reports.publication.required_models import absent_models
from assets.reports.publication.row_counts import lost_rows
from assets.reports.publication.verdict_flips import unexplained_flips
from warehouse import query
from warehouse.errors import HeldError, TokenfallError
from warehouse.store import Writer, open_published


@dataclass(frozen=True)
class PublicationCheck:
    """A check that stops a publication.

    Attributes:
        name: Its name.
        statement: What must hold, in plain words.
        breach: Returns what does not hold in one line: what, where, and what to do; None where it holds.
    """

    name: str
    statement: str
    breach: Callable[[Draft], str | None]


CHECKS = (
    PublicationCheck("row_counts", "no table loses more than a fifth of its rows", lost_rows),
    PublicationCheck("required_models", "the models that answers rest on have prices and scores", absent_models),
    PublicationCheck("numbers", "no number is infinite or not a number", numbers_without_value),
    PublicationCheck("quantiles", "quantiles, probabilities and dates of forecasts are in order", broken_rules),
    PublicationCheck("verdicts", "a verdict changes only with what it is computed from", unexplained_flips),
)


def refuse_publication(warehouse: Writer, accepted: Collection[str] = ()) -> None:
    """Evaluate every check before the file is published.

    Args:
        warehouse: The writer with the tables to publish.
        accepted: Tables whose difference from the published file somebody has accepted.

    Raises:
        HeldError: Checks failed, with one line for each.
    """
    with _published(warehouse) as last:
        draft = Draft(warehouse.connection, last, accepted)
        lines = [line for check in CHECKS if (line := check.breach(draft))]
    if lines:
        raise HeldError(lines)


@contextlib.contextmanager
def _published(warehouse: Writer) -> Generator[query.Connection | None]:
    """Open the published file where what is about to be published can be compared with it; else yield None."""
    with contextlib.ExitStack() as stack:
        last = None
        with contextlib.suppress(TokenfallError):  # nothing is published, or no version can read it: it is replaced
            opened = stack.enter_context(open_published(warehouse.home))
            before, now = query.published_as_of(opened), query.published_as_of(warehouse.connection)
            last = opened if before and now and before <= now else None
        yield last
