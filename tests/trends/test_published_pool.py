"""The pool of a published file on a series of one's own: the published prices of one workload, as known on its day."""

from datetime import date

import numpy as np
import pytest

from assets.trends.family import fit_family
from assets.trends.fit_file import fit_series
from assets.trends.methods.interface import UnfittedError
from assets.trends.paths import month_end, seed_for
from assets.trends.record import POOL, Tally, record_at
from assets.trends.series import CostSeries
from assets.trends.stored import published_pool
from assets.trends.stored.published_pool import PublishedPool, read_pool
from tests.trends.planted import monthly_series, small_panel
from warehouse.store import Writer

PANEL = small_panel().tokens
TALLIES = (Tally("linear-pool", date(2022, 1, 31), 12, date(2023, 1, 31), 10, 1.0, 1.0, 1.0, 9, 10, 10),)
"""Intervals at a year that were too wide."""


def test_a_series_like_one_of_the_panel_is_forecast_like_it() -> None:
    own = next(frontier for frontier in PANEL.series if frontier.bar == "young")
    expected = fit_family(own, PANEL, record_at(PANEL.origin, TALLIES))[POOL]
    pool = PublishedPool(PANEL, TALLIES, "chat")
    paths = [fit.draw(seed_for("same"), 12, 500) for fit in (pool.fit(own.series), expected)]
    assert paths[0] == pytest.approx(paths[1])
    untried = PublishedPool(PANEL, (), "chat").fit(own.series).draw(seed_for("same"), 12, 500)
    assert np.ptp(np.quantile(untried[:, 11], [0.25, 0.75])) > np.ptp(np.quantile(paths[0][:, 11], [0.25, 0.75]))


def test_an_early_series_knows_the_prices_of_its_day_and_a_late_one_those_published() -> None:
    pool = PublishedPool(PANEL, (), "chat")
    early, late = month_end(PANEL.origin, -6), month_end(PANEL.origin, 6)
    assert max(offer.valid_from for offer in pool.known(early).offers) <= early
    assert pool.known(early).origin == early
    assert pool.known(late) is PANEL
    with pytest.raises(UnfittedError, match="the published panel has no price as early as 2001-01-31"):
        pool.known(date(2001, 1, 31))


def test_the_row_names_the_panel_that_was_used() -> None:
    series = monthly_series(np.linspace(0, -0.5, 9), origin=month_end(PANEL.origin, -3)).series
    row = fit_series(series, POOL, 0.9, 0.1, PublishedPool(PANEL, (), "chat"))
    assert (row["method"], row["panel_workload"], row["panel_as_of"]) == ("pool", "chat", series.as_of)
    assert (row["low"], row["n"], row["status"]) == (None, 8, "not_crossed")
    assert 0 < float(str(row["p_1y"])) < float(str(row["p_5y"])) < 1


def test_a_workload_without_offers_is_forecast_by_the_members_that_remain() -> None:
    series = monthly_series(np.linspace(0, -0.5, 9), origin=PANEL.origin).series
    fit = PublishedPool(PANEL, (), "nothing on sale").fit(series)
    assert np.isfinite(fit.draw(seed_for("drivers alone"), 12, 100)).all()
    with pytest.raises(ValueError, match="no member fits a series of 1: give costs of two calendar months"):
        PublishedPool(PANEL, (), "chat").fit(CostSeries((PANEL.origin,), np.ones(1), PANEL.origin))


def test_the_pool_of_a_file_is_that_of_the_workload(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_pool, "known_panel", lambda connection, as_of: PANEL)
    pool = read_pool(writer.connection, date(2025, 1, 31), "chat")
    assert pool
    assert (pool.panel, pool.tallies, pool.workload) == (PANEL, (), "chat")


def test_a_file_without_a_frontier_has_no_pool(writer: Writer) -> None:
    assert read_pool(writer.connection, date(2025, 1, 31), "chat") is None
