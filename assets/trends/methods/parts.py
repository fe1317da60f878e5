"""The cost of a grounded answer as the sum of its tokens and its searches, two prices that move independently.

A method fits the tokens; the searches follow `no-change`.
"""

from dataclasses import dataclass

import numpy as np

from assets.trends.methods import no_change
from assets.trends.methods.draws import add_costs
from assets.trends.methods.interface import Fit, Method, Trend, UnfittedError
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries


@dataclass(frozen=True)
class SummedFit:
    """Two fits whose costs add up; the rate is that of the tokens."""

    tokens: Fit
    search: Fit

    def trend(self, interval: float) -> Trend:
        """Return the rate of the token part."""
        return self.tokens.trend(interval)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD of the sum."""
        tokens, search = self.tokens.draw(rng, months, paths).T, self.search.draw(rng, months, paths).T
        return add_costs(tokens, search).T


def fit_method(method: Method, frontier: FrontierSeries, panel: Panel) -> Fit:
    """Fit a registered method to the cost of an answer, with its searches where it has any.

    Raises UnfittedError where the method cannot be fitted, or the searches are the whole cost.
    """
    if method.whole_cost:
        return method.fit(frontier, panel)
    try:
        tokens, panel_of_tokens = frontier.tokens(), panel.tokens
    except ValueError as error:
        raise UnfittedError(f"the searches of an answer cost all of it: {error}") from error
    fit = method.fit(tokens, panel_of_tokens)
    return fit if frontier.search is None else SummedFit(fit, no_change.fit(frontier.search))
