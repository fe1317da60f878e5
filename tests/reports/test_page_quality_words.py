"""What the second page says of its words, and how texts from outside are made harmless to read."""

from __future__ import annotations

import html
import re

import pytest

from assets.formats import visible
from assets.reports.gather import gather
from assets.reports.render import render_pages
from pipelines.output import as_json, show
from tests.conftest import ROOT
from tests.reports.conftest import GOOGLE, verdict_row
from warehouse.store import Writer


def test_the_page_defines_its_words_as_the_glossary_does(empty: Writer) -> None:
    page = render_pages(gather(empty.connection), {})["data.html"]
    shown = re.findall(r"<div><dt>(.+?)</dt><dd>(.+?)</dd></div>", page)
    plain = {html.unescape(word): html.unescape(re.sub(r"</?(code|i)>", "", text)) for word, text in shown}
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    defined = {word: re.sub(r"[`*]", "", text) for word, text in re.findall(r"- \*\*(.+?)\*\*: (.+)", glossary)}
    assert len(plain) > 30
    assert plain == {word: defined[word] for word in plain}


def test_a_crossing_before_the_first_look_says_so_in_grey(filled: Writer) -> None:
    filled.empty("out_verdict")
    filled.insert_rows("out_verdict", [verdict_row(GOOGLE, status="crossed_before_first_look")])
    page = render_pages(gather(filled.connection), {})["data.html"]
    assert '<td class="crossed-before-first-look">before we looked (May 2024)</td>' in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GPT-4 (März 2023)\n\t", "GPT-4 (März 2023)\n\t"),
        ("a\x1b[2Jb\x9b", "a\\x1b[2Jb\\x9b"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\r\x00", "\\x0d\\x00"),
    ],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_pipe_gets_control_characters_by_their_codes_and_json_can_be_read_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show([{"name": "a\x1b[2J\\\tb"}], "table")
    assert capsys.readouterr().out == "name\na\\x1b[2J\\\\\\tb\n"
    assert as_json(["\x9b\u202e\x7f"]) == '["\\u009b\\u202e\\u007f"]'
