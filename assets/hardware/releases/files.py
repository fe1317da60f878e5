"""Read the bytes of a stored release as text, JSON or CSV rows, or refuse them with a message of one line."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.errors import TokenfallError

BLANK = frozenset({"", "-", "n/a", "na", "none", "null", "unset", "nan"})
"""Texts, in upper or lower case, that sources write for an absent value."""


LARGEST_EXPONENT = 30
"""Of a figure as a power of ten: the largest are operations per second. Python would write out what is larger."""


def read_text(path: Path, expected: str) -> str:
    """Return the file's text without a byte order mark.

    Args:
        path: The stored file.
        expected: What the file should have been, for the message.

    Raises:
        TokenfallError: It is a directory, an unreadable, binary or empty file, or an HTML page.
    """
    try:
        body = path.read_bytes()
    except (OSError, ValueError) as error:
        raise TokenfallError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if b"\0" in body:
        raise TokenfallError(f"{path} is binary: expected {expected}")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TokenfallError(f"{path} is not UTF-8 (byte {error.start}): expected {expected}") from error
    if not text.strip():
        raise TokenfallError(f"{path} is empty: expected {expected}")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<head", "<?xml")):
        raise TokenfallError(f"{path} is an HTML or XML page: expected {expected}")
    return text


def drop_cut_row(text: str) -> tuple[str, str | None]:
    """Return a text without a last table row that is cut, perhaps inside a figure, and a message about that row."""
    rest, _, last = text.rstrip().rpartition("\n")
    if last.startswith("|") and not last.endswith("|"):
        return rest, f"the last row {last[:40]!r} is cut short: left out"
    return text, None


def parse_json(text: str, place: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return JSON with its numbers as the decimals that were written and NaN as None.

    Raises:
        TokenfallError: The text is not whole JSON; the message names the place.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise TokenfallError(f"{place} is not whole JSON ({where}): fetch it again") from error


def csv_rows(
    text: str, place: str, must_have: frozenset[str], figures: frozenset[str] = frozenset()
) -> list[tuple[int, dict[str, str]]]:
    """Return line numbers and rows by column name.

    A row of another width than the header was cut short, perhaps inside a number, or has a stray quote or comma in it:
    it is returned empty, so that its reader names and refuses it. So is a last row without a line break after a figure.

    Args:
        text: The whole file.
        place: Name of the file, for messages.
        must_have: Columns of the header; lines above the first line with all of them are skipped.
        figures: Columns that hold figures.

    Raises:
        TokenfallError: No line is such a header, or the CSV is damaged.
    """
    lines = csv.reader(io.StringIO(text, newline=""))
    header: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for cells in lines:
            if header:
                if any(cell.strip() for cell in cells):
                    fits = len(cells) == len(header)
                    rows.append((lines.line_num, dict(zip(header, map(str.strip, cells), strict=True)) if fits else {}))
            elif must_have <= {cell.strip() for cell in cells}:
                header = [cell.strip() for cell in cells]
    except csv.Error as error:
        raise TokenfallError(f"{place} line {lines.line_num}: {error}: fetch it again") from error
    if not header:
        raise TokenfallError(f"{place}: no header with the columns {', '.join(sorted(must_have))}")
    if rows and header[-1] in figures and not text.endswith(("\n", "\r", '"')):
        rows[-1] = (rows[-1][0], {})
    return rows


def stated(value: object) -> str | None:
    """Return the text of a cell or JSON value; None where the source states nothing."""
    text = " ".join(str(value).split()) if value is not None else ""
    return None if text.lower() in BLANK else text


def positive(value: object) -> Decimal | None:
    """Return a positive finite number, written with or without thousands commas; None for any other text."""
    text = stated(value)
    if text is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except ArithmeticError:
        return None
    return number if number.is_finite() and number > 0 and abs(number.adjusted()) <= LARGEST_EXPONENT else None
