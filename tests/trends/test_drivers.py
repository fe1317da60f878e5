"""The drivers: shares by hand, planted truth, sums that hold for any history, and what cannot be measured."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.trends.chip_costs import measure
from assets.trends.driver_estimates import (
    DRAWS,
    chip_speeds,
    format_gains,
    frontier_sizes,
    rental_levels,
    same_weights_levels,
    software_levels,
)
from assets.trends.driver_evidence import Evidence, FormatGain, ModelPrice, Rental, Speed, serving_size
from assets.trends.driver_rows import driver_rows, numbers_of
from assets.trends.driver_words import describe_change, describe_figures
from assets.trends.drivers import split_all
from assets.trends.model_sizes import QualifyingModel, qualifying_sizes
from assets.trends.paths import seed_for
from assets.trends.shapley import shapley
from tests.trends.planted_drivers import DAYS, TRUE, History, plant

NOTHING = Evidence((), (), (), ())


def test_shares_of_a_game_by_hand() -> None:
    """Alone a brings 1 and b brings 2, together 5: of the 2 that only both bring, each has half."""
    worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 5.0}
    shares = shapley(("a", "b"), lambda joined: np.array([worth[joined]]))
    assert {name: share.item() for name, share in shares.items()} == pytest.approx({"a": 2.0, "b": 3.0})
    assert shapley((), lambda _: np.zeros(1)) == {}


@given(st.lists(st.floats(-50, 50), min_size=8, max_size=8))
def test_shares_sum_to_the_whole_change_in_any_game(worth: list[float]) -> None:
    players = ("a", "b", "c")
    value = {
        frozenset(name for bit, name in enumerate(players) if number >> bit & 1): np.array([worth_of_set])
        for number, worth_of_set in enumerate(worth)
    }
    total = sum(shapley(players, value.__getitem__).values())
    assert total == pytest.approx(worth[7] - worth[0], abs=1e-9)


def test_planted_drivers_are_recovered() -> None:
    """The 90% interval of every driver, and of the residual, holds the truth in 87 to 93 of 100 histories."""
    held = held_by_intervals(100)
    assert {name: count for name, count in held.items() if not 87 <= count <= 93} == {}


def held_by_intervals(histories: int) -> dict[str, int]:
    """Return in how many planted histories the interval of each driver over the whole time holds the truth."""
    held = dict.fromkeys(TRUE, 0)
    for run in range(histories):
        history = plant(seed_for("planted drivers", str(run)))
        for row in driver_rows({"bar": history.costs}, {"bar": history.models}, (history.evidence, []), "chat"):
            if row["span"] == "whole":
                low, high = row["log_change_low"], row["log_change_high"]
                assert isinstance(low, float)
                assert isinstance(high, float)
                held[str(row["driver"])] += low <= TRUE[str(row["driver"])] <= high
    return held


def noiseless() -> History:
    """One chip that halves in price, software and sizes that stay constant, weights that fall by four."""
    first, last = date(2024, 12, 31), date(2025, 12, 31)
    rentals = [
        Rental(day, host, "a100", usd) for day, usd in ((first, 2.0), (last, 1.0)) for host in ("one", "two", "three")
    ]
    speeds = [Speed("v1", date(2024, 1, 1), "b", "a100", "fp8", None, True, 100.0)]
    weights = [ModelPrice(day, name, usd) for day, usd in ((first, 8.0), (last, 2.0)) for name in "abc"]
    models = [QualifyingModel(day, "a", 1.0, size, size) for day, size in ((first, 30.0), (last, 10.0))]
    costs = [(first, Decimal("0.024")), (last, Decimal("0.001"))]
    speeds.append(speeds[0]._replace(chip="h100", per_s=200.0))
    return History(costs, models, Evidence(tuple(rentals), tuple(speeds), (), tuple(weights)), [])


def test_drivers_by_hand() -> None:
    """24 times cheaper = 2 by hardware x 3 by size x 2 by margin (weights fell 4, serving them 2) x 2 left over."""
    history = noiseless()
    year, whole = split_all(history.costs, qualifying_sizes(history.models), measure(history.evidence))
    assert [split.span for split in (year, whole)] == ["year", "whole"]
    factors = {name: math.exp(-effect.logs[0]) for name, effect in whole.drivers.items()}
    assert factors == pytest.approx({"hardware": 2.0, "algorithms": 3.0, "market": 2.0})
    assert math.exp(-whole.residual[0]) == pytest.approx(2.0)
    assert math.exp(-whole.market_and_residual[0]) == pytest.approx(4.0)
    rows = list(driver_rows({"bar": history.costs}, {"bar": history.models}, (history.evidence, []), "chat"))
    joined = {row["driver"]: row["with_market_log_change"] for row in rows if row["span"] == "whole"}
    assert joined == {"hardware": None, "algorithms": None, "market": None, "residual": pytest.approx(-math.log(4))}
    words = {name: describe_figures(effect.figures) for name, effect in whole.drivers.items()}
    assert words["hardware"] == "a100 at $2 then a100 at $1 for the work of an A100-hour"
    assert whole.drivers["algorithms"].since is None
    assert words["algorithms"] == "software not measured, 16 then 16 bits, 30 then 10 billion active parameters"
    assert words["market"] == "unchanged weights 4.0 times cheaper, serving them 2.0 times cheaper"


def test_what_is_not_measured_is_null_and_left_in_the_residual() -> None:
    history = noiseless()
    bare = Evidence((), (), (), history.evidence.same_weights)
    rows = [row for row in driver_rows({"bar": history.costs}, {}, (bare, []), "chat") if row["span"] == "whole"]
    by_driver = {row["driver"]: row for row in rows}
    for name in ("hardware", "algorithms", "market"):
        assert by_driver[name]["measured"] is False
        assert by_driver[name]["log_change"] is None
        assert by_driver[name]["factor_per_year"] is None
        assert "stays in the residual" in str(by_driver[name]["note"])
    assert by_driver["residual"]["log_change"] == pytest.approx(math.log(0.001 / 0.024))
    assert by_driver["residual"]["share"] == pytest.approx(1.0)
    assert "closed models" in str(by_driver["residual"]["note"])


def test_a_size_that_is_not_published_is_named_so() -> None:
    history = plant(seed_for("no sizes"))
    *_, whole = split_all(history.costs, qualifying_sizes([]), measure(history.evidence))
    assert describe_figures(whole.drivers["algorithms"].figures).endswith("size not measured")


def test_years_without_a_priced_chip_between_are_joined() -> None:
    history = plant(seed_for("gap"))
    rentals = [rental for rental in history.evidence.rentals if rental.day != DAYS[1]]
    gap = Evidence(tuple(rentals), history.evidence.speeds, history.evidence.gains, history.evidence.same_weights)
    splits = list(split_all(history.costs, qualifying_sizes(history.models), measure(gap)))
    assert [(split.span, sorted(split.drivers)) for split in splits] == [
        ("year", ["algorithms"]),
        ("year", ["algorithms"]),
        ("joined", ["algorithms", "hardware", "market"]),
        ("whole", ["algorithms", "hardware", "market"]),
    ]
    assert splits[2].drivers["hardware"].logs.tolist() == splits[3].drivers["hardware"].logs.tolist()


def test_a_stretch_without_a_measurement_moves_the_day_since_when_all_is_measured() -> None:
    history = plant(seed_for("late"))
    rentals = [rental for rental in history.evidence.rentals if rental.day != DAYS[0]]
    late = Evidence(tuple(rentals), history.evidence.speeds, history.evidence.gains, history.evidence.same_weights)
    *_, whole = split_all(history.costs, qualifying_sizes(history.models), measure(late))
    assert whole.drivers["hardware"].since == DAYS[1]
    assert whole.drivers["algorithms"].since == DAYS[0]


def test_a_driver_that_is_not_measured_to_the_end_is_never_all_measured() -> None:
    history = plant(seed_for("early"))
    rentals = [rental for rental in history.evidence.rentals if rental.day != DAYS[2]]
    early = Evidence(tuple(rentals), history.evidence.speeds, history.evidence.gains, history.evidence.same_weights)
    *_, whole = split_all(history.costs, qualifying_sizes(history.models), measure(early))
    assert whole.drivers["hardware"].since is None
    assert whole.drivers["algorithms"].since == DAYS[0]


def test_a_chip_that_one_host_prices_is_not_the_cheapest_where_another_has_three() -> None:
    speeds = [Speed("v1", DAYS[0], "b", chip, "fp8", None, True, 100.0) for chip in ("a100", "rare")]
    rentals = [Rental(DAYS[0], host, "a100", 2.0) for host in "abc"] + [Rental(DAYS[0], "d", "rare", 0.5)]
    rentals.append(Rental(DAYS[1], "d", "rare", 0.5))
    parts = measure(Evidence(tuple(rentals), tuple(speeds), (), ()))
    assert [[chip.name for chip in parts.chips(day)] for day in DAYS] == [["a100"], ["rare"], []]


def test_a_rent_of_unstated_form_prices_a_chip_only_where_too_few_state_it_and_is_marked() -> None:
    speeds = [Speed("v1", DAYS[0], "b", chip, "fp8", None, True, 100.0) for chip in ("a100", "h100")]
    stated = [Rental(DAYS[0], host, "a100", 2.0) for host in "abc"] + [Rental(DAYS[1], "a", "a100", 2.0)]
    unstated = [Rental(day, host, "a100", 1.0, stated=False) for day in DAYS[:2] for host in "def"]
    parts = measure(Evidence((*stated, *unstated), tuple(speeds), (), ()))
    assert [[chip.name for chip in parts.chips(day)] for day in DAYS] == [["a100"], ["a100 of unstated form"], []]
    usd = [math.exp(parts.chips(day)[0].logs[0]) for day in DAYS[:2]]
    assert usd == pytest.approx([2.0, 1.0], rel=0.05)


def test_what_only_a_new_chip_and_a_new_format_bring_together_is_shared() -> None:
    """b200 costs what a100 does at one format, but can do with 4 bits, which give 1.2 times what 8 give."""
    speeds = [Speed("v1", DAYS[1], "b", chip, "fp8", None, True, 100.0) for chip in ("a100", "b200")]
    speeds.append(Speed("v1", DAYS[1], "c", "b200", "fp4", 4, True, 100.0))
    rentals = [
        Rental(day, host, chip, 2.0) for day, chip in zip(DAYS, ("a100", "b200"), strict=False) for host in "abc"
    ]
    gains = [FormatGain(8, 1.5, DAYS[0]), FormatGain(4, 1.2, DAYS[0])]
    sizes = qualifying_sizes([QualifyingModel(day, "m", 1.0, 10.0, 10.0) for day in DAYS])
    costs = [(DAYS[0], Decimal(2)), (DAYS[1], Decimal(1))]
    whole = list(split_all(costs, sizes, measure(Evidence(tuple(rentals), tuple(speeds), tuple(gains), ()))))[-1]
    factors = {name: math.exp(-effect.logs[0]) for name, effect in whole.drivers.items()}
    assert factors == pytest.approx({"hardware": math.sqrt(1.2), "algorithms": 1.5 * math.sqrt(1.2)})


def test_the_estimate_belongs_to_its_interval_where_all_draws_lie_to_one_side() -> None:
    numbers = numbers_of(np.array([-1.0, *np.full(DRAWS, -0.5)]), observed=-2.0, years=2.0)
    changes = [numbers[name] for name in ("log_change_low", "log_change", "log_change_high")]
    assert changes == pytest.approx([-1.0, -1.0, -0.5])
    assert [numbers["factor_per_year"], numbers["high"]] == pytest.approx([math.exp(0.5)] * 2)
    assert numbers["low"] == pytest.approx(math.exp(0.25))
    assert numbers["share"] == pytest.approx(0.5)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), dropped=st.sets(st.sampled_from(["rent", "speed", "gain", "weights", "models"])))
def test_drivers_add_up_whatever_is_known(seed: int, dropped: set[str]) -> None:
    costs, models, known, _ = plant(np.random.default_rng(seed))
    evidence = Evidence(
        () if "rent" in dropped else known.rentals,
        () if "speed" in dropped else known.speeds,
        () if "gain" in dropped else known.gains,
        () if "weights" in dropped else known.same_weights,
    )
    sizes = qualifying_sizes([] if "models" in dropped else models)
    for split in split_all(costs, sizes, measure(evidence)):
        rows = [effect.logs for effect in split.drivers.values()]
        assert np.abs(sum(rows) + split.residual - split.observed).max() < 1e-9
        assert split.observed == pytest.approx(math.log(split.after[1] / split.before[1]))


def test_a_bar_of_one_day_has_no_drivers() -> None:
    assert list(driver_rows({"bar": [(DAYS[0], Decimal(1))]}, {}, (NOTHING, []), "chat")) == []


def test_a_dear_host_does_not_make_a_day_dear() -> None:
    """On the second day only the dear hosts are listed: at equal prices of each host nothing has changed."""
    hosts = {"cheap": 1.0, "fair": 2.0, "dear": 4.0, "dearest": 8.0}
    first = [Rental(DAYS[0], host, "a100", usd) for host, usd in hosts.items()]
    second = [Rental(DAYS[1], host, "a100", hosts[host]) for host in ("dear", "dearest")]
    level = rental_levels(first + second).logs
    assert level[DAYS[1], "a100"][0] - level[DAYS[0], "a100"][0] == pytest.approx(0.0, abs=0.1)
    plain = math.log(4.0 * 8.0) / 2 - math.log(1 * 2 * 4 * 8) / 4
    assert plain > 0.6


def test_a_chip_is_compared_in_the_same_release_benchmark_and_format_only() -> None:
    rows = [
        Speed("v1", DAYS[0], "b", "a100", "fp8", 8, True, 100.0),
        Speed("v1", DAYS[0], "b", "h100", "fp8", 8, True, 240.0),
        Speed("v1", DAYS[0], "b", "h100", "fp16", None, True, 90.0),
        Speed("v2", DAYS[1], "b", "h100", "fp8", 8, True, 480.0),
        Speed("v2", DAYS[1], "b", "b200", "fp8", 8, True, 960.0),
        Speed("v2", DAYS[1], "b", "lonely", "fp4", 4, True, 9999.0),
    ]
    speeds = {chip: math.exp(logs[0]) for chip, logs in chip_speeds(rows, "a100").logs.items()}
    assert speeds == pytest.approx({"a100": 1.0, "h100": 2.4, "b200": 4.8})
    software = {day: math.exp(logs[0]) for day, logs in software_levels(rows).logs.items()}
    assert software == pytest.approx({DAYS[0]: 1.0, DAYS[1]: 2.0})


def test_formats_chain_from_16_bits_and_stop_where_nothing_is_measured() -> None:
    both = format_gains([FormatGain(8, 1.5, DAYS[0]), FormatGain(4, 1.2, DAYS[0])]).logs
    assert {bits: math.exp(logs[0]) for bits, logs in both.items()} == pytest.approx({16: 1.0, 8: 1.5, 4: 1.8})
    assert list(format_gains([FormatGain(4, 1.2, DAYS[0])]).logs) == [16]


def test_the_size_at_the_frontier_is_that_of_the_cheap_models() -> None:
    models = [
        ModelPrice(DAYS[0], "cheap", 1.0, 10.0),
        ModelPrice(DAYS[0], "near", 2.0, 40.0),
        ModelPrice(DAYS[0], "dear", 2.1, 4000.0),
        ModelPrice(DAYS[0], "unknown", 0.5),
        ModelPrice(DAYS[1], "unknown", 0.5),
    ]
    sizes = frontier_sizes(models).logs
    assert list(sizes) == [DAYS[0]]
    assert math.exp(sizes[DAYS[0]][0]) == pytest.approx(20.0)


def test_the_size_of_a_sparse_model_lies_between_its_active_and_all_parameters() -> None:
    assert serving_size(70.0, 70.0) == pytest.approx(70)
    assert serving_size(9.0, 100.0) == pytest.approx(30)
    assert serving_size(None, 100.0) is None


def test_unchanged_weights_are_chained_over_models_that_come_and_go() -> None:
    """Each month the models sold at both ends halve; a dear newcomer moves nothing."""
    months = (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))
    prices = [ModelPrice(day, name, usd) for name in "abc" for day, usd in zip(months[:2], (4.0, 2.0), strict=True)]
    prices += [ModelPrice(day, name, usd) for name in "xyz" for day, usd in zip(months[1:], (90.0, 45.0), strict=True)]
    levels = same_weights_levels(prices).logs
    assert {day: math.exp(logs[0]) for day, logs in levels.items()} == pytest.approx(
        {months[0]: 1.0, months[1]: 0.5, months[2]: 0.25}
    )
    assert same_weights_levels(prices[:4]).logs == {}


def test_the_same_history_gives_the_same_draws() -> None:
    first, second = (measure(plant(np.random.default_rng(1)).evidence).rentals.logs for _ in range(2))
    assert all((first[key] == second[key]).all() and first[key].shape == (1 + DRAWS,) for key in first)


@pytest.mark.parametrize(
    ("log", "words"),
    [(-math.log(2.3), "2.3 times cheaper"), (math.log(1.2), "1.2 times as expensive"), (-0.01, "unchanged")],
)
def test_changes_in_words(log: float, words: str) -> None:
    assert describe_change(log) == words
