"""Which prices wait before they may move a frontier: those far below it that one source alone reports.

A price that a reader misread by a factor of a thousand would be the cheapest answer for ever. So a price that moves a
frontier more than ten times counts for nothing until a second independent source shows it, or a person has released it
in `corrections.yml`; what was the frontier before stays it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assets.prices.claim import QUORUM
from assets.prices.corrections import read_corrections
from assets.prices.trust import STALE_DAYS

if TYPE_CHECKING:
    from assets.table_build import TableBuild
    from warehouse.query import Row

LARGEST_MOVE = 10
"""Times by which one source alone may lower a frontier at once; several sources had the larger steps of the past."""
PRICE = ("provider", "model_id", "provider_model_id", "price_valid_from")
"""The columns that name a price."""


def build_frontier(costs: TableBuild, frontier: TableBuild, holds: TableBuild) -> None:
    """Find the frontier without the prices that are held.

    Each hold may show another one, which was hidden behind it: a price is compared with the prices that count.

    Args:
        costs: Builds _offer_cost, which holds the cost of every offer; it loses those of the prices that are held.
        frontier: Builds _frontier, which is empty.
        holds: Builds out_frontier_hold, which is empty.
    """
    corrections = read_corrections(costs.bundle).values()
    released = {entry.key for entry in corrections if entry.action == "release"}
    warehouse = frontier.warehouse
    while True:
        frontier.from_sql("find_frontier", {"stale_days": STALE_DAYS})
        moves = frontier.read_sql("find_doubtful_moves", {"largest_move": LARGEST_MOVE, "quorum": QUORUM})
        held = [move for move in moves if _correction(move) not in released]
        if not held:
            return
        holds.from_rows(held)
        for move in held:
            warehouse.delete_rows(costs.table, {name: move[name] for name in PRICE})
        warehouse.empty(frontier.table)


def _correction(move: Row) -> tuple[object, ...]:
    """Return the key of a reviewed correction of the price."""
    return tuple(
        move[name]
        for name in (
            *("provider", "provider_model_id", "tier", "price_valid_from"),
            *("input_usd_per_mtok", "output_usd_per_mtok"),
        )
    )
