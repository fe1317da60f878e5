"""Commands on editions: freeze the answer of today in a folder, and build a static site from all of them."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.home import Home


@click.command(short_help="Freeze the answer with its pages and data in a folder.")
@click.option("--pdf", is_flag=True, help="Also print the brief as a PDF; needs Chromium or Chrome on this machine.")
def edition(pdf: bool) -> None:
    """Write the published answer with its pages, texts and data to TOKENFALL_HOME/editions/<date>, once.

    An edition never changes. Where answer and data are those of the last edition, none is written. `tokenfall run`
    writes one itself when the answer changed. See docs/editions.md.

    \b
    tokenfall edition
    tokenfall edition --pdf
    """
    from pipelines.editions import write_edition
    from pipelines.pdf import find_browser

    if pdf:
        find_browser()
    print(write_edition(Home.from_environment(), pdf=pdf))


@click.command(short_help="Build a static site from the editions.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def site(folder: Path) -> None:
    """Write a site for any static host to FOLDER: the latest edition at its root, all of them below editions/.

    An earlier site in FOLDER is replaced. See docs/editions.md.

    \b
    tokenfall site build/site
    """
    from pipelines.site import build_site

    editions = build_site(Home.from_environment(), folder)
    print(f"site of {editions} {'edition' if editions == 1 else 'editions'}: {folder / 'index.html'}")
