"""Record OLS: Epoch's straight line of log10 cost on date through the record lows.

It is a baseline and a golden test. Its rate is biased upwards: it uses only the moments at which the cost fell.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from assets.trends.methods.interface import (
    Method,
    Trend,
    UnfittedError,
    check_interval,
    factor_interval,
    of_series,
    times_cheaper,
)
from assets.trends.paths import add_months
from assets.trends.series import CostSeries, Floats, record_lows, years_since


@dataclass(frozen=True, eq=False)
class RecordLine:
    """A line through `n` records: `line` = (intercept, slope per year of 365 days) in log10 USD, from `window_from` on.

    `variance` of one record about the line has n - 2 degrees of freedom (0 and unused for n = 2); `variance` times
    `covariance` (2, 2) is that of the line. Forecasts start at `origin`.
    """

    line: Floats
    covariance: Floats
    variance: float
    n: int
    window_from: date
    window_to: date
    origin: date

    def trend(self, interval: float) -> Trend:
        """Return the rate 10^-slope with slope +- t_{n-2} standard errors; two records give no interval."""
        check_interval(interval)
        slope, low, high = float(self.line[1]), None, None
        if self.n > 2:
            standard_error = float(np.sqrt(self.variance * self.covariance[1, 1]))
            low, high = factor_interval(slope, standard_error, self.n - 2, interval)
        return Trend(times_cheaper(slope), low, high, self.n, self.window_from, self.window_to)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, at each month the line's Student-t prediction with n - 2 degrees of freedom.

        With two records the noise is unknown, and every path is the line itself.
        """
        df = self.n - 2
        sigma = np.sqrt(self.variance * df / rng.chisquare(df, paths)) if df else np.zeros(paths)
        intercept, slope = self.line[:, None] + sigma * (
            np.linalg.cholesky(self.covariance) @ rng.standard_normal((2, paths))
        )
        # One residual per path: the offers change slowly, so the cost stays on one side of the line for months.
        # With a new residual each month, the lowest of sixty would reach targets that the trend does not reach.
        intercept += sigma * rng.standard_normal(paths)
        ahead = years_since(self.window_from, [add_months(self.origin, k) for k in range(1, months + 1)])
        lines = np.outer(ahead, slope)
        lines += intercept
        return lines.T


def fit(series: CostSeries) -> RecordLine:
    """Fit by least squares on the running strict minima (Cottier et al. 2025, Epoch AI, LLM inference prices).

    Their published rates and 90% intervals come out to the printed digits with years of 365 days and t_{n-2}.
    Raises UnfittedError when the series has fewer than two record lows.
    """
    from statsmodels.regression.linear_model import OLS  # takes a second to import

    lows = record_lows(series)
    n = len(lows.dates)
    if n < 2:
        raise UnfittedError(f"record-ols needs at least 2 record lows, got {n}")
    years = years_since(lows.dates[0], lows.dates)
    result = OLS(np.log10(lows.usd), np.column_stack([np.ones(n), years])).fit()
    variance = float(result.ssr) / (n - 2) if n > 2 else 0.0
    return RecordLine(
        line=result.params,
        covariance=result.normalized_cov_params,
        variance=variance,
        n=n,
        window_from=lows.dates[0],
        window_to=lows.dates[-1],
        origin=series.as_of,
    )


METHOD = Method("record-ols", of_series(fit), needs="series", whole_cost=True)
