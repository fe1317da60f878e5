"""Registered forecasts: written once, resolved by the rule, scored; and the same scores by the script in `docs`."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date, timedelta
from math import log10
from pathlib import Path

import pytest

from assets.forecasts.registered import ledger as ledger_files
from assets.forecasts.registered import table as table_rows
from assets.forecasts.registered import verify as verifying
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.records import RENTED
from assets.forecasts.registered.register import make_set, register
from assets.forecasts.registered.rule import LEVELS, digest_of_rule
from assets.forecasts.registered.scored import ScoredForecast, score_due
from assets.forecasts.registered.scoring import crps, read_values, score
from assets.forecasts.registered.table import registered_rows
from assets.forecasts.registered.verify import verify
from tests.conftest import ROOT, read
from tests.forecasts.registered_sets import (
    BAR,
    CHANCE,
    COST,
    FIRST,
    QUANTILES,
    RENT,
    SECOND,
    WORKLOAD,
    publish,
    register_days,
)
from warehouse.bundle import LEDGER
from warehouse.chain import digest
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer

DUE = date(2026, 2, 28)
"""One month after FIRST, the 31st of January."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home without a ledger, and no bundled sets."""
    for module in (ledger_files, table_rows, verifying):
        monkeypatch.setattr(module, "LEDGER", tmp_path / "bundled")
    return Home(tmp_path / "home")


def records(writer: Writer, day: date, ledger: Ledger) -> list[dict]:
    return [json.loads(line) for line in make_set(writer.connection, ledger, day).splitlines()]


def test_a_set_holds_every_series_the_open_verdicts_and_the_rents(writer: Writer, tmp_path: Path) -> None:
    publish(writer, FIRST)
    start, cost, rent, chance, end = records(writer, FIRST, Ledger(tmp_path))
    assert [start["kind"], end["kind"], end["records"]] == ["start", "end", 3]
    assert cost["series"] == COST
    assert cost["dates"] == ["2026-02-28", "2026-04-30", "2026-07-31", "2027-01-31", "2027-07-31", "2028-01-31"]
    assert cost["forecasts"]["pool"][0] == [
        *("1.000e-02", "2.000e-02", "4.000e-02", "5.000e-02", "1.000e-01"),
        *("2.000e-01", "4.000e-01", "8.000e-01", "1.600e+00"),
    ]
    assert list(cost["forecasts"]) == ["no-change", "pool", "ten-x-per-year"]
    assert rent["series"] == RENT
    assert rent["forecasts"]["no-change"] == [["2.500e+00"] * 9] * 6  # the rent has never moved
    assert chance["forecasts"]["search"]["pool"] == ["0.2500"] * 5
    assert chance["dates"] == ["2026-07-31", "2027-01-31", "2028-01-31", "2029-01-31", "2031-01-31"]


def test_every_record_says_what_it_was_made_from(writer: Writer, tmp_path: Path) -> None:
    publish(writer, FIRST)
    start, *forecasts, _ = records(writer, FIRST, Ledger(tmp_path))
    facts = digest(b"ab" * 32)
    short = {
        **{"as_of": "2026-01-31", "code": "0123456789abcdef", "facts": facts[:16]},
        **{"scores": "2026-01-15", "rule": "v1"},
    }
    assert all(record.items() >= short.items() for record in [start, *forecasts])
    assert (start["facts_sha256"], start["rule_sha256"]) == (facts, digest_of_rule())


def test_a_series_that_is_too_short_is_named_with_the_reason(writer: Writer, tmp_path: Path) -> None:
    publish(writer, FIRST)
    start = records(writer, FIRST, Ledger(tmp_path))[0]
    assert start["not_registered"] == [
        {"series": f"rent/{RENTED[1]}", "why": "0 months have a median of enough sellers, fewer than 4"}
    ]


def test_a_forecast_that_is_no_number_is_named_with_the_reason(writer: Writer, tmp_path: Path) -> None:
    publish(writer, FIRST)
    writer.connection.execute("UPDATE out_forecast SET usd_per_query = 'inf' WHERE quantile > 0.9")
    start = records(writer, FIRST, Ledger(tmp_path))[0]
    assert {"series": COST, "why": "inf is not a cost"} in start["not_registered"]


