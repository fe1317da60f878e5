"""Rules of the code base: allowed imports, what a file must state of itself, and what no file may hold."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from assets.subjects import SUBJECTS

ROOT = Path(__file__).parents[1]
FLOORS = ("pipelines", "assets", "warehouse")
"""Each floor may import itself and those after it."""
DECLARING = {"assets.py", "table_asset.py", "checks.py"}
"""The only files in assets that know Dagster."""
CLOCKS = {
    "assets/capture/bundled.py": "an unknown release of a package counts from the day its file was installed",
    "assets/capture/policy.py": "a live answer is dated by the moment it came; tests give their own clock",
    "warehouse/public_columns.py": "its command is for the day of a release; functions are given a day",
}
"""Files below the command line that may ask a clock, and why."""
CLOCK_CALLS = {"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp", "localtime", "gmtime", "ctime"}
VERBS = {
    *(
        "chain",
        "compact",
        "compare",
        "count",
        "describe",
        "explain",
        "store",
        "find",
        "list",
        "match",
        "measure",
        "merge",
    ),
    *("pair", "pick", "price", "rank", "sample", "score", "select", "share", "show", "split", "summarise", "weigh"),
}
"""The verbs that SQL files are named by; add one when a new file needs it."""
NOT_OURS = (".".join(("pypi", "org")), ".".join(("files", "pythonhosted", "org")), "/work" + "/")
NAMED_IN_SETTINGS = {"dagster-postgres", "psycopg2-binary", "s3fs"}
"""Packages of a fleet that Dagster or fsspec import, because a setting or an address names them."""
TEXT = {
    *(".py", ".sql", ".md", ".toml", ".lock", ".yaml", ".csv", ".json"),
    *(".css", ".j2", ".html", ".cff", ".svg", ".ipynb", ""),
}


def modules(*floors: str) -> list[Path]:
    return sorted(path for floor in floors for path in (ROOT / floor).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def imports_of(path: Path) -> Iterator[str]:
    """Every module imported anywhere in a file, also inside functions and for type checking, in full."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def subject_in(name: str) -> str | None:
    """The subject that a module or file belongs to; None for what all subjects share."""
    parts = re.split(r"[./]", name)
    return parts[1] if parts[0] == "assets" and len(parts) > 1 and parts[1] in FOLDERS else None


FOLDERS = {path.parent.name for path in (ROOT / "assets").glob("*/__init__.py")}
EVERY_MODULE = modules(*FLOORS)
ids = name_of


def test_the_subjects_are_the_folders() -> None:
    assert set(SUBJECTS) == FOLDERS
    assert len(set(SUBJECTS)) == len(SUBJECTS)


