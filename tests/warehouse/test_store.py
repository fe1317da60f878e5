"""The database file: one writer, sealed readers, migrations in order, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.conftest import read
from tests.warehouse.conftest import another_process, publish, things
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import BuildRecord, Writer, open_published, open_writer


def try_to_write(home: Home) -> None:
    with open_writer(home):
        pass


def try_to_read(home: Home) -> None:
    with open_published(home):
        pass


# --- one writer ---


def test_a_second_writer_is_refused_in_one_line_and_the_first_goes_on(home: Home) -> None:
    with another_process(home, "pass") as first:
        with (
            pytest.raises(TokenfallError, match="another tokenfall run is writing to it; wait") as refused,
            open_writer(home),
        ):
            pass
        assert str(home.database) in str(refused.value)
        assert "\n" not in str(refused.value)
        assert first.poll() is None
    with open_writer(home):
        pass


def test_a_reader_of_the_published_file_does_not_mind_a_writer(home: Home, small_schema: Path) -> None:
    publish(home, "a")
    with open_published(home) as connection, open_writer(home) as writer:
        writer.insert_rows("thing", [{"name": "b"}])
        assert connection.execute("SELECT name FROM thing").fetchall() == [("a",)]


# --- readers ---


def test_without_a_published_file_the_way_to_one_is_named(home: Home) -> None:
    with (
        pytest.raises(TokenfallError, match=r"nothing is published in .* yet: run `tokenfall run` first"),
        open_published(home),
    ):
        pass


def test_a_published_file_that_is_no_database_is_one_line(home: Home) -> None:
    home.published.parent.mkdir(parents=True)
    home.published.write_text("not a database, but long enough to look like one" * 100)
    with pytest.raises(TokenfallError, match="cannot be read") as refused:
        try_to_read(home)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT content FROM read_text('{secret}')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY thing TO '{folder}/stolen.csv'",
        "EXPORT DATABASE '{folder}/stolen'",
        "ATTACH '{folder}/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '1GB'",
        "PRAGMA database_size; COPY thing TO '{folder}/stolen.csv'",
        "CREATE TABLE mine (a INTEGER)",
        "INSERT INTO thing (name) VALUES ('b')",
        "UPDATE thing SET name = 'b'",
        "DELETE FROM thing",
        "DROP TABLE thing",
    ],
)
def test_a_reader_reaches_no_file_and_changes_nothing(home: Home, small_schema: Path, statement: str) -> None:
    publish(home, "a")
    secret = home.path / "secret.csv"
    secret.write_text("name\nsecret\n")
    before = sorted(home.path.rglob("*"))
    with open_published(home) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(secret=secret, folder=home.path))
    assert sorted(home.path.rglob("*")) == before
    assert things(home) == ["a"]


def test_a_reader_sees_no_proxy_of_the_environment(
    home: Home, small_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home, "a")
    monkeypatch.setenv("HTTP_PROXY", "http://me:zz9@127.0.0.1:9")
    settings = "SELECT name FROM duckdb_settings() WHERE value LIKE '%zz9%'"
    with duckdb.connect() as plain:
        assert plain.execute(settings).fetchall() == [("http_proxy",)], "DuckDB has changed: this test shows nothing"
    with open_published(home) as connection:
        with pytest.raises(duckdb.Error):
            connection.execute("RESET http_proxy")
        assert connection.execute(settings).fetchall() == []


def test_an_unsealed_reader_may_write_files_but_not_the_warehouse(home: Home, small_schema: Path) -> None:
    publish(home, "a")
    with open_published(home, sealed=False) as connection:
        connection.execute(f"COPY thing TO '{home.path}/out.csv'")
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("DELETE FROM thing")
    assert (home.path / "out.csv").read_text() == "name,usd,day\na,,\n"


def test_times_are_utc_for_readers_and_writers(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        assert read(writer, "SELECT current_setting('TimeZone')") == [("UTC",)]
        writer.publish()
    with open_published(home) as connection:
        assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)


# --- files that cannot be written ---


def test_a_home_in_the_place_of_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(TokenfallError, match="set TOKENFALL_HOME to a folder you can write to"),
        open_writer(Home(tmp_path / "file")),
    ):
        pass


def test_a_writers_file_that_is_no_database_is_one_line(home: Home) -> None:
    home.path.mkdir()
    home.database.write_text("not a database, but long enough to look like one" * 100)
    with pytest.raises(TokenfallError, match=r"cannot write .*warehouse.duckdb") as refused:
        try_to_write(home)
    assert "\n" not in str(refused.value)


# --- migrations ---


def test_migrations_run_in_order_and_once(home: Home, small_schema: Path) -> None:
    publish(home, "kept")
    (small_schema / "0003_three.sql").write_text("ALTER TABLE thing RENAME COLUMN grade TO rank")
    (small_schema / "0002_two.sql").write_text("ALTER TABLE thing ADD COLUMN grade INTEGER DEFAULT 7")
    for _ in range(2):
        with open_writer(home) as writer:
            assert read(writer, "SELECT name, rank FROM thing") == [("kept", 7)]
            assert read(writer, "SELECT * FROM _migration ORDER BY number") == [
                (1, "0001_one"),
                (2, "0002_two"),
                (3, "0003_three"),
            ]


def test_a_newer_schema_is_refused_and_left_alone(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        writer.connection.execute("INSERT INTO _migration VALUES (7, '0007_future')")
    with (
        pytest.raises(TokenfallError, match=r"newer tokenfall \(its schema version is 7, this") as refused,
        open_writer(home),
    ):
        pass
    assert "\n" not in str(refused.value)


def test_a_schema_of_another_branch_is_refused_in_one_line(home: Home, small_schema: Path) -> None:
    publish(home, "kept")
    (small_schema / "0001_one.sql").rename(small_schema / "0001_other.sql")
    with pytest.raises(TokenfallError, match=r"never released \(this version has no migration 0001_one\)") as refused:
        try_to_write(home)
    assert "\n" not in str(refused.value)
    assert things(home) == ["kept"]


def test_a_migration_that_fails_is_not_half_done(home: Home, small_schema: Path) -> None:
    publish(home, "a")
    bad = small_schema / "0002_two.sql"
    bad.write_text("CREATE TABLE other (a INTEGER); CREATE TABLE thing (a INTEGER)")
    with pytest.raises(duckdb.Error, match="already exists"):
        try_to_write(home)
    bad.write_text("CREATE TABLE other (a INTEGER)")
    with open_writer(home) as writer:
        assert read(writer, "SELECT count(*) FROM other") == [(0,)]


# --- writing ---


def _replace_and(writer: Writer, name: str, error: BaseException) -> None:
    writer.empty("thing")
    writer.insert_rows("thing", [{"name": name}])
    raise error


def test_a_transaction_keeps_all_or_nothing(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        with writer.transaction():
            writer.insert_rows("thing", [{"name": "kept"}])
        with pytest.raises(KeyboardInterrupt), writer.transaction():
            _replace_and(writer, "lost", KeyboardInterrupt())
        assert read(writer, "SELECT name FROM thing") == [("kept",)]
        with pytest.raises(ValueError, match="no"), writer.transaction():
            _replace_and(writer, "lost too", ValueError("no"))
        assert read(writer, "SELECT name FROM thing") == [("kept",)]


def test_what_is_not_committed_is_gone_after_a_kill(home: Home) -> None:
    row = '{"source": "page/a", "url": "u", "attempted_at": "2026-11-23", "outcome": "captured"}'
    body = f'writer.connection.begin(); writer.insert_rows("raw_page_attempt", [{row}]); import os; os._exit(137)'
    with another_process(home, body) as process:
        assert process.wait() == 137
    with open_writer(home) as writer:
        assert read(writer, "FROM raw_page_attempt") == []


def test_values_travel_exactly(home: Home, small_schema: Path) -> None:
    rows = [
        {"name": "it's; --", "usd": Decimal("0.000000001"), "day": date(2024, 2, 29)},
        {"name": "", "usd": Decimal("123456789.123456789"), "day": None},
        {"name": "1E-7", "usd": Decimal("1E-7"), "day": None},
    ]
    with open_writer(home) as writer:
        writer.insert_rows("thing", rows)
        writer.insert_rows("thing", [])
        stored = writer.connection.execute("SELECT name, usd, day FROM thing").fetchall()
    assert stored == [tuple(row.values()) for row in rows]


def test_arrays_are_appended_by_name(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        writer.insert_arrays("thing", {"usd": np.array([1.5, 2.5]), "name": np.array(["a", "b"], dtype=object)})
        assert read(writer, "SELECT name, usd FROM thing ORDER BY name") == [("a", "1.500000000"), ("b", "2.500000000")]


def test_only_the_parameters_that_are_named_are_bound(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        writer.insert_select("thing", "SELECT $name AS name", {"name": "it's", "as_of": date(2024, 1, 1)})
        writer.insert_select("thing", "SELECT 'plain' AS name")
        assert read(writer, "SELECT name FROM thing ORDER BY name") == [("it's",), ("plain",)]


def version(writer: Writer, *names: str) -> str:
    writer.empty("thing")
    writer.insert_rows("thing", [{"name": name} for name in names])
    return writer.content_version("thing")[0]


def test_a_tables_version_depends_on_its_rows_and_not_their_order(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        versions = [version(writer), version(writer, "a"), version(writer, "a", "b"), version(writer, "a", "c")]
        assert len(set(versions)) == 4
        assert version(writer, "b", "a") == versions[2]
        assert writer.content_version("thing")[1] == 2


def test_what_was_made_is_remembered_once_per_table(writer: Writer) -> None:
    day, later = date(2026, 11, 23), date(2027, 1, 2)
    writer.record_build("out_trend", BuildRecord("code", "inputs", "old", 1, day, None))
    writer.record_build("out_trend", BuildRecord("code", "inputs", "new", 2, day, later))
    writer.record_build("out_verdict", BuildRecord("code", "inputs", "other", 3, day, None))
    assert writer.build_records() == {
        "out_trend": BuildRecord("code", "inputs", "new", 2, day, later),
        "out_verdict": BuildRecord("code", "inputs", "other", 3, day, None),
    }
