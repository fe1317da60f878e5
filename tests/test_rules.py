"""Rules: each is registered whole, its query runs, and it finds the rows that break it."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import pytest

from assets.all_rules import ALL_RULES
from assets.data_rule import Rule, evaluate, known_in, not_empty, rules_in, unique_key
from tests.conftest import fill
from warehouse import query
from warehouse.store import Writer

ROOT = Path(__file__).parents[1]
FOLDERS = sorted({path.parent for path in ROOT.glob("assets/*/rules/*")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_of_a_subject_is_a_rule_that_is_evaluated(folder: Path) -> None:
    assert [path.name for path in folder.iterdir() if path.suffix != ".sql"] == []
    assert [rule for rule in rules_in(folder) if rule not in ALL_RULES] == []


@pytest.mark.parametrize("module", sorted(ROOT.glob("assets/*/rules.py")), ids=lambda path: path.parent.name)
def test_every_rule_of_a_subject_is_evaluated(module: Path) -> None:
    rules = importlib.import_module(f"assets.{module.parent.name}.rules").RULES
    assert [rule for rule in rules if rule not in ALL_RULES] == []


def test_a_rule_is_about_a_table_and_has_its_name_for_itself(writer: Writer) -> None:
    tables = query.columns_by_table(writer.connection)
    assert [
        f"{rule.name} is about {rule.table}, which is no table" for rule in ALL_RULES if rule.table not in tables
    ] == []
    names = Counter((rule.table, rule.name) for rule in ALL_RULES)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: f"{rule.table}__{rule.name}")
def test_a_rule_runs_on_empty_tables_and_states_what_holds(writer: Writer, rule: Rule) -> None:
    assert evaluate(writer.connection, rule).passed == (rule.name != "has_rows")
    assert rule.statement
    assert not rule.statement.endswith(".")


def test_a_key_that_repeats_is_found(writer: Writer) -> None:
    fill(writer, "_captured_offer", {"model": "a"}, {"model": "a"}, {"model": "b"})
    finding = evaluate(writer.connection, unique_key("_captured_offer", "model"))
    assert (finding.count, finding.sample) == (1, ("a, 2",))
    assert finding.line() == "_captured_offer: 1 rows break 'one row per model', such as a, 2"


def test_a_table_without_rows_is_found(writer: Writer) -> None:
    assert not evaluate(writer.connection, not_empty("core_model")).passed
    fill(writer, "core_model", {"model_id": "a"})
    assert evaluate(writer.connection, not_empty("core_model")).passed


def test_a_value_that_another_table_lacks_is_found_and_null_is_not(writer: Writer) -> None:
    fill(writer, "core_model", {"model_id": "a"})
    fill(writer, "core_bar", *({"bar": name, "reference_model_id": name} for name in "ab"), {"bar": "c"})
    rule = known_in("core_bar", "reference_model_id", "core_model", "model_id")
    finding = evaluate(writer.connection, rule)
    assert (finding.count, finding.sample) == (1, ("b",))


@pytest.mark.parametrize("name", ["a b", 'a"', "a;", "", "1a", "a-b"])
def test_only_names_are_put_into_a_template(name: str) -> None:
    for make in (lambda: unique_key(name, "a"), lambda: unique_key("a", name), lambda: not_empty(name)):
        with pytest.raises(ValueError, match="is not the name of a table or column"):
            make()


WHOLE = "-- a price is positive\n-- severity: warning\nSELECT * FROM core_price WHERE usd <= 0\n"


def rule_file(folder: Path, text: str, name: str = "core_price__price_is_positive") -> Path:
    (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    return folder


def test_a_file_is_a_rule(tmp_path: Path) -> None:
    rule_file(tmp_path, WHOLE)
    rule_file(tmp_path, WHOLE.replace("warning", "error"), "core_model__name")
    blocking, rule = rules_in(tmp_path)
    assert (rule.table, rule.name) == ("core_price", "price_is_positive")
    assert (rule.statement, rule.blocking) == ("a price is positive", False)
    assert (blocking.table, blocking.blocking) == ("core_model", True)


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("price_is_positive", WHOLE, "the file name is not <table>__<rule>.sql"),
        ("core_price__", WHOLE, "the file name is not <table>__<rule>.sql"),
        ("core_price__a", WHOLE.partition("\n")[2], "the first line is not a comment that states the rule"),
        ("core_price__a", WHOLE.replace("a price is positive", ""), "the first line is not a comment"),
        ("core_price__a", WHOLE.replace("warning", "mild"), "the second line is not one of -- severity: error"),
        ("core_price__a", WHOLE.replace("-- severity: warning\n", ""), "the second line is not one of"),
        ("core_price__a", WHOLE[: WHOLE.index("SELECT")], "there is no query"),
        ("core_price__a", "", "there is no query"),
    ],
)
def test_a_rule_that_is_half_there_names_what_is_missing(tmp_path: Path, name: str, text: str, missing: str) -> None:
    with pytest.raises(ValueError, match=rf"{name}\.sql: .*{missing}"):
        rules_in(rule_file(tmp_path, text, name))
