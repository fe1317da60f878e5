"""Where SQL may be: in files, and as text in the few modules that read, write and lay out the warehouse."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOLDS_SQL = {
    "warehouse/query.py": "reads the catalogue, and puts checked names into templates",
    "warehouse/store.py": "writes",
    "warehouse/migrations.py": "keeps the list of migrations",
    "warehouse/dictionary.py": "COMMENT ON takes no parameters",
    "warehouse/file_copies.py": "copies the database that is published, and compacts it",
    "pipelines/edition_rebuild.py": "empties the tables of a copy, by the names in its own catalogue",
    "warehouse/shards.py": "reads and writes Parquet files whose columns are those of any table",
    "pipelines/instance.py": "settings of the SQLite files of Dagster",
    "pipelines/pruning.py": "gives back the space of the SQLite files of Dagster",
}
"""The modules with SQL in Python, and why."""
STATEMENT = re.compile(
    r"\s*(SELECT|INSERT\s+INTO|DELETE\s+FROM|UPDATE|WITH|FROM|COPY|CREATE|DROP|ALTER|ATTACH|DETACH|COMMENT\s+ON"
    r"|PRAGMA|SET|DESCRIBE|SUMMARIZE|EXPLAIN|TRUNCATE)\s"
)
MODULES = sorted(path for floor in ("assets", "pipelines", "warehouse") for path in (ROOT / floor).rglob("*.py"))


def statements_in(tree: ast.Module) -> Iterator[int]:
    """Yield the line of every text that starts like an SQL statement, documentation left out."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documentation)
    yield from (text.lineno for text in texts if isinstance(text.value, str) and STATEMENT.match(text.value))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_holds_no_sql(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    lines = list(statements_in(ast.parse(path.read_text(encoding="utf-8"))))
    assert not lines or name in HOLDS_SQL, f"{name}: SQL in lines {lines}: move it to an SQL file"


def test_the_modules_that_may_hold_sql_exist_and_do() -> None:
    assert [name for name in HOLDS_SQL if not list(statements_in(ast.parse((ROOT / name).read_text("utf-8"))))] == []


@pytest.mark.parametrize(
    "code",
    [
        'run("SELECT 1")',
        'run(f"SELECT {name} FROM t")',
        'run("""\n  WITH a AS (SELECT 1) SELECT * FROM a""")',
        'TEXT = "INSERT INTO t VALUES (1)"',
        'run(f"{start}" f"COPY (x) TO y")',
        'run("FROM t")',
    ],
)
def test_a_statement_in_python_is_found(code: str) -> None:
    assert list(statements_in(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ['"""SELECT in a docstring"""', 'say("select a file")', 'say("SELECTED rows")', "x = 1"]
)
def test_other_text_is_not(code: str) -> None:
    assert not list(statements_in(ast.parse(code)))
