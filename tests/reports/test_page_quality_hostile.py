"""Hostile names, quotes and addresses are shown and never obeyed, in every file and at a terminal.

To check another file of the report, add what writes it to WRITERS.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import duckdb
import pytest

from assets.reports.page import write_report
from pipelines.editions import write_edition
from pipelines.exports import export_tables
from tests.pipelines.conftest import call
from tests.pipelines.terminal import Terminal
from tests.reports import test_browser
from tests.reports.conftest import fill_warehouse
from tests.reports.hostile import check_folder, check_terminal, plant
from tests.reports.test_browser import open_page
from warehouse.home import Home
from warehouse.store import open_published, open_writer

browser = test_browser.browser


class Written(NamedTuple):
    """Two homes with the same rows, one of them hostile, and all files that were written from each."""

    hostile: Path
    harmless: Path

    def home(self) -> Path:
        """The home with hostile rows."""
        return self.hostile.parent


def write_exports(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Every table as JSON, with the data package."""
    export_tables(Home(folder.parent), folder / "json", "json", lambda _: None)


def write_editions(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """An edition with its feed, brief, badge and tables."""
    home = Home(folder.parent)
    write_edition(home)
    copytree(home.editions, folder / "editions")


WRITERS: tuple[Callable[[duckdb.DuckDBPyConnection, Path], object], ...] = (write_report, write_exports, write_editions)
"""Each writes files into a folder, from a published file."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folders = []
    for name in ("hostile", "harmless"):
        home = Home(tmp_path_factory.mktemp(name))
        with open_writer(home) as writer:
            fill_warehouse(writer)
            if name == "hostile":
                plant(writer)
            writer.publish()
        with open_published(home, sealed=False) as connection:
            for write in WRITERS:
                write(connection, home.path / "files")
        folders.append(home.path / "files")
    return Written(*folders)


def test_every_file_has_the_same_parts_as_with_harmless_names(written: Written) -> None:
    assert check_folder(written.hostile, written.harmless) > 30


def test_a_browser_builds_no_element_and_runs_nothing_of_it(browser: Any, written: Written) -> None:
    kinds = """return [...new Set([...document.querySelectorAll('*')].flatMap(item => [item.localName,
        ...item.getAttributeNames().map(name => item.localName + ' ' + name)]))].sort()"""
    for name in ("index.html", "data.html"):
        browser.get_log("browser")
        open_page(browser, written.hostile / name, 1280)
        hostile = browser.execute_script(kinds)
        links = browser.execute_script("return [...document.links].map(link => link.protocol)")
        assert set(links) <= {"https:", "http:", "file:"}
        assert "onerror=evil()" in browser.find_element("css selector", "body").text
        assert browser.get_log("browser") == []
        open_page(browser, written.harmless / name, 1280)
        assert set(hostile) <= set(browser.execute_script(kinds))


@pytest.mark.parametrize("width", [80, 400])
@pytest.mark.parametrize(
    "command",
    [
        ("verdict",),
        ("verdict", "--why"),
        ("sources",),
        ("sql", "SELECT * FROM out_frontier"),
        ("sql", "--format", "csv", "TABLE out_claim"),
        ("check",),
        ("price", "\x1b[2Jevil"),
    ],
    ids=" ".join,
)
def test_a_terminal_shows_control_characters(written: Written, command: tuple[str, ...], width: int) -> None:
    with Terminal(written.home(), *command, width=width) as terminal:
        terminal.end()
        assert terminal.sent
        check_terminal(terminal.sent)


def test_programs_get_valid_json_and_the_text_as_it_is(written: Written) -> None:
    query = "SELECT DISTINCT provider FROM out_frontier ORDER BY 1"
    with open_published(Home(written.home())) as connection:
        providers = [provider for (provider,) in connection.execute(query).fetchall()]
    answer = call(written.home(), "sql", query, "--format", "json")
    assert [row["provider"] for row in json.loads(answer.stdout)] == providers
    check_terminal(answer.stdout)
