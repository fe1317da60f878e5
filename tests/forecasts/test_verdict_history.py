"""The history of the verdicts: what is added on which day, and the cause that each change names."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from assets.forecasts.verdict_history.record import RECOMPUTED, add_day, ship_history, update_history
from tests.conftest import Rows, fill, read
from warehouse.store import Writer

FACTS_AS_OF = date(2026, 11, 1)
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
BAR, SEARCH = "eci>=gpt-4-0314", "google"
NOTHING = Path("no such folder")
KEY = {"bar": BAR, "workload": "chat", "target": SEARCH}


@pytest.fixture(autouse=True)
def _monday(writer: Writer) -> None:
    """On Monday Maker sells Big for $10 and $30: an answer costs 2 cents, a search 1 cent. Small fails the bar."""
    fill(writer, "core_bar", {"bar": BAR, "label": "GPT-4"})
    fill(writer, "core_workload", {"workload": "chat", "answered_by": "any", "searches": 0})
    fill(writer, "core_model", {"model_id": "big", "name": "Big"}, {"model_id": "small", "name": "Small"})
    target = {"target": SEARCH, "label": "Google search", "usd_per_query": "0.01"}
    fill(writer, "core_search_cost", {**target, "valid_from": "2023-01-01"})
    price(writer, "big", "10", "30")
    price(writer, "small", "1", "3")
    score(writer, "big", 101)
    score(writer, "small", 99)
    verdict(writer, "big", "0.02")
    code(writer, "0123456789abcdef")


def price(writer: Writer, model_id: str, usd_in: str, usd_out: str, since: str = "2026-01-01", **more: object) -> None:
    offer = {"provider": "maker", "model_id": model_id, "provider_model_id": model_id, "tier": "standard"}
    usd = {"input_usd_per_mtok": usd_in, "output_usd_per_mtok": usd_out}
    row = {**offer, **usd, "valid_from": since, "source": "maker-page", "is_stale": False, **more}
    fill(writer, "out_price_history", {"context_from_tokens": 0, **row})


def score(writer: Writer, model_id: str, points: float, threshold: float = 100) -> None:
    judged = {"bar": BAR, "answered_by": "any", "is_latest": True, "any_effort": False, "vintage": "2026-08-11"}
    fill(writer, "_bar_judgement", {**judged, "model_id": model_id, "score": points, "threshold": threshold})


def verdict(writer: Writer, model_id: str, usd: str, crossed_on: str | None = None, **more: object) -> None:
    """The verdict of the day: crossed by this offer on a day, or not yet at its cost."""
    writer.empty("out_verdict")
    offer = {"model_id": model_id, "provider": "maker", "usd_per_query": usd, "target_usd_per_query": "0.01"}
    now = {f"now_{name}": value for name, value in offer.items()}
    chance = 1 if crossed_on else 0.25
    row = {
        "status": "crossed" if crossed_on else "not_crossed",
        "crossed_on": crossed_on,
        "holds_now": bool(crossed_on),
    }
    chances = {f"p_{years}y": chance for years in (1, 3, 5)}
    fill(writer, "out_verdict", {**KEY, **offer, **now, **row, **chances, **more})


def code(writer: Writer, version: str) -> None:
    writer.delete_rows("_made", {"table_name": "out_verdict"})
    fill(writer, "_made", {"table_name": "out_verdict", "code_version": version, "inputs": "{}"})


def publish(writer: Writer, day: date) -> None:
    update_history(writer, day, FACTS_AS_OF, NOTHING)


def history(writer: Writer, columns: str = "as_of, status, cause_kind, changed_because", since: date = TUESDAY) -> Rows:
    where = f"WHERE as_of >= DATE '{since}'"
    return read(writer, f"SELECT {columns} FROM _verdict_change {where} ORDER BY as_of, target")


def test_a_day_on_which_nothing_changed_adds_no_row(writer: Writer) -> None:
    publish(writer, MONDAY)
    publish(writer, TUESDAY)
    assert history(writer, since=MONDAY) == [
        ("2026-11-23", "not_crossed", "first", "The first day of this history."),
    ]
    assert read(writer, "SELECT as_of, basis FROM _verdict_day ORDER BY as_of") == [
        ("2026-11-23", "published"),
        ("2026-11-24", "published"),
    ]


def test_a_price_that_falls_crosses_and_is_named(writer: Writer) -> None:
    publish(writer, MONDAY)
    writer.empty("out_price_history")
    price(writer, "big", "10", "30", valid_to="2026-11-24")
    price(writer, "big", "4", "12", since="2026-11-24")
    price(writer, "small", "1", "3")
    verdict(writer, "big", "0.008", crossed_on="2026-11-24")
    publish(writer, TUESDAY)
    fall = "from $10 in and $30 out to $4 in and $12 out per million tokens on 24 November 2026 (maker-page)"
    assert history(writer) == [("2026-11-24", "crossed", "price", f"Maker lowered the price of Big {fall}.")]
    assert history(writer, "crossed_on, usd_per_query, p_1y, p_5y") == [("2026-11-24", "0.008000000000", 1.0, 1.0)]


def test_a_new_offer_that_undercuts_is_named(writer: Writer) -> None:
    score(writer, "new", 120)
    publish(writer, MONDAY)
    price(writer, "new", "5", "15", since="2026-11-24")
    verdict(writer, "new", "0.015")
    publish(writer, TUESDAY)
    sentence = "Maker began to sell new at $5 in and $15 out per million tokens on 24 November 2026 (maker-page)."
    assert history(writer) == [("2026-11-24", "not_crossed", "price", sentence)]


def test_a_price_of_the_past_that_becomes_known_late_is_named_so(writer: Writer) -> None:
    publish(writer, MONDAY)
    price(writer, "big", "4", "12", since="2025-05-01", provider="host", valid_to="2026-01-01")
    verdict(writer, "big", "0.008", crossed_on="2025-05-01", provider="host")
    publish(writer, TUESDAY)
    sentence = "A price of Big at Host became known: $4 in and $12 out per million tokens from 1 May 2025 (maker-page)."
    assert history(writer) == [("2026-11-24", "crossed", "price", sentence)]


def test_a_price_that_ended_is_named(writer: Writer) -> None:
    price(writer, "big", "12", "36", provider="host")
    publish(writer, MONDAY)
    writer.empty("out_price_history")
    price(writer, "big", "10", "30", valid_to="2026-11-24")
    price(writer, "big", "12", "36", provider="host")
    verdict(writer, "big", "0.024", provider="host", now_provider="host")
    publish(writer, TUESDAY)
    sentence = "The price of Big at Maker ($10 in and $30 out) ended on 24 November 2026 (maker-page)."
    assert history(writer) == [("2026-11-24", "not_crossed", "price", sentence)]


def test_a_price_that_was_withdrawn_from_the_record_moves_the_crossing(writer: Writer) -> None:
    price(writer, "big", "4", "12", since="2025-05-01", provider="host", valid_to="2026-01-01")
    verdict(writer, "big", "0.008", crossed_on="2025-05-01", provider="host")
    publish(writer, MONDAY)
    writer.connection.execute("DELETE FROM out_price_history WHERE provider = 'host'")
    verdict(writer, "big", "0.02")
    publish(writer, TUESDAY)
    sentence = "A price of Big at Host ($4 in and $12 out) from 1 May 2025 no longer counts (maker-page)."
    assert history(writer) == [("2026-11-24", "not_crossed", "price", sentence)]


def test_a_stale_price_that_stands_back_is_named(writer: Writer) -> None:
    price(writer, "big", "12", "36", provider="host")
    publish(writer, MONDAY)
    writer.empty("out_price_history")
    price(writer, "big", "10", "30", is_stale=True, last_confirmed_on="2026-08-25")
    price(writer, "big", "12", "36", provider="host")
    verdict(writer, "big", "0.024", provider="host", now_provider="host")
    publish(writer, TUESDAY)
    sentence = "No source has confirmed Big at Maker ($10 in and $30 out) since 25 August 2026: the price is stale."
    assert history(writer) == [("2026-11-24", "not_crossed", "price", sentence)]


def test_a_stale_price_that_is_confirmed_again_is_named(writer: Writer) -> None:
    price(writer, "big", "10", "30", provider="host", is_stale=True)
    publish(writer, MONDAY)
    writer.connection.execute("DELETE FROM out_price_history WHERE provider = 'host'")
    price(writer, "big", "10", "30", provider="host", last_confirmed_on="2026-11-24")
    verdict(writer, "big", "0.02", provider="host", now_provider="host")
    publish(writer, TUESDAY)
    confirmed = "A source confirmed Big at Host ($10 in and $30 out) on 24 November 2026: the price is no longer stale."
    assert history(writer) == [("2026-11-24", "not_crossed", "price", confirmed)]


@pytest.mark.parametrize(
    ("points", "threshold", "kind", "figures"),
    [
        (99.0, 100, "score", "its score is 99.00 and the bar 100.00 (101.00 and 100.00 before)"),
        (101.0, 102, "threshold", "its score is 101.00 and the bar 102.00 (101.00 and 100.00 before)"),
    ],
)
def test_a_model_that_leaves_the_bar_is_named(
    writer: Writer, points: float, threshold: float, kind: str, figures: str
) -> None:
    score(writer, "huge", 200)
    price(writer, "huge", "20", "60")
    publish(writer, MONDAY)
    writer.empty("_bar_judgement")
    score(writer, "big", points, threshold)
    score(writer, "huge", 200, threshold)
    verdict(writer, "huge", "0.04")
    publish(writer, TUESDAY)
    assert history(writer) == [("2026-11-24", "not_crossed", kind, f"Big no longer qualifies for GPT-4: {figures}.")]


def test_a_first_score_by_which_a_model_crosses_in_the_past_is_named(writer: Writer) -> None:
    price(writer, "tiny", "0.1", "0.3", since="2025-05-01")
    publish(writer, MONDAY)
    score(writer, "tiny", 100)
    verdict(writer, "tiny", "0.0002", crossed_on="2025-05-01")
    publish(writer, TUESDAY)
    sentence = "tiny now qualifies for GPT-4: its score is 100.00 and the bar 100.00 (first score, 11 August 2026)."
    assert history(writer) == [("2026-11-24", "crossed", "score", sentence)]


def test_a_search_that_becomes_more_expensive_is_named(writer: Writer) -> None:
    publish(writer, MONDAY)
    writer.connection.execute("UPDATE core_search_cost SET valid_to = '2026-11-24'")
    row = {"target": SEARCH, "label": "Google search", "usd_per_query": "0.025", "valid_from": "2026-11-24"}
    fill(writer, "core_search_cost", row)
    more = {"target_usd_per_query": "0.025", "now_target_usd_per_query": "0.025"}
    verdict(writer, "big", "0.02", crossed_on="2026-11-24", **more)
    publish(writer, TUESDAY)
    sentence = "Google search costs $0.025 instead of $0.01 from 24 November 2026."
    assert history(writer) == [("2026-11-24", "crossed", "target", sentence)]


def test_a_search_within_an_answer_that_becomes_cheaper_is_named(writer: Writer) -> None:
    writer.connection.execute("UPDATE core_workload SET searches = 2")
    api = {"target": "api", "label": "API", "kind": "market-price", "date_basis": "dated"}
    fill(writer, "core_search_cost", {**api, "usd_per_query": "0.005", "valid_from": "2023-01-01"})
    publish(writer, MONDAY)
    fill(writer, "core_search_cost", {**api, "usd_per_query": "0.004", "valid_from": "2026-11-24"})
    verdict(writer, "big", "0.018")
    publish(writer, TUESDAY)
    sentence = "A search within an answer costs $0.004 instead of $0.005 from 24 November 2026."
    assert history(writer) == [("2026-11-24", "not_crossed", "target", sentence)]


def test_without_an_input_the_code_is_the_cause(writer: Writer) -> None:
    publish(writer, MONDAY)
    code(writer, "fedcba9876543210")
    verdict(writer, "big", "0.03")
    publish(writer, TUESDAY)
    sentence = (
        "The code changed (version 01234567 to fedcba98); no price, score or cost of a search of this verdict differs "
        "from 23 November 2026."
    )
    assert history(writer) == [("2026-11-24", "not_crossed", "code", sentence)]


def test_without_an_input_the_bundled_facts_are_the_cause(writer: Writer) -> None:
    publish(writer, MONDAY)
    fill(writer, "raw_capture", {"source": "facts/workloads", "capture_sha256": "f" * 64})
    verdict(writer, "big", "0.03")
    publish(writer, TUESDAY)
    ((_, _, kind, sentence),) = history(writer)
    assert (kind, sentence.split(";")[0]) == ("facts", "The bundled facts changed (now as of 1 November 2026)")


def test_a_change_that_nothing_explains_says_so(writer: Writer) -> None:
    publish(writer, MONDAY)
    verdict(writer, "big", "0.009", crossed_on="2026-11-24")
    publish(writer, TUESDAY)
    sentence = (
        "Unexplained: no price, score or cost of a search of this verdict differs from 23 November 2026, nor do code "
        "and facts."
    )
    assert history(writer) == [("2026-11-24", "crossed", "unexplained", sentence)]


def test_a_chance_counts_as_changed_from_one_point_on(writer: Writer) -> None:
    publish(writer, MONDAY)
    verdict(writer, "big", "0.02", p_5y=0.259)
    publish(writer, TUESDAY)
    verdict(writer, "big", "0.02", p_5y=0.261)
    price(writer, "small", "2", "6", provider="host")
    publish(writer, TUESDAY + timedelta(days=1))
    sentence = (
        "Only the chance moved since 23 November 2026, from 25% to 26% within 5 years: forecasts follow the date, all "
        "prices and all scores."
    )
    assert history(writer) == [("2026-11-25", "not_crossed", "forecast", sentence)]


def test_a_chance_alone_names_how_much_else_changed(writer: Writer) -> None:
    publish(writer, MONDAY)
    price(writer, "small", "2", "6", provider="host")
    score(writer, "tiny", 120)
    verdict(writer, "big", "0.02", p_1y=0.5)
    publish(writer, TUESDAY)
    sentence = (
        "Only the chance moved, from 25% to 50% within 1 year. Forecasts use all inputs; changed since 23 November "
        "2026: prices 1, qualifying models 1, costs of a search 0."
    )
    assert history(writer, "changed_because") == [(sentence,)]


def test_a_chance_alone_with_other_code_is_due_to_the_code(writer: Writer) -> None:
    publish(writer, MONDAY)
    code(writer, "fedcba9876543210")
    verdict(writer, "big", "0.02", p_1y=None)
    publish(writer, TUESDAY)
    assert history(writer, "cause_kind, p_1y") == [("code", None)]


def test_a_new_search_is_the_cause_of_its_first_verdict(writer: Writer) -> None:
    publish(writer, MONDAY)
    row = {"target": "bing", "label": "Bing search", "usd_per_query": "0.015", "valid_from": "2026-11-20"}
    fill(writer, "core_search_cost", row)
    verdict(writer, "big", "0.02", target="bing", target_usd_per_query="0.015", now_target_usd_per_query="0.015")
    publish(writer, TUESDAY)
    ended = history(writer, "target, status, usd_per_query, cause_kind")
    assert ended == [("bing", "not_crossed", "0.020000000000", "target"), ("google", "no_verdict", None, "unexplained")]
    sentence = "The cost of this search became known: Bing search, $0.015 from 20 November 2026."
    assert history(writer, "changed_because")[0] == (sentence,)


def test_a_verdict_without_an_offer_ends_with_that_offer_and_comes_back(writer: Writer) -> None:
    publish(writer, MONDAY)
    writer.empty("out_price_history")
    writer.empty("out_verdict")
    price(writer, "big", "10", "30", valid_to="2026-11-24")
    publish(writer, TUESDAY)
    publish(writer, TUESDAY + timedelta(days=1))
    price(writer, "big", "8", "24", since="2026-11-26")
    verdict(writer, "big", "0.016")
    publish(writer, TUESDAY + timedelta(days=2))
    ended = "The price of Big at Maker ($10 in and $30 out) ended on 24 November 2026 (maker-page)."
    back = "Maker began to sell Big at $8 in and $24 out per million tokens on 26 November 2026 (maker-page)."
    assert history(writer) == [
        ("2026-11-24", "no_verdict", "price", ended),
        ("2026-11-26", "not_crossed", "price", back),
    ]


def test_a_bar_or_search_that_is_dropped_is_named(writer: Writer) -> None:
    publish(writer, MONDAY)
    for table in ("out_verdict", "core_search_cost"):
        writer.empty(table)
    publish(writer, TUESDAY)
    assert history(writer, "status, changed_because") == [("no_verdict", "google is no longer one of the searches.")]
    writer.empty("_bar_judgement")
    publish(writer, TUESDAY)
    assert history(writer, "cause_kind, changed_because") == [("bar", "This bar is no longer used: GPT-4.")]


def test_of_two_runs_as_of_a_day_the_later_counts(writer: Writer) -> None:
    publish(writer, MONDAY)
    price(writer, "new", "5", "15", since="2026-11-24")
    verdict(writer, "new", "0.015")
    publish(writer, TUESDAY)
    verdict(writer, "new", "0.012")
    publish(writer, TUESDAY)
    assert history(writer, "as_of, usd_per_query") == [("2026-11-24", "0.012000000000")]
    before = read(writer, "SELECT * FROM _verdict_change ORDER BY ALL")
    publish(writer, TUESDAY)
    assert read(writer, "SELECT * FROM _verdict_change ORDER BY ALL") == before
    assert read(writer, "SELECT DISTINCT as_of FROM _verdict_price ORDER BY 1") == [("2026-11-23",), ("2026-11-24",)]


@pytest.mark.parametrize("day", [FACTS_AS_OF - timedelta(days=1), MONDAY - timedelta(days=1), MONDAY])
def test_a_run_as_of_an_earlier_day_adds_nothing(writer: Writer, day: date) -> None:
    publish(writer, MONDAY)
    publish(writer, TUESDAY)
    before = read(writer, "SELECT * FROM _verdict_change ORDER BY ALL")
    verdict(writer, "big", "0.5")
    publish(writer, day)
    assert read(writer, "SELECT * FROM _verdict_change ORDER BY ALL") == before


def test_a_day_before_the_facts_were_compiled_adds_nothing(writer: Writer) -> None:
    publish(writer, FACTS_AS_OF - timedelta(days=1))
    assert read(writer, "SELECT * FROM _verdict_day") == []
    publish(writer, FACTS_AS_OF)
    assert read(writer, "SELECT as_of FROM _verdict_day") == [("2026-11-01",)]


def test_a_run_as_of_an_earlier_day_shows_no_later_row(writer: Writer) -> None:
    publish(writer, MONDAY)
    verdict(writer, "big", "0.03", as_of=str(TUESDAY))
    publish(writer, TUESDAY)
    shown = "SELECT as_of, usd_per_query, basis, facts_as_of FROM out_verdict_history ORDER BY as_of"
    rows = [("2026-11-23", "0.020000000000", "published", "2026-11-01")]
    assert read(writer, shown) == [*rows, ("2026-11-24", "0.030000000000", "published", "2026-11-01")]
    verdict(writer, "big", "0.02", as_of=str(MONDAY))
    assert read(writer, shown) == rows


def test_at_the_end_of_a_month_the_headline_has_a_row_without_a_change(writer: Writer) -> None:
    key = {"target": "google-search-full-cost-semianalysis-2023"}
    verdict(writer, "big", "0.02", **key)
    publish(writer, date(2026, 11, 29))
    publish(writer, date(2026, 11, 30))
    publish(writer, date(2026, 12, 1))
    assert history(writer, "as_of, status, cause_kind, changed_because", date(2026, 11, 30)) == [
        ("2026-11-30", "not_crossed", None, None)
    ]


def test_a_new_home_starts_with_the_shipped_months_and_tells_what_changed_since(writer: Writer, tmp_path: Path) -> None:
    for month_end in (date(2026, 9, 30), date(2026, 10, 31)):
        add_day(writer, month_end, FACTS_AS_OF, RECOMPUTED)
    ship_history(writer, tmp_path / "shipped")
    for table in ("_verdict_day", "_verdict_change", "_verdict_price", "_verdict_score", "_verdict_target"):
        writer.empty(table)
    price(writer, "new", "5", "15", since="2026-11-20", source="facts/price_changes")
    verdict(writer, "new", "0.015")
    update_history(writer, MONDAY, FACTS_AS_OF, tmp_path / "shipped")
    sentence = "Maker began to sell new at $5 in and $15 out per million tokens on 20 November 2026 (bundled facts)."
    assert history(writer, "as_of, basis, changed_because", date(2026, 9, 1)) == [
        ("2026-09-30", "recomputed", "The first day of this history."),
        ("2026-11-23", "published", sentence),
    ]
    days = [("2026-09-30", "recomputed"), ("2026-10-31", "recomputed"), ("2026-11-23", "published")]
    assert read(writer, "SELECT as_of, basis FROM _verdict_day ORDER BY ALL") == days


def test_shipped_months_of_a_newer_version_replace_only_recomputed_days(writer: Writer, tmp_path: Path) -> None:
    folders = [tmp_path / "old", tmp_path / "new"]
    for folder, usd in zip(folders, ("0.02", "0.04"), strict=True):
        verdict(writer, "big", usd)
        for day in (date(2026, 9, 30), date(2026, 11, 30))[: 1 + (folder == folders[1])]:
            add_day(writer, day, FACTS_AS_OF, RECOMPUTED)
        ship_history(writer, folder)
        for table in ("_verdict_day", "_verdict_change", "_verdict_price", "_verdict_score", "_verdict_target"):
            writer.empty(table)
        code(writer, "fedcba9876543210")
    verdict(writer, "big", "0.03")
    update_history(writer, MONDAY, FACTS_AS_OF, folders[0])
    update_history(writer, TUESDAY, FACTS_AS_OF, folders[1])
    assert history(writer, "as_of, basis, usd_per_query", date(2026, 9, 1)) == [
        ("2026-09-30", "recomputed", "0.040000000000"),
        ("2026-11-23", "published", "0.030000000000"),
    ]
    assert read(writer, "SELECT DISTINCT as_of FROM _verdict_price ORDER BY 1") == [("2026-11-23",), ("2026-11-24",)]
