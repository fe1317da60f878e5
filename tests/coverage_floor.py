"""Compare the measured branch coverage with its floors: `python -m tests.coverage_floor coverage.json`.

`coverage_floors.json` gives each group of files, by a glob, the least share in percent of lines and branches that
tests run. A floor only rises: when a group measures half a point above its floor, the command asks for a higher one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("coverage_floors.json")
OPTIONAL = {"assets/cluster.py": "distributed"}
"""Files that no test runs where a package of an extra is not installed; there they are left out."""
SLACK = 0.5
"""Points that a group may measure above its floor before the floor should rise."""


def share(files: Mapping[str, Mapping[str, Any]], pattern: str) -> float:
    """Return the percentage of lines and branches run in the files whose path matches a glob.

    Args:
        files: The `files` of coverage's JSON report, by path.
        pattern: A glob in which `*` also covers `/`, such as `assets/reading/*`.

    Raises:
        ValueError: No file matches, so the floor guards nothing.
    """
    counts = [file["summary"] for path, file in files.items() if fnmatch(path, pattern)]
    total = sum(count["num_statements"] + count["num_branches"] for count in counts)
    if not total:
        raise ValueError(f"no measured file matches {pattern}")
    return 100 * sum(count["covered_lines"] + count["covered_branches"] for count in counts) / total


def compare(files: Mapping[str, Mapping[str, Any]], floors: Mapping[str, float]) -> tuple[list[str], bool]:
    """Return one line for each group, and whether every group reaches its floor."""
    lines, reached = [], True
    for pattern, floor in floors.items():
        measured = share(files, pattern)
        verdict = "" if measured < floor + SLACK else f"; raise it to {int(10 * measured) / 10}"
        if measured < floor:
            verdict, reached = "; BELOW", False
        lines.append(f"{measured:6.2f}%  {pattern} (floor {floor}{verdict})")
    return lines, reached


def main(report: Path) -> int:
    """Print the comparison; return 1 when a group is below its floor."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    for path in [path for path, package in OPTIONAL.items() if not find_spec(package)]:
        files.pop(path)
    lines, reached = compare(files, json.loads(FLOORS.read_text(encoding="utf-8")))
    print("\n".join(("Branch coverage:", *lines)))
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
