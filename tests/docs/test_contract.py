"""The contract names every command, and every table and view for users, and nothing that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.cli.entry import cli
from tests.docs.check_links import ROOT

CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
NOT_LISTED = ("core_", "_")
"""The contract covers core_ tables by their prefix; those with an underscore are not part of it."""


def test_every_command_is_in_the_contract() -> None:
    assert set(re.findall(r"^\| `tokenfall (\w+)", CONTRACT, re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize("name", cli.commands)
def test_an_option_in_the_contract_exists(name: str) -> None:
    (row,) = re.findall(rf"^\| `tokenfall {name}\b.*$", CONTRACT, re.MULTILINE)
    known = {option for parameter in cli.commands[name].params for option in parameter.opts}
    assert set(re.findall(r"--[\w-]+", row)) <= known


def test_every_table_for_users_is_in_the_contract(published: Path) -> None:
    with duckdb.connect(str(published / "published" / "tokenfall.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")
        tables = {name for (name,) in rows.fetchall() if not name.startswith(NOT_LISTED)}
    listed = {name for row in CONTRACT.splitlines() for name in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    assert tables - listed == set()
    assert {name for name in listed if re.match("(out|raw)_.", name)} - tables == set()


def test_the_readme_is_short_and_dates_its_picture() -> None:
    readme = (ROOT / "README.md").read_bytes()
    assert len(readme) <= 8192
    picture = (ROOT / "docs" / "answer.svg").read_text(encoding="utf-8")
    (day,) = re.findall(r"to (\d+ \w+ \d{4}), its forecast", picture)
    assert f"Drawn by tokenfall on {day}" in readme.decode()
    assert f"As of {day}" in readme.decode()
