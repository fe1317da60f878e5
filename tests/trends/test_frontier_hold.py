"""A price that moves a frontier more than ten times waits while one live source alone reports it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from assets.table_build import TableBuild
from assets.trends.frontier_hold import build_frontier
from tests.conftest import ASSETS, Rows, fill, qualify, read
from tests.trends.test_frontier import AS_OF, STEPS, offer, workload
from warehouse.bundle import Bundle
from warehouse.store import Writer

PAGE = "page/maker"
DAY = "2024-03-01"


@pytest.fixture(autouse=True)
def _a_costs_ten_dollars(writer: Writer) -> None:
    """Model a costs $10 an answer since January 2024, by the reviewed facts; b qualifies too."""
    workload(writer)
    for model_id in ("a", "b", "c"):
        fill(writer, "core_model", {"model_id": model_id, "reasoning": False})
        qualify(writer, model_id)
    offer(writer, "a", "facts", "2024-01-01", 5, 5, source="facts/price_changes", n_sources=1)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Facts without any correction."""
    (tmp_path / "corrections.yml").write_text("[]\n", encoding="utf-8")
    return Bundle(tmp_path)


def build(writer: Writer, bundle: Bundle) -> None:
    """Price the offers as a run does, and find the frontier."""
    tables = ("_offer_cost", "_frontier", "out_frontier_hold")
    for table in tables:
        writer.empty(table)
    costs, frontier, held = (TableBuild(table, writer, AS_OF, bundle, ASSETS / "trends") for table in tables)
    costs.from_sql("price_offers")
    build_frontier(costs, frontier, held)


def steps(writer: Writer) -> Rows:
    return read(writer, f"SELECT {STEPS} FROM _frontier WHERE bound = 'central' ORDER BY valid_from")


def holds(writer: Writer) -> Rows:
    columns = "bar, workload, provider, model_id, usd_per_query::DOUBLE, frontier_usd_per_query::DOUBLE, times_cheaper"
    return read(writer, f"SELECT {columns}, source FROM out_frontier_hold ORDER BY ALL")


def page_price(writer: Writer, model_id: str, usd: str, day: str = DAY, **more: object) -> None:
    """A price that the page of a maker shows alone: so many dollars an answer, in equal parts in and out."""
    half = float(usd) / 2
    offer(writer, model_id, "maker", day, half, half, **{"source": PAGE, "n_sources": 1, **more})  # ty: ignore


A_ONLY = [("2024-01-01", None, "a", "facts", "10.000000000000")]


def test_a_move_of_more_than_ten_times_by_one_source_is_held(writer: Writer, bundle: Bundle) -> None:
    page_price(writer, "b", "0.8")
    build(writer, bundle)
    assert steps(writer) == A_ONLY
    assert holds(writer) == [("bar", "chat", "maker", "b", 0.8, 10.0, 12.5, PAGE)]
    assert read(writer, "SELECT count(*) FROM _offer_cost WHERE model_id = 'b'") == [(0,)]


def test_a_move_of_ten_times_is_not(writer: Writer, bundle: Bundle) -> None:
    page_price(writer, "b", "1")
    build(writer, bundle)
    assert steps(writer)[1][2:] == ("b", "maker", "1.000000000000")
    assert holds(writer) == []


@pytest.mark.parametrize(("source", "n_sources"), [(PAGE, 2), ("facts/price_changes", 1)])
def test_two_sources_and_reviewed_facts_move_it(writer: Writer, bundle: Bundle, source: str, n_sources: int) -> None:
    page_price(writer, "b", "0.8", source=source, n_sources=n_sources)
    build(writer, bundle)
    assert steps(writer)[1][2:] == ("b", "maker", "0.800000000000")
    assert holds(writer) == []


def show(writer: Writer, family: str, usd: str, seen: str) -> None:
    row = {"provider": "maker", "model_id": "b", "provider_model_id": "b", "tier": "standard", "family": family}
    usd_each = {"input_usd_per_mtok": usd, "output_usd_per_mtok": usd}
    seen_on = {"valid_from": seen, "last_seen_on": seen, "confirmed_at": datetime.fromisoformat(seen)}
    fill(writer, "core_price_observation", {**row, **usd_each, **seen_on})


