"""The history of the verdicts that is shipped with the facts, and what a run makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from assets.forecasts import headline
from assets.forecasts.verdict_history.record import DAYS, SHIPPED, TABLES
from pipelines import ship_verdict_history
from tests.conftest import fill
from tests.pipelines.conftest import AS_OF
from warehouse.bundle import COMPILED_ON
from warehouse.home import ENVIRONMENT_VARIABLE, Home
from warehouse.store import open_published, open_writer

SAME = "status, crossed_on, model_id, provider, usd_per_query, now_model_id, now_provider, now_usd_per_query, holds_now"
HINT = "run `python -m pipelines.ship_verdict_history`"


@pytest.fixture(scope="module")
def shipped() -> duckdb.DuckDBPyConnection:
    """The shipped files under the names of their tables."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.read_parquet(str(SHIPPED / f"{table}.parquet")).create_view(table)
    return connection


def test_the_shipped_days_are_ends_of_months_before_the_facts(shipped: duckdb.DuckDBPyConnection) -> None:
    days = [day for (day,) in shipped.execute(f"SELECT as_of FROM {DAYS} ORDER BY 1").fetchall()]
    months = list(ship_verdict_history.ends_of_months(days[0].replace(day=1), COMPILED_ON))
    assert days == months, HINT
    assert shipped.execute(f"SELECT DISTINCT basis FROM {DAYS}").fetchall() == [("recomputed",)]


def test_the_headline_has_a_row_at_the_end_of_each_shipped_month(shipped: duckdb.DuckDBPyConnection) -> None:
    key = [headline.BAR, headline.WORKLOAD, headline.TARGET]
    counts = "SELECT count(*), count(DISTINCT as_of) FROM _verdict_change WHERE (bar, workload, target) = ($1, $2, $3)"
    first = "SELECT min(as_of) FROM _verdict_change WHERE (bar, workload, target) = ($1, $2, $3)"
    rows = shipped.execute(counts, key).fetchone()
    days = shipped.execute(f"SELECT count(*) FROM {DAYS} WHERE as_of >= ({first})", key).fetchone()
    assert days
    assert rows == (days[0], days[0])


def test_a_first_run_continues_the_shipped_history_with_the_verdicts_of_its_day(published: Path) -> None:
    with open_published(Home(published)) as connection:
        latest = f"""SELECT bar, workload, target, {SAME} FROM out_verdict_history
                     QUALIFY row_number() OVER (PARTITION BY bar, workload, target ORDER BY as_of DESC) = 1"""
        now = f"SELECT bar, workload, target, {SAME} FROM out_verdict"
        assert connection.execute(f"({now}) EXCEPT ({latest})").fetchall() == []
        days = connection.execute("SELECT basis, max(as_of)::VARCHAR FROM out_verdict_history GROUP BY 1").fetchall()
        unexplained = "SELECT * FROM out_verdict_history WHERE cause_kind = 'unexplained'"
        assert connection.execute(unexplained).fetchall() == []
    assert dict(days)["published"] == AS_OF
    assert dict(days)["recomputed"] < AS_OF


def test_the_shipped_history_is_made_by_runs_as_of_each_end_of_a_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []

    def run(home: Home, day: date, select: str, _: object) -> None:
        runs.append((day, select))
        with open_writer(home) as writer:
            for table in ("out_verdict", "_made"):
                writer.empty(table)
            fill(writer, "_made", {"table_name": "out_verdict", "inputs": "{}"})
            fill(writer, "out_verdict", {"bar": "bar", "workload": "chat", "target": "search", "as_of": str(day)})

    monkeypatch.setattr(ship_verdict_history, "run", run)
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "another home")
    ends = COMPILED_ON.replace(day=1) - timedelta(days=1)
    ship_verdict_history.main(ends.replace(day=1), tmp_path / "shipped")
    assert runs == [(ends, '+key:"out_verdict"')]
    rows = duckdb.read_parquet(str(tmp_path / "shipped" / "_verdict_change.parquet")).fetchall()
    assert [row[:2] for row in rows] == [(ends, "recomputed")]
    assert sorted(path.stem for path in (tmp_path / "shipped").iterdir()) == sorted(TABLES)
