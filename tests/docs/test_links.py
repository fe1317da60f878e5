"""The link checker finds what is broken, and the pages of this repository have nothing broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.check_links import ROOT, broken_links, pages, slug


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.md").write_text("# A heading\n\n## A heading\n\n## `make run`, twice\n")
    return tmp_path / "page.md"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize(
    "text",
    [
        "[file](docs/other.md)",
        "[heading](docs/other.md#a-heading) [again](docs/other.md#a-heading-1)",
        "[code](docs/other.md#make-run-twice)",
        "# Here\n\n[here](#here)",
        "[elsewhere](https://host.example/gone.md#nothing) <mailto:someone@host.example>",
        "`docs/other.md` and `docs/<name>.md` and `elsewhere/other.md`",
        "```\n[not a link](gone.md)\n```",
    ],
)
def test_good_links(page: Path, text: str) -> None:
    page.write_text(text)
    assert broken_links(page, page.parent) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\n[file](docs/gone.md)", "page.md:2: docs/gone.md: no such file in the repository"),
        ("![picture](docs/gone.svg)", "page.md:1: docs/gone.svg: no such file in the repository"),
        ("[up](../outside.md)", "page.md:1: ../outside.md: no such file in the repository"),
        ("[heading](docs/other.md#a-heading-2)", "page.md:1: docs/other.md#a-heading-2: no such heading"),
        ("[here](#there)", "page.md:1: #there: no such heading"),
        ("`docs/gone.md`", "page.md:1: docs/gone.md: no such file in the repository"),
        ("| a |\n|---|\n| [cell](gone.md) |", "page.md:3: gone.md: no such file in the repository"),
    ],
)
def test_broken_links(page: Path, text: str, problem: str) -> None:
    page.write_text(text)
    assert broken_links(page, page.parent) == [problem]


def test_slug() -> None:
    assert slug("How it may be wrong: `out_source`, in 2026") == "how-it-may-be-wrong-out_source-in-2026"


def test_the_exit_status_shows_whether_a_link_is_broken() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.docs.check_links"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")
