"""The trend methods by their public ids. A new method is one new file and one line here."""

from collections.abc import Callable

from assets.trends.methods import drift, no_change, record_ols, ten_x_per_year
from assets.trends.methods.interface import Fit
from assets.trends.series import CostSeries

METHODS: dict[str, Callable[[CostSeries], Fit]] = {
    "no-change": no_change.fit,
    "ten-x-per-year": ten_x_per_year.fit,
    "record-ols": record_ols.fit,
    "drift": drift.fit,
}
