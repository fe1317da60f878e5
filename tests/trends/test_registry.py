"""The registry: a method that is registered half-way fails here, with what it lacks."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import Any, get_args

import numpy as np
import pytest

from assets.trends.methods import drift
from assets.trends.methods.interface import Method, Needs, of_series
from assets.trends.methods.pool import MEMBERS
from assets.trends.methods.registry import METHODS, MODULES, NAMES, SERIES_METHODS
from assets.trends.series import Floats
from tests.trends.method_pages import PAGES
from tests.trends.planted import PLANTED, small_panel

TESTED_BY_HAND = {
    "no-change": "test_methods.py",
    "ten-x-per-year": "test_methods.py",
    "record-ols": "test_methods.py",
    "drift": "test_methods.py",
    "drivers": "test_drivers_method.py",
}
"""Methods without an entry in PLANTED, and where their numbers are tested."""


def lacks(name: str, module: ModuleType | SimpleNamespace) -> list[str]:
    """Return what the method of one module lacks; empty when it is complete."""
    method = getattr(module, "METHOD", None)
    if not isinstance(method, Method):
        return [f"{name}.py defines no METHOD = Method(...)"]
    checks = {
        f"an id named like its file: {name.replace('_', '-')!r}": method.id == name.replace("_", "-"),
        "a docstring of its module": bool((module.__doc__ or "").strip()),
        "a function fit with a docstring": bool((getattr(module, "fit", None).__doc__ or "").strip()),
        f"needs out of {get_args(Needs)}": method.needs in get_args(Needs),
        "a fit that returns a Fit: trend(interval), and draw(rng, months, paths) of that shape": returns_a_fit(method),
        "a planted series in tests/trends/planted.py": method.id in {*PLANTED, *TESTED_BY_HAND},
        f"a page docs/methods/{method.id}.md": (PAGES / f"{method.id}.md").exists(),
    }
    return [what for what, present in checks.items() if not present]


def returns_a_fit(method: Method) -> bool:
    """Whether the method fits a frontier of a small panel, and its fit has a rate and draws paths."""
    panel = small_panel().tokens
    fit: Any = method.fit(panel.series[0], panel)
    if not (hasattr(fit, "trend") and hasattr(fit, "draw")):
        return False
    draws: Floats = fit.draw(np.random.default_rng(1), 5, 3)
    return fit.trend(0.9).factor_per_year > 0 and draws.shape == (3, 5)


@pytest.mark.parametrize("name", NAMES)
def test_every_registered_method_is_complete(name: str) -> None:
    missing = lacks(name, MODULES[name])
    assert not missing, "\n".join([f"{name} lacks:", *missing])


def test_no_two_methods_share_an_id() -> None:
    assert len(METHODS) == len(set(NAMES)) == len(NAMES)


def test_public_ids() -> None:
    """Public ids stay: a change is a change of the contract. A new method needs no entry here before it is released."""
    assert list(SERIES_METHODS)[:4] == ["no-change", "ten-x-per-year", "record-ols", "drift"]
    others = ["drift-ma", "damped-trend", "regimes", "jumps", "lifecycle", "frontier-quantile", "hedonic", "drivers"]
    assert {*SERIES_METHODS, *others} <= METHODS.keys()
    assert set(MEMBERS) == {"frontier-quantile", "hedonic", "drivers"} <= METHODS.keys()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"id": ""}, "an id named like its file: 'drift'"),
        ({"id": "regimes"}, "an id named like its file: 'drift'"),
        ({"needs": "luck"}, "needs out of"),
        ({"fit": lambda frontier, panel: 1.0}, "a fit that returns a Fit"),
    ],
)
def test_a_method_registered_half_way_is_named_with_what_it_lacks(change: dict[str, Any], missing: str) -> None:
    module = SimpleNamespace(__doc__="Drift.", fit=drift.fit, METHOD=replace(drift.METHOD, **change))
    assert lacks("drift", module)[0].startswith(missing)


def test_a_module_without_a_method_or_docstrings_is_named() -> None:
    assert lacks("drift", SimpleNamespace(__doc__="Drift.")) == ["drift.py defines no METHOD = Method(...)"]
    module = SimpleNamespace(__doc__=" ", fit=lambda: None, METHOD=drift.METHOD)
    assert lacks("drift", module) == ["a docstring of its module", "a function fit with a docstring"]
    new = Method("brand-new", of_series(drift.fit), needs="series")
    module = SimpleNamespace(__doc__="New.", fit=drift.fit, METHOD=new)
    assert lacks("brand_new", module) == [
        "a planted series in tests/trends/planted.py",
        "a page docs/methods/brand-new.md",
    ]
