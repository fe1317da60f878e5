"""Code that nothing uses: `python -m tests.dead_code` lists it and exits with 1 when there is any.

Vulture reads Python only. Here a field of a row is also used by a SQL file or a template that names it, and a name is
also used by a Python string that spells it: columns to publish, filters of a template. What only tests use is dead.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vulture.core import Item, Vulture

ROOT = Path(__file__).parents[1]
FLOORS = ("pipelines", "assets", "warehouse")
FIELDS = {"variable", "attribute"}


def words_of_sql(root: Path) -> set[str]:
    """Return every word of the SQL files and templates."""
    files = [path for floor in FLOORS for kind in ("*.sql", "*.j2") for path in (root / floor).rglob(kind)]
    return {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


def strings_of_python(root: Path) -> set[str]:
    """Return every string constant of the product that is spelled like a name."""
    modules = [path for floor in FLOORS for path in (root / floor).rglob("*.py")]
    nodes = (node for path in modules for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    values = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {value for value in values if isinstance(value, str) and value.isidentifier()}


def unused(folders: list[Path], settings: Mapping[str, Any]) -> list[Item]:
    """Return what vulture reports of these folders, in the order of the files."""
    scan = Vulture(ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"])
    scan.scavenge(folders)
    return scan.get_unused_code(min_confidence=settings["min_confidence"])


def dead_code(root: Path, settings: Mapping[str, Any]) -> list[str]:
    """Return one line for each unused piece of code, with its place, kind and name.

    Args:
        root: The folder of the floors and of `tests`.
        settings: The table `tool.vulture` of pyproject.toml.
    """
    words, strings = words_of_sql(root), strings_of_python(root)
    product, tests = [root / floor for floor in FLOORS], root / "tests"
    in_tests = (item for item in unused([*product, tests], settings) if item.filename.is_relative_to(tests))
    return [
        f"{item.filename.relative_to(root)}:{item.first_lineno}: unused {item.typ} {item.name}"
        for item in (*unused(product, settings), *in_tests)
        if item.name not in strings and not (item.typ in FIELDS and item.name in words)
    ]


def main() -> int:
    """Print the dead code of this repository; return 1 when there is any."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = dead_code(ROOT, project["tool"]["vulture"])
    print("\n".join(lines) or "No dead code.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
