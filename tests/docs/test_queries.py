"""Each file of docs/queries is listed on the page, and is one statement on public tables that gives rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.check_links import ROOT
from warehouse.home import Home
from warehouse.store import open_published

FILES = sorted((ROOT / "docs" / "queries").glob("*.sql"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_query_is_one_statement_on_public_tables_with_rows(published: Path, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    with open_published(Home(published), internal=False) as connection:
        (statement,) = connection.extract_statements(text)
        assert connection.execute(statement).fetchall()
    assert not re.search(r"\b(?:from|join)\s+(?:internal|_)", text, re.IGNORECASE)


def test_the_page_lists_each_file_with_its_question() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (.+) \| \[.+\]\(queries/(\w+)\.sql\) \|$", page, re.MULTILINE)
    first_lines = [(file.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- "), file.stem) for file in FILES]
    assert sorted(listed) == sorted(first_lines)
    assert len(listed) == 11
