"""The shell of `tokenfall sql` in a real terminal: history, completion, dot commands, and what stops what."""

from __future__ import annotations

import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipelines.sql_completion import Catalog
from tests.pipelines.conftest import call
from tests.pipelines.terminal import Terminal

UP, TAB = "\x1b[A", "\t"
PROMPT, MORE = "tokenfall> ", "...> "


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    """A home of its own for the history, with the published file of the first run."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "published").symlink_to(published / "published")
    return folder


@contextmanager
def shell_in(home: Path, *arguments: str, width: int = 100) -> Generator[Terminal]:
    """A shell at its first prompt, which is left by `exit` with status 0."""
    with Terminal(home, "sql", *arguments, width=width) as shell:
        shell.wait_for(PROMPT)
        yield shell
        shell.enter("exit\n")
        assert shell.end() == 0, shell.shown
        assert "Traceback" not in shell.shown


def test_dot_commands_list_tables_and_describe_them(home: Path) -> None:
    with shell_in(home) as shell:
        shell.enter(".tables\n")
        tables = shell.wait_for(PROMPT).splitlines()
        assert [line.split()[0] for line in tables].count("out_verdict") == 1
        assert not [line for line in tables if line.startswith("_")]
        assert max(map(len, tables)) <= 100
        shell.enter(".schema headline;\n")
        described = shell.wait_for(PROMPT)
        assert [name in described for name in ("crossed_on_low", "DATE", "comment")] == [True, True, True]
        shell.enter(".schema\n")
        assert "core_workload(workload, " in shell.wait_for(PROMPT)
        shell.enter(".help\n")
        assert ".schema [TABLE]" in shell.wait_for(PROMPT)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (".schema headlin", "tokenfall: no table 'headlin': did you mean 'headline'? .tables lists them\n"),
        (".table", "tokenfall: no command .table: did you mean '.tables'? .help lists the commands\n"),
        (".mode line", "tokenfall: no command .mode. .help lists the commands\n"),
        ("SELEC 1;", 'tokenfall: Parser Error: syntax error at or near "SELEC"\n'),
    ],
)
def test_what_is_wrong_is_one_line_and_the_shell_goes_on(home: Path, line: str, message: str) -> None:
    with shell_in(home) as shell:
        shell.enter(f"{line}\n")
        shell.wait_for(message)
        shell.wait_for(PROMPT)


def test_a_statement_may_run_over_lines_and_hold_semicolons(home: Path) -> None:
    with shell_in(home, "--format", "csv") as shell:
        shell.enter("SELECT 'a;\n")
        shell.wait_for(MORE)
        shell.enter("b' AS t, -- no end;\n")
        shell.wait_for(MORE)
        shell.enter("40 + 2 AS n; -- the end\n")
        shell.wait_for('t,n\n"a;\nb",42\n')
        shell.wait_for(PROMPT)


@pytest.mark.parametrize("leave", ["exit", "exit;", ".exit", ".quit", "\\q", "\x04"])
def test_every_way_out(home: Path, leave: str) -> None:
    with Terminal(home, "sql") as shell:
        shell.wait_for(PROMPT)
        shell.enter(leave if leave == "\x04" else f"{leave}\n")
        assert shell.end() == 0


def test_lines_are_remembered_in_a_file_for_the_owner_only(home: Path) -> None:
    history = home / "sql_history"
    history.write_text("SELECT 'older' AS t;\n")
    history.chmod(0o644)
    for _ in range(2):
        with shell_in(home) as shell:
            shell.enter("SELECT 7 * 6 AS n;\n")
            shell.wait_for(" 42 ")
            shell.wait_for(PROMPT)
    assert history.read_text() == "SELECT 'older' AS t;\nSELECT 7 * 6 AS n;\nexit\nSELECT 7 * 6 AS n;\nexit\n"
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    with shell_in(home) as shell:
        shell.enter(f"{UP}{UP}\n")
        shell.wait_for(" 42 ")
        shell.wait_for(PROMPT)


def test_a_long_history_is_shortened(home: Path) -> None:
    history = home / "sql_history"
    history.write_text("".join(f"SELECT {number};\n" for number in range(2001)))
    with shell_in(home):
        pass
    lines = history.read_text().splitlines()
    assert (len(lines), lines[0], lines[-2:]) == (1001, "SELECT 1001;", ["SELECT 2000;", "exit"])
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_a_history_that_cannot_be_written_is_said_and_the_shell_works(home: Path) -> None:
    (home / "sql_history").mkdir()
    with Terminal(home, "sql", width=400) as shell:
        shell.wait_for(f"tokenfall: no history is kept: {home / 'sql_history'}: Is a directory\n")
        shell.enter("SELECT 40 + 2 AS n;\n")
        shell.wait_for(" 42 ")


def test_tab_completes_a_table_a_column_and_a_command(home: Path) -> None:
    with shell_in(home, "--format", "csv") as shell:
        shell.enter(f"SELECT v.crossed_on AS day FROM verdict_pl{TAB} v WHERE v.workl{TAB} = 'chat'\n")
        shell.wait_for(MORE)
        shell.enter("AND v.bar = 'eci>=gpt-4-0314' AND v.target = 'google-search-full-cost-semianalysis-2023';\n")
        assert shell.wait_for(PROMPT).rpartition("day\n")[2] == "2024-05-13\n"
        shell.enter(f".sch{TAB} headl{TAB}\n")
        assert "usd_then" in shell.wait_for(PROMPT)


CATALOG = Catalog({"core_bar": ["bar", "position"], "headline": ["answer", "as_of"]}, ["BY", "FROM", "SELECT"])


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("SELECT * FROM ", ["core_bar", "headline"]),
        ("select * from core_bar join h", ["headline"]),
        ("SELECT a", ["answer", "as_of"]),
        ("SELECT b", ["bar", "by"]),
        ("SELECT bar FROM core_bar WHERE p", ["position"]),
        ("SELECT bar FROM core_bar WHERE a", []),
        ("SELECT b.", ["b.answer", "b.as_of", "b.bar", "b.position"]),
        ("SELECT b.a FROM core_bar b WHERE b.p", ["b.position"]),
        ("FROM core_bar, headline WHERE headline.a", ["headline.answer", "headline.as_of"]),
        ("SEL", ["SELECT"]),
        ("sel", ["select"]),
    ],
)
def test_what_a_word_of_a_statement_may_become(text: str, matches: list[str]) -> None:
    word = text.replace(",", " ").rpartition(" ")[2]
    assert CATALOG.complete_sql(text, word) == matches


@pytest.mark.parametrize(("line", "matches"), [(".t", [".tables"]), (".schema ", ["core_bar", "headline"])])
def test_what_a_word_of_a_command_may_become(line: str, matches: list[str]) -> None:
    assert CATALOG.complete_command(line, line.rpartition(" ")[2], (".schema", ".tables")) == matches


def test_control_c_stops_a_result_that_is_being_fetched(home: Path) -> None:
    with shell_in(home) as shell:
        shell.enter("SELECT range AS n FROM range(100000000000);\n")
        shell.press_control_c()
        shell.wait_for("tokenfall: interrupted\n")
        shell.wait_for(PROMPT)
        shell.enter("SELECT 40 + 2 AS n;\n")
        shell.wait_for(" 42 ")


def test_the_shell_cannot_touch_files(home: Path) -> None:
    with shell_in(home) as shell:
        for statement in (f"COPY core_bar TO '{home}/bars.csv';", "DROP TABLE core_bar;", "FROM '/etc/hostname';"):
            shell.enter(f"{statement}\n")
            shell.wait_for("Error")
            shell.wait_for(PROMPT)
    assert sorted(path.name for path in home.iterdir()) == ["published", "sql_history"]


def test_a_pipe_has_no_prompt_and_knows_the_dot_commands(home: Path) -> None:
    result = call(home, "sql", stdin=".schema headline\nSELECT 1 AS n;\n.quit\nSELECT 2 AS n;\n")
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "column\ttype\tcomment"
    assert lines[-2:] == ["n", "1"]


def test_a_pipe_may_leave_out_the_last_semicolon(home: Path) -> None:
    assert call(home, "sql", stdin="SELECT 1\n AS n").stdout == "n\n1\n"
    refused = call(home, "sql", stdin="SELEC 1")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (0, "", 1)
