"""The layout of a table of scores: which columns it must have, which it may have, and what its numbers mean.

A table with another layout is refused: a new column may split a score by effort, and a new unit moves every score.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from assets.capability.score_files.score_source import Score, ScoreReading
from warehouse.errors import TokenfallError

MOST_LINES = 100_000
"""The largest table has a few thousand lines; five megabytes of line ends take seconds to read."""

Cells = Mapping[str, object]
"""One row of a table by column name; an absent value is None or a blank text."""


@dataclass(frozen=True)
class Layout:
    """How one table of scores is laid out.

    Attributes:
        benchmark: Our id of the benchmark.
        scale: What its scores may be compared on.
        name: Column of the model's name.
        score: Column of the score.
        low: Column of the lower end of the score's interval.
        high: Column of the upper end.
        usd_per_run: Column of what one run cost in USD.
        others: Further columns that the table may have.
        bounds: Smallest and largest score as published.
        factor: What a published score is multiplied by, to have it in our unit.
        anchors: Scores that define the scale, by model name.
        effort: Returns the effort that a name states; by default names state none.
    """

    benchmark: str
    scale: str
    name: str
    score: str
    bounds: tuple[float, float]
    low: str | None = None
    high: str | None = None
    usd_per_run: str | None = None
    others: frozenset[str] = frozenset()
    factor: float = 1.0
    anchors: Mapping[str, float] = field(default_factory=dict)
    effort: Callable[[str], str] = lambda _: ""

    @property
    def required(self) -> list[str]:
        """The columns without which the table is not read."""
        return [column for column in (self.name, self.score, self.low, self.high, self.usd_per_run) if column]


def check_columns(columns: Sequence[str], layout: Layout, place: str) -> None:
    """Refuse a table that lacks a column, has one twice, or has one that is not known.

    Raises:
        TokenfallError: The message names the first such column.
    """
    if missing := [column for column in layout.required if column not in columns]:
        raise TokenfallError(f"{place}: the column {missing[0]!r} is missing: the table's layout changed")
    if twice := [column for column, count in Counter(columns).items() if count > 1]:
        raise TokenfallError(f"{place}: the column {twice[0]!r} is there twice: the table's layout changed")
    if unknown := sorted(set(columns) - set(layout.required) - layout.others):
        raise TokenfallError(
            f"{place}: the column {unknown[0]!r} is not known: see what it means, then add it to the layout of "
            f"{layout.benchmark}"
        )


def read_csv(text: str, layout: Layout, place: str) -> ScoreReading:
    """Return the scores of a CSV file with this layout.

    Raises:
        TokenfallError: It is not a table with this layout, is on another scale, or has too many lines.
    """
    if text.count("\n") > MOST_LINES:
        raise TokenfallError(f"{place} has more than {MOST_LINES} lines: it is another table")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
        check_columns(header, layout, place)
        rows = [(lines.line_num, cells) for cells in lines if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise TokenfallError(f"{place} line {lines.line_num}: {error}: fetch it again") from error
    whole = [dict(zip(header, cells, strict=True)) for _, cells in rows if len(cells) == len(header)]
    odd = [
        f"{place} line {line}: {len(cells)} cells where the header has {len(header)}: left out"
        for line, cells in rows
        if len(cells) != len(header)
    ]
    reading = read_rows(whole, layout, place)
    return replace(reading, problems=(*odd, *reading.problems))


def read_rows(rows: Sequence[Cells], layout: Layout, place: str) -> ScoreReading:
    """Return the scores of rows with this layout, each name once.

    A row without a name or a number, and a name with two different scores, are left out with a reason.

    Raises:
        TokenfallError: No row has a score, or the scores are on another scale.
    """
    problems: list[str] = []
    scores = [score for row in rows if (score := _score(row, layout, problems))]
    if not scores:
        raise TokenfallError(f"{place}: no row has a score: fetch it again")
    _check_scale(scores, layout, place)
    names = Counter(score.name for score in set(scores))
    problems += [f"{name}: {count} different scores: left out" for name, count in names.items() if count > 1]
    certain = {score.name: score for score in scores if names[score.name] == 1}
    return ScoreReading(tuple(certain.values()), tuple(f"{place}: {problem}" for problem in problems))


def _score(row: Cells, layout: Layout, problems: list[str]) -> Score | None:
    name = str(row[layout.name] or "").strip()
    score = number(row[layout.score])
    if not name or score is None:
        problems.append(f"{name or 'a row without a name'}: {row[layout.score]!r} is no score: left out")
        return None
    low, high = (number(row[column]) if column else None for column in (layout.low, layout.high))
    if low is not None and high is not None and not low <= score <= high:
        problems.append(f"{name}: the score {score} is not between {low} and {high}: its interval is left out")
        low = high = None
    cost = number(row[layout.usd_per_run]) if layout.usd_per_run else None
    return Score(
        benchmark=layout.benchmark,
        scale=layout.scale,
        name=name,
        effort=layout.effort(name),
        score=float(score) * layout.factor,
        score_low=None if low is None else float(low) * layout.factor,
        score_high=None if high is None else float(high) * layout.factor,
        usd_per_run=cost,
    )


def number(cell: object) -> Decimal | None:
    """Return a finite number as it is written; None for a blank cell or any other text."""
    try:
        value = Decimal(str(cell).strip()) if cell is not None else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _check_scale(scores: Sequence[Score], layout: Layout, place: str) -> None:
    """Refuse scores out of bounds, or with another value for a model that defines the scale."""
    smallest, largest = (bound * layout.factor for bound in layout.bounds)
    for score in scores:
        if not smallest <= score.score <= largest:
            raise TokenfallError(
                f"{place}: {score.name!r} scores {score.score / layout.factor:g}, not {layout.bounds[0]:g} to "
                f"{layout.bounds[1]:g}: the benchmark was rescaled"
            )
    by_name = {score.name: score.score for score in scores}
    for name, expected in layout.anchors.items():
        if name not in by_name or not math.isclose(by_name[name], expected, abs_tol=0.05):
            raise TokenfallError(
                f"{place}: {name!r} scores {by_name.get(name, 'nothing')}, not {expected:g}, which defines the scale: "
                "the benchmark was rescaled"
            )
