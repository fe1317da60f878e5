"""Write editions: frozen folders with the answer of one day, its pages, its texts and its data."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import duckdb

from assets.reports import front
from assets.reports.edition.content import Content
from assets.reports.edition.downloads import PDF
from assets.reports.edition.links import EditionLinks, parse_base_url
from assets.reports.edition.page_parts import BRIEF
from assets.reports.gather import ReportData, gather
from pipelines.edition_folder import (
    RECORD,
    StoredEdition,
    drafting,
    edition_folders,
    freeze,
    list_editions,
    next_name,
    readable_errors,
)
from pipelines.edition_ledger import enter_editions, sums_by_edition
from pipelines.edition_origin import describe_origin
from pipelines.exports import export_tables
from warehouse import durable, query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

BASE_URL = "TOKENFALL_BASE_URL"
"""Environment variable: the address of the site that the editions are published on."""
TABLE_FORMAT = "parquet"


def write_edition(home: Home, *, pdf: bool = False, of_answer: bool = False) -> str:
    """Write an edition of the published file unless the last one has the same content; return a line about it.

    Args:
        home: Where the published file and the editions are.
        pdf: Whether the edition must have the brief as a PDF; one that has none is then not enough.
        of_answer: Look only for changes of the answer, as a run does.

    Raises:
        TokenfallError: Nothing is published, a setting is wrong, or a file cannot be written. No edition has changed,
            and there is no part of a new one.
    """
    base_url = parse_base_url(os.environ.get(BASE_URL, ""), BASE_URL)
    with readable_errors(home.editions):
        with open_published(home) as connection:
            last = _last(home, connection)
            content = Content.read(connection)
        if last and (not pdf or last.has(PDF)):
            changes = content.changes(Content.from_record(last.record), of_answer=of_answer)
            if not changes:
                _enter_earlier(home)
                what = "the answer is" if of_answer else "answer and data are"
                return f"no new edition: {what} the same as in {last.folder}"
        return f"edition: {_write(home, base_url, pdf=pdf) / 'index.html'}"


def _write(home: Home, base_url: str, *, pdf: bool) -> Path:
    with drafting(home) as draft:
        snapshot, folder = Home(draft / "home"), draft / "edition"
        # Every file is computed from one copy: a run may publish meanwhile.
        snapshot.published.parent.mkdir(parents=True)
        shutil.copyfile(home.published, snapshot.published)
        folder.mkdir()
        with open_published(snapshot) as connection:
            earlier = _earlier(home, connection)
            as_of = _as_of(connection)
            names = {*sums_by_edition(home), *(folder.name for folder in edition_folders(home.editions))}
            links = EditionLinks(next_name(as_of, names), as_of, base_url, pdf)
            _write_files(folder, _files(connection, home, links, earlier))
        export_tables(snapshot, folder, TABLE_FORMAT, lambda _: None, links.permalink)
        os.replace(snapshot.published, folder / "tokenfall.duckdb")
        target = home.editions / links.name
        freeze(folder, target, earlier[-1].folder if earlier else None)
        enter_editions(home)
        write_list(home)
    return target


def _enter_earlier(home: Home) -> None:
    """Add the editions to their ledger that it lacks, such as those of an earlier version."""
    if {folder.name for folder in edition_folders(home.editions)} - sums_by_edition(home).keys():
        with drafting(home):
            enter_editions(home)


def write_list(home: Home) -> None:
    """Write the page that lists the editions, in one step."""
    from assets.reports.edition.texts import editions_page

    editions = [edition.brief() for edition in list_editions(home.editions)]
    latest = editions[-1].name
    page = editions_page(editions, f"{latest}/feed.xml", f"{latest}/index.html")
    durable.write(home.editions / "index.html", page.encode())


def _files(
    connection: duckdb.DuckDBPyConnection, home: Home, links: EditionLinks, earlier: Sequence[StoredEdition]
) -> dict[str, bytes]:
    """Return the pages, pictures and texts of an edition by name."""
    from assets.reports.edition.texts import edition_texts
    from assets.reports.kept_pictures import RECORD as PICTURES
    from assets.reports.page import report_files
    from pipelines.pdf import print_pdf

    data = gather(connection)
    files = report_files(data, home.reports, links)
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    texts = edition_texts(connection, data, pages, [edition.brief() for edition in earlier], links)
    files |= {name: text.encode() for name, text in texts.items()}
    files[RECORD] = json.dumps(_record(connection, home, data, links), indent=1).encode() + b"\n"
    if links.pdf:
        files[PDF] = print_pdf(pages[BRIEF], links.as_of)
    return {name: content for name, content in files.items() if name not in {BRIEF, PICTURES}}


def _record(
    connection: duckdb.DuckDBPyConnection, home: Home, data: ReportData, links: EditionLinks
) -> Mapping[str, object]:
    return {
        "edition": links.name,
        "as_of": links.as_of.isoformat(),
        "answer_text": front.finding(data),
        "tokenfall_version": importlib.metadata.version("tokenfall"),
        "base_url": links.base_url,
        "origin": describe_origin(home, connection),
        **asdict(Content.read(connection)),
    }


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _as_of(connection: duckdb.DuckDBPyConnection) -> date:
    as_of = query.published_as_of(connection)
    if as_of is None:
        raise TokenfallError("the published file has no verdict, so there is nothing to freeze: run `tokenfall run`")
    return as_of


def _earlier(home: Home, connection: duckdb.DuckDBPyConnection) -> list[StoredEdition]:
    """Return the editions as of the published date and before."""
    as_of = _as_of(connection)
    return [edition for edition in list_editions(home.editions) if edition.as_of <= as_of]


def _last(home: Home, connection: duckdb.DuckDBPyConnection) -> StoredEdition | None:
    earlier = _earlier(home, connection)
    return earlier[-1] if earlier else None
