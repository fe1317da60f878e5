"""Running for real: the first run, a run with nothing to do, an earlier as-of date, and runs that go wrong."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from dagster import AssetKey, DagsterInstance

from assets.trends.methods.registry import METHODS
from assets.trends.record import POOL
from assets.trends.stored.known_panel import known_panel, known_vintages
from assets.trends.vintages import known_then
from tests.pipelines.conftest import AS_OF, Result, call, only
from warehouse.home import Home
from warehouse.store import SEARCH_PATH, open_published

TWO_TABLES = only("out_trend", "out_cost_today")
"""Two tables of every day are enough where a run goes wrong."""


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def opened(home: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(home / "published" / "tokenfall.duckdb"), read_only=True)
    return connection.execute(SEARCH_PATH)


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with opened(home) as connection:
        return connection.execute(sql).fetchall()


def test_the_first_run_prints_the_answer_and_where_the_report_is(first_run: tuple[Path, Result]) -> None:
    home, result = first_run
    assert f"published {home / 'published' / 'tokenfall.duckdb'}" in result.stdout
    assert f"report: {home / 'reports' / 'index.html'}" in result.stdout
    assert "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024.\n" in result.stdout
    assert "classic-search-electricity\t0.0000232379\t" in result.stdout
    assert (home / "reports" / "index.html").stat().st_size > 10_000


def test_the_headline_is_the_one_an_expert_would_sign(published: Path) -> None:
    rows = query(
        published,
        """SELECT crossed_on::VARCHAR, crossed_on_low::VARCHAR, crossed_on_high::VARCHAR, model_id, provider,
                  usd_per_query::VARCHAR, target_usd_per_query::VARCHAR
           FROM out_verdict
           WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
             AND target = 'google-search-full-cost-semianalysis-2023'""",
    )
    # 1155 tokens at $5 and 211 at $15 per million = $0.00894, the first cost at or below $0.0106.
    assert rows == [
        ("2024-05-13", "2023-08-09", "2024-06-20", "gpt-4o-2024-05-13", "openai", "0.008940000000", "0.010600000000")
    ]


def test_an_agent_at_gpt_4s_level_is_priced_from_the_first_window_that_holds_a_call(published: Path) -> None:
    steps = """SELECT valid_from::VARCHAR, model_id FROM out_frontier
               WHERE bar = 'eci>=gpt-4-0314' AND workload = 'agent' ORDER BY valid_from LIMIT 1"""
    assert query(published, steps) == [("2023-11-06", "gpt-4-1106-preview")]
    offers = """SELECT usd_per_query::VARCHAR FROM internal._offer_cost
                WHERE workload = 'agent' AND provider = 'openai' AND model_id = 'gpt-4o-mini'
                ORDER BY valid_from LIMIT 1"""
    # Without a price of cached input 36,000 tokens at $0.15 and 1,500 at $0.60 per million, and 3 searches at $0.005.
    assert query(published, offers) == [("0.021300000000",)]
    viable = """SELECT application, viable_on::VARCHAR FROM out_price_point
                WHERE bar = 'eci>=gpt-4-0314' AND application IN ('phone-call', 'always-on-assistant-day') ORDER BY 1"""
    assert query(published, viable) == [("always-on-assistant-day", "2024-07-18"), ("phone-call", "2023-03-14")]
    held = """SELECT workload FROM internal._offer_cost
              WHERE model_id = 'phi-4' AND workload IN ('rerank-100-results', 'chat')"""
    assert {workload for (workload,) in query(published, held)} == {"chat"}, "16,384 tokens hold no 30,500"


def test_a_score_for_all_efforts_leads_only_where_any_effort_counts(published: Path) -> None:
    members = """SELECT bound FROM core_bar_member
                 WHERE bar = 'eci>=140' AND model_id = 'gemma-4-31b-it' AND answered_by = 'non-reasoning'"""
    assert query(published, members) == [("any-effort",)]
    leading = """SELECT DISTINCT bound FROM internal._frontier
                 WHERE bar = 'eci>=140' AND workload = 'chat' AND model_id = 'gemma-4-31b-it'"""
    assert ("central",) not in query(published, leading)
    variants = "SELECT DISTINCT kind, what FROM out_sensitivity WHERE kind IN ('score-effort', 'stale-offers')"
    assert set(query(published, variants)) == {
        ("score-effort", "all"),
        ("score-effort", "any effort"),
        ("stale-offers", "all"),
        ("stale-offers", "left out"),
    }


def test_electricity_is_not_crossed_and_methods_disagree(published: Path) -> None:
    chances = dict(
        query(
            published,
            """SELECT method, p_first_passage FROM out_crossing
               WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND target = 'classic-search-electricity'
                 AND date = DATE '2027-11-23'""",
        )
    )
    assert set(chances) == {*METHODS, POOL}
    assert chances["lifecycle"] < chances["pool"] < chances["drift"] < chances["ten-x-per-year"] < chances["record-ols"]


def test_what_is_still_open_has_a_forecast_by_the_pool(published: Path) -> None:
    open_bars = {("eci>=130",), ("eci>=140",)}
    # No model has reached these with a score that was measured without thinking.
    thinking = {("eci>=150",), ("eci>=gpt-5.6-sol",)}
    for workload, bars in (("chat", open_bars), ("grounded", open_bars), ("reasoning", open_bars | thinking)):
        forecast = (
            f"SELECT DISTINCT bar FROM out_forecast WHERE workload = '{workload}' AND method = 'pool' ORDER BY bar"
        )
        assert set(query(published, forecast)) >= bars
    undecided = "SELECT count(*), count(p_1y), count(p_5y) FROM out_verdict WHERE status = 'not_crossed'"
    ((verdicts, in_one, in_five),) = query(published, undecided)
    assert verdicts == in_one == in_five > 100


def test_every_horizon_has_been_scored_and_the_pool_beats_no_change_within_half_a_year(published: Path) -> None:
    rows = query(
        published,
        """SELECT horizon_months, n_origins, n > 200, skill_low > 0, cover_80 > 0.75 FROM out_backtest_summary
           WHERE method = 'pool' ORDER BY horizon_months""",
    )
    # From December 2023 to October 2026 there are 34 origins with a month after them, and so on.
    assert [row[:3] for row in rows] == [
        *((1, 34, True), (3, 32, True), (6, 29, True), (12, 23, True), (18, 17, True), (24, 11, True))
    ]
    assert [row[3:] for row in rows[:3]] == [(True, True)] * 3


def test_every_price_traces_to_kept_bytes_and_none_is_zero(published: Path) -> None:
    assert query(
        published,
        """SELECT count(*) FROM out_price_history AS price
           LEFT JOIN raw_capture AS capture USING (capture_sha256) WHERE capture.source IS NULL
              OR input_usd_per_mtok <= 0 OR output_usd_per_mtok <= 0""",
    ) == [(0,)]
    facts = Path(__file__).parents[2] / "warehouse" / "facts" / "price_changes.csv"
    assert query(published, "SELECT DISTINCT capture_sha256 FROM out_frontier") == [(digest(facts),)]


def test_a_second_run_changes_nothing_and_reports_it(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    modules = "import atexit, sys; atexit.register(lambda: print('dagster' in sys.modules, file=sys.stderr))"
    result = call(own_home, "run", "--offline", "--as-of", AS_OF, prefix=modules)
    assert (result.returncode, result.stderr) == (0, "False\n"), "nothing to do is known without Dagster"
    assert result.stdout.startswith("nothing changed: all ")
    assert digest(own_home / "published" / "tokenfall.duckdb") == before
    (own_home / "settled.txt").unlink()
    again = call(own_home, "run", "--offline", "--as-of", AS_OF, prefix=modules)
    assert (again.returncode, again.stderr) == (0, "True\n")
    assert again.stdout.startswith("rebuilt 0 of "), "Dagster finds nothing stale, and publishes: who knows if it was?"


def test_only_what_a_change_reaches_is_materialized_again(own_home: Path, monkeypatch) -> None:  # noqa: ANN001
    with duckdb.connect(str(own_home / "warehouse.duckdb")) as connection:
        connection.execute("UPDATE internal._made SET inputs = 'something else' WHERE table_name = 'core_search_cost'")
    result = call(own_home, "run", "--offline", "--as-of", AS_OF, measured=False)
    assert result.returncode == 0, result.stderr
    monkeypatch.setenv("TOKENFALL_HOME", str(own_home))
    monkeypatch.setenv("DAGSTER_HOME", str(Path(__file__).parents[2]))
    with DagsterInstance.get() as instance:

        def times_made(table: str) -> int:
            return len(instance.fetch_materializations(AssetKey(table), limit=10).records)

        assert (times_made("core_search_cost"), times_made("out_verdict")) == (2, 2)
        assert (times_made("core_model"), times_made("core_bar_member"), times_made("out_price_history")) == (1, 1, 1)


def test_an_earlier_as_of_knows_nothing_later_and_the_backtest_saw_the_same(own_home: Path, published: Path) -> None:
    # Scores known then make other frontiers, and every origin is forecast again: two are enough here.
    late = "import datetime, assets.trends.backtest as b; b.FIRST_ORIGIN = datetime.date(2025, 11, 30)"
    result = call(own_home, "run", "--offline", "--as-of", "2026-01-31", prefix=late, measured=False)
    assert result.returncode == 0, result.stderr
    latest = """SELECT greatest(
        (SELECT max(observed_at) FROM core_price_observation), (SELECT max(vintage) FROM core_score),
        (SELECT max(released_on) FROM core_model), (SELECT max(valid_from) FROM core_search_cost),
        (SELECT max(month) FROM core_rental_price), (SELECT max(released_on) FROM core_hardware_result),
        (SELECT max(valid_from) FROM out_frontier)) <= DATE '2026-01-31'"""
    assert query(own_home, latest) == [(True,)]
    assert query(own_home, "SELECT max(valid_to) <= DATE '2026-01-31' FROM core_search_cost") == [(True,)]
    assert query(own_home, "SELECT DISTINCT as_of::VARCHAR, method FROM out_verdict") == [("2026-01-31", "pool")]
    assert query(own_home, "SELECT max(target_date) FROM out_backtest") == [(date(2026, 1, 31),)]
    # The December 2025 snapshot is the only one known: GPT-4 scored 125.76 in it, not at today's 125.70.
    assert query(own_home, "SELECT DISTINCT threshold FROM out_frontier WHERE bar = 'eci>=gpt-4-0314'") == [(125.76,)]
    day, today = date(2026, 1, 31), date.fromisoformat(AS_OF)
    with open_published(Home(own_home)) as connection:
        seen = known_panel(connection, day)
    with open_published(Home(published)) as connection:
        panel, vintages = known_panel(connection, today), known_vintages(connection, today)
    assert seen
    assert panel
    then = known_then(panel, vintages, day)
    assert then.offers == seen.offers
    bars = vintages.published(day)
    assert len(bars) == 6  # GPT-3.5 and the frontier class were in no snapshot yet
    costs = [
        {
            (cost.bar, cost.workload): (cost.series.dates, cost.series.usd.tolist())
            for cost in known.series
            if cost.bar in bars
        }
        for known in (then, seen)
    ]
    assert len(costs[0]) > 40
    assert costs[0] == costs[1]


def test_before_the_first_snapshot_there_is_no_verdict_on_that_bar(own_home: Path) -> None:
    ran = call(own_home, "run", "--offline", "--as-of", "2025-06-30", measured=False)
    assert ran.returncode == 0, ran.stderr
    bars = query(own_home, "SELECT DISTINCT bar FROM out_verdict")
    assert bars == [("arena-text>=gpt-4-0314",)]
    assert "\nThere is no answer as of 30 June 2025: " in ran.stdout
    result = call(own_home, "verdict")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "no score snapshot that holds the bar's reference model was known then" in result.stderr


def test_a_corrupt_fact_is_named_and_the_published_file_stays(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    broken = """
import pathlib, shutil, tempfile, warehouse.bundle as b
folder = pathlib.Path(tempfile.mkdtemp()) / "facts"
shutil.copytree(b.FACTS, folder)
file = folder / "workloads.csv"
file.write_text(file.read_text().replace("chat,1155,", "chat,many,"))
b.Bundle.__dataclass_fields__["folder"].default = folder
b.Bundle.__init__.__defaults__ = (folder,)
"""
    result = call(own_home, "run", "--offline", "--as-of", AS_OF, prefix=broken)
    assert result.returncode == 1
    assert "workloads.csv line 4, column input_tokens: 'many'" in result.stderr
    assert result.stderr.count("\n") == 1
    assert digest(own_home / "published" / "tokenfall.duckdb") == before


def test_a_killed_run_is_taken_up_by_the_next(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    killed = """
import os, assets.trends.fits as fits
def die(*_): os._exit(137)
import assets.trends.assets
assets.trends.assets.trend_rows = die
"""
    day = ("run", "--offline", "--as-of", "2026-11-24")
    assert call(own_home, *day, prefix=killed + TWO_TABLES, measured=False).returncode == 137
    assert digest(own_home / "published" / "tokenfall.duckdb") == before
    result = call(own_home, *day, prefix=TWO_TABLES, measured=False)
    assert result.returncode == 0, result.stderr
    assert query(own_home, "SELECT DISTINCT as_of::VARCHAR FROM out_cost_today") == [("2026-11-24",)]


def test_a_full_disk_is_one_line_and_the_published_file_stays(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    full = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (12_000_000, 12_000_000))
"""
    result = call(own_home, "run", "--offline", "--as-of", "2026-11-24", prefix=full + TWO_TABLES)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith("tokenfall: ")
    assert digest(own_home / "published" / "tokenfall.duckdb") == before


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = call(tmp_path / "file" / "data", "run", "--offline", "--as-of", AS_OF)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert str(tmp_path / "file") in result.stderr