def test_it_is_published_as_soon_as_a_second_source_shows_it(writer: Writer, bundle: Bundle) -> None:
    page_price(writer, "b", "0.8")
    show(writer, "page/maker", "0.4", DAY)
    show(writer, "page/maker", "0.4", "2024-04-01")  # the same page again, a month later
    show(writer, "models.dev", "0.5", "2024-04-01")  # another price
    show(writer, "models.dev", "0.4", "2024-02-01")  # before the price began
    build(writer, bundle)
    assert steps(writer) == A_ONLY
    show(writer, "models.dev", "0.4", "2024-06-01")
    build(writer, bundle)
    assert steps(writer)[1][2:] == ("b", "maker", "0.800000000000")
    assert holds(writer) == []


def test_a_person_releases_it(writer: Writer, bundle: Bundle) -> None:
    page_price(writer, "b", "0.8")
    bundle.path_of("corrections").write_text(
        f"""
- provider: maker
  model: maker/b
  tier: standard
  valid_from: {DAY}
  expect: {{input: "0.4", output: "0.4"}}
  action: release
  reason: announced by the maker
  source: https://maker.example
""",
        encoding="utf-8",
    )
    build(writer, bundle)
    assert steps(writer)[1][2:] == ("b", "maker", "0.800000000000")


def test_what_is_held_does_not_let_in_the_next(writer: Writer, bundle: Bundle) -> None:
    """Each price is compared with what counts: b is held, so c is as far below the frontier as it is below a."""
    page_price(writer, "b", "0.8")
    page_price(writer, "c", "0.5", "2024-05-01")
    build(writer, bundle)
    assert steps(writer) == A_ONLY
    assert [row[3] for row in holds(writer)] == ["b", "c"]


def test_single_sources_may_move_it_in_smaller_steps(writer: Writer, bundle: Bundle) -> None:
    page_price(writer, "b", "2")
    page_price(writer, "c", "0.5", "2024-05-01")
    build(writer, bundle)
    assert [row[4] for row in steps(writer)] == ["10.000000000000", "2.000000000000", "0.500000000000"]


def test_a_first_offer_moves_nothing(writer: Writer, bundle: Bundle) -> None:
    writer.empty("out_price_history")
    page_price(writer, "b", "0.001")
    build(writer, bundle)
    assert len(steps(writer)) == 1
    assert holds(writer) == []


def test_an_offer_that_ended_before_is_no_frontier(writer: Writer, bundle: Bundle) -> None:
    writer.connection.execute("UPDATE out_price_history SET valid_to = '2024-02-01'")
    page_price(writer, "b", "0.8")
    build(writer, bundle)
    assert holds(writer) == []


TRUE_MOVES = """
SELECT valid_from, count(*), min(n_sources), list(DISTINCT model_id)
FROM (
    SELECT *, lag(usd_per_query) OVER (PARTITION BY bar, workload ORDER BY valid_from) AS before FROM out_frontier
)
WHERE before > 10 * usd_per_query AND valid_from IN ('2024-07-18', '2024-09-24')
GROUP BY valid_from
ORDER BY valid_from
"""


def test_the_great_moves_of_the_past_are_published(published: Path) -> None:
    with duckdb.connect(str(published / "published" / "tokenfall.duckdb"), read_only=True) as connection:
        assert connection.execute(TRUE_MOVES).fetchall() == [
            (date(2024, 7, 18), 10, 6, ["gpt-4o-mini"]),
            (date(2024, 9, 24), 5, 4, ["gemini-1.5-flash-002"]),
        ]
        assert connection.execute("SELECT count(*) FROM out_frontier_hold").fetchone() == (0,)


@pytest.mark.parametrize(
    ("model_id", "old", "new", "times"),
    [("gpt-4o-mini", (2.5, 10), (0.15, 0.6), 16.667), ("gemini-1.5-flash-002", (3.5, 10.5), (0.075, 0.3), 37.333)],
)
def test_the_great_moves_would_wait_for_their_second_source(
    writer: Writer, bundle: Bundle, model_id: str, old: tuple[float, float], new: tuple[float, float], times: float
) -> None:
    """The moves of 2024-07-18 and 2024-09-24, as a live page alone would have shown them on that day."""
    writer.empty("out_price_history")
    fill(writer, "core_model", {"model_id": model_id, "reasoning": False})
    qualify(writer, model_id)
    offer(writer, "a", "facts", "2024-01-01", *old, source="facts/price_changes", n_sources=1)  # ty: ignore
    offer(writer, model_id, "maker", DAY, *new, source=PAGE, n_sources=1)  # ty: ignore
    build(writer, bundle)
    assert [row[6] for row in holds(writer)] == [times]
    writer.connection.execute("UPDATE out_price_history SET n_sources = 2 WHERE provider = 'maker'")
    build(writer, bundle)
    assert [row[2] for row in steps(writer)] == ["a", model_id]
    assert holds(writer) == []
