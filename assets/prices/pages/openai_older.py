"""OpenAI's older tables: rows named by context ('8K context'), one price for 'Usage', a switch to batch prices."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assets.prices.pages.columns import role_of
from assets.reading.grids import Cell, Grid

CONTEXT_ROW = re.compile(r"\d+K context", re.I)
FAMILY = re.compile(r"gpt-[3-9][\w. -]*", re.I)


SNAPSHOT = re.compile(r"([\w.-]+?)(\1-\d[\w-]*)")
SWITCH = re.compile(r"<[^<>]*role=[\"']switch[\"'][^<>]*>", re.I)
SWITCHED = re.compile(r"batch api price", re.I)


def with_older_layouts(grids: list[Grid], text: str, problems: list[str]) -> list[Grid]:
    """Return the grids: contexts from headings, 'Usage' as input and output, names apart from snapshots.

    Tables below the switch 'Batch API price' are kept only while every switch of the page is off.
    """
    tables_below = Counter(grid.path for grid in grids)
    switches = SWITCH.findall(text)
    is_off = bool(switches) and all(re.search(r"aria-checked=[\"']false", switch) for switch in switches)
    kept: list[Grid] = []
    for grid in grids:
        if not SWITCHED.search(grid.before):
            kept.append(_unglued(_usage_for_both(_named(grid) if tables_below[grid.path] == 1 else grid)))
        elif is_off:
            kept.append(_unglued(replace(grid, before="")))
        else:
            problems.append(f"table below {grid.before[-40:]!r}: left out, batch prices may be switched on")
    return kept


def _unglued(grid: Grid) -> Grid:
    """Separate an alias from its snapshot in 'gpt-4.1gpt-4.1-2025-04-14'."""
    return replace(grid, rows=tuple(tuple(map(_two_names, row)) for row in grid.rows))


def _two_names(cell: Cell) -> Cell:
    match = SNAPSHOT.fullmatch(cell.text)
    return replace(cell, text=f"{match[1]}\n{match[2]}") if match else cell


def _named(grid: Grid) -> Grid:
    """Rename '8K context' below the heading 'GPT-4' to 'GPT-4 8K context', if the heading has no other table."""
    if not grid.path or not FAMILY.fullmatch(grid.path[-1]) or not grid.rows:
        return grid
    if not all(CONTEXT_ROW.fullmatch(row[0].line) for row in grid.rows):
        return grid
    rows = tuple((replace(row[0], text=f"{grid.path[-1]} {row[0].line}"), *row[1:]) for row in grid.rows)
    return replace(grid, rows=rows)


def _usage_for_both(grid: Grid) -> Grid:
    """Use the price of 'Usage' for input and output, which cost the same until 2023."""
    roles = [role_of(header) for header in grid.columns]
    if [header.lower() for header in grid.columns] != ["model", "usage"] or roles[0] != "model":
        return grid
    header = (grid.header[-1][0], Cell("Usage / Input"), Cell("Usage / Output"))
    return replace(grid, header=(header,), rows=tuple((row[0], row[1], row[1]) for row in grid.rows))
