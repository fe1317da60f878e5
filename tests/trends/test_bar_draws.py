"""The bar as a probability: offsets worked out by hand, and shares of a normal error planted in them."""

from datetime import date
from math import log10

import numpy as np
import pytest

from assets.trends.bar_draws import REACH_90, Rival, draw_level_offsets, level_offsets
from assets.trends.paths import seed_for
from assets.trends.stored.known_panel import bar_rivals
from tests.conftest import fill, make
from warehouse.store import Writer

DRAWS = 20_000


def rival(name: str, usd: float, score: float, reach: float = 0.0, bar_reach: float = 0.0) -> Rival:
    """One model against a bar at 100."""
    return Rival("bar", "chat", "eci", name, usd, 100.0, bar_reach, bar_reach, score, reach, reach)


def offsets(*rivals: Rival) -> np.ndarray:
    return np.round(draw_level_offsets(seed_for("offsets"), rivals, DRAWS), 9)


def test_exact_scores_and_an_exact_bar_leave_the_cost() -> None:
    assert (offsets(rival("under", 0.1, 99), rival("over", 1.0, 101)) == 0).all()


def test_a_cheap_model_under_the_bar_counts_as_often_as_it_may_be_over_it() -> None:
    # One standard deviation below the bar: over it in 15.87% of draws, and then a tenth of the cost.
    drawn = offsets(rival("under", 0.1, 99, REACH_90), rival("over", 1.0, 200))
    assert set(drawn.tolist()) == {0.0, -1.0}
    assert np.mean(drawn == -1) == pytest.approx(0.1587, abs=0.01)


def test_a_model_just_over_the_bar_may_not_be() -> None:
    # Half a standard deviation above: 69.15% over; else the next one, three times the cost.
    drawn = offsets(rival("barely", 1.0, 100.5, REACH_90), rival("surely", 3.0, 200))
    assert np.mean(drawn == 0) == pytest.approx(0.6915, abs=0.012)
    assert drawn.max() == pytest.approx(log10(3))


def test_the_bar_moves_for_all_at_once() -> None:
    # Two models one standard deviation of the bar below it: either both are over or none is.
    two = offsets(rival("a", 0.1, 99, 0, REACH_90), rival("b", 0.2, 99, 0, REACH_90), rival("c", 1.0, 200, 0, REACH_90))
    assert set(two.tolist()) == {0.0, -1.0}
    assert np.mean(two == -1) == pytest.approx(0.1587, abs=0.01)


def test_each_side_of_an_interval_has_its_own_reach() -> None:
    lopsided = Rival("bar", "chat", "eci", "under", 0.1, 100.0, 0, 0, 99.0, 50 * REACH_90, 0.5 * REACH_90)
    # Upwards the score has a standard deviation of 0.5, so 1 is two of them: 2.3%.
    assert np.mean(offsets(lopsided, rival("over", 1.0, 200)) == -1) == pytest.approx(0.0228, abs=0.005)


def test_draws_without_a_qualifying_model_repeat_others_or_have_no_offset() -> None:
    assert (offsets(rival("only", 1.0, 101, 5)) == 0).all()
    assert (offsets(rival("under", 1.0, 99, 5)) == 0).all()
    assert (offsets() == 0).all()


def test_the_same_draws_in_any_order_and_beside_any_other_workload() -> None:
    rivals = [rival("a", 0.3, 99, 2, 1), rival("b", 0.5, 100, 2, 1), rival("c", 1.0, 103, 2, 1)]
    code = [entry._replace(workload="code") for entry in rivals]
    both = level_offsets([*rivals, *code])
    assert (both["bar", "chat"] == both["bar", "code"]).all()
    assert (both["bar", "chat"] == level_offsets(rivals[::-1])["bar", "chat"]).all()
    assert len(set(both["bar", "chat"].tolist())) > 1


def test_rivals_are_read_with_the_widths_of_the_latest_intervals(writer: Writer) -> None:
    fill(writer, "core_bar", {"bar": "bar", "benchmark": "eci", "reference_model_id": "gpt-4"})
    plain = {"workload": "chat", "input_tokens": 1_000_000, "output_tokens": 0, "cached_input_tokens": 0}
    fill(writer, "core_workload", {**plain, "searches": 0, "answered_by": "non-reasoning"})
    for model_id, reasoning in (("gpt-4", False), ("cheap", False), ("thinker", True)):
        fill(writer, "core_model", {"model_id": model_id, "reasoning": reasoning})
        for vintage, score, low, high in (("2025-01-01", 90, 88, 93), ("2026-01-01", 100, None, None)):
            shared = {"model_id": model_id, "benchmark": "eci", "scale": "epoch", "effort": ""} | {
                "vintage": vintage,
                "score_effort": "none",
            }
            fill(writer, "core_score", {**shared, "score": score, "score_low": low, "score_high": high})
        for provider, usd in (("host", 3), ("other host", 2)):
            offer = {"model_id": model_id, "provider": provider, "input_usd_per_mtok": usd, "output_usd_per_mtok": 0}
            fill(writer, "out_price_history", {**offer, "tier": "standard", "valid_from": "2025-06-01"})
    later = {"model_id": "cheap", "provider": "later", "input_usd_per_mtok": 1, "output_usd_per_mtok": 0}
    fill(writer, "out_price_history", {**later, "tier": "standard", "valid_from": "2026-06-01"})
    # Judged in the snapshot of 2026, which gives no interval: 2 down and 3 up, as in 2025. Thinkers do not chat, and
    # what is on sale in June is not on sale in May.
    make(writer, "_bar_judgement", "capability/compare_with_bars.sql")
    make(writer, "_offer_cost", "trends/price_offers.sql", as_of=date(2026, 5, 1))
    assert bar_rivals(writer.connection, date(2026, 5, 1)) == (
        Rival("bar", "chat", "eci", "cheap", 2.0, 100.0, 2.0, 3.0, 100.0, 2.0, 3.0),
        Rival("bar", "chat", "eci", "gpt-4", 2.0, 100.0, 2.0, 3.0, 100.0, 2.0, 3.0),
    )
