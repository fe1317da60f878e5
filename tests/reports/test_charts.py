"""The parts that all charts share: places on the frame, widths of text, words around a plot, and the PNG."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.charts import (
    Frame,
    axis_money,
    decades_around,
    first_free,
    line_boxes,
    overlap,
    pack_png,
    spread,
    to_png,
)
from assets.frame_axes import money_axis, year_axis
from assets.row_plot import RowPlot
from assets.svg import Caption, picture, source_line, steps, text
from assets.text_width import balance, shorten, text_width, wrap
from tests.svg_texts import assert_readable, footer, words

FRAME = Frame(date(2023, 1, 1), date(2025, 1, 1), 1e-4, 1e-1, width=731, height=300)
CAPTION = Caption("A finding", "Dollars", "How to read it.", source_line("prices", date(2026, 11, 26)), "More.")


def test_a_frame_puts_days_across_and_decades_up() -> None:
    assert FRAME.x(date(2023, 1, 1)) == 0
    assert FRAME.x(date(2024, 1, 1)) == 365
    assert [round(FRAME.y(usd)) for usd in (1e-1, 1e-2, 1e-4)] == [0, 100, 300]
    assert FRAME.decades() == pytest.approx([1e-4, 1e-3, 1e-2, 1e-1])
    assert FRAME.years() == [date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]


def test_the_window_ends_at_powers_of_ten() -> None:
    assert decades_around([0.0473, 0.000018]) == pytest.approx((1e-5, 0.1))
    assert decades_around([0.01, 0.01]) == pytest.approx((0.01, 0.1))


@pytest.mark.parametrize(
    ("usd", "wording"),
    [
        (10, "$10"),
        (Decimal("0.0473"), "4.7 cents"),
        (0.01, "1 cent"),
        (0.001, "0.1 cents"),
        (0.00011039, "$110 per million"),
        (1e-6, "$1 per million"),
        (1e-7, "10 cents per million"),
        (1e-10, "0.01 cents per million"),
    ],
)
def test_small_amounts_are_those_of_a_million(usd: float, wording: str) -> None:
    assert axis_money(usd) == wording


@given(st.lists(st.floats(0, 300), max_size=8))
def test_spread_keeps_the_order_and_the_gap(places: list[float]) -> None:
    moved = spread(places, 10)
    ordered = [moved[n] for n in sorted(range(len(places)), key=places.__getitem__)]
    assert all(b - a >= 10 - 0.01 for a, b in pairwise(ordered))


def test_spread_moves_only_what_is_too_close() -> None:
    assert spread([50, 10, 12], 6) == [50, 8, 14]


def test_a_label_goes_where_nothing_is_or_else_to_its_first_place() -> None:
    boxes = [(0.0, 0.0, 9.0, 9.0), (20.0, 0.0, 29.0, 9.0)]
    assert first_free(boxes, line_boxes([(0, 5), (10, 5)])) == boxes[1]
    assert first_free(boxes, line_boxes([(0, 5), (30, 5)])) == boxes[0]
    assert overlap(boxes[0], (8, 8, 30, 30))
    assert not overlap(boxes[0], boxes[1])


def test_a_line_holds_its_height_until_the_next_point() -> None:
    assert steps([(0, 5), (10, 2), (20, 8)]) == [(0, 5), (10, 5), (10, 2), (20, 2), (20, 8)]
    assert steps([]) == []


def test_text_is_as_wide_as_in_arial_and_unknown_letters_are_wide() -> None:
    assert text_width("1 cent", 10) == pytest.approx(27.24)
    assert text_width("1 cent", 10, bold=True) > text_width("1 cent", 10)
    assert text_width("価格", 10) == 20


def test_lines_are_no_wider_than_their_room_and_lose_no_letter() -> None:
    text_given = "An answer became cheaper than a search in May 2024 Llanfairpwllgwyngyllgogerychwyrndrobwll"
    for width in (60, 120, 300):
        lines = wrap(text_given, width, 12)
        assert all(text_width(line, 12) <= width for line in lines)
        assert "".join(lines).replace(" ", "") == text_given.replace(" ", "")
    assert wrap("", 100, 12) == []


def test_a_balanced_title_has_no_lonely_last_word() -> None:
    words_ = "one two three four five"
    assert wrap(words_, text_width("one two three four", 16), 16) == ["one two three four", "five"]
    assert balance(words_, text_width("one two three four", 16), 16) == ["one two three", "four five"]


def test_a_name_that_is_too_long_ends_with_dots() -> None:
    assert shorten("H100", 100, 12) == "H100"
    cut = shorten("GH200 Grace Hopper, 96 GB HBM3 GPU", 100, 12)
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert text_width(cut, 12) <= 100


@pytest.mark.parametrize("width", [1000, 360])
def test_the_words_around_a_plot_are_all_there_and_none_covers_another(width: int) -> None:
    long = Caption("A finding " * 20, "A unit " * 20, "A note. " * 40, CAPTION.source)
    svg = picture(long, [text((0, 50), "inside")], width=width, height=100)
    assert_readable(svg)
    assert " ".join(words(svg)).count("A finding") == 20
    assert footer(svg) == "tokenfall, from prices; as of 26 November 2026. Licence: Apache-2.0."


def test_a_picture_is_described_for_those_who_cannot_see_it() -> None:
    svg = picture(CAPTION, [], width=360, height=50)
    assert 'role="img" aria-label="A finding. Dollars. More."' in svg


def test_hostile_words_are_text_and_stay_well_formed() -> None:
    text_given = "<script>alert('1')</script> & \"x\" \x00\x1b\ud800\ufffe"
    svg = picture(
        Caption(*[text_given] * 5),
        [text((0, 20), text_given)],
        width=1000,
        height=40,
    )
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert any("alert('1')" in word for word in words(svg))
    assert_readable(svg)


def test_axes_have_money_as_people_say_it_and_years() -> None:
    axes = picture(CAPTION, ['<g transform="translate(60,0)">', *money_axis(FRAME, 60), "</g>"], width=1000, height=310)
    assert_readable(axes)
    assert [word for word in words(axes) if "cent" in word] == ["0.1 cents", "1 cent", "10 cents"]
    assert [word for word in ("$100 per", "million") if word in words(axes)] == ["$100 per", "million"]
    assert [part.count(">2024<") for part in year_axis(FRAME, 2) if "text" in part] == [0, 0]
    assert [year for part in year_axis(FRAME) if (year := part[-11:-7]).startswith("20")] == ["2023", "2024", "2025"]


def test_rows_have_their_names_beside_them_or_on_a_phone_above() -> None:
    wide, narrow = (RowPlot(width, 3, 1, 100, names_px=200) for width in (1000, 360))
    assert [wide.x(value) for value in (1, 10, 100)] == pytest.approx([200, 562, 924])
    assert [narrow.x(value) for value in (0.5, 1, 100, 1000)] == pytest.approx([0, 0, 284, 284])
    assert [wide.y(row) for row in range(3)] == [12, 36, 60]
    assert [narrow.y(row) for row in range(3)] == [28, 68, 108]
    assert RowPlot(1000, 1, 0, 1, names_px=0, right_px=0, is_log=False).x(0.25) == 246


def test_a_packed_png_has_the_same_pixels_and_is_smaller() -> None:
    import vl_convert

    svg = picture(CAPTION, [text((0, 20), "word")], width=360, height=40)
    plain, packed = vl_convert.svg_to_png(svg, scale=2), to_png(svg)
    assert pixels(packed) == pixels(plain)
    assert len(packed) < len(plain)
    assert pack_png(packed) == packed
    assert pack_png(plain) == packed


def pixels(png: bytes) -> tuple[bytes, bytes]:
    """Return the header and the decompressed data of a PNG, each chunk's checksum tested."""
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length]) == (zlib.crc32(kind + body),)
        data += body if kind == b"IDAT" else b""
        place += 12 + length
    return png[:33], zlib.decompress(data)
