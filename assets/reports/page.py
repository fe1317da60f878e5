"""Write the report: two pages, each of which holds everything it shows, with the pictures beside them.

The rows come from `gather.py`, the pages from `render.py`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb

from assets.reports.gather import gather
from assets.reports.kept_pictures import RECORD, describe_drawing, draw_pictures, read_kept, write_record
from assets.reports.pictures import list_drawings
from assets.reports.render import dark_picture, render_pages
from warehouse.errors import TokenfallError


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write `index.html`, `data.html` and their pictures (`frontier.svg`, `frontier.png`, ...) into a folder.

    Only what has changed is drawn and written. The old files stay whole until all new ones are written.

    Returns:
        The path of `index.html`.

    Raises:
        TokenfallError: The folder cannot be written.
    """
    data = gather(connection)
    drawings, drawn_with = list_drawings(data), describe_drawing()
    kept = read_kept(folder, drawn_with)
    pictures, pngs = draw_pictures(folder, drawings, kept)
    files = {name: page.encode() for name, page in render_pages(data, pictures).items()}
    for name, picture in pictures.items():
        files |= {f"{name}.svg": dark_picture(picture.wide).encode(), f"{name}.png": pngs[name]}
    files[RECORD] = write_record(drawings, pictures, pngs, drawn_with)
    try:
        _replace_files(folder, files)
    except OSError as error:
        raise TokenfallError(
            f"cannot write {error.filename or folder}: {error.strerror}; free space, or choose another folder"
        ) from error
    return folder / "index.html"


def _replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put each file that changed in place once all are written, and remove a picture that has nothing to show now."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [name for name, content in files.items() if not _holds(folder / name, content)]
    drafts = {folder / f".next-{os.getpid()}-{name}": folder / name for name in changed}
    try:
        for draft, target in drafts.items():
            draft.write_bytes(files[target.name])
        for draft, target in drafts.items():
            os.replace(draft, target)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    for stale in (path for kind in ("svg", "png") for path in folder.glob(f"*.{kind}") if path.name not in files):
        stale.unlink(missing_ok=True)


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content
