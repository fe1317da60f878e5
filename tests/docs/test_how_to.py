"""The examples of the how-tos work unchanged: a page reader with its fixture, and a method."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from assets.prices.price_page import PricePage
from assets.trends.methods.interface import Method
from assets.trends.paths import seed_for
from assets.trends.series import CostSeries
from tests.docs.blocks import read_blocks
from tests.docs.check_links import ROOT
from tests.prices.pages.test_fixtures import as_row, expected_rows

HOW_TO = ROOT / "docs" / "how-to"


def first_block(page: str, language: str) -> str:
    return next(block.text for block in read_blocks(HOW_TO / page) if block.language == language)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Return a function that gives the module which the first Python block of a page shows."""

    def load(page: str) -> ModuleType:
        path = tmp_path / "example.py"
        path.write_text(first_block(page, "python"), encoding="utf-8")
        spec = spec_from_file_location("example", path)
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "example", module)
        spec.loader.exec_module(module)
        return module

    return load


def test_the_reader_gives_the_rows_of_its_fixture(example: Callable[[str], ModuleType], tmp_path: Path) -> None:
    page = PricePage(first_block("add-a-provider.md", "html").encode(), date(2026, 10, 1), "table.html")
    (tmp_path / "table.csv").write_text(first_block("add-a-provider.md", "csv"), encoding="utf-8")
    offers = example("add-a-provider.md").SOURCE.read(page).offers
    assert [as_row(offer) for offer in offers] == expected_rows(tmp_path / "table.html")


def test_the_method_fits_and_draws(example: Callable[[str], ModuleType]) -> None:
    # Monthly changes -0.1, -0.3 and -0.2: the mean is -0.2, and 12 of it make 10^2.4 times cheaper a year.
    dates = tuple(date(2026, month, 28) for month in (1, 2, 3, 4))
    series = CostSeries(dates, 10.0 ** np.array([0.0, -0.1, -0.4, -0.6]), dates[-1])
    method = example("add-a-method.md").METHOD
    fit = method.fit_series(series)
    assert fit.trend(0.9).factor_per_year == pytest.approx(10**2.4)
    draws = fit.draw(seed_for("how-to"), 3, 5)
    assert draws.shape == (5, 3)
    assert isinstance(method, Method)
    assert {round(step, 9) for step in np.diff(draws).ravel()} <= {-0.1, -0.2, -0.3}


def test_the_target_has_the_columns_of_its_file() -> None:
    header = (ROOT / "warehouse" / "facts" / "search_costs.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first_block("add-a-target.md", "csv").count(",") == header.count(",")
