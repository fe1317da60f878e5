"""The claims as a run publishes them: the SQL beside each figure, pasted into a shell, gives that figure again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pipelines.conftest import call
from warehouse.home import Home
from warehouse.store import open_published


def test_the_sql_of_every_claim_gives_its_figure_again(published: Path) -> None:
    with open_published(Home(published)) as connection:
        rows = connection.execute(
            "SELECT claim_id, measured_by, measured, low, high, n FROM out_claim WHERE measured IS NOT NULL"
        ).fetchall()
        assert len(rows) >= 42
        for claim_id, measured_by, *figures in rows:
            answer = connection.execute(measured_by)
            names = [column[0] for column in answer.description]
            claim = dict(zip(names, answer.fetchall()[0], strict=True))
            assert [claim[name] for name in ("measured", "low", "high", "n")] == pytest.approx(figures), claim_id


def test_the_sql_of_a_claim_runs_unchanged_in_the_shell(published: Path) -> None:
    with open_published(Home(published)) as connection:
        query, measured = connection.execute(
            "SELECT measured_by, measured FROM out_claim WHERE claim_id = 'a16z-ten-times'"
        ).fetchall()[0]
    pasted = call(published, "sql", query, "--format", "json")
    assert json.loads(pasted.stdout)[0]["measured"] == pytest.approx(measured), pasted.stderr


def test_a_claim_that_cannot_be_measured_has_a_reason(published: Path) -> None:
    with open_published(Home(published)) as connection:
        rows = connection.execute(
            "SELECT claim_id, reason, evidence FROM out_claim WHERE verdict = 'not_measurable' ORDER BY position"
        ).fetchall()
    assert [claim_id for claim_id, *_ in rows] == [
        "iteration-over-optimization",
        "weirdml",
        "price-of-intelligence-per-task",
        "du-600-times",
        "silicon-data-index",
        "openrouter-weak-demand",
        "gpu-price-performance",
        "google-serving-78-percent",
        "gartner-2030",
        "gemini-energy-fall",
    ]
    assert [(claim_id, evidence) for claim_id, reason, evidence in rows if reason not in evidence] == []


def test_the_blogs_hundred_times_is_compared_with_our_own_frontier(published: Path) -> None:
    # 100 times is 80 to 125 times.
    # $0.01788 on 2024-03-01 (gpt-4-1106-preview) over $0.00007785 on 2026-03-01 (gemma-3-27b-it) = 229.7.
    with open_published(Home(published)) as connection:
        row = connection.execute(
            "SELECT measured, verdict FROM out_claim WHERE claim_id = 'hundredfold-in-two-years'"
        ).fetchone()
    assert row == (pytest.approx(0.01788 / 0.00007785), "not_supported")
