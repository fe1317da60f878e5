"""Databases of earlier schema versions become those of today, and keep what nothing else holds."""

from __future__ import annotations

import duckdb
import pytest

from tests.warehouse.old_homes import (
    KEPT,
    add_rows,
    kept_rows,
    schema_files,
    tables,
    versions,
    write_old_home,
)
from warehouse.home import Home
from warehouse.migrations import declared_columns, newest_schema
from warehouse.query import columns_by_table
from warehouse.store import open_writer


def test_each_migration_works_where_every_table_has_rows() -> None:
    with duckdb.connect() as connection:
        for _ in versions(connection, newest_schema()):
            add_rows(connection, 1, tables(connection, only_empty=True))
        assert set(KEPT) <= set(tables(connection))
        declared = declared_columns()
        assert {table: columns == declared[table] for table, columns in columns_by_table(connection).items()} == (
            dict.fromkeys(tables(connection), True) | {"_migration": True}
        )
        # The rows of the version that brought the table: no later migration has taken them.
        for table in KEPT:
            assert connection.execute(f'SELECT count(*) FROM "{table}"').fetchall() == [(1,)], table


@pytest.mark.parametrize("number", [5, 20])
def test_a_database_of_an_earlier_version_opens_and_keeps_what_nothing_else_holds(home: Home, number: int) -> None:
    write_old_home(home, number)
    before = kept_rows(home.database)
    assert all(len(rows) == 3 for rows in before.values()), "the names of the columns and two rows"
    with open_writer(home) as writer:
        assert columns_by_table(writer.connection) == declared_columns()
    assert kept_rows(home.database, before) == before


def test_the_numbers_of_the_migrations_have_no_gap() -> None:
    assert list(schema_files()) == list(range(1, newest_schema() + 1))
