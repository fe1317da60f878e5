"""The page of each method: complete, listed, and with the scores that a run on the bundled facts publishes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets.trends.methods.registry import METHODS
from tests.trends.method_pages import IDS, PAGES, record_section
from warehouse.home import Home
from warehouse.store import open_published

SECTIONS = ["Formula", "Assumptions", "References", "Record"]
HINT = "run `python -m tests.trends.method_pages` with TOKENFALL_HOME of a run on the bundled facts"


@pytest.mark.parametrize("method", IDS)
def test_every_method_has_a_page_with_all_sections(method: str) -> None:
    text = (PAGES / f"{method}.md").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith(f"(`{method}`)")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    code = re.findall(r"\]\(\.\./\.\./(\S+?)\)", text)
    assert code
    assert [path for path in code if not (PAGES.parents[1] / path).exists()] == []
    assert method not in METHODS or f"methods/{method.replace('-', '_')}.py" in code[0]


def test_the_list_links_every_page_and_no_page_is_left_over() -> None:
    listed = re.findall(r"\]\(([\w-]+)\.md\)", (PAGES / "README.md").read_text(encoding="utf-8"))
    assert listed == list(IDS)
    assert {path.stem for path in PAGES.glob("*.md")} == {*IDS, "README"}


def test_the_record_of_each_page_is_the_published_one(published: Path) -> None:
    with open_published(Home(published)) as connection:
        stale = [
            method
            for method in IDS
            if not (PAGES / f"{method}.md").read_text(encoding="utf-8").endswith(record_section(connection, method))
        ]
    assert stale == [], HINT
