"""Write the answer as an Excel workbook: `tokenfall.xlsx`, with real dates and numbers and no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from assets.forecasts import headline
from pipelines.packages.description import CREATOR, TITLE, Export
from pipelines.packages.licences import licences_of
from warehouse import query
from warehouse.dictionary import comment_on

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
FILE = "tokenfall.xlsx"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that Excel takes for a formula when a person edits the cell."""
WIDTHS = {"DATE": 11, "TIMESTAMP": 17, "BOOLEAN": 8, "VARCHAR": 24}
NUMBER_WIDTH = 13
README_WIDTHS = (28, 90, 60)
DICTIONARY_WIDTHS = (12, 30, 14, 100)


class Sheet(NamedTuple):
    """A sheet of rows: its name, the table or view, and the query of its rows."""

    name: str
    table: str
    file: Path


SHEETS = (
    Sheet("headline", "headline", HERE / "list_headline.sql"),
    Sheet("frontier", "out_frontier", HERE / "list_frontier.sql"),
    Sheet("claims", "out_claim", HERE / "list_claims.sql"),
)


class Formats(NamedTuple):
    """The cell formats of the workbook."""

    header: Format
    text: Format
    quoted: Format
    date: Format
    moment: Format


def write_workbook(connection: duckdb.DuckDBPyConnection, export: Export, path: Path) -> None:
    """Write the workbook: a sheet of explanations, then headline, frontier and claims, and what each column holds.

    The same data give the same bytes: the workbook's own date is the as-of date.
    """
    from xlsxwriter.workbook import Workbook

    with Workbook(str(path)) as workbook:
        created = datetime.combine(export.as_of, time())
        workbook.set_properties({"title": TITLE, "author": CREATOR, "created": created})
        formats = Formats(
            header=workbook.add_format({"bold": True, "bottom": 1}),
            text=workbook.add_format({"valign": "top"}),
            quoted=workbook.add_format({"valign": "top", "quote_prefix": True}),
            date=workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            moment=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
        )
        names = {"bar": headline.BAR, "workload": headline.WORKLOAD}
        answer = query.first_rows(connection, "headline", 1)
        _write_readme(workbook, formats, export, answer)
        for sheet in SHEETS:
            _write_sheet(connection, workbook, formats, sheet, names)
        _write_dictionary(connection, workbook, formats)


def _write_sheet(
    connection: duckdb.DuckDBPyConnection, workbook: Workbook, formats: Formats, sheet: Sheet, names: query.Parameters
) -> None:
    types = query.table_columns(connection, sheet.table)
    rows = query.tuples(connection, sheet.file, names)
    worksheet = workbook.add_worksheet(sheet.name)
    _write_rows(worksheet, formats, list(types), rows)
    for position, data_type in enumerate(types.values()):
        worksheet.set_column(position, position, WIDTHS.get(data_type, NUMBER_WIDTH))
    worksheet.autofilter(0, 0, len(rows), len(types) - 1)


def _write_readme(workbook: Workbook, formats: Formats, export: Export, answer: Sequence[query.Row]) -> None:
    licences = "; ".join(f"{licence.title} ({licence.url})" for licence in licences_of(export))
    facts: list[tuple[object, ...]] = [
        ("answer", answer[0]["answer"] if answer else None),
        ("as of", export.as_of),
        ("version", export.version),
        ("money", "US dollars; dates are UTC; an empty cell is unknown or does not apply, never zero"),
        ("sheet headline", "the answer in one row"),
        ("sheet frontier", "the cheapest qualifying offer at each bar for each workload, by the dates it held"),
        ("sheet claims", "published claims, each with our own figure and the verdict"),
        ("sheet columns", "what each column of these sheets holds"),
        ("licence", f"the arrangement is Apache-2.0; figures stay under the terms of their sources: {licences}"),
        ("cite as", f"{CREATOR}: {TITLE}. Data as of {export.as_of}, version {export.version}."),
    ]
    sources = [(source["source"], source["url"], source["licence"]) for source in export.sources]
    worksheet = workbook.add_worksheet("read me")
    _write_rows(worksheet, formats, ("tokenfall", TITLE), facts)
    _write_rows(worksheet, formats, ("source", "where", "licence"), sources, top=len(facts) + 2)
    _set_widths(worksheet, README_WIDTHS)


def _write_dictionary(connection: duckdb.DuckDBPyConnection, workbook: Workbook, formats: Formats) -> None:
    rows = [
        (sheet.name, column, data_type, comment_on(sheet.table, column))
        for sheet in SHEETS
        for column, data_type in query.table_columns(connection, sheet.table).items()
    ]
    worksheet = workbook.add_worksheet("columns")
    _write_rows(worksheet, formats, ("sheet", "column", "type", "what it holds"), rows)
    _set_widths(worksheet, DICTIONARY_WIDTHS)


def _set_widths(worksheet: Worksheet, widths: Sequence[int]) -> None:
    for position, width in enumerate(widths):
        worksheet.set_column(position, position, width)


def _write_rows(
    worksheet: Worksheet,
    formats: Formats,
    header: Iterable[str],
    rows: Iterable[Sequence[object]],
    top: int = 0,
) -> None:
    """Write a header and rows from a row of the sheet on; the header of the first row stays in view."""
    for position, name in enumerate(header):
        worksheet.write_string(top, position, name, formats.header)
    for number, row in enumerate(rows, start=top + 1):
        for position, cell in enumerate(row):
            _write_cell(worksheet, formats, number, position, cell)
    if top == 0:
        worksheet.freeze_panes(1, 0)


def _write_cell(worksheet: Worksheet, formats: Formats, row: int, column: int, cell: object) -> None:
    """Write a value as what it is; no text is read as a formula, a number or a link."""
    if cell is None:
        return
    if isinstance(cell, bool):
        worksheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal) and isfinite(cell):
        worksheet.write_number(row, column, float(cell))  # only for output: a sheet has no decimals
    elif isinstance(cell, datetime):
        worksheet.write_datetime(row, column, cell, formats.moment)
    elif isinstance(cell, date):
        worksheet.write_datetime(row, column, datetime.combine(cell, time()), formats.date)
    else:
        text = _shortened(str(cell))
        quoted = text.startswith(FORMULA_PREFIXES)
        worksheet.write_string(row, column, text, formats.quoted if quoted else formats.text)


def _shortened(text: str) -> str:
    """Return a text that a cell can hold; one that was too long says so at its end."""
    mark = " ... (cut: a cell holds no more)"
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(mark)] + mark
