"""The cost of a grounded answer is its tokens plus its searches: two prices that move on their own.

A method fits the tokens; the search price is taken to stay, give or take the noise seen so far.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assets.trends.methods import no_change
from assets.trends.methods.draws import add_costs
from assets.trends.methods.interface import Fit, Trend, UnfittedError
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries

PanelMethod = Callable[[FrontierSeries, Panel], Fit]


@dataclass(frozen=True)
class SummedFit:
    """Two fits whose costs add up; the rate is that of the tokens."""

    tokens: Fit
    search: Fit

    def trend(self, interval: float) -> Trend:
        """Rate of the token part."""
        return self.tokens.trend(interval)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD of the sum."""
        tokens, search = self.tokens.draw(rng, months, paths).T, self.search.draw(rng, months, paths).T
        return add_costs(tokens, search).T


def of_parts(method: PanelMethod) -> PanelMethod:
    """Turn a method into one that fits the tokens of every series and adds the searches where there are any."""

    def fit(frontier: FrontierSeries, panel: Panel) -> Fit:
        try:
            known = frontier.tokens(), panel.tokens
        except ValueError as error:
            raise UnfittedError(f"the searches of an answer cost all of it: {error}") from error
        tokens = method(*known)
        return tokens if frontier.search is None else SummedFit(tokens, no_change.fit(frontier.search))

    return fit
