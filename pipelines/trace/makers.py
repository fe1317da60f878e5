"""Where the code that makes a table or view is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def find_maker(table: str) -> str:
    """Return the file and line that make a published table or view, below the root of the repository."""
    definition = re.compile(rf"def {table}\(|VIEW {table} AS", re.IGNORECASE)
    several = re.compile(rf'"{table}"')
    files = [*sorted(ROOT.glob("assets/*/assets.py")), *sorted(ROOT.glob("warehouse/views/*.sql"))]
    for pattern in (definition, several):
        for file in files:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if pattern.search(line):
                    return f"{file.relative_to(ROOT).as_posix()} line {number}"
    return "the capture of pages"
