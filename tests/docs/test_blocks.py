"""Every command and query of the docs is run, or states why it is not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import duckdb
import pytest

from pipelines.cli.entry import cli
from tests.docs.blocks import Block, all_blocks, commands, read_blocks
from tests.docs.check_links import pages
from warehouse.home import Home
from warehouse.store import open_published

SHELL, SQL = all_blocks("sh"), all_blocks("sql")
LANGUAGES = {"sh", "sql", "python", "mermaid", "csv", "diff", "yaml", "html", "json"}
"""What a fenced block may hold; `bash`, `console` or `shell` would not be found by these tests."""
MAKE = 'make() { command make --dry-run "$@" >/dev/null; }\n'
"""Targets of the Makefile are resolved, not executed: each is a test of its own elsewhere."""
name_of = Block.name.fget


def runs(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.reason is None]


@pytest.fixture(scope="module")
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(Home(published)) as opened:
        yield opened


def test_the_pages_hold_commands_and_queries() -> None:
    assert len(runs(SHELL)) > 5
    assert len(runs(SQL)) > 10


@pytest.mark.parametrize("block", [b for page in pages() for b in read_blocks(page)], ids=name_of)
def test_a_block_has_a_known_language(block: Block) -> None:
    assert block.language in LANGUAGES


@pytest.mark.parametrize("block", [block for block in SHELL + SQL if block.reason is not None], ids=name_of)
def test_a_block_that_is_not_run_states_why(block: Block) -> None:
    assert block.reason
    assert len(block.reason.split()) >= 3


@pytest.mark.parametrize("block", SHELL, ids=name_of)
def test_every_call_of_tokenfall_is_one_that_it_knows(block: Block) -> None:
    """Blocks that are not run are parsed too: an option that was renamed is noticed there as well."""
    for command, *arguments in commands(block):
        known = cli.commands[command] if not command.startswith("-") else cli
        if not {"--help", "--version"} & {command, *arguments}:
            known.make_context(command, arguments, parent=click.Context(cli))


@pytest.mark.parametrize("block", runs(SHELL), ids=name_of)
def test_a_block_of_commands_succeeds(block: Block, clone: Path, shell: dict[str, str]) -> None:
    script = f"set -euo pipefail\n{MAKE}{block.text}"
    result = subprocess.run(
        ["bash", "-c", script], cwd=clone, env=shell, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, f"{result.stderr}{result.stdout}"


@pytest.mark.parametrize("block", runs(SQL), ids=name_of)
def test_a_query_gives_rows(block: Block, connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(block.text).fetchall()


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("tokenfall verdict   # today's cost\ntokenfall sql 'SELECT 1' > one.csv", [["verdict"], ["sql", "SELECT 1"]]),
        ("make run && TOKENFALL_HOME=/tmp/x .venv/bin/tokenfall run --offline | head", [["run", "--offline"]]),
        ('tokenfall sql "SELECT 1\n  AS number"', [["sql", "SELECT 1\n  AS number"]]),
        ("! tokenfall verdict \\\n  --all; (cd there && tokenfall run)", [["verdict", "--all"], ["run"]]),
        ("# tokenfall run", []),
    ],
)
def test_calls_are_found_in_a_block(text: str, calls: list[list[str]]) -> None:
    assert commands(Block(Path(), 1, "sh", text)) == calls
