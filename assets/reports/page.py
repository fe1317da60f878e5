"""Write the report: two pages, each of which holds everything it shows, with the pictures beside them.

The rows come from `gather.py`, the pages from `render.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from assets.reports.edition.links import EditionLinks
from assets.reports.gather import ReportData, gather
from assets.reports.kept_pictures import (
    RECORD,
    describe_drawing,
    draw_pictures,
    read_kept,
    recorded_names,
    write_record,
)
from assets.reports.picture_rows import to_csv
from assets.reports.pictures import list_drawings
from assets.reports.render import dark_picture, render_embeds, render_pages
from warehouse import durable
from warehouse.errors import TokenfallError


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write `index.html`, `data.html`, and each picture (`crossing.svg`, `.png`, `.csv`, `embed/crossing.html`).

    Only what has changed is drawn and written. The old files stay whole until all new ones are written.

    Returns:
        The path of `index.html`.

    Raises:
        TokenfallError: The folder cannot be written.
    """
    names = recorded_names(folder)
    files = report_files(gather(connection), folder)
    try:
        _replace_files(folder, files)
        _remove_stale(folder, names, files)
    except OSError as error:
        raise TokenfallError(
            f"cannot write {error.filename or folder}: {error.strerror}; free space, or choose another folder"
        ) from error
    return folder / "index.html"


def report_files(data: ReportData, kept_in: Path, edition: EditionLinks | None = None) -> dict[str, bytes]:
    """Return every file of the report by name, those to embed in a folder of their own.

    Args:
        data: The rows to show.
        kept_in: The folder of an earlier report; a picture that has not changed is taken from there.
        edition: The edition that the pages are part of, or None.
    """
    drawings, drawn_with = list_drawings(data), describe_drawing()
    pictures, pngs = draw_pictures(kept_in, drawings, read_kept(kept_in, drawn_with))
    pages = render_pages(data, pictures, edition)
    files = {name: page.encode() for name, page in (pages | render_embeds(data, pictures, pages)).items()}
    for name, picture in pictures.items():
        files |= {f"{name}.svg": dark_picture(picture.wide).encode(), f"{name}.png": pngs[name]}
        if rows := drawings[name].rows:
            files[f"{name}.csv"] = to_csv(rows)
    return files | {RECORD: write_record(drawings, pictures, pngs, drawn_with)}


def _replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put each file that changed in place once all are written."""
    changed = {folder / name: content for name, content in files.items() if not _holds(folder / name, content)}
    drafts = {target: durable.draft_of(target) for target in changed}
    parents = sorted({folder, *(target.parent for target in changed)})
    for parent in parents:
        durable.make_folder(parent)
        durable.drop_drafts(parent)
    try:
        for target, draft in drafts.items():
            draft.write_bytes(changed[target])
            durable.sync(draft)
        for target, draft in drafts.items():
            os.replace(draft, target)
        for parent in parents:
            durable.sync(parent)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _remove_stale(folder: Path, names: Iterable[str], files: Mapping[str, bytes]) -> None:
    """Remove the files of pictures that the last report had and this one has not; other files are not ours."""
    for name in names:
        for file in (f"{name}.svg", f"{name}.png", f"{name}.csv", f"embed/{name}.html"):
            if file not in files:
                (folder / file).unlink(missing_ok=True)


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content
