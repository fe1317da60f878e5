"""The dot plot of chances: its words, the places of its dots, and labels that keep apart."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.reports.chances_chart import chances_picture, keep_apart
from assets.svg import NOTE_PX
from assets.text_width import text_width
from tests.svg_texts import assert_readable, footer, words

AS_OF = date(2026, 11, 26)


def row(label: str, *chances: float) -> dict[str, object]:
    return {"label": label, **{f"p_{years}y": p for years, p in zip((1, 3, 5), chances, strict=True)}}


ROWS = [row("Our forecast", 0.18, 0.5, 0.67), row("<Tenfold> & more", 0.99, 0.995, 1.0), row("Never", 0.0, 0.0, 0.0)]


@pytest.mark.parametrize("width", [1000, 360])
def test_every_chance_is_printed_and_can_be_read(width: int) -> None:
    svg = chances_picture(ROWS, AS_OF, width)
    assert_readable(svg)
    drawn = words(svg)
    for label in ("Our forecast", "1 y: 18%", "3 y: 50%", "5 y: 67%", "<Tenfold> & more", "5 y: over 99%"):
        assert label in drawn
    assert drawn.count("1 y: under 1%") == 1
    assert footer(svg).endswith("as of 26 November 2026. Licence: Apache-2.0.")
    assert (
        'aria-label="Chance of 67% that an answer costs as little as a search&#x27;s electricity by November 2031.'
        in svg
    )


def test_dots_are_where_their_chances_are() -> None:
    svg = chances_picture(ROWS, AS_OF, 1000)
    places = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg)]
    left, right = 250, 1000 - 16 - 30
    assert places[:2] == pytest.approx([left + 0.18 * (right - left), left + 0.5 * (right - left)], abs=0.1)


@given(st.lists(st.floats(0, 300), min_size=3, max_size=3))
def test_labels_keep_apart_and_inside(places: list[float]) -> None:
    labels = ["1 y: 18%", "3 y: under 1%", "5 y: over 99%"]
    middles = keep_apart(sorted(places), labels, (0, 330))
    halves = [text_width(label, NOTE_PX) / 2 for label in labels]
    edges = [(middle - half, middle + half) for middle, half in zip(middles, halves, strict=True)]
    assert edges[0][0] >= 0
    assert edges[-1][1] <= 330.001
    assert all(after[0] - before[1] > 7 for before, after in pairwise(edges))
