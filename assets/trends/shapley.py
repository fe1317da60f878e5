"""Sharing a change among those who brought it about, so that the order of telling does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np

from assets.trends.series import Floats


def shapley(players: Sequence[str], value: Callable[[frozenset[str]], Floats]) -> dict[str, Floats]:
    """Mean contribution of each player over all orders in which they can join; they sum to value(all) - value(none).

    `value` gives an array for a set of players, always of the same shape. Shapley (1953), A value for n-person games.
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