def test_the_same_set_is_registered_once(writer: Writer, home: Home) -> None:
    publish(writer, FIRST)
    registered, is_new = register(writer.connection, home, FIRST)
    before = registered.path.stat().st_mtime_ns
    assert is_new
    again, is_new = register(writer.connection, home, FIRST)
    assert (again.path, is_new) == (registered.path, False)
    assert registered.path.stat().st_mtime_ns == before
    assert [path.name for path in home.ledger.iterdir()] == ["2026-01-31.jsonl"]


def test_another_set_of_the_day_is_refused(writer: Writer, home: Home) -> None:
    publish(writer, FIRST)
    registered, _ = register(writer.connection, home, FIRST)
    before = registered.path.read_bytes()
    writer.connection.execute("UPDATE out_forecast SET usd_per_query = 2 * usd_per_query")
    with pytest.raises(TokenfallError, match="other forecasts of 2026-01-31 are registered already, and the first"):
        register(writer.connection, home, FIRST)
    assert registered.path.read_bytes() == before


@pytest.mark.parametrize("today", [FIRST - timedelta(days=1), FIRST + timedelta(days=1)])
def test_forecasts_of_another_day_are_refused(writer: Writer, home: Home, today: date) -> None:
    publish(writer, FIRST)
    with pytest.raises(TokenfallError, match=f"as of 2026-01-31, and only those of today, {today}, can be registered"):
        register(writer.connection, home, today)
    assert not list(home.ledger.glob("*"))


def test_a_day_before_the_last_set_is_refused(writer: Writer, home: Home) -> None:
    register_days(writer, home.ledger, [SECOND])
    publish(writer, FIRST)
    with pytest.raises(TokenfallError, match="2026-02-01 are registered already, which is after 2026-01-31: check the"):
        register(writer.connection, home, FIRST)


def test_a_ledger_begins_with_the_bundled_sets(writer: Writer, home: Home, tmp_path: Path) -> None:
    bundled = register_days(writer, tmp_path / "bundled", [FIRST])
    publish(writer, SECOND)
    register(writer.connection, home, SECOND)
    assert [of_day.path.name for of_day in Ledger(home.ledger).sets()] == ["2026-01-31.jsonl", "2026-02-01.jsonl"]
    assert (home.ledger / "2026-01-31.jsonl").read_bytes() == bundled.sets()[0].data
    assert verify(Ledger(home.ledger)) == []


def test_a_ledger_that_has_begun_goes_on(writer: Writer, home: Home, tmp_path: Path) -> None:
    register_days(writer, home.ledger, [FIRST])
    register_days(writer, tmp_path / "bundled", [FIRST, SECOND])
    publish(writer, date(2026, 2, 2))
    register(writer.connection, home, date(2026, 2, 2))
    assert [of_day.path.name for of_day in Ledger(home.ledger).sets()] == ["2026-01-31.jsonl", "2026-02-02.jsonl"]
    assert verify(Ledger(home.ledger)) == []


def test_a_ledger_that_cannot_be_written_is_named(writer: Writer, home: Home) -> None:
    publish(writer, FIRST)
    home.ledger.parent.mkdir(parents=True)
    home.ledger.write_text("a file where the folder should be")
    with pytest.raises(
        TokenfallError, match=r"cannot register forecasts in .*2026-01-31\.jsonl: Not a directory|File ex"
    ):
        register(writer.connection, home, FIRST)


def test_a_value_is_read_14_days_after_the_due_date_and_then_final(writer: Writer, home: Home) -> None:
    ledger = register_days(writer, home.ledger, [FIRST, DUE + timedelta(days=13)])
    assert read_values(ledger.sets()) == {}
    publish(writer, DUE + timedelta(days=14), usd="0.1")
    register(writer.connection, home, DUE + timedelta(days=14))
    publish(writer, DUE + timedelta(days=15), usd="0.3")
    register(writer.connection, home, DUE + timedelta(days=15))
    assert read_values(ledger.sets()) == {(FIRST, COST, DUE): (DUE + timedelta(days=14), "0.1")}
    scored = due_costs(writer, ledger, DUE + timedelta(days=15))[0]
    assert (scored.value, scored.revised) == ("0.1", "0.3")


def test_what_settled_while_nothing_ran_is_registered_next(writer: Writer, home: Home) -> None:
    ledger = register_days(writer, home.ledger, [FIRST, date(2026, 9, 1)])
    values = {(name, due): value for (_, name, due), (_, value) in read_values(ledger.sets()).items()}
    assert values == {
        (COST, DUE): "0.1",
        (COST, date(2026, 4, 30)): "0.1",
        (COST, date(2026, 7, 31)): "0.1",
        (RENT, DUE): "2.5",
        (RENT, date(2026, 4, 30)): "2.5",
        (CHANCE, date(2026, 7, 31)): "0",
    }


