"""Rows of out_price_decomposition: cost at fixed capability, mix, and tokens per task, which add up exactly.

    cost of a task = price at fixed capability x (price paid / price at fixed capability) x tokens of a task

A factor without data has no number and gives its reason, and so has every sum that needs it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from assets.trends.price_split import ModelUse, average_price, split_average

Row = dict[str, object]
Use = Mapping[date, Mapping[str, ModelUse]]
"""The models with a known price that were used on each day."""
Costs = Mapping[date, Decimal]
"""USD per million tokens of the cheapest answer at the bar, by day."""

NO_USAGE = "no open data say which models were used on both days"
NO_BAR = "no model that qualifies was on sale on both days"
NO_TOKENS = "no open data give the tokens of a task on both days"
PARTS = "a part of it is missing"


class Period(NamedTuple):
    """Two days to compare. `span` is step (from one day with usage to the next), whole, or tokens."""

    span: str
    first: date
    last: date


class Piece(NamedTuple):
    """One log-change with the figures behind it, or None with the reason."""

    log_change: float | None
    evidence: str
    status: str = "measured"


class TaskTokens(NamedTuple):
    """Tokens of a task in one period, as in list_task_tokens.sql."""

    measure: str
    label: str
    tokens: int
    bound: str
    period: str
    period_from: date
    period_to: date


@dataclass(frozen=True)
class DecompositionData:
    """What the decomposition is made of."""

    used: Use
    costs: Costs
    task_tokens: Sequence[TaskTokens]


def read_use(rows: Iterable[Mapping[str, Any]]) -> dict[date, dict[str, ModelUse]]:
    """Return the rows of list_used_models.sql by day and model."""
    used: dict[date, dict[str, ModelUse]] = {}
    for row in rows:
        use = ModelUse(float(row["tokens"]), float(row["usd_per_mtok"]))
        used.setdefault(row["used_on"], {})[row["model"]] = use
    return used


def periods_of(used: Use, task_tokens: Sequence[TaskTokens]) -> list[Period]:
    """Return every period to split: between days with usage, over all of them, and between measures of a task."""
    days = sorted(used)
    steps = [Period("step", *pair) for pair in pairwise(days)]
    whole = [Period("whole", days[0], days[-1])] if len(days) > 2 else []
    by_measure = groupby(task_tokens, key=lambda row: row.measure)
    tasks = [
        Period("tokens", first.period_to, last.period_to) for _, rows in by_measure for first, last in pairwise(rows)
    ]
    return [*steps, *whole, *tasks]


def decomposition_rows(data: DecompositionData, bar: str, workload: str) -> Iterator[Row]:
    """Yield the pieces of every period on both bases."""
    for period in periods_of(data.used, data.task_tokens):
        paid, tokens = _price_paid(data.used, period), _task_tokens(data.task_tokens, period)
        fixed = _fixed_capability(data.costs, period)
        list_prices, mix_of_models = _same_models(data.used, period)
        for basis, first, name, mix in (
            ("fixed-capability", fixed, "cost_at_fixed_capability", _difference(paid, fixed)),
            ("same-models", list_prices, "list_prices", mix_of_models),
        ):
            task = _sum(paid, tokens)
            pieces = {
                name: first,
                "mix": mix,
                "tokens_per_task": tokens,
                "price_per_token": paid,
                "cost_per_task": task,
            }
            yield from _rows(pieces, {"basis": basis, "bar": bar, "workload": workload, **_columns(period)})


def _rows(pieces: Mapping[str, Piece], about: Row) -> Iterator[Row]:
    for position, (name, piece) in enumerate(pieces.items(), start=1):
        known = piece.log_change is not None
        yield {
            **about,
            "piece": name,
            "position": position,
            "log_change": piece.log_change,
            "factor": math.exp(piece.log_change) if piece.log_change is not None else None,
            "status": piece.status if known else "missing",
            "evidence": piece.evidence,
        }


def _columns(period: Period) -> Row:
    return {"span": period.span, "period_from": period.first, "period_to": period.last}


def _price_paid(used: Use, period: Period) -> Piece:
    before, after = used.get(period.first), used.get(period.last)
    if not before or not after:
        return Piece(None, NO_USAGE)
    first, last = average_price(before), average_price(after)
    return Piece(math.log(last / first), f"USD {first:.4f} to {last:.4f} per million tokens")


def _fixed_capability(costs: Costs, period: Period) -> Piece:
    before, after = costs.get(period.first), costs.get(period.last)
    if before is None or after is None:
        return Piece(None, NO_BAR)
    return Piece(math.log(after / before), f"USD {before:.4f} to {after:.4f} per million tokens")


def _same_models(used: Use, period: Period) -> tuple[Piece, Piece]:
    """Return the pieces of list prices and of the mix, the sum of those of every step in the period."""
    days = [day for day in sorted(used) if period.first <= day <= period.last]
    if period.first not in used or period.last not in used:
        return Piece(None, NO_USAGE), Piece(None, NO_USAGE)
    splits = [split_average(used[before], used[after]) for before, after in pairwise(days)]
    both = sum(len(used[before].keys() & used[after].keys()) for before, after in pairwise(days))
    steps = f" of a step, counted over {len(splits)} steps" if len(splits) > 1 else ""
    return (
        Piece(math.fsum(split.list_prices for split in splits), f"{both} models used on both days{steps}"),
        Piece(math.fsum(split.mix for split in splits), f"{len(used[period.last])} models used on the last day"),
    )


def _task_tokens(rows: Sequence[TaskTokens], period: Period) -> Piece:
    for _, group in groupby(rows, key=lambda row: row.measure):
        of_measure = list(group)
        before, after = (_in_force(of_measure, day) for day in (period.first, period.last))
        if before and after and before != after:
            text = f"{after.label}: {before.bound} {before.tokens} ({before.period}), {after.bound} {after.tokens}"
            status = "measured" if before.bound == after.bound == "about" else "bound"
            return Piece(math.log(after.tokens / before.tokens), f"{text} ({after.period})", status)
    return Piece(None, NO_TOKENS)


def _in_force(rows: Sequence[TaskTokens], day: date) -> TaskTokens | None:
    return next((row for row in rows if row.period_from <= day <= row.period_to), None)


def _difference(whole: Piece, part: Piece) -> Piece:
    """Return what is left of a whole: how the models that are used moved away from the cheapest that qualifies."""
    if whole.log_change is None or part.log_change is None:
        return Piece(None, whole.evidence if whole.log_change is None else part.evidence)
    return Piece(whole.log_change - part.log_change, "price paid over price at fixed capability")


def _sum(price: Piece, tokens: Piece) -> Piece:
    if price.log_change is None or tokens.log_change is None:
        return Piece(None, PARTS)
    return Piece(price.log_change + tokens.log_change, "price of a token times tokens of a task", tokens.status)
