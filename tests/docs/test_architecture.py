"""The picture in docs/architecture.md shows the real dependencies of the subjects, the implied ones left out."""

from __future__ import annotations

import re
from itertools import product

from pipelines.definitions import build_defs
from tests.docs.blocks import read_blocks
from tests.docs.check_links import ROOT

Edges = set[tuple[str, str]]
PAGE = ROOT / "docs" / "architecture.md"
SUBJECTS = {path.parent.name for path in (ROOT / "assets").glob("*/__init__.py")}
AGAINST_THE_FLOW = {("hardware", "prices")}
"""What prices reads of a later subject: refused rows of hardware, for out_quarantine."""


def drawn_edges() -> Edges:
    (picture,) = [block.text for block in read_blocks(PAGE) if block.language == "mermaid"]
    arrows = re.findall(r"^\s*(\w+)\S*?(?:\[.*?\]|\(.*?\))?\s+-->\s+(\w+)", picture, re.MULTILINE)
    return {(start, end) for start, end in arrows if {start, end} <= SUBJECTS}


def real_edges() -> Edges:
    """Return every pair of subjects of which the second reads a table of the first or imports its code."""
    graph = build_defs().resolve_asset_graph()
    groups = {key: graph.get(key).group_name for key in graph.get_all_asset_keys()}
    tables = {(str(groups[parent]), str(groups[key])) for key in groups for parent in graph.get(key).parent_keys}
    imports = {
        (name, path.relative_to(ROOT).parts[1])
        for path in (ROOT / "assets").glob("*/**/*.py")
        for name in re.findall(r"^\s*(?:from|import) assets\.(\w+)[. ]", path.read_text(encoding="utf-8"), re.MULTILINE)
        if name in SUBJECTS
    }
    return {(start, end) for start, end in tables | imports if start != end}


def closure(edges: Edges) -> Edges:
    """Return every pair that a path of edges joins."""
    reached = set(edges)
    for middle in sorted(SUBJECTS):
        starts = {start for start, end in reached if end == middle}
        ends = {end for start, end in reached if start == middle}
        reached |= set(product(starts, ends))
    return reached


def reduction(edges: Edges) -> Edges:
    """Return the edges that no longer path implies."""
    reached = closure(edges)
    return {(a, b) for a, b in edges if not any((a, m) in reached and (m, b) in reached for m in SUBJECTS - {a, b})}


def test_the_picture_shows_the_real_dependencies() -> None:
    assert sorted(drawn_edges()) == sorted(reduction(real_edges() - AGAINST_THE_FLOW))


def test_implied_edges_are_left_out() -> None:
    chain = {("capture", "models"), ("models", "prices")}
    assert reduction(chain | {("capture", "prices")}) == chain
