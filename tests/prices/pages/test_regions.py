"""One region of several: the innermost heading decides, a column of regions filters rows, no region is kept."""

import re
from dataclasses import replace

from assets.prices.pages.regions import home_region
from assets.reading.grids import Cell, Grid, make_grid

HOME, OTHERS = re.compile("Beijing"), re.compile("Beijing|Singapore")
TABLE = make_grid([[Cell("Model"), Cell("Input")], [Cell("a"), Cell("$1")]], 1)


def kept(*grids: Grid) -> tuple[list[Grid], list[str]]:
    problems: list[str] = []
    return home_region(list(grids), HOME, OTHERS, problems), problems


def test_a_table_under_another_region_is_left_out_and_named() -> None:
    here, there = replace(TABLE, path=("Prices", "Beijing")), replace(TABLE, path=("Prices", "Singapore"))
    grids, problems = kept(TABLE, here, there)
    assert grids == [TABLE, here]
    assert problems == ["table 3 (Prices > Singapore): left out, another region"]


def test_the_innermost_heading_decides() -> None:
    assert kept(replace(TABLE, path=("Singapore", "Beijing")))[1] == []
    assert len(kept(replace(TABLE, path=("Beijing", "Singapore")))[1]) == 1


def test_a_column_of_regions_keeps_only_rows_at_home() -> None:
    rows = [
        [Cell(text) for text in row] for row in (("Region", "Model"), ("Beijing", "a"), ("Singapore", "b"), ("", "c"))
    ]
    grids, problems = kept(make_grid(rows, 1))
    assert [row[1].text for row in grids[0].rows] == ["a"]
    assert problems == ["2 rows (): left out, another region"]
