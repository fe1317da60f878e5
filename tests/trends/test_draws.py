"""Random numbers from tables: distributions worked out by hand, and sums of steps and of costs."""

import math

import numpy as np
import pytest

from assets.trends.methods.draws import (
    CHUNK,
    LEVELS,
    add_costs,
    add_up,
    happens,
    log_exponential_table,
    look_up,
    normal_table,
    normals,
    seldom_table,
    share_out,
    table_of,
)
from assets.trends.paths import seed_for


def test_normals_have_the_moments_of_normals() -> None:
    table = normal_table()
    assert [np.mean(table**power) for power in (1, 2, 3, 4)] == pytest.approx([0, 1, 0, 3], abs=0.01)
    assert np.mean(table**2) == pytest.approx(1, abs=1e-12)
    assert np.max(table) == -np.min(table) == pytest.approx(4.32, abs=0.01)
    for z in (1.0, 1.96, 3.0):
        assert np.mean(np.abs(table) > z) == pytest.approx(math.erfc(z / math.sqrt(2)), rel=0.01)


def test_drawn_normals_are_independent_normals() -> None:
    from scipy.stats import kstest  # slow to import

    drawn = normals(seed_for("normals"), 3, CHUNK + 1)
    assert drawn.shape == (3, CHUNK + 1)
    assert kstest(drawn.ravel(), "norm").pvalue > 0.01
    apart = np.corrcoef(np.vstack([drawn, drawn[:, ::-1], np.roll(drawn, 1, axis=1)]))
    assert np.max(np.abs(apart - np.eye(9))) < 0.03


def test_exponentials_and_what_happens_seldom() -> None:
    waits = np.exp(log_exponential_table())
    assert (np.mean(waits), np.mean(waits**2)) == pytest.approx((1, 2), rel=1e-3)
    falls = seldom_table(0.25, 0.3)
    assert np.mean(falls > 0) == pytest.approx(0.25, abs=1e-4)
    assert (np.min(falls), np.mean(falls)) == pytest.approx((0, 0.25 * 0.3), rel=1e-3)
    assert np.mean(happens(seed_for("seldom"), 0.25, 10, 10_000)) == pytest.approx(0.25, abs=0.006)
    assert happens(seed_for("always"), 1.0, 5, 1000).all()
    assert not happens(seed_for("never"), 0.0, 5, 1000).any()


def test_a_table_holds_each_value_by_its_chance_and_the_rest_is_the_last() -> None:
    values, counts = np.unique(table_of(np.array([7, 8, 9]), np.array([0.5, 0.25, 0.0])), return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {7: LEVELS // 2, 8: LEVELS // 4, 9: LEVELS // 4}
    # A thousand values of 65.536 levels each: none is more than a level off.
    _, counts = np.unique(table_of(np.arange(1000), np.full(1000, 0.001)), return_counts=True)
    assert (counts.sum(), set(counts.tolist())) == (LEVELS, {65, 66})


def test_every_value_of_a_table_is_drawn_alike_and_fewer_months_are_the_first() -> None:
    table = np.arange(LEVELS)
    long, short = (look_up(seed_for("levels"), table, months, 4099) for months in (300, 7))
    np.testing.assert_array_equal(long[:7], short)
    counts = np.bincount(long.ravel(), minlength=LEVELS)
    # 18.8 draws a level, Poisson: the variance is the mean.
    assert np.var(counts) == pytest.approx(np.mean(counts), rel=0.03)


def test_shares_end_at_the_same_whole_numbers_whichever_way_a_half_is_off() -> None:
    assert share_out(1000, np.full(3, 1 / 3)).tolist() == [333, 334, 333]
    # 62.5 of 1,000 is rounded to the even 62; what the shares leave of 1 is the last one's.
    for hair in (1 - 1e-15, 1.0, 1 + 1e-15):
        assert share_out(1000, np.array([0.0625, 0.5]) * hair).tolist() == [62, 938]


def test_steps_add_up_from_the_last_level() -> None:
    steps = np.array([[1.0, 0.0], [2.0, 0.0], [-4.0, 0.0]])
    assert add_up(steps, -0.4) == pytest.approx(np.array([[0.6, -0.4], [2.6, -0.4], [-1.4, -0.4]]))


def test_costs_add_up_in_dollars() -> None:
    # 1 + 1, 10 + 0.1, and one that is beyond any float.
    walks, others = np.array([[0.0, 1.0, 5000.0]]), np.array([[0.0, -1.0, -5000.0]])
    assert add_costs(walks, others)[0] == pytest.approx([math.log10(2), math.log10(10.1), 5000.0], abs=1e-7)
    floored = add_costs(np.array([[-9.0, 0.5], [-1.0, -90.0]]), np.array([-2.0, -1.0]))
    assert floored.ravel() == pytest.approx([-2 + 4e-8, math.log10(10**0.5 + 0.01), -1 + math.log10(2), -1], abs=1e-7)
    assert (floored >= [[-2], [-1]]).all()
