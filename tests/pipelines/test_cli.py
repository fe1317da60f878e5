"""The commands that read: what they print, in which shape, and how they refuse."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.conftest import call
from tests.prices.compile.packages import install
from warehouse.bundle import FACTS


def test_verdict_as_json_has_every_target_and_the_headline_first(published: Path) -> None:
    rows = json.loads(call(published, "verdict", "--format", "json").stdout)
    first = rows[0]
    assert (first["target"], first["status"], first["crossed_on"]) == (
        "google-search-full-cost-semianalysis-2023",
        "crossed",
        "2024-05-13",
    )
    assert first["usd_per_query"] == 0.00894
    assert {row["bar"] for row in rows} == {"eci>=gpt-4-0314"}
    assert len(rows) > 30


def test_a_bar_that_only_thinkers_reach_has_no_verdict_on_chat(published: Path) -> None:
    result = call(published, "verdict", "--bar", "eci>=gpt-5.6-sol", "--workload", "chat")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "no model that qualifies for the bar was on sale for it" in result.stderr


def test_verdict_of_an_open_target_gives_probabilities(published: Path) -> None:
    arguments = ("--target", "classic-search-electricity", "--bar", "eci>=gpt-4-0314", "--workload", "chat")
    (row,) = csv.DictReader(io.StringIO(call(published, "verdict", *arguments, "--format", "csv").stdout))
    assert row["status"] == "not_crossed"
    assert row["crossed_on"] == ""
    assert 0 < float(row["p_1y"]) < float(row["p_3y"]) < float(row["p_5y"]) < 1
    assert row["date_p10"] < row["date_p50"]


@pytest.mark.parametrize("arguments", [("verdict",), ("sources",), ("alerts",), ("sql", "FROM headline")])
def test_reading_imports_nothing_slow(published: Path, arguments: tuple[str, ...]) -> None:
    slow = "{'altair', 'dagster', 'numpy', 'pandas', 'pydantic', 'rich', 'scipy', 'statsmodels'}"
    prefix = f"import atexit, sys; atexit.register(lambda: print(sorted({slow} & {{*sys.modules}}), file=sys.stderr))"
    result = call(published, *arguments, prefix=prefix)
    assert (result.returncode, result.stderr) == (0, "[]\n")


def test_a_closed_pipe_ends_the_command_without_a_message(published: Path) -> None:
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "sql", "FROM range(1000000)"]
    environment = {**os.environ, "TOKENFALL_HOME": str(published)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "range\n"
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == ("", 141)


def test_a_bad_date_is_a_usage_error(published: Path) -> None:
    result = call(published, "run", "--as-of", "yesterday")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "'yesterday' is not a date" in result.stderr


def test_reading_before_any_run_names_the_next_step(tmp_path: Path) -> None:
    for command in ("verdict", "sources", "check", "report"):
        result = call(tmp_path, command)
        assert result.returncode == 1
        assert result.stderr == f"tokenfall: nothing is published in {tmp_path} yet: run `tokenfall run` first\n"


def test_sql_answers_in_three_shapes(published: Path) -> None:
    query = "SELECT bar, position FROM core_bar ORDER BY position LIMIT 1"
    assert json.loads(call(published, "sql", query, "--format", "json").stdout) == [
        {"bar": "eci>=gpt-4-0314", "position": 1}
    ]
    assert call(published, "sql", query, "--format", "csv").stdout == "bar,position\neci>=gpt-4-0314,1\n"
    assert call(published, "sql", query).stdout == "bar\tposition\neci>=gpt-4-0314\t1\n"


def test_a_query_may_begin_with_a_comment(published: Path) -> None:
    query = "-- the first bar = that of the headline\nSELECT bar FROM core_bar ORDER BY position LIMIT 1"
    assert call(published, "sql", query, "--format", "csv").stdout == "bar\neci>=gpt-4-0314\n"
    assert call(published, "sql", "--no-space after the dashes\nSELECT 1 AS n").stdout == "n\n1\n"
    misspelt = call(published, "sql", "SELECT 1", "--fromat=csv")
    assert (misspelt.returncode, "did you mean '--format'?" in misspelt.stderr) == (2, True)


def test_the_names_and_costs_of_verdicts_are_columns_for_a_query(published: Path) -> None:
    header, first, *_ = call(published, "verdict").stdout.splitlines()[5:]
    names = [name for name in header.split("\t") if name not in {"verdict", "offer"}]
    assert names == ["target", "target_usd_now", "usd_now"]
    where = "bar = 'eci>=gpt-4-0314' AND workload = 'chat' AND target = 'classic-search-electricity'"
    copied = call(published, "sql", f"SELECT {', '.join(names)} FROM verdict_plain WHERE {where}").stdout.splitlines()
    assert copied == ["\t".join(names), "\t".join(first.split("\t")[:3])]


@pytest.mark.parametrize(
    "arguments",
    [("run", "--offline"), ("report", "--out", "{taken}/site"), ("facts", "compile", "--out", "{taken}/proposal")],
)
def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    home = taken / "home" if arguments[0] == "run" else tmp_path
    slow = "{'altair', 'dagster', 'numpy'}"
    prefix = f"import atexit, sys; atexit.register(lambda: print(sorted({slow} & {{*sys.modules}})))"
    result = call(home, *(part.format(taken=taken) for part in arguments), prefix=prefix)
    assert (result.returncode, result.stdout) == (1, "[]\n"), "nothing slow is imported"
    assert result.stderr.startswith(f"tokenfall: cannot write {taken}/")
    assert result.stderr.endswith(f": {taken}: Not a directory; give access, or choose another folder\n")


def test_an_unknown_service_is_refused_before_the_run(tmp_path: Path) -> None:
    result = call(tmp_path / "home", "run", "--offline", "--notify", "nosuch://secret")
    assert (result.returncode, (tmp_path / "home").exists()) == (1, False)
    assert result.stderr == (
        "tokenfall: --notify: nosuch:... is not a service that Apprise knows (see its list of URLs)\n"
    )


def test_a_series_is_read_before_the_pool(tmp_path: Path) -> None:
    result = call(tmp_path, "fit", str(tmp_path / "none.csv"), "--method", "pool", "--workload", "chat")
    assert "none.csv cannot be read" in result.stderr


def test_sql_shell_reads_statements_and_survives_an_error(published: Path) -> None:
    result = call(published, "sql", stdin="SELECT 1 AS one;\nSELEC;\nSELECT 2\n AS two;\n")
    assert result.stdout == "one\n1\ntwo\n2\n"
    assert result.stderr.count("\n") == 1
    assert result.returncode == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "COPY core_bar TO '/tmp/bars.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "EXPORT DATABASE '/tmp/all'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DROP TABLE core_bar",
        "DELETE FROM core_bar",
        "CREATE TABLE mine (a INTEGER)",
        "SELECT nothing FROM nowhere",
    ],
)
def test_sql_touches_no_file_and_changes_nothing(published: Path, statement: str) -> None:
    before = (published / "published" / "tokenfall.duckdb").read_bytes()
    result = call(published, "sql", statement)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert (published / "published" / "tokenfall.duckdb").read_bytes() == before


def test_check_passes_and_names_every_rule(published: Path) -> None:
    result = call(published, "check", "--format", "json")
    assert result.returncode == 0
    rows = json.loads(result.stdout)
    assert len(rows) > 30
    assert {row["status"] for row in rows} <= {"ok", "warning"}


def test_check_fails_when_a_blocking_rule_is_broken(own_home: Path) -> None:
    with duckdb.connect(str(own_home / "published" / "tokenfall.duckdb")) as connection:
        connection.execute("UPDATE out_price_history SET valid_to = valid_from WHERE provider = 'openai'")
    result = call(own_home, "check")
    assert result.returncode == 1
    assert "out_price_history" in result.stdout
    assert result.stderr.startswith("tokenfall: 2 blocking rules")  # the latest vintage differs from it as well


def test_sources_names_every_capture_with_its_age(published: Path) -> None:
    rows = json.loads(call(published, "sources", "--format", "json").stdout)
    by_name = {row["source"]: row for row in rows}
    lines = (FACTS / "price_changes.csv").read_text(encoding="utf-8").splitlines()
    assert by_name["facts/price_changes"]["rows"] == len(lines) - 1
    assert by_name["facts/models"]["age_hours"] == 0
    assert by_name["genai-prices"]["kind"] == "package"


def test_run_refuses_a_date_in_the_future(tmp_path: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    result = call(tmp_path / "home", "run", "--offline", "--as-of", str(tomorrow))
    assert result.returncode == 2
    message = f"tokenfall: Invalid value for '--as-of': {tomorrow} is in the future: use today's date or an earlier one"
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("shape", ["parquet", "csv", "json"])
def test_export_writes_every_table_and_describes_it(published: Path, tmp_path: Path, shape: str) -> None:
    result = call(published, "export", str(tmp_path / "out put"), "--format", shape)
    assert result.returncode == 0, result.stderr
    package = json.loads((tmp_path / "out put" / "datapackage.json").read_text())
    paths = {resource["path"] for resource in package["resources"]}
    tables = ("out_verdict", "core_model", "headline", "price_now", "verdict_plain")
    assert {f"{name}.{shape}" for name in tables} <= paths
    assert not [path for path in paths if path.startswith("_")]
    assert all((tmp_path / "out put" / path).stat().st_size > 0 for path in paths)
    files = {path.name for path in (tmp_path / "out put").iterdir()}
    described = {"datapackage.json", "tokenfall.xlsx"} | ({"croissant.json"} if shape != "json" else set())
    assert files == paths | described
    reader = {"parquet": "read_parquet", "csv": "read_csv", "json": "read_json"}[shape]
    rows = duckdb.sql(f"SELECT count(*) FROM {reader}('{tmp_path}/out put/core_model.{shape}')").fetchall()
    assert rows == [(len((FACTS / "models.csv").read_text(encoding="utf-8").splitlines()) - 1,)]


def test_export_to_a_place_that_is_a_file_is_one_line(published: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    result = call(published, "export", str(tmp_path / "taken" / "below"))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"tokenfall: cannot write {tmp_path}/taken")
    assert result.stderr.endswith(": Not a directory; free space, or choose another folder\n")


def test_report_is_written_to_the_given_folder(published: Path, tmp_path: Path) -> None:
    result = call(published, "report", "--out", str(tmp_path / "site"))
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(tmp_path / "site" / "index.html")
    assert "13 May 2024" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


STUDY = Path(__file__).parents[2] / "warehouse" / "facts" / "study_series.csv"
EPOCH = {
    "GPQA Diamond": (42.0, 4.4, 401),
    "MMLU": (15.9, 4.1, 61.5),
    "HumanEval": (36.8, 14.3, 94.5),
    "LMSys Chatbot Arena ELO": (75.3, 7.6, 751),
}


def test_fit_gives_epochs_rates_and_intervals(tmp_path: Path) -> None:
    result = call(tmp_path, "fit", str(STUDY), "--method", "record-ols", "--by", "benchmark", "--format", "json")
    rows = {row["benchmark"]: row for row in json.loads(result.stdout)}
    assert set(rows) == set(EPOCH)
    for name, published_rate in EPOCH.items():
        rate = (rows[name]["factor_per_year"], rows[name]["low"], rows[name]["high"])
        assert rate == pytest.approx(published_rate, rel=0.02)


def test_fit_with_a_target_already_reached_names_the_day(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("date,usd\n2024-01-01,8\n2024-02-01,4\n2024-03-01,2\n2024-04-01,1\n2024-05-01,0.5\n")
    (row,) = json.loads(call(tmp_path, "fit", str(file), "--target", "2", "--format", "json").stdout)
    assert (row["status"], row["crossed_on"], row["p_1y"]) == ("crossed", "2024-03-01", 1.0)
    assert row["factor_per_year"] == pytest.approx(4096)  # halving each month = 2^12 a year
    assert row["n"] == 4


def test_fit_as_of_leaves_later_rows_out(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("date,usd\n2024-01-31,8\n2024-02-29,4\n2024-03-31,2\n2024-04-30,999\n")
    arguments = ("fit", str(file), "--as-of", "2024-03-31", "--format", "json", "--target", "1.001")
    (row,) = json.loads(call(tmp_path, *arguments).stdout)
    assert row["factor_per_year"] == pytest.approx(4096)
    # No noise: one more halving reaches the target after exactly one month.
    assert (row["status"], row["p_1y"], row["date_p50"]) == ("not_crossed", 1.0, "2024-04-30")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,usd\n2024-01-01,1\n2024-13-01,2\n", "line 3, column date: '2024-13-01'"),
        ("date,usd\n2024-01-01,free\n", "line 2, column usd: 'free'"),
        ("date,usd\n2024-01-01,0\n2024-02-01,1\n", "mine.csv"),
        ("day,usd\n2024-01-01,1\n", "no column date"),
        ("date,cost\n2024-01-01,1\n", "no column usd"),
        ("date,usd\n", "no rows"),
        ("date,usd\n2024-01-01,1\n", "drift"),
    ],
)
def test_fit_names_what_is_wrong_with_a_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mine.csv").write_text(text)
    result = call(tmp_path, "fit", str(tmp_path / "mine.csv"))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert message in result.stderr


def test_fit_of_nothing_and_by_no_method(tmp_path: Path) -> None:
    assert call(tmp_path, "fit", str(tmp_path / "none.csv")).returncode == 1
    result = call(tmp_path, "fit", str(STUDY), "--method", "guess")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_fit_by_the_pool_learns_from_the_published_prices_of_a_workload(published: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("date,usd\n2026-01-31,0.008\n2026-03-31,0.006\n2026-06-30,0.005\n2026-09-30,0.004\n")
    pooled = ("fit", str(file), "--method", "pool", "--target", "0.001", "--format", "json")
    result = call(published, *pooled, "--workload", "chat")
    (row,) = json.loads(result.stdout)
    assert (row["method"], row["panel_workload"], row["panel_as_of"]) == ("pool", "chat", "2026-09-30")
    assert 0 < row["p_1y"] < row["p_5y"] < 1
    assert result.stderr == "forecast with the published prices of chat, as known on panel_as_of\n"
    # An answer by reasoning has other sellers and other rates.
    (other,) = json.loads(call(published, *pooled, "--workload", "reasoning").stdout)
    assert other["p_3y"] != pytest.approx(row["p_3y"], abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--method", "pool"), 2, "--method pool and --workload go together"),
        (("--workload", "chat"), 2, "--method pool and --workload go together"),
        (("--method", "pool", "--workload", "chta"), 2, "did you mean 'chat'?"),
    ],
)
def test_fit_by_the_pool_needs_a_workload(published: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    result = call(published, "fit", str(STUDY), *arguments, "--by", "benchmark")
    assert (result.returncode, result.stderr.count("\n")) == (code, 1)
    assert message in result.stderr


def test_fit_by_the_pool_needs_a_published_file(tmp_path: Path) -> None:
    result = call(tmp_path, "fit", str(STUDY), "--method", "pool", "--workload", "chat", "--by", "benchmark")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "nothing is published" in result.stderr


def test_facts_are_compared_with_captures_and_a_folder_of_packages(own_home: Path, tmp_path: Path) -> None:
    """The installed genai-prices is always read; the package shows one price of an offer that we have."""
    offer = {"meta-llama/llama-3-70b-instruct": [123, 456]}
    data = {"snapshots": [{"date": "2024-06-19", "prices": offer}]}
    install(tmp_path / "pkgs", "model-price-radar-mcp", "0.1.0", "model_price_radar/data/history.json.gz", data)
    result = call(own_home, "facts", "compile", "--from", str(tmp_path / "pkgs"), "--out", str(tmp_path / "proposal"))
    assert result.returncode == 0, result.stderr
    assert f"review {tmp_path / 'proposal'}, then: tokenfall facts apply" in result.stdout
    with (tmp_path / "proposal" / "proposal.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["input_usd_per_mtok"] == "123"]
    assert [(row["provider"], row["effective_from"], row["decision"]) for row in rows] == [
        ("openrouter", "2024-06-19", "")
    ]
    assert ", model-price-radar-mcp 0.1.0." in (tmp_path / "proposal/README.md").read_text("utf-8")


def test_facts_of_a_folder_without_packages_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = call(tmp_path / "home", "facts", "compile", "--from", str(tmp_path / "empty"))
    assert result.returncode == 1
    assert result.stderr.startswith(f"tokenfall: {tmp_path / 'empty'} holds none of the packages")


def test_a_folder_without_a_proposal_is_refused_in_one_line(tmp_path: Path) -> None:
    result = call(tmp_path / "home", "facts", "apply", str(tmp_path))
    assert result.returncode == 1
    assert "proposal.csv cannot be read" in result.stderr
    assert len(result.stderr.splitlines()) == 1
