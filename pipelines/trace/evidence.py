"""What a row rests on outside the database: a line of the bundled facts, or the bytes of a capture."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assets.capture.keep import PageCapture, read_body
from pipelines.fact_lines import FACTS, FactLine, find_fact_line
from pipelines.prices.proof import find_price_line
from pipelines.trace.address import TableRow, key_of
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
CHANGED = frozenset({"source", "n_sources", "date_basis"})
"""Columns that do not hold what the facts file of that header says."""


@dataclass(frozen=True)
class CapturedPage:
    """The bytes of a capture, and what to look for in them.

    Attributes:
        capture: Its row of raw_page_capture.
        body: The bytes; their digest is that of the row.
        quote: The text of the cells that a price came from.
        names: Names of the model that may stand beside them.
    """

    capture: PageCapture
    body: bytes = field(repr=False)
    quote: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """What a row rests on: lines of text, and the captured page where there is one.

    `lost` is the reason why the bytes cannot be shown.
    """

    lines: tuple[str, ...]
    page: CapturedPage | None = None
    lost: str | None = None


def find_evidence(connection: duckdb.DuckDBPyConnection, home: Home, place: TableRow) -> Evidence | None:
    """Return what a row with a source and a digest rests on; None for a row without them."""
    row = place.row
    if not row.get("source") or not row.get("capture_sha256"):
        return None
    if str(row["source"]).startswith(FACTS):
        return _fact_evidence(place)
    captures = query.rows(connection, HERE / "find_capture.sql", {"observed_at": None, **row})
    if captures:
        return _captured_evidence(connection, home, PageCapture.from_row(captures[0]), row)
    return Evidence((f"source: {row['source']}, bytes with SHA-256 {row['capture_sha256']}", *_not_kept(row)))


def _fact_evidence(place: TableRow) -> Evidence:
    row = place.row
    line = find_price_line(row) if "observed_at" in row else _find_line(place)
    file = f"warehouse/{row['source']}.csv"
    if line is None:
        digest = f"digest at the time {row['capture_sha256']}"
        return Evidence((f"facts: {file}, but the installed file has no such row ({digest})", *_not_kept(row)))
    cells = (f"  {name}: {cell}" for name, cell in line.cells.items() if cell)
    head = f"facts: {line.file} line {line.line} (SHA-256 of the file {line.sha256}, verified)"
    return Evidence((head, *cells, *_not_kept(row)))


def _find_line(place: TableRow) -> FactLine | None:
    """Return the line with the same cells, else with the same key, in the columns that file and table share."""
    row = place.row
    cells = {name: value for name, value in row.items() if name not in CHANGED}
    key = {name: row[name] for name in key_of(place.table) if name in cells}
    source, digest = row["source"], row["capture_sha256"]
    return find_fact_line(source, digest, cells) or (find_fact_line(source, digest, key) if key else None)


def _not_kept(row: Row) -> tuple[str, ...]:
    address = row.get("source_url") or row.get("url") or "not stated"
    return (f"address: {address} (the page itself was not kept)",)


def _captured_evidence(connection: duckdb.DuckDBPyConnection, home: Home, capture: PageCapture, row: Row) -> Evidence:
    head = (
        f"capture: {capture.url} at {capture.captured_at.isoformat(sep=' ')} UTC via {capture.via}",
        f"  {capture.bytes} bytes in {capture.body_warc_file} at {capture.body_warc_offset}",
    )
    try:
        body = read_body(capture, home.captures)
    except TokenfallError as error:
        return Evidence((*head, f"  SHA-256 {capture.capture_sha256}: the bytes are lost"), lost=str(error))
    offers = query.rows(connection, HERE / "find_captured_names.sql", {"quote": None, **row})
    names = [offer["model"] for offer in offers]
    own = [str(row[name]) for name in ("provider_model_id", "model_id") if row.get(name)]
    page = CapturedPage(capture, body, row.get("quote") or "", tuple(dict.fromkeys([*names, *own])))
    quoted = (f"  quote: {page.quote}",) if page.quote else ()
    return Evidence((*head, f"  SHA-256 {capture.capture_sha256}, verified", *quoted), page)
