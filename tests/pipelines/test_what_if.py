"""What-if: the same answer as the table where the table has one, and one line where there is none."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.forecasts.explain import explain
from assets.forecasts.what_if.scenario import Scenario, Tokens, answer_scenario
from assets.formats import day, dollars
from assets.trends.paths import add_months
from tests.conftest import ASSETS
from tests.pipelines.conftest import AS_OF, call
from warehouse.home import Home
from warehouse.query import rows_of
from warehouse.store import open_published

BARS = ("eci>=gpt-4-0314", "eci>=140", "gpqa-diamond>=gpt-4-0314")
Row = dict[str, Any]
MORE = {"cached_input_tokens", "input_tokens", "output_tokens", "searches", "calls", "answered_by", "forecast_workload"}


def rows(home: Path, query: str, **parameters: object) -> list[Row]:
    with open_published(Home(home)) as connection:
        return [dict(row) for row in rows_of(connection.execute(query, parameters or None))]


def what_if(home: Path, scenario: Scenario) -> list[Row]:
    with open_published(Home(home)) as connection:
        return answer_scenario(connection, scenario)


def tokens(workload: Row) -> Tokens:
    names = ("input_tokens", "cached_input_tokens", "output_tokens", "searches", "answered_by", "calls")
    return Tokens(*(workload[name] for name in names))


@pytest.mark.parametrize("bar", BARS)
def test_the_tokens_of_every_workload_give_the_table_s_own_rows(published: Path, bar: str) -> None:
    for workload in rows(published, "SELECT * FROM core_workload"):
        query = "SELECT * FROM out_verdict WHERE bar = $bar AND workload = $workload ORDER BY position"
        table = rows(published, query, bar=bar, workload=workload["workload"])
        verdicts = what_if(published, Scenario(bar, replace(tokens(workload), answered_by=None)))
        assert len(verdicts) == len(table) > 30
        for verdict, other in zip(verdicts, table, strict=True):
            assert {**verdict, "position": 0} | dict.fromkeys(MORE) == {**other, "position": 0} | dict.fromkeys(MORE)


def test_an_amount_equal_to_a_search_cost_is_compared_as_exact_and_constant(published: Path) -> None:
    names = {"bar": BARS[0], "workload": "chat", "target": "classic-search-electricity"}
    query = "SELECT * FROM out_verdict WHERE bar = $bar AND workload = $workload AND target = $target"
    (table,) = rows(published, query, **names)
    (verdict,) = what_if(published, Scenario(BARS[0], Tokens(1155, 0, 211, 0), None, table["target_usd_per_query"]))
    chances = {key for key in table if key.startswith(("p_", "date_"))}
    differing = {"target", "target_kind", "explanation", "position"} | chances
    assert {key for key, value in table.items() if verdict[key] != value} <= differing
    assert (verdict["status"], verdict["forecast_workload"]) == ("not_crossed", "chat")
    query = "SELECT * FROM out_search_gap_forecast WHERE bar = $bar AND workload = $workload AND target = $target"
    still = {row["date"]: row for row in rows(published, query, **names)}
    for years in (1, 3, 5):
        row = still[add_months(verdict["as_of"], 12 * years)]
        assert verdict[f"p_{years}y"] == pytest.approx(row["p_first_passage_still"], abs=0.05)
        assert verdict[f"p_level_{years}y"] == pytest.approx(row["p_level_still"], abs=0.05)
    assert "of the uncertainty" not in verdict["explanation"]


@pytest.mark.parametrize("workload", ["chat", "grounded", "reasoning"])
def test_the_kept_paths_agree_with_the_table_within_their_error(published: Path, workload: str) -> None:
    """A token beside a workload of the table, so that its forecasts cannot be taken and the paths must be."""
    query = """SELECT verdict.*, input_tokens, cached_input_tokens, output_tokens, searches, calls, answered_by
               FROM out_verdict AS verdict INNER JOIN core_workload USING (workload)
               WHERE workload = $workload AND status = 'not_crossed'"""
    compared = 0
    table = rows(published, query, workload=workload)
    for bar in {str(row["bar"]) for row in table}:
        of_bar = {row["target"]: row for row in table if row["bar"] == bar}
        use = tokens(next(iter(of_bar.values())))
        verdicts = what_if(published, Scenario(bar, replace(use, input_tokens=use.input_tokens + 1)))
        for verdict in verdicts:
            row = of_bar.get(verdict["target"], verdict)
            assert verdict["workload"] == "what-if"
            if row is verdict or row["p_1y"] is None or verdict["status"] != "not_crossed":
                continue
            for years in (1, 3, 5):
                p = float(row[f"p_{years}y"])
                # The moves of the searches are drawn again, for 1,000 paths instead of 5,000.
                shared = (1_000 * verdict[f"p_{years}y"] + 5_000 * p) / 6_000
                error = math.sqrt(max(shared * (1 - shared), 0.001) * (1 / 1_000 + 1 / 5_000))
                assert abs(verdict[f"p_{years}y"] - p) <= 4 * error
            compared += 1
    assert compared >= 5


def test_one_token_more_costs_one_token_more(published: Path) -> None:
    plain, more = (
        what_if(published, Scenario(BARS[0], Tokens(1155, 0, out, 0), None, Decimal("0.0001"))) for out in (211, 212)
    )
    assert (plain[0]["workload"], more[0]["workload"]) == ("chat", "what-if")
    assert 0 < more[0]["now_usd_per_query"] - plain[0]["now_usd_per_query"] < Decimal("0.000002")


def test_a_use_that_reasons_is_answered_by_models_that_do(published: Path) -> None:
    plain, reasoning = (
        what_if(published, Scenario(BARS[0], Tokens(500, 0, 3000, 0, by), None, Decimal("0.0001")))[0]
        for by in (None, "reasoning")
    )
    assert (plain["forecast_workload"], reasoning["forecast_workload"]) == ("chat", "reasoning")
    assert plain["now_model_id"] != reasoning["now_model_id"]


QUESTION = ("verdict", "--input-tokens", "1155", "--output-tokens", "211", "--searches", "0", "--target-usd", "0.0106")


def test_the_command_answers_with_the_headline_s_row(published: Path) -> None:
    (row,) = json.loads(call(published, *QUESTION, "--bar", BARS[0], "--format", "json").stdout)
    assert (row["status"], row["crossed_on"], row["model_id"]) == ("crossed", "2024-05-13", "gpt-4o-2024-05-13")
    assert (row["usd_per_query"], row["target_usd_per_query"], row["ratio"]) == pytest.approx(
        (0.00894, 0.0106, 0.843396)
    )
    assert {"p_1y", "p_3y", "p_5y", "date_p10", "date_p50", "date_p90", "provider"} <= set(row)


def test_the_command_answers_in_a_table_and_in_csv(published: Path) -> None:
    assert "crossed on 2024-05-13 (2023-08-09 to 2024-06-20)" in call(published, *QUESTION).stdout
    assert call(published, *QUESTION, "--format", "csv").stdout.startswith("bar,workload,target,as_of,status")


def test_a_name_and_an_amount_of_one_s_own_go_together(published: Path) -> None:
    arguments = ("verdict", "--workload", "bare", "--target-usd", "0.00001", "--format", "json")
    (row,) = json.loads(call(published, *arguments).stdout)
    assert (row["workload"], row["target"], row["output_tokens"]) == ("bare", "what-if", 215)


def test_what_if_loads_nothing_slow(published: Path) -> None:
    slow = "{'dagster', 'statsmodels', 'scipy', 'altair', 'pydantic'}"
    prefix = f"import atexit, sys; atexit.register(lambda: print(sorted({slow} & {{*sys.modules}}), file=sys.stderr))"
    result = call(published, *QUESTION, prefix=prefix)
    assert (result.returncode, result.stderr) == (0, "[]\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--input-tokens", "-1", "--output-tokens", "5"), "--input-tokens"),
        (("--input-tokens", "many", "--output-tokens", "5"), "--input-tokens"),
        (("--input-tokens", "0", "--output-tokens", "0"), "above 0"),
        (("--input-tokens", "100"), "above 0"),
        (("--searches", "1"), "above 0"),
        (("--input-tokens", "5", "--output-tokens", "5", "--bar", "eci>=9"), "'eci>=9' is unknown: did you mean"),
        (("--target-usd", "0"), "--target-usd"),
        (("--target-usd", "-1"), "--target-usd"),
        (("--target-usd", "cheap"), "--target-usd"),
        (("--target-usd", "nan"), "--target-usd"),
        (("--target-usd", "1", "--target", "exa"), "either --target or --target-usd"),
        (("--input-tokens", "5", "--output-tokens", "5", "--workload", "chat"), "--workload has its own tokens"),
        (("--answered-by", "any"), "--answered-by needs"),
        (("--input-tokens", "5", "--output-tokens", "5", "--calls", "0"), "--calls"),
        (("--input-tokens", "5", "--output-tokens", "5", "--calls", "100000000000000000"), "'--calls'"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_one_line(
    published: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = call(published, "verdict", *arguments)
    assert (result.returncode, result.stderr.count("\n"), result.stdout) == (2, 1, "")
    assert message in result.stderr


def test_a_use_that_no_window_at_the_bar_holds_is_one_line(published: Path) -> None:
    result = call(published, "verdict", "--input-tokens", "50000000", "--output-tokens", "5")
    assert (result.returncode, result.stderr.count("\n"), result.stdout) == (1, 1, "")
    assert "no offer of a model at eci>=gpt-4-0314 serves such a use" in result.stderr
    assert "--calls" in result.stderr


def test_tokens_that_are_spread_over_calls_fit_smaller_windows(published: Path) -> None:
    # 30,000 tokens are too many for the 16,384 of Phi-4 in one call, and not in two.
    use = ("verdict", "--input-tokens", "29000", "--output-tokens", "1000", "--target-usd", "1", "--format", "json")
    (whole,), (spread,) = (json.loads(call(published, *use, *more).stdout) for more in ((), ("--calls", "2")))
    assert spread["now_model_id"] == "phi-4" != whole["now_model_id"]
    assert spread["now_usd_per_query"] < whole["now_usd_per_query"]


HUGE = [argument for name in ("input-tokens", "output-tokens", "searches") for argument in (f"--{name}", "100000000")]
HUGE += ["--calls", "100000"]


def test_a_use_of_a_hundred_million_tokens_is_answered(published: Path) -> None:
    (row,) = json.loads(call(published, "verdict", *HUGE, "--target-usd", "1", "--format", "json").stdout)
    assert row["status"] == "not_crossed"
    assert 100_000 < row["now_usd_per_query"] < 1_000_000


def test_a_use_that_costs_more_than_a_column_holds_is_a_usage_error(own_home: Path) -> None:
    with duckdb.connect(str(own_home / "published" / "tokenfall.duckdb")) as connection:
        connection.execute("UPDATE core_search_cost SET usd_per_query = 0.05 WHERE kind = 'market-price'")
    result = call(own_home, "verdict", *HUGE)
    assert (result.returncode, result.stderr.count("\n"), result.stdout) == (2, 1, "")
    assert "such a use costs more than 999,999 USD" in result.stderr


def test_before_any_run_a_what_if_names_the_next_step(tmp_path: Path) -> None:
    result = call(tmp_path, *QUESTION)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "run `tokenfall run` first" in result.stderr


def test_why_shows_the_reason_under_its_verdict(published: Path) -> None:
    result = call(published, "verdict", "--target", "classic-search-electricity", "--workload", "chat", "--why")
    shown = " ".join(result.stdout.split())
    for row in rows(
        published, "SELECT * FROM out_verdict WHERE target = 'classic-search-electricity' AND workload = 'chat'"
    ):
        assert f"{row['bar']}, chat, classic-search-electricity: {row['explanation']}" in shown


def test_every_verdict_is_explained_by_its_own_numbers(published: Path) -> None:
    as_of = rows(published, "SELECT max(as_of) AS as_of FROM out_verdict")[0]["as_of"]
    assert str(as_of) == AS_OF
    later = {"in_1y": add_months(as_of, 12), "in_3y": add_months(as_of, 36)}
    query = (ASSETS / "forecasts/explain_verdicts.sql").read_text(encoding="utf-8")
    verdicts = rows(published, query, as_of=as_of, **later)
    assert len(verdicts) == rows(published, "SELECT count(*) AS n FROM out_verdict")[0]["n"]
    for row in verdicts:
        text = str(row["explanation"])
        assert text == explain(row)
        assert str(row["model"]) in text
        assert dollars(row["usd_per_query"]) in text
        assert dollars(row["target_usd_per_query"]) in text
        if row["status"] != "not_crossed":
            assert day(row["crossed_on"]) in text
            assert ("It holds now" in text) == row["holds_now"]
        else:
            assert "does not yet cost as little" in text


def test_without_gpt_4o_gemini_1_5_pro_would_have_been_first_a_day_later(published: Path) -> None:
    query = "SELECT explanation FROM out_verdict WHERE position = 1"
    assert "Without that model it would have been 14 May 2024, with Gemini 1.5 Pro" in str(
        rows(published, query)[0]["explanation"]
    )


def test_price_points_are_published_with_their_chances(published: Path) -> None:
    points = rows(published, "SELECT * FROM out_price_point ORDER BY position")
    assert len({row["application"] for row in points}) == 14
    for row in points:
        if row["status"] == "viable":
            assert row["p_1y"] == 1
            assert row["viable_usd_per_task"] <= row["budget_usd"]
        else:
            assert 0 <= row["p_1y"] <= row["p_3y"] <= row["p_5y"] < 1
    by_name = {(row["application"], row["bar"]): row for row in points}
    ensemble = by_name["ensemble-of-five", BARS[0]]
    assert len(set(str(ensemble["model_id"]).split(" + "))) == 5


def test_a_price_point_costs_what_the_frontier_gives_for_the_same_tokens(published: Path) -> None:
    """The two statements that price offers must not drift apart."""
    for row in rows(published, "SELECT * FROM core_application WHERE models = 1 AND other_usd = 0"):
        bar = str(row["bars"]).split(";")[-1]
        query = "SELECT * FROM out_price_point WHERE application = $application AND bar = $bar"
        (point,) = rows(published, query, application=row["application"], bar=bar)
        (verdict,) = what_if(published, Scenario(bar, tokens(row), None, Decimal(1)))
        assert (point["usd_per_task"], point["model_id"]) == (verdict["now_usd_per_query"], verdict["now_model_id"])
