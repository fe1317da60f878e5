"""Trends as a library: everything but a few named modules can be used without a database and without Dagster."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "assets" / "trends"
NEED_THE_WAREHOUSE = {
    "assets.trends.assets": "declares the tables to Dagster",
    "assets.trends.facts": "rows of the bundled facts",
    "assets.trends.rules": "rules that are evaluated in the database",
}
"""Modules outside `assets.trends.stored` that may import the warehouse, and why."""


def modules() -> list[str]:
    """Every module of the package, by dotted name."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


PURE = [name for name in modules() if name not in NEED_THE_WAREHOUSE and not name.startswith("assets.trends.stored")]


def loaded_with(statements: str) -> set[str]:
    """The names of all modules in memory after a fresh process has executed these statements."""
    code = f"{statements}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(result.stdout.split())


def test_the_pure_modules_load_neither_duckdb_nor_dagster() -> None:
    loaded = loaded_with("\n".join(f"import {name}" for name in PURE))
    assert set(PURE) <= loaded
    assert loaded & {"duckdb", "dagster", "sqlalchemy", "warehouse.store"} == set()


@pytest.mark.parametrize("name", NEED_THE_WAREHOUSE)
def test_every_named_module_exists(name: str) -> None:
    assert name in modules()
