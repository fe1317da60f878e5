"""The observed series: what is refused, the monthly grid and the record lows."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.trends.series import CostSeries, FrontierSeries, monthly_log10, record_lows, years_since


def a_series(*points: tuple[str, float], as_of: str | None = None) -> CostSeries:
    """Series from ('2024-01-31', 10.0) pairs, known until its last date unless another is given."""
    dates = tuple(date.fromisoformat(day) for day, _ in points)
    return CostSeries(dates, np.array([cost for _, cost in points]), date.fromisoformat(as_of) if as_of else dates[-1])


@pytest.mark.parametrize(
    ("days", "usd", "as_of", "complaint"),
    [
        ([], [], "2024-01-01", "a cost series needs at least one date"),
        (["2024-01-01"], [1.0, 2.0], "2024-01-01", r"one cost per date, got 1 dates but costs \(2,\)"),
        (["2024-01-02", "2024-01-01"], [1.0, 1.0], "2024-02-01", "increase, got 2024-01-01 after 2024-01-02"),
        (["2024-01-01", "2024-01-01"], [1.0, 1.0], "2024-02-01", "increase, got 2024-01-01 after 2024-01-01"),
        (["2024-01-01", "2024-01-02"], [1.0, 0.0], "2024-02-01", "positive and finite, got 0.0 on 2024-01-02"),
        (["2024-01-01"], [-1.0], "2024-02-01", "positive and finite, got -1.0 on 2024-01-01"),
        (["2024-01-01"], [np.nan], "2024-02-01", "positive and finite, got nan on 2024-01-01"),
        (["2024-01-01"], [np.inf], "2024-02-01", "positive and finite, got inf on 2024-01-01"),
        (["2024-01-01", "2024-02-01"], [2.0, 1.0], "2024-01-31", "as_of 2024-01-31 is before the last date 2024-02-01"),
    ],
)
def test_refuses_what_is_not_a_cost_series(days: list[str], usd: list[float], as_of: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as refused:
        CostSeries(tuple(map(date.fromisoformat, days)), np.array(usd), date.fromisoformat(as_of))
    assert "\n" not in str(refused.value)


def test_keeps_its_own_read_only_copy() -> None:
    given_usd = np.array([2.0, 1.0])
    series = CostSeries((date(2024, 1, 1), date(2024, 2, 1)), given_usd, date(2024, 2, 1))
    given_usd[0] = 99.0
    assert series.usd.tolist() == [2.0, 1.0]
    with pytest.raises(ValueError, match="read-only"):
        series.usd[0] = 3.0


def test_monthly_grid_holds_the_cost_in_force_and_ends_at_as_of() -> None:
    # 100 from mid January, 10 on the last day of February (counts there), 1 on 1 April; as of 20 May.
    series = a_series(("2024-01-15", 100), ("2024-02-29", 10), ("2024-04-01", 1), as_of="2024-05-20")
    ends, levels = monthly_log10(series)
    assert [str(day) for day in ends] == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-20"]
    assert levels == pytest.approx([2.0, 1.0, 1.0, 0.0, 0.0])


def test_monthly_grid_takes_the_last_of_several_costs_in_a_month_and_crosses_the_year() -> None:
    series = a_series(("2023-12-05", 1000), ("2023-12-06", 100), ("2024-01-01", 10))
    ends, levels = monthly_log10(series)
    assert [str(day) for day in ends] == ["2023-12-31", "2024-01-01"]
    assert levels == pytest.approx([2.0, 1.0])


def test_tokens_that_did_not_move_stay_constant_when_the_searches_moved() -> None:
    # 0.3 - 0.1 is 0.19999999999999998 in floats and 0.5 - 0.3 is 0.2: both are twenty cents.
    whole = a_series(("2024-01-01", 0.3), ("2024-02-01", 0.5))
    searches = a_series(("2024-01-01", 0.1), ("2024-02-01", 0.3))
    tokens = FrontierSeries("bar", "grounded", whole, searches).tokens().series
    assert np.count_nonzero(np.diff(monthly_log10(tokens)[1])) == 0
    assert tokens.usd == pytest.approx([0.2, 0.2])


def test_monthly_grid_of_one_day_is_one_point() -> None:
    ends, levels = monthly_log10(a_series(("2024-12-31", 10)))
    assert ends == (date(2024, 12, 31),)
    assert levels == pytest.approx([1.0])


def test_record_lows_keep_strict_minima_only() -> None:
    series = a_series(
        ("2024-01-01", 5),
        ("2024-01-02", 7),
        ("2024-01-03", 5),
        ("2024-01-04", 4),
        ("2024-01-05", 4.5),
        as_of="2025-01-01",
    )
    lows = record_lows(series)
    assert [day.day for day in lows.dates] == [1, 4]
    assert lows.usd.tolist() == [5.0, 4.0]
    assert lows.as_of == date(2025, 1, 1)


def test_years_are_of_365_days() -> None:
    years = years_since(date(2023, 1, 1), [date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)])
    assert years == pytest.approx([-1.0, 0.0, 1.0, 731 / 365])


costs_by_day = st.dictionaries(
    st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.floats(1e-9, 1e9), min_size=1, max_size=30
)


@given(costs_by_day, st.integers(0, 400))
def test_grid_has_one_point_per_calendar_month_each_the_latest_cost_known(costs: dict[date, float], idle: int) -> None:
    days = sorted(costs)
    as_of = date.fromordinal(days[-1].toordinal() + idle)
    ends, levels = monthly_log10(CostSeries(tuple(days), np.array([costs[day] for day in days]), as_of))
    months = [day.year * 12 + day.month for day in ends]
    assert months == list(range(days[0].year * 12 + days[0].month, as_of.year * 12 + as_of.month + 1))
    assert ends[-1] == as_of
    latest = [costs[max(day for day in days if day <= end)] for end in ends]
    np.testing.assert_allclose(levels, np.log10(latest), rtol=1e-14)


@given(costs_by_day)
def test_record_lows_strictly_fall_to_the_minimum_and_are_their_own_records(costs: dict[date, float]) -> None:
    days = sorted(costs)
    lows = record_lows(CostSeries(tuple(days), np.array([costs[day] for day in days]), days[-1]))
    assert (np.diff(lows.usd) < 0).all()
    assert lows.usd[-1] == min(costs.values())
    assert record_lows(lows).dates == lows.dates