@pytest.mark.parametrize("path", EVERY_MODULE, ids=ids)
def test_no_floor_knows_a_floor_above_it(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    above = {*FLOORS[: FLOORS.index(floor)], "tests"}
    assert {name for name in imports_of(path) if name.split(".")[0] in above} == set()


@pytest.mark.parametrize("path", modules("assets"), ids=ids)
def test_a_subject_knows_only_earlier_subjects(path: Path) -> None:
    """A circle cannot close, and the code version of a table, which covers the earlier subjects, misses nothing."""
    own = subject_in(name_of(path))
    known = SUBJECTS[: SUBJECTS.index(own) + 1] if own else ()
    assert {name for name in imports_of(path) if (there := subject_in(name)) and there not in known} == set()


@pytest.mark.parametrize("path", modules("assets", "warehouse"), ids=ids)
def test_only_declaring_files_know_dagster(path: Path) -> None:
    if path.parts[-1] in DECLARING and "assets" in path.relative_to(ROOT).parts:
        return
    known = {name.split(".")[0] for name in imports_of(path)}
    assert not known & {"dagster", "dagster_duckdb", "dagster_webserver"}
    assert not {name for name in imports_of(path) if name.startswith(("assets.assets", "assets.checks"))}


@pytest.mark.parametrize("path", EVERY_MODULE, ids=ids)
def test_every_module_states_what_it_is_for(path: Path) -> None:
    about = ast.get_docstring(tree_of(path))
    assert about
    assert about.splitlines()[0].strip()


def asks_a_clock(path: Path) -> bool:
    """Whether a file calls `datetime.now`, `date.today`, `time.time` or the like."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            if owner in {"datetime", "date", "time", "Timestamp", "dt"} and node.func.attr in {*CLOCK_CALLS, "time"}:
                return True
    return False


def test_below_the_command_line_nothing_asks_a_clock() -> None:
    asking = {name_of(path) for path in modules("assets", "warehouse") if asks_a_clock(path)}
    assert asking == set(CLOCKS)


def test_no_code_hides_a_warning() -> None:
    """A method that does not converge warns: nobody may switch that off."""
    hiding = re.compile(r"simplefilter|filterwarnings|catch_warnings|disp=")
    assert [name_of(path) for path in EVERY_MODULE if hiding.search(path.read_text(encoding="utf-8"))] == []


SQL = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.sql"))
QUERIES = [path for path in SQL if path.parts[-2] not in {"schema", "views", "rules"}]


@pytest.mark.parametrize("path", SQL, ids=ids)
def test_no_sql_asks_a_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()
    assert not re.findall(r"\b(?:now|today|get_current_timestamp)\s*\(|\bcurrent_(?:date|time|timestamp)\b", text)


@pytest.mark.parametrize("path", QUERIES, ids=ids)
def test_an_sql_file_is_named_by_a_verb_explained_and_used_beside_it(path: Path) -> None:
    assert path.stem.split("_")[0] in VERBS
    assert path.read_text(encoding="utf-8").startswith("-- ")
    words = {
        node.value.removesuffix(".sql")
        for module in path.parent.glob("*.py")
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert path.stem in words


def test_schema_files_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "warehouse" / "schema").glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", EVERY_MODULE, ids=ids)
def test_no_sql_is_built_from_data(path: Path) -> None:
    """Names of tables and columns may be put into a statement; text in quotes is data and must be bound.

    ATTACH and COPY are not checked: they take no parameters.
    """
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            if re.match(r"\s*(SELECT|INSERT|DELETE|UPDATE|WITH)\s", parts[0] or "", re.IGNORECASE):
                before = [text for text, value in pairwise(parts) if value is None and text]
                assert [text for text in before if text.endswith(("'", "= "))] == [], name_of(path)


def test_every_package_is_shipped() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = settings["tool"]["setuptools"]["packages"]
    folders = sorted({name_of(path.parent).replace("/", ".") for path in EVERY_MODULE})
    assert listed == folders
    assert [name for name in folders if not (ROOT / name.replace(".", "/") / "__init__.py").exists()] == []


def test_the_dependencies_are_what_code_imports() -> None:
    """What only tests, benchmarks or developers use is an extra, and so is what one command alone needs."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"]
    needed = [*settings["project"]["dependencies"], *extras["mcp"], *extras["scale"]]
    declared = {re.split(r"[\[<>=]", dependency)[0] for dependency in needed} - NAMED_IN_SETTINGS
    imported = {name.split(".")[0] for path in EVERY_MODULE for name in imports_of(path)}
    imported -= {*sys.stdlib_module_names, *FLOORS}
    distributions = packages_distributions()
    packages = {distributions.get(name, [name])[0] for name in imported}
    assert {package.lower().replace("_", "-") for package in packages} == declared


def test_the_default_install_has_nothing_that_a_fleet_needs() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    fleet = (ROOT / "requirements-scale.lock").read_text(encoding="utf-8")
    locked, more = (
        set(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE)) for text in (lock, fleet)
    )
    assert {"distributed", "dagster-postgres", "psycopg2-binary", "s3fs"}.isdisjoint(name for name, _ in locked)
    assert locked <= more, "the lock of a fleet adds packages and changes no version"
    assert {re.split(r"[\[<>=]", dependency)[0] for dependency in extras["scale"]} <= {name for name, _ in more}


def test_every_file_that_code_reads_is_shipped() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    globs = settings["tool"]["setuptools"]["package-data"]
    shipped = {
        path for floor, patterns in globs.items() for pattern in patterns for path in (ROOT / floor).glob(pattern)
    }
    present = {path for floor in FLOORS for path in (ROOT / floor).rglob("*") if path.is_file()}
    present = {path for path in present if path.suffix not in {".py", ".pyc"}}
    assert sorted(map(name_of, present - shipped)) == []


def test_no_file_names_a_package_index_or_the_machine_it_was_written_on() -> None:
    own = [path for path in ROOT.iterdir() if path.is_file()]
    folders = (*FLOORS, "tests", "docs", ".ci")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = [path for path in own + inside if path.suffix in TEXT and path.name not in {".git", ".coverage"}]
    assert len(texts) > 100
    for path in texts:
        text = path.read_bytes().decode("utf-8", errors="replace").lower()
        assert not [word for word in NOT_OURS if word in text], name_of(path)
