"""Build a static site from the editions: the latest at its root, all of them below `editions/`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from assets.reports.edition.texts import editions_page
from pipelines.edition_folder import DRAFT, SUMS, list_editions, readable_errors, write_sums
from warehouse.errors import TokenfallError
from warehouse.home import Home

LIST = Path("editions", "index.html")
"""The page of a site that lists the editions; a folder that has it is a site."""
TEXTS = {".html", ".md", ".txt", ".xml"}
"""Kinds of files that may have links."""


def build_site(home: Home, folder: Path) -> int:
    """Write the site of all editions to a folder, in place of an earlier site there; return the number of editions.

    Raises:
        TokenfallError: There is no edition, the folder holds something else, or it cannot be written.
    """
    editions = list_editions(home.editions)
    if not editions:
        raise TokenfallError(f"there is no edition in {home.editions} yet: run `tokenfall edition` first")
    target = folder.absolute()
    if target.is_dir() and any(target.iterdir()) and not (target / LIST).is_file():
        raise TokenfallError(f"{folder} holds something that is no site of tokenfall: give a new or an empty folder")
    draft = target.with_name(f"{DRAFT}{os.getpid()}-{target.name}")
    with readable_errors(target):
        try:
            shutil.copytree(editions[-1].folder, draft)
            _leave_the_folder(draft)
            write_sums(draft)
            for edition in editions:
                shutil.copytree(edition.folder, draft / "editions" / edition.folder.name)
            page = editions_page([edition.brief() for edition in editions], "../feed.xml", "../index.html")
            (draft / LIST).write_text(page, encoding="utf-8")
            _replace(target, draft)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return len(editions)


def _leave_the_folder(root: Path) -> None:
    """Change links that lead out of an edition's folder to `editions/`, where they lead from the root of a site."""
    (root / SUMS).unlink()
    for path in (path for path in root.iterdir() if path.suffix in TEXTS):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('href="../', 'href="editions/').replace("](../", "](editions/"), encoding="utf-8")


def _replace(target: Path, draft: Path) -> None:
    old = draft.with_name(f"{draft.name}-old")
    if target.exists():
        os.rename(target, old)
    os.rename(draft, target)
    shutil.rmtree(old, ignore_errors=True)
