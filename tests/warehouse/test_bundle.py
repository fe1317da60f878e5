"""Reading a facts file: every bad cell, row, header and byte is named by file, line, column and value."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

from warehouse.bundle import COMPILED_ON_FILE, Bundle, Day, FactRow, Positive, Usd, midnight
from warehouse.errors import TokenfallError


class Thing(FactRow):
    name: str
    usd: Usd | None = Field(alias="price")
    seen: Day
    size: Positive | None
    sold: bool


HEADER = "name,price,seen,size,sold\n"
GOOD = "a,1.50,2024-02-29,2.5,true\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return Bundle(tmp_path)


def load(bundle: Bundle, content: str | bytes) -> list[Thing]:
    raw = content if isinstance(content, bytes) else content.encode()
    (bundle.folder / "things.csv").write_bytes(raw)
    return bundle.read("things", Thing)


def refusal(bundle: Bundle, content: str | bytes) -> str:
    """The message about a bad file, without its folder; always one line."""
    with pytest.raises(TokenfallError) as refused:
        load(bundle, content)
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(f"{bundle.folder}/things.csv")
    return message.removeprefix(f"{bundle.folder}/")


def test_a_good_row_is_read_unchanged(bundle: Bundle) -> None:
    assert load(bundle, HEADER + GOOD) == [
        Thing(name="a", price=Decimal("1.50"), seen=date(2024, 2, 29), size=2.5, sold=True)
    ]


def test_blank_is_none_and_never_zero(bundle: Bundle) -> None:
    (row,) = load(bundle, HEADER + "a,,2024-01-01,  ,false\n")
    assert (row.usd, row.size) == (None, None)


@pytest.mark.parametrize(
    "content",
    [
        HEADER.replace("\n", "\r\n") + GOOD.replace("\n", "\r\n"),
        "\ufeff" + HEADER + GOOD,
        HEADER + GOOD.rstrip("\n"),
        HEADER + '"a","1.50","2024-02-29"," 2.5 ","true"\n',
        "sold,size,seen,price,name\ntrue,2.5,2024-02-29,1.50,a\n",
    ],
    ids=["CRLF", "byte order mark", "no last newline", "quoted", "other order"],
)
def test_what_spreadsheets_do_to_a_file_is_no_error(bundle: Bundle, content: str) -> None:
    assert load(bundle, content) == load(bundle, HEADER + GOOD)


def test_quoted_cells_may_hold_commas_quotes_and_line_ends(bundle: Bundle) -> None:
    (row,) = load(bundle, HEADER + '"a, ""b""\nc",1,2024-01-01,1,true\n')
    assert row.name == 'a, "b"\nc'


@pytest.mark.parametrize(
    ("cells", "column", "value", "reason"),
    [
        ("a,many,2024-01-01,1,true", "price", "'many'", "valid decimal"),
        ("a,0,2024-01-01,1,true", "price", "'0'", "greater than 0"),
        ("a,-1,2024-01-01,1,true", "price", "'-1'", "greater than 0"),
        ("a,NaN,2024-01-01,1,true", "price", "'NaN'", "finite"),
        ("a,Infinity,2024-01-01,1,true", "price", "'Infinity'", "finite"),
        ("a,$5,2024-01-01,1,true", "price", "'$5'", "valid decimal"),
        ("a,1,20240101,1,true", "seen", "'20240101'", "not a date of the form YYYY-MM-DD"),
        ("a,1,01/02/2024,1,true", "seen", "'01/02/2024'", "date"),
        ("a,1,2023-02-29,1,true", "seen", "'2023-02-29'", "date"),
        ("a,1,2024-01-01T00:00:00,1,true", "seen", "'2024-01-01T00:00:00'", "not a date of the form YYYY-MM-DD"),
        ("a,1,,1,true", "seen", "None", "date"),
        ("a,1,2024-01-01,nan,true", "size", "'nan'", "finite"),
        ("a,1,2024-01-01,0,true", "size", "'0'", "greater than 0"),
        ("a,1,2024-01-01,1,perhaps", "sold", "'perhaps'", "boolean"),
        ("a,1,2024-01-01,1,", "sold", "None", "boolean"),
        (",1,2024-01-01,1,true", "name", "None", "string"),
    ],
)
def test_a_bad_cell_is_named(bundle: Bundle, cells: str, column: str, value: str, reason: str) -> None:
    message = refusal(bundle, f"{HEADER}{GOOD}{cells}\n")
    assert message.startswith(f"things.csv line 3, column {column}: {value}: ")
    assert reason in message
    assert message.endswith(": correct the file")


def test_the_line_is_that_of_the_file_where_cells_span_lines(bundle: Bundle) -> None:
    message = refusal(bundle, HEADER + '"two\nlines",1,2024-01-01,1,true\n' + "a,many,2024-01-01,1,true\n")
    assert message.startswith("things.csv line 4, column price: 'many'")


@pytest.mark.parametrize(
    ("row", "cells"), [("a,1,2024-01-01,1", 4), ("a,1,2024-01-01,1,true,", 6), ("", 0), ("a, b,1,2024-01-01,1,true", 6)]
)
def test_a_row_of_another_length_is_named(bundle: Bundle, row: str, cells: int) -> None:
    assert refusal(bundle, f"{HEADER}{GOOD}{row}\n") == (
        f"things.csv line 3: {cells} cells where the header has 5: quote cells that hold commas"
    )


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("name,price,seen,size", "column sold is missing"),
        ("name,usd,seen,size,sold", "column price is missing"),
        ("name,price,seen,size,sold,colour", "column 'colour' is not known"),
        ("Name,price,seen,size,sold", "column name is missing"),
        ("", "column name is missing"),
        ("name,price,seen,size,sold,price", "column price is there twice"),
    ],
)
def test_a_bad_header_is_named(bundle: Bundle, header: str, reason: str) -> None:
    assert refusal(bundle, f"{header}\n{GOOD}") == f"things.csv line 1: {reason}: correct the header"


def test_an_empty_file_is_a_missing_header(bundle: Bundle) -> None:
    assert refusal(bundle, "") == "things.csv line 1: column name is missing: correct the header"


def test_another_encoding_is_named(bundle: Bundle) -> None:
    content = (HEADER + "Küche,1,2024-01-01,1,true\n").encode("latin-1")
    assert refusal(bundle, content) == f"things.csv is not UTF-8 (byte {len(HEADER) + 1}): restore the file"


def test_an_open_quote_is_named(bundle: Bundle) -> None:
    message = refusal(bundle, f'{HEADER}{GOOD}"a,1,2024-01-01,1,true\n')
    assert message.startswith("things.csv line 3: ")


def test_a_missing_file_is_one_line_with_a_way_out(bundle: Bundle) -> None:
    with pytest.raises(TokenfallError, match=r"things.csv cannot be read \(No such file.*\): reinstall tokenfall"):
        bundle.read("things", Thing)


def test_the_digest_is_that_of_the_bytes(bundle: Bundle) -> None:
    (bundle.folder / "things.csv").write_bytes(b"abc")
    assert bundle.sha256("things") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_midnight_is_the_first_moment_of_a_day() -> None:
    assert midnight(date(2024, 2, 29)).isoformat() == "2024-02-29T00:00:00"


def as_csv(cell: str) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(["a", cell, "2024-01-01", "1", "true"])
    return lines.getvalue()


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("1e-9"), max_value=Decimal("1e9"))
CELLS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12), st.text("0123456789.,+-eE_ $%", max_size=12), NUMBERS.map(str)
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cell=CELLS)
def test_any_text_in_a_price_is_read_exactly_or_refused_by_name(bundle: Bundle, cell: str) -> None:
    try:
        (row,) = load(bundle, HEADER + as_csv(cell))
    except TokenfallError as error:
        message = str(error)
    else:
        text = cell.strip()
        assert str(row.usd) == str(Decimal(text) if text else None)
        assert row.usd is None or row.usd > 0
        return
    assert message.startswith(f"{bundle.folder}/things.csv line ")
    assert "\n" not in message
    assert f", column price: {cell.strip()!r}: " in message


def test_the_day_of_compilation_is_read_beside_the_facts_and_never_goes_back(tmp_path: Path) -> None:
    (tmp_path / COMPILED_ON_FILE).write_text("2026-11-23\n", encoding="utf-8")
    bundle = Bundle(tmp_path)
    bundle.date_compilation(date(2026, 10, 1))
    assert bundle.compiled_on == date(2026, 11, 23)
    bundle.date_compilation(date(2026, 12, 1))
    assert bundle.compiled_on == date(2026, 12, 1)


@pytest.mark.parametrize("content", [None, "yesterday\n", ""])
def test_a_folder_that_does_not_say_when_it_was_compiled_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / COMPILED_ON_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(TokenfallError, match=r"compiled_on\.txt holds no date of the form YYYY-MM-DD"):
        _ = Bundle(tmp_path).compiled_on
