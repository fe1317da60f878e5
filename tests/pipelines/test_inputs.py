"""The inputs that each table declares, compared with what its maker and its rules read; and the order of the subjects.

The run is recorded (`recording.py`): every statement, also one that Python puts together, and every facts file.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import sqlglot
from sqlglot import exp

from assets.all_rules import ALL_RULES, rules_of
from assets.subjects import SUBJECTS
from assets.table_asset import AS_OF
from pipelines.definitions import build_defs
from pipelines.stale import list_tables
from tests.pipelines.conftest import Result
from tests.pipelines.recording import recording_of
from warehouse import query
from warehouse.home import Home
from warehouse.migrations import SCHEMA, VIEWS
from warehouse.store import open_published

ROOT = Path(__file__).parents[2]
WRITTEN_WITH = {
    "raw_page_capture": "capture/pages",
    "raw_page_attempt": "capture/pages",
}
"""Tables written together with another asset: declaring either of the two declares both."""
ABOUT_BUILDS = {"_made"}
"""Tables about all builds: no asset, and no dependency on any one of them."""
PACKAGES = {"capture/genai-prices", "capture/exchange-rates"}
"""Sources that makers read from an installed package, which no statement shows."""
WHEN_DUE = {"out_registered_forecast": {"core_workload", "out_frontier", "out_rental_index", "out_verdict"}}
"""Inputs that are read only where a registered forecast is due, and none was on the day of the recorded run."""
REGISTERED = {"_passage", "_known_history", "_listed_change"}
"""Arrays and temporary tables that live for one build."""
PARAMETER = re.compile(r"\?(?=::)")
"""A parameter without a name before a cast, which sqlglot cannot parse."""


@cache
def functions() -> set[str]:
    """Return the names of DuckDB's own functions, which are no macros of the warehouse."""
    return {name for (name,) in duckdb.sql("SELECT function_name FROM duckdb_functions() WHERE internal").fetchall()}


def names_in(tree: exp.Expr, *, macros: bool = True) -> set[str]:
    """Return the tables, views and macros (or functions) that a parsed statement reads, but not the table it writes."""
    target = tree.this if isinstance(tree, exp.Insert | exp.Delete | exp.Create) else None
    written = target.find(exp.Table) if isinstance(target, exp.Expr) else None
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    tables = {table.name for table in tree.find_all(exp.Table) if table is not written}
    called = {call.name.lower() for call in tree.find_all(exp.Anonymous)} - functions() if macros else set()
    return (tables | called) - own - {""}


@cache
def definitions() -> dict[str, set[str]]:
    """Return what each view and macro of the warehouse reads."""
    trees = [tree for file in sorted(VIEWS.glob("*.sql")) for tree in sqlglot.parse(file.read_text("utf-8"), "duckdb")]
    return {tree.this.find(exp.Table).name: names_in(tree) for tree in trees if isinstance(tree, exp.Create)}


@cache
def tables_in(statement: str) -> frozenset[str]:
    """Return the tables that an SQL text reads, with those below its views and macros in place of these."""
    trees = sqlglot.parse(PARAMETER.sub("NULL", statement), "duckdb")
    names = set().union(*(names_in(tree) for tree in trees if tree))
    while through := names & definitions().keys():
        names = (names - through).union(*(definitions()[name] for name in through))
    return frozenset(names)