def due_costs(writer: Writer, ledger: Ledger, day: date) -> list[ScoredForecast]:
    """The pool's costs that are due."""
    scored = score_due(writer.connection, ledger.sets(), day)
    return [row for row in scored if (row.forecast.kind, row.forecast.method) == ("cost", "pool")]


def test_what_is_not_registered_yet_is_scored_from_the_published_tables(writer: Writer, home: Home) -> None:
    ledger = register_days(writer, home.ledger, [FIRST])
    publish(writer, date(2026, 3, 20))
    (scored,) = due_costs(writer, ledger, date(2026, 3, 20))
    assert (scored.value, scored.resolved_on, scored.revised, scored.months) == ("0.1", None, None, 1)


def test_a_crossing_counts_from_its_day(writer: Writer, home: Home) -> None:
    ledger = register_days(writer, home.ledger, [FIRST])
    publish(writer, date(2027, 3, 1), crossed_on=date(2026, 8, 1))
    chances = {
        row.forecast.resolves_on: (row.value, row.scores["brier"])
        for row in score_due(writer.connection, ledger.sets(), date(2027, 3, 1))
        if (row.forecast.kind, row.forecast.method) == ("chance", "pool")
    }
    assert chances == {date(2026, 7, 31): ("0", 0.0625), date(2027, 1, 31): ("1", 0.5625)}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE out_frontier SET valid_to = DATE '2026-02-28'",
        "UPDATE core_workload SET output_tokens = output_tokens + 1",
    ],
)
def test_without_an_offer_or_with_another_workload_there_is_no_value(writer: Writer, home: Home, change: str) -> None:
    ledger = register_days(writer, home.ledger, [FIRST])
    day = date(2026, 3, 20)
    publish(writer, day)
    writer.connection.execute(change)
    register(writer.connection, home, day)
    assert read_values(ledger.sets()) == {(FIRST, COST, DUE): (day, None)}
    (scored,) = due_costs(writer, ledger, day)
    assert (scored.value, scored.scores) == (None, {})
    assert verify(ledger) == []


def test_the_crps_of_two_points_can_be_checked_by_hand() -> None:
    # F jumps to 0.025 at 0 and from 0.975 at 1 to 1, and is 0.5 at both ends of what lies between: levels are flat.
    assert crps([0.0] * 4 + [0.5] + [1.0] * 4, 0.5) == pytest.approx(2 * 0.5 * (0.25**2 + 0.25 * 0.5 + 0.5**2) / 3)
    # A point forecast scores its distance.
    assert crps([0.3] * 9, 0.8) == pytest.approx(0.5)
    assert crps([0.3] * 9, 0.1) == pytest.approx(0.2)
    assert crps([0.3] * 9, 0.3) == pytest.approx(0)


def test_the_crps_is_the_integral_of_its_definition() -> None:
    quantiles = [-2.0, -1.5, -1.2, -1.0, -0.7, -0.5, -0.1, 0.3, 0.9]
    shares = [float(level) for level in LEVELS]

    def distribution(x: float) -> float:
        if x < quantiles[0]:
            return 0.0
        for (low, f), (high, g) in zip(zip(quantiles, shares), zip(quantiles[1:], shares[1:])):  # noqa: B905
            if x < high:
                return f + (g - f) * (x - low) / (high - low)
        return 1.0

    step = 1e-4
    for actual in (-2.5, -1.1, 0.0, 1.4):
        points = [-3 + step * (number + 0.5) for number in range(50_000)]
        integral = sum((distribution(x) - (x >= actual)) ** 2 for x in points) * step
        assert crps(quantiles, actual) == pytest.approx(integral, abs=2e-4)


def test_the_scores_of_a_cost_can_be_checked_by_hand() -> None:
    texts = ["1.000e+00"] * 3 + ["1.000e+01"] * 3 + ["1.000e+02"] * 3  # logs 0 0 0 1 1 1 2 2 2
    scores = score("cost", texts, "10.004")  # rounded to 1.000e+01: the log is 1
    # Pinball: level times 1 for the three below, 0 for the three at it, (1 - level) times 1 for the three above.
    assert scores["pinball"] == pytest.approx((0.025 + 0.05 + 0.1 + 0.1 + 0.05 + 0.025) / 9, abs=1e-6)
    assert (scores["in_50"], scores["in_80"], scores["in_95"]) == (True, True, True)
    assert score("cost", texts, "150")["in_95"] is False


