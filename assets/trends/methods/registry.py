"""The registered trend methods. A new method is one file in this folder, one line in NAMES and one page in the docs."""

from importlib import import_module

from assets.trends.methods.interface import Method

NAMES = (
    "no_change",
    "ten_x_per_year",
    "record_ols",
    "drift",
    "drift_ma",
    "damped_trend",
    "regimes",
    "jumps",
    "lifecycle",
    "frontier_quantile",
    "hedonic",
    "drivers",
)
"""Modules of this folder that define a `METHOD`, in the order of publication."""

MODULES = {name: import_module(f"{__package__}.{name}") for name in NAMES}
METHODS: dict[str, Method] = {module.METHOD.id: module.METHOD for module in MODULES.values()}
"""Every method by its public id."""
SERIES_METHODS = {name: method for name, method in METHODS.items() if method.whole_cost}
"""The methods whose rate is published in `out_trend` and that `tokenfall fit` offers."""
