"""Tables without PRIMARY KEYs: what the migration keeps, and that a rule states every key it removed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import warehouse.migrations as migrations
from assets.all_rules import ALL_RULES
from assets.data_rule import unique_key
from tests.conftest import fill
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_writer

KEYED = "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
COLUMNS = """SELECT schema_name, table_name, column_name, data_type, is_nullable, column_default, comment
             FROM duckdb_columns() WHERE NOT internal ORDER BY schema_name, table_name, column_index"""
CHECKS = """SELECT table_name, constraint_text FROM duckdb_constraints() WHERE constraint_type = 'CHECK'
            ORDER BY ALL"""
OUR_TABLES = "SELECT table_name FROM duckdb_tables() WHERE table_name <> '_migration' ORDER BY table_name"
DRIVER = {"driver": "market", "span": "year", "period_from": "2024-01-01", "period_to": "2025-01-01", "log_change": 1}
NOT_AN_ASSET = {"_made", "_migration"}
"""Tables of the warehouse itself. `record_build` replaces the row of a table; a migration is applied once."""


def contents(writer: Writer) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table but the list of migrations."""
    names = [name for (name,) in writer.connection.execute(OUR_TABLES).fetchall()]
    return {name: writer.connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names}


def described_in(writer: Writer) -> list[list[tuple[Any, ...]]]:
    """The columns of every table in their order, with types, comments and whether NULL is allowed; and the CHECKs."""
    return [writer.connection.execute(sql).fetchall() for sql in (COLUMNS, CHECKS)]


def schema_up_to(number: int, folder: Path) -> Path:
    """Copy the migrations up to a number into a folder."""
    folder.mkdir()
    for path in migrations.SCHEMA.glob("*.sql"):
        if int(path.name[:4]) <= number:
            shutil.copy(path, folder)
    return folder


@pytest.fixture
def version_20(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of the last version with keys, with a row in every table."""
    old = schema_up_to(20, tmp_path / "schema")
    home = Home(tmp_path / "home")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA", old)
        patched.setattr(migrations, "VIEWS", tmp_path / "no views")  # today's may read columns of later versions
        with open_writer(home) as writer:
            for (name,) in writer.connection.execute(OUR_TABLES).fetchall():
                fill(writer, name, {**DRIVER, "measured": True} if name == "out_driver" else {})
    return home


def test_a_filled_warehouse_keeps_rows_columns_checks_and_comments(
    version_20: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_keys = schema_up_to(21, tmp_path / "without keys")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA", version_20.path.parent / "schema")
        patched.setattr(migrations, "VIEWS", version_20.path.parent / "no views")
        with open_writer(version_20) as writer:
            rows, described = contents(writer), described_in(writer)
    assert min(len(of_table) for of_table in rows.values()) == 1
    monkeypatch.setattr(migrations, "SCHEMA", without_keys)
    monkeypatch.setattr(migrations, "VIEWS", tmp_path / "no views")
    with open_writer(version_20) as writer:
        assert contents(writer) == rows
        assert described_in(writer) == described
        assert writer.connection.execute(KEYED).fetchall() == [("_migration", ["number"])]


def test_a_new_warehouse_has_the_tables_of_a_migrated_one(version_20: Home, writer: Writer) -> None:
    with open_writer(version_20) as migrated:
        assert described_in(migrated) == described_in(writer)
        assert migrated.connection.execute(KEYED).fetchall() == writer.connection.execute(KEYED).fetchall()


def test_a_rule_states_every_key_that_was_removed(version_20: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA", version_20.path.parent / "schema")
        patched.setattr(migrations, "VIEWS", version_20.path.parent / "no views")
        with open_writer(version_20) as writer:
            keys = dict(writer.connection.execute(KEYED).fetchall())
    removed = [unique_key(table, *columns) for table, columns in keys.items() if table not in NOT_AN_ASSET]
    assert len(removed) == 49
    assert [rule.table for rule in removed if rule not in ALL_RULES] == []


def test_no_later_migration_adds_a_key() -> None:
    later = [path for path in migrations.SCHEMA.glob("*.sql") if int(path.name[:4]) > 20]
    keyed = [path.name for path in later if re.search(r"\b(PRIMARY KEY|UNIQUE)\b", _without_comments(path))]
    assert keyed == []


def _without_comments(path: Path) -> str:
    return re.sub("--.*", "", path.read_text(encoding="utf-8"))


def test_a_migrated_home_of_a_newer_version_is_refused(version_20: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_writer(version_20):
        pass
    monkeypatch.setattr(migrations, "SCHEMA", version_20.path.parent / "schema")
    with (
        pytest.raises(TokenfallError, match=r"its schema version is \d+, this version knows 20"),
        open_writer(version_20),
    ):
        pass