@pytest.fixture(scope="module")
def builds(first_run: tuple[Path, Result]) -> dict[str, dict[str, list[str]]]:
    """What the run recorded of the build of each table: `statements`, `facts` and `tables`."""
    return json.loads(recording_of(first_run[0]).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tables(first_run: tuple[Path, Result]) -> set[str]:
    """Every table that exists; other names in a statement are arrays that Python registers for it."""
    with open_published(Home(first_run[0])) as connection:
        return set(query.columns_by_table(connection)) - definitions().keys()


@cache
def graph() -> dict[str, tuple[str, set[str]]]:
    """Return the subject and the declared inputs of each asset."""
    nodes = build_defs().resolve_asset_graph()
    keys = {key.to_user_string(): nodes.get(key) for key in nodes.get_all_asset_keys()}
    return {
        name: (str(node.group_name), {key.to_user_string() for key in node.parent_keys}) for name, node in keys.items()
    }


def declared_by(table: str) -> set[str]:
    """Return the inputs that an asset declares."""
    return {WRITTEN_WITH.get(dep, dep) for dep in graph()[table][1]}


@cache
def built_with() -> dict[str, set[str]]:
    """Return the tables that are built in the same computation as each table, itself among them."""
    return {table.name: {*table.built_with} for table in list_tables(build_defs())}


def read_by(build: dict[str, list[str]], tables: set[str]) -> set[str]:
    """Return the inputs that a build read: the tables of its statements, and the captures of facts."""
    read = set().union(*(tables_in(statement) for statement in build["statements"])) & tables
    read -= {*build["tables"], *ABOUT_BUILDS}
    facts = {name if name == AS_OF else f"capture/facts/{name}" for name in build["facts"]}
    return {WRITTEN_WITH.get(name, name) for name in read} | facts


def test_every_table_declares_what_its_maker_reads_and_no_more(
    builds: dict[str, dict[str, list[str]]], tables: set[str]
) -> None:
    differences: dict[str, dict[str, list[str]]] = {}
    for table, build in builds.items():
        read, declared = read_by(build, tables) - built_with()[table], declared_by(table)
        # A maker that reads the date without declaring it states when its rows change, or its build fails.
        undeclared, unread = (
            read - declared - {AS_OF},
            declared - read - compared_with(table) - PACKAGES - WHEN_DUE.get(table, set()),
        )
        if undeclared or unread:
            differences[table] = {"reads without declaring": sorted(undeclared), "never reads": sorted(unread)}
    assert differences == {}


def test_every_table_was_built_and_recorded(builds: dict[str, dict[str, list[str]]]) -> None:
    assert set(builds) == {table.name for table in list_tables(build_defs())}


def subject_of(table: str) -> int:
    return SUBJECTS.index(graph()[WRITTEN_WITH.get(table, table)][0])


def test_no_subject_reads_a_table_of_a_later_one() -> None:
    crossing = {
        f"{name} ({subject}) reads {dep} ({graph()[dep][0]})"
        for name, (subject, deps) in graph().items()
        for dep in deps
        if SUBJECTS.index(graph()[dep][0]) > SUBJECTS.index(subject)
    }
    assert crossing == set()


@cache
def computed_together() -> dict[str, set[str]]:
    """Return the assets that one step computes with each asset, itself among them."""
    assets = [definition for definition in build_defs().assets or () if isinstance(definition, dg.AssetsDefinition)]
    keys = [{key.to_user_string() for key in definition.keys} for definition in assets]
    return {name: together for together in keys for name in together}


@cache
def computed_before(table: str) -> frozenset[str]:
    """Return what a run computes before the rules of a table are evaluated: the table, its inputs, and theirs."""
    names: set[str] = set()
    waiting = {table}
    while waiting:
        step = computed_together()[waiting.pop()]
        waiting |= {dep for name in step for dep in graph()[name][1]} - names
        names |= step
        waiting -= names
    return frozenset(names)


def compared_with(table: str) -> set[str]:
    """Return the other tables that the rules of a table read."""
    read = set().union(*(tables_in(rule.breaches) for rule in rules_of(table))) - ABOUT_BUILDS - {table}
    return {WRITTEN_WITH.get(name, name) for name in read}


def test_a_rule_reads_only_what_is_computed_before_it_is_evaluated() -> None:
    early = [
        f"{rule.table}: {rule.name} reads {table}, which may be built later"
        for rule in ALL_RULES
        for table in sorted(tables_in(rule.breaches) - ABOUT_BUILDS - computed_before(rule.table))
    ]
    assert early == []


def test_what_a_run_computes_before_a_table_is_all_that_its_inputs_rest_on() -> None:
    before = computed_before("core_model_alias")
    assert {"core_model_alias", "core_model", "raw_capture", "capture/facts/models"} <= before
    assert before.isdisjoint({"core_bar", "out_price_history", "capture/pages"})


def test_no_rule_reads_a_table_of_a_later_subject_than_its_own() -> None:
    crossing = [
        f"{rule.table}: {rule.name} reads {table}"
        for rule in ALL_RULES
        for table in sorted(tables_in(rule.breaches) - ABOUT_BUILDS)
        if subject_of(table) > subject_of(rule.table)
    ]
    assert crossing == []


SQL = sorted(path for floor in ("assets", "warehouse") for path in (ROOT / floor).rglob("*.sql"))


@pytest.mark.parametrize("path", SQL, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_sql_file_parses_and_reads_only_what_exists(path: Path, tables: set[str]) -> None:
    trees = sqlglot.parse(path.read_text(encoding="utf-8"), "duckdb")
    read = set().union(*(names_in(tree, macros=False) for tree in trees if tree))
    if path.parent != SCHEMA:
        assert read - tables - definitions().keys() - REGISTERED == set()


def test_a_statement_is_read_through_views_macros_and_common_table_expressions() -> None:
    statement = """WITH core_model AS (SELECT * FROM core_score) INSERT INTO out_trend BY NAME
                   SELECT * FROM core_model, offer_now, record_lows($day) WHERE x = (SELECT max(y) FROM core_bar)"""
    assert tables_in(statement) == {
        *("core_score", "core_bar", "core_bar_member", "core_workload", "_offer_cost", "out_verdict", "out_claim"),
        "out_frontier",
    }
