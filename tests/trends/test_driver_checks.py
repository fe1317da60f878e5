"""Published rates beside ours: regressions with a planted truth, shares by hand, and what cannot be measured."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from assets.trends.driver_checks import CheckEvidence, ScoredAmount, check_rows, density_gain, price_fall
from assets.trends.driver_evidence import DriverHistory, ModelPrice
from assets.trends.model_sizes import QualifyingModel
from assets.trends.series import RATE_YEAR_DAYS
from tests.trends.planted_drivers import DAYS, SIZES, plant

FIRST = date(2023, 1, 1)
EPOCH = {"claim_id": "epoch-ml-hardware-2024", "author": "Epoch AI", "title": "Hardware", "factor_per_year": 1.3}


def models(by_year: float, by_log: float) -> list[ScoredAmount]:
    """Twenty models of five makers, two years apart at most, whose score is exact."""
    rows = []
    for number in range(20):
        log, days = (number * 7 % 11) / 3, number * 37
        score = 100 + by_year * days / RATE_YEAR_DAYS + by_log * log
        amount = ScoredAmount(f"m{number}", f"f{number % 5}", FIRST + timedelta(days), score, math.exp(log))
        rows.append(amount)
    return rows


def test_ten_points_a_year_and_five_for_a_size_e_times_larger_are_two_logs_of_density_a_year() -> None:
    gain = density_gain(models(10, 5))
    assert gain is not None
    assert gain[0] == pytest.approx(2.0)
    # A few of the draws hold one maker alone, of which size and date cannot be told apart.
    assert np.quantile(gain, [0.05, 0.95]) == pytest.approx([2.0, 2.0])


def test_models_that_are_no_better_for_being_larger_have_no_density() -> None:
    assert density_gain(models(10, -5)) is None


def test_the_fall_of_the_price_is_that_at_an_equal_score() -> None:
    """A price that rises with the score by a tenth of a log a point, and falls 1.2 logs a year."""
    prices = []
    for row in models(10, 5):
        years = (row.day - FIRST).days / RATE_YEAR_DAYS
        prices.append(row._replace(amount=math.exp(-1.2 * years + 0.1 * row.score)))
    fall = price_fall(prices)
    assert fall is not None
    assert fall[0] == pytest.approx(1.2)
    assert np.quantile(fall, [0.05, 0.95]) == pytest.approx([1.2, 1.2])


def test_a_few_models_are_too_few() -> None:
    assert density_gain(models(10, 5)[:11]) is None
    assert price_fall([]) is None


def checks(*, with_models: bool = True) -> dict[object, dict[str, object]]:
    history = plant(np.random.default_rng(3))
    both = [model._replace(total_b=model.size_low_b) for model in history.models]
    both.append(QualifyingModel(DAYS[0], "first", 0.9, 100.0, 100.0, 400.0))
    opened = {"bar": tuple(ModelPrice(day, "m", 1.0, math.exp(size)) for day, size in zip(DAYS, SIZES, strict=True))}
    amounts = models(10, 5) if with_models else []
    known = CheckEvidence(
        DriverHistory(history.evidence, opened if with_models else {}),
        {"bar": both} if with_models else {},
        [],
        *([amounts] * 3),
    )
    published = {str(EPOCH["claim_id"]): {**EPOCH, "source_url": "https://epoch.example"}}
    return {row["check_id"]: row for row in check_rows({"bar": history.costs, "new": []}, known, published)}


def test_every_check_has_its_interval_and_its_study() -> None:
    rows = checks()
    assert rows["densing-law"]["measured"] == pytest.approx(math.exp(2))
    assert rows["densing-law"]["n"] == 20
    for row in rows.values():
        low, measured, high = (row[name] for name in ("low", "measured", "high"))
        assert isinstance(low, float)
        assert isinstance(measured, float)
        assert isinstance(high, float)
        assert low <= measured <= high
    hardware = rows["hardware-per-dollar"]
    assert (hardware["published"], hardware["study"], hardware["source_url"]) == (
        1.3,
        "Epoch AI, Hardware",
        "https://epoch.example",
    )
    assert rows["residual-share"]["published"] is None
    assert (rows["residual-share"]["bar"], rows["densing-law"]["bar"]) == ("bar", None)


def test_without_the_gain_of_software_serving_is_that_much_more_expensive() -> None:
    """Software gained 0.8 logs between the two planted days that are two years apart: a factor of exp(0.4) a year."""
    rows = checks()
    split, untuned = (rows[name]["measured"] for name in ("market-of-the-split", "market-without-software"))
    assert isinstance(split, float)
    assert isinstance(untuned, float)
    assert math.log(untuned / split) == pytest.approx(0.4, abs=0.05)


def test_all_parameters_of_a_sparse_model_count_half_in_the_logarithm() -> None:
    """From 100 active of 400 parameters the size is 200: the first model is twice as large, and less is left over."""
    rows = checks()
    costs = plant(np.random.default_rng(3)).costs
    observed = math.log(costs[-1][1] / costs[0][1])
    share, whole = (rows[name]["measured"] for name in ("residual-share", "residual-share-all-parameters"))
    assert isinstance(share, float)
    assert isinstance(whole, float)
    assert whole - share == pytest.approx(math.log(2) / observed)


def test_without_costs_there_are_no_shares_and_nothing_to_divide_by() -> None:
    known = CheckEvidence(DriverHistory(plant(np.random.default_rng(3)).evidence, {}), {}, [], *([models(10, 5)] * 3))
    rows = {row["check_id"]: row["measured"] for row in check_rows({}, known, {})}
    assert [name for name, measured in rows.items() if measured is not None] == ["densing-law"]
    assert "residual-share" not in rows


def test_what_is_not_known_is_null() -> None:
    rows = checks(with_models=False)
    assert [rows[name]["measured"] for name in ("densing-law", "price-of-progress")] == [None, None]
    assert rows["densing-law"]["period_from"] is None
    assert rows["hardware-per-dollar"]["measured"] is not None
