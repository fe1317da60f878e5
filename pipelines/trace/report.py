"""Answer `tokenfall trace`: print the walk, and write the archived pages that it ends at."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pipelines.trace.address import find_row
from pipelines.trace.archived_page import write_page
from pipelines.trace.walk import describe, walk_from
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published


def trace_row(home: Home, address: str, out: Path | None, tell: Callable[[str], None]) -> None:
    """Tell the walk from a published row to its evidence, and write an HTML file with the archived pages.

    Args:
        home: Where the published file and the captures are.
        address: The row, such as `out_frontier: eci>=gpt-4-0314, chat, 2024-05-13`.
        out: The HTML file; by default one in the folder of reports, written only where a page was captured.
        tell: Called with each line.

    Raises:
        click.BadParameter: There is no such row.
        TokenfallError: Archived bytes are lost or changed, or the file cannot be written.
    """
    with open_published(home) as connection:
        walk = walk_from(connection, home, find_row(connection, address))
    lines = list(describe(walk))
    for line in lines:
        tell(line)
    evidence = list(walk.all_evidence())
    pages = [item.page for item in evidence if item.page]
    if pages or out:
        file = out or home.reports / "trace" / f"{_slug(address)}.html"
        _write(file, write_page(address, lines, pages))
        tell(f"page: {file}")
    if lost := [item.lost for item in evidence if item.lost]:
        raise TokenfallError("; ".join(lost))


def _slug(address: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", address).strip("-.")[:150]


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise TokenfallError(
            f"cannot write {error.filename or file}: {error.strerror}; free space, or choose another file"
        ) from error
