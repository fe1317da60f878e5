"""Select the tables and rows of one region on pages that price the same models by region; an offer has no region."""

from __future__ import annotations

import re
from dataclasses import replace

from assets.reading.grids import Grid

REGION_HEADER = re.compile(r"^(?:地域|区域|部署范围|服务部署范围|regions?|deployment (?:scope|mode))", re.I)


def home_region(grids: list[Grid], home: re.Pattern[str], others: re.Pattern[str], problems: list[str]) -> list[Grid]:
    """Return the grids that name `home` or no region at all; those that name only `others` go to `problems`.

    The innermost heading or tab that names a region decides for a table; in a column of regions a row must name `home`.
    """
    kept = []
    for number, grid in enumerate(grids, start=1):
        texts = (grid.caption, *reversed(grid.tabs), *reversed(grid.path))
        named = next((text for text in texts if home.search(text) or others.search(text)), None)
        if named and not home.search(named):
            problems.append(f"table {number} ({' > '.join((*grid.path[-2:], *grid.tabs))}): left out, another region")
        else:
            kept.append(_home_rows(grid, home, problems))
    return kept


def _home_rows(grid: Grid, home: re.Pattern[str], problems: list[str]) -> Grid:
    column = next((i for i, header in enumerate(grid.columns) if REGION_HEADER.search(header)), None)
    if column is None:
        return grid
    kept = [i for i, row in enumerate(grid.rows) if home.search(row[column].text)]
    if lost := len(grid.rows) - len(kept):
        problems.append(f"{lost} rows ({' > '.join(grid.path[-2:])}): left out, another region")
    return replace(grid, rows=tuple(grid.rows[i] for i in kept), sections=tuple(grid.sections[i] for i in kept))
