"""Bytes of a stored release as text, JSON or CSV rows; what cannot be read is refused in one line."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.errors import TokenfallError

BLANK = frozenset({"", "-", "n/a", "na", "none", "null", "unset", "nan"})
"""What sources write, in any case, where there is nothing to state."""


def read_text(path: Path, expected: str) -> str:
    """The file's text without a byte order mark; `expected` names what should have been there.

    Raises TokenfallError for a directory, an unreadable, binary or empty file and an HTML page.
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
    """JSON with its numbers as the decimals that were written and NaN as None; TokenfallError naming the place."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise TokenfallError(f"{place} is not whole JSON ({where}): fetch it again") from error


def csv_rows(
    text: str, place: str, must_have: frozenset[str], figures: frozenset[str] = frozenset()
) -> list[tuple[int, dict[str, str]]]:
    """Line numbers and rows by column name; lines above the header that holds every name of `must_have` are skipped.

    A row of another width than the header was cut short, perhaps inside a number, or has a stray quote or comma in it:
    it is given empty, so that its reader names and refuses it; and so is a last row that does not end when its last
    column is one of `figures`. TokenfallError when no line is such a header.
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
    """The text of a cell or JSON value; None where the source states nothing."""
    text = " ".join(str(value).split()) if value is not None else ""
    return None if text.lower() in BLANK else text


def positive(value: object) -> Decimal | None:
    """A positive finite number with or without thousands commas; None when the text is anything else."""
    text = stated(value)
    if text is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except ArithmeticError:
        return None
    return number if number.is_finite() and number > 0 else None
