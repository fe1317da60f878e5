"""The glossary defines each word once, in alphabetical order, the words of the design among them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.docs.check_links import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
SECTIONS = {part.splitlines()[0]: re.findall(r"^- \*\*(.+?)\*\*: ", part, re.M) for part in GLOSSARY.split("\n## ")[1:]}
NEEDED = """accelerator, bar, blended price, capture, claim, coverage, CRPS, effective date, first passage,
    hedonic index, list price, matched model, offline scenario, pool, price claim, qualifying model,
    quantile averaging, rolling origin, server scenario, target, verdict, vintage, workload"""


def test_each_word_is_defined_once() -> None:
    counts = Counter(word.lower() for words in SECTIONS.values() for word in words)
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_words_are_in_alphabetical_order(section: str) -> None:
    assert SECTIONS[section] == sorted(SECTIONS[section], key=str.lower)


@pytest.mark.parametrize("word", re.split(r",\s+", NEEDED))
def test_the_words_of_the_field_are_defined(word: str) -> None:
    assert word in {known for words in SECTIONS.values() for known in words}
