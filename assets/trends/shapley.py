"""Shapley values: the shares of a change among its causes, independent of their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np

from assets.trends.series import Floats


def shapley(players: Sequence[str], value: Callable[[frozenset[str]], Floats]) -> dict[str, Floats]:
    """Return the mean contribution of each player over all orders in which they can join.

    The contributions sum to value(all) - value(none). Shapley (1953), A value for n-person games.

    Args:
        players: Names of the players.
        value: The value of a set of players, an array of one shape for every set.
    """
    known: dict[frozenset[str], Floats] = {}

    def of(joined: frozenset[str]) -> Floats:
        if joined not in known:
            known[joined] = value(joined)
        return known[joined]

    orders = list(permutations(players))
    shares = {player: np.zeros_like(of(frozenset())) for player in players}
    for order in orders:
        for place, player in enumerate(order):
            shares[player] = shares[player] + (of(frozenset(order[: place + 1])) - of(frozenset(order[:place])))
    return {player: share / len(orders) for player, share in shares.items()}
