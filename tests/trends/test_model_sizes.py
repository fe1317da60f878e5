"""Which model's size counts on a day, and how the range of a closed model is drawn."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from assets.trends.driver_estimates import DRAWS
from assets.trends.model_sizes import QualifyingModel, qualifying_sizes

FIRST, LAST = date(2023, 3, 14), date(2026, 11, 26)


def test_the_size_is_that_of_the_cheapest_model_whose_size_is_published() -> None:
    """The cheapest is of unknown size; of the two that cost at most twice as much, the cheaper counts."""
    models = [
        QualifyingModel(LAST, "unknown", 1.0),
        QualifyingModel(LAST, "large", 1.9, 70.0, 70.0),
        QualifyingModel(LAST, "small", 1.5, 14.0, 14.0),
    ]
    (level,) = qualifying_sizes(models).logs.values()
    assert np.exp(level) == pytest.approx(np.full(1 + DRAWS, 14.0))


def test_a_day_on_which_all_sized_models_cost_more_than_twice_the_cheapest_has_no_size() -> None:
    models = [QualifyingModel(LAST, "unknown", 1.0), QualifyingModel(LAST, "small", 2.1, 14.0, 14.0)]
    assert qualifying_sizes(models).logs == {}
    assert qualifying_sizes([]).n == 0


def test_a_closed_model_is_drawn_from_its_range_and_keeps_its_size() -> None:
    """The middle of 220 to 440 is 311 in the logarithm; half of the draws are larger."""
    models = [QualifyingModel(day, "gpt-4", 1.0, 220.0, 440.0) for day in (FIRST, LAST)]
    before, after = qualifying_sizes(models).logs.values()
    assert before.tolist() == after.tolist()
    assert math.exp(before[0]) == pytest.approx(math.sqrt(220 * 440))
    sizes = np.exp(before[1:])
    assert 220 <= sizes.min() < 225
    assert 430 < sizes.max() <= 440
    assert np.mean(sizes > math.sqrt(220 * 440)) == pytest.approx(0.5, abs=0.05)


def test_two_closed_models_are_drawn_apart() -> None:
    models = [QualifyingModel(FIRST, "a", 1.0, 1.0, 10.0), QualifyingModel(LAST, "b", 1.0, 1.0, 10.0)]
    before, after = qualifying_sizes(models).logs.values()
    assert abs(np.corrcoef(before[1:], after[1:])[0, 1]) < 0.1
