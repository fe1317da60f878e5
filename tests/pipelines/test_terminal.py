"""Commands in a real terminal: what fits stays a table, what does not becomes records, Ctrl-C only stops a query."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipelines.conftest import call
from tests.pipelines.terminal import Terminal, screen

ANSWER = "An AI answer as good as GPT-4 became cheaper than a Google search in May 2024."


@pytest.mark.parametrize("width", [80, 120])
def test_the_headline_can_be_read(published: Path, width: int) -> None:
    lines = screen(published, "sql", "SELECT * FROM headline", width=width)
    assert max(map(len, lines)) <= width
    assert ANSWER in " ".join(" ".join(lines).split())
    names = [line.split()[0] for line in lines if line[:1].strip()]
    assert names == [
        *("question", "answer", "crossed_on", "crossed_on_low", "crossed_on_high", "usd_then", "usd_now", "as_of")
    ]
    assert [line.split() for line in lines if line.startswith("crossed_on ")] == [["crossed_on", "2024-05-13"]]


def test_what_fits_is_a_table_with_the_columns_own_names(published: Path) -> None:
    top, names, *_ = screen(published, "sql", "SELECT bar, position FROM core_bar", width=80)
    assert top.startswith("┏")
    assert names.split() == ["┃", "bar", "┃", "position", "┃"]


def test_records_are_numbered_and_keep_every_field(published: Path) -> None:
    lines = screen(published, "sql", "SELECT * FROM out_verdict ORDER BY position LIMIT 2", width=100)
    assert [line[:7] for line in lines if line.startswith(("1 of 2", "2 of 2"))] == ["1 of 2 ", "2 of 2 "]
    assert sum(line.startswith("now_target_usd_per_query") for line in lines) == 2


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_verdict_begins_with_the_answer_and_todays_cost(published: Path, width: int) -> None:
    lines = screen(published, "verdict", width=width)
    assert max(map(len, lines)) <= width
    assert lines[0] == ANSWER
    assert lines[1].startswith("On 23 November 2026 it costs $0.00011 (phi-4 at DeepInfra)")
    table = [line for line in lines if line.startswith("│") and line[2] != " "]
    assert len(table) == 10
    assert table[0].split()[1] == "classic-search-electricity"


def test_the_columns_that_a_narrow_terminal_has_no_room_for_are_named(published: Path) -> None:
    assert screen(published, "verdict", width=80)[-2].startswith("not shown: target_usd_now, usd_now, offer ")
    assert not [line for line in screen(published, "verdict", width=200) if line.startswith("not shown")]


@pytest.mark.parametrize("command", ["check", "sources"])
def test_other_lists_fit_a_terminal_too(published: Path, command: str) -> None:
    assert max(map(len, screen(published, command, width=80))) <= 80


SLOW = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE hash(a.range + b.range) % 7 = 3;\n"


def test_control_c_stops_a_query_and_the_shell_goes_on(published: Path) -> None:
    with Terminal(published, "sql") as shell:
        shell.wait_for("tokenfall> ")
        shell.enter(f"SELECT 'it begins' AS a; {SLOW}")
        shell.wait_for("└")
        shell.press_control_c()
        shell.wait_for("tokenfall: interrupted\n")
        shell.enter("SELECT 40 + 2 AS n;\n")
        shell.wait_for(" 42 ")
        shell.wait_for("tokenfall> ")
        shell.enter("\x04")
        assert shell.end() == 0
        assert "Traceback" not in shell.shown


def test_control_c_drops_the_line_and_an_error_keeps_the_shell(published: Path) -> None:
    with Terminal(published, "sql") as shell:
        shell.wait_for("tokenfall> ")
        shell.enter("SELECT nonsense\n")
        shell.wait_for("...> ")
        shell.press_control_c()
        shell.wait_for("tokenfall> ")
        shell.enter("SELECT * FROM headlin;\n")
        shell.wait_for('Did you mean "headline"?')
        shell.wait_for("tokenfall> ")
        shell.enter("exit\n")
        assert shell.end() == 0


def test_the_reasons_fit_the_terminal(published: Path) -> None:
    lines = screen(published, "verdict", "--target", "classic-search-electricity", "--why", width=80)
    assert max(len(line) for line in lines if not line.endswith(":")) <= 80


def test_control_c_ends_a_query_of_the_command_line_in_one_line(published: Path) -> None:
    with Terminal(published, "sql", f"SELECT 1 AS begun; {SLOW}") as terminal:
        terminal.wait_for("└")
        terminal.press_control_c()
        assert terminal.end() == 130
        assert terminal.shown.endswith("tokenfall: interrupted\n")


@pytest.mark.parametrize("query", ["SELECT * FROM out_forecast", "SELECT 1"])
def test_a_reader_that_leaves_early_is_no_error(published: Path, query: str) -> None:
    pipe = f'"{sys.executable}" -c "from pipelines.cli import main; main()" sql "{query}" | head -c 1'
    environment = {"TOKENFALL_HOME": str(published)}
    left = subprocess.run(pipe, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert left.stderr == ""


def test_several_statements_are_shown_one_after_the_other(published: Path) -> None:
    assert call(published, "sql", "SELECT 1 AS a; SELECT 2 AS b").stdout == "a\n1\nb\n2\n"
    refused = call(published, "sql", "SELECT 1 AS a; SELECT 2 AS b", "--format", "json")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    pivoted = call(published, "sql", "PIVOT core_bar ON bar USING count(*)", "--format", "csv")
    assert pivoted.returncode == 0, "DuckDB makes two statements of it"


@pytest.mark.parametrize("query", ["", "  ", ";", "/* nothing */"])
def test_an_empty_query_is_a_usage_error(published: Path, query: str) -> None:
    result = call(published, "sql", query)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "the query is empty" in result.stderr


def test_duckdbs_suggestions_are_kept(published: Path) -> None:
    assert 'Did you mean "headline"?' in call(published, "sql", "SELECT * FROM headlin").stderr
    assert 'Candidate bindings: "answer"' in call(published, "sql", "SELECT answr FROM headline").stderr