def test_a_warehouse_of_a_newer_version_is_left_alone(own_home: Path) -> None:
    with duckdb.connect(str(own_home / "warehouse.duckdb")) as connection:
        connection.execute("INSERT INTO internal._migration VALUES (9999, 'from the future')")
    result = call(own_home, "run", "--offline", "--as-of", AS_OF)
    assert result.returncode == 1
    assert "written by a newer tokenfall" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_part_of_the_tables_is_rebuilt_but_not_published(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    result = call(own_home, "run", "--offline", "--as-of", "2026-11-20", "--select", "core_model,core_score")
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(
        r"rebuilt 2 of \d+ tables as of 2026-11-20; not published: other tables are out of date\n", result.stdout
    )
    assert digest(own_home / "published" / "tokenfall.duckdb") == before


def test_a_run_deletes_old_runs_from_dagsters_history(own_home: Path) -> None:
    runs = own_home / "dagster" / "history" / "runs"
    (first,) = (file.stem for file in runs.glob("*.db") if file.stem != "index")
    seen = []
    for day in ("2026-11-20", "2026-11-21"):
        arguments = ("run", "--offline", "--as-of", day, "--select", "core_model")
        result = call(own_home, *arguments, prefix="import pipelines.pruning as pruning; pruning.KEEP_RUNS = 1")
        assert (result.returncode, result.stderr) == (0, "")
        seen.append({file.stem for file in runs.glob("*.db")} - {"index", first})
    assert [len(names) for names in seen] == [1, 1]
    assert seen[0] != seen[1], "the run of the 20th is not the last of any table"


def test_unknown_selection_is_one_line(own_home: Path) -> None:
    result = call(own_home, "run", "--offline", "--as-of", AS_OF, "--select", "no_such_table")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "'no_such_table' is unknown" in result.stderr


def test_a_broken_rule_is_named_and_nothing_is_published(own_home: Path) -> None:
    before = digest(own_home / "published" / "tokenfall.duckdb")
    slipped = """
import assets.prices.assets as prices
original = prices.TableBuild.from_sql
def from_sql(build, name, *rest):
    original(build, name, *rest)
    if name == "select_accepted_changes":
        build.warehouse.connection.execute(
            "UPDATE core_price_observation SET output_usd_per_mtok = 9000 "
            "WHERE provider_model_id = 'gpt-4-0314' AND input_usd_per_mtok = 30")
prices.TableBuild.from_sql = from_sql
"""
    only_prices = only("core_price_observation", "out_cost_today")
    result = call(own_home, "run", "--offline", "--as-of", "2026-11-20", prefix=slipped + only_prices)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert (
        "not published: core_price_observation: 1 rows break 'a price lies between $0.001 and $2,000" in result.stderr
    )
    assert "gpt-4-0314" in result.stderr
    assert digest(own_home / "published" / "tokenfall.duckdb") == before