def test_the_script_in_the_docs_computes_the_same_scores(writer: Writer, home: Home) -> None:
    ledger = register_days(writer, home.ledger, [FIRST])
    day = date(2027, 3, 1)
    publish(writer, day, usd="0.123456", crossed_on=date(2026, 8, 1))
    register(writer.connection, home, day)
    script = [sys.executable, "-I", str(ROOT / "docs" / "score_registered.py"), str(ledger.folder)]
    printed = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    by_hand = {
        tuple(row[name] for name in ("registered_at", "series", "method", "resolves_on")): (row["value"], row["score"])
        for row in csv.DictReader(printed.splitlines())
    }
    assert by_hand == {
        (str(row.forecast.registered_at), row.forecast.name, row.forecast.method, str(row.forecast.resolves_on)): (
            row.value,
            f"{row.scores['brier' if row.forecast.kind == 'chance' else 'crps']:.6f}",
        )
        for row in score_due(writer.connection, ledger.sets(), day)
        if row.value is not None
    }
    assert {name.split("/")[0] for _, name, _, _ in by_hand} == {"cost", "rent", "chance"}
    value, crps_text = by_hand["2026-01-31", f"cost/{BAR}/{WORKLOAD}", "pool", "2026-02-28"]
    logs = [log10(usd) for usd in QUANTILES]
    assert (value, crps_text) == ("0.123456", f"{crps(logs, log10(0.1235)):.6f}")


def test_the_table_has_the_first_set_of_each_month_and_the_newest(writer: Writer, home: Home) -> None:
    days = [FIRST, SECOND, date(2026, 2, 9), date(2026, 3, 20), date(2026, 3, 21)]
    register_days(writer, home.ledger, days)
    publish(writer, date(2026, 3, 22), usd="0.2")
    table = list(registered_rows(writer.connection, home, date(2026, 3, 22)))
    assert sorted({row["registered_at"] for row in table}) == [FIRST, SECOND, date(2026, 3, 20), date(2026, 3, 21)]
    writer.insert_rows("out_registered_forecast", table)
    columns = "registered_at, quantiles, resolved_on, resolved_value, revised_value, crps, no_change_score, in_80"
    first, second = read(
        writer,
        f"SELECT {columns} FROM out_registered_forecast WHERE kind = 'cost' AND is_due ORDER BY registered_at",
    )
    logs = [log10(usd) for usd in QUANTILES]
    half = [log10(usd / 2) for usd in QUANTILES]
    scores = (round(crps(logs, -1), 6), round(crps(half, -1), 6), True)
    quantiles = str(list(QUANTILES))
    assert first == ("2026-01-31", quantiles, "2026-03-20", "0.100000000000", "0.200000000000", *scores)
    assert second == ("2026-02-01", quantiles, "2026-03-20", "0.100000000000", "0.200000000000", *scores)


def test_the_table_leaves_out_what_was_registered_on_the_day_of_the_run(writer: Writer, home: Home) -> None:
    register_days(writer, home.ledger, [FIRST, SECOND])
    assert {row["registered_at"] for row in registered_rows(writer.connection, home, SECOND)} == {FIRST}
    assert list(registered_rows(writer.connection, home, FIRST)) == []


def test_the_table_has_the_bundled_set_from_its_day_on(
    writer: Writer, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = register_days(writer, home.path / "bundled", [FIRST])
    for module in (ledger_files, table_rows):
        monkeypatch.setattr(module, "LEDGER", bundled.folder)
    assert {row["registered_at"] for row in registered_rows(writer.connection, home, FIRST)} == {FIRST}
    assert list(registered_rows(writer.connection, home, FIRST - timedelta(days=1))) == []


def test_the_shipped_set_is_the_one_that_was_registered() -> None:
    """Nobody may change what was registered: `docs/registered-digests.txt` is what others compare with."""
    lines = (ROOT / "docs" / "registered-digests.txt").read_text(encoding="utf-8").splitlines()
    assert [f"{digest(of_day.data)}  {of_day.path.name}" for of_day in Ledger(LEDGER).sets()] == lines
    assert verify(Ledger(LEDGER)) == []


def test_the_page_holds_the_text_of_the_rule() -> None:
    rule = (ROOT / "assets" / "forecasts" / "registered" / "rule_v1.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "registered-forecasts.md").read_text(encoding="utf-8")
    assert rule.split("\n\n", 1)[1] in page
    assert digest(rule.encode()) in page
