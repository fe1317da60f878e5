"""The published file: a whole copy that replaces the last one in a single step, and the space that rebuilds leave."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO

import duckdb
import pytest

import warehouse.store as store
from tests.conftest import read
from tests.warehouse.conftest import PYTHON, publish, things
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_published, open_writer

TRY_TO_WRITE = """
import sys
from pathlib import Path
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer
try:
    with open_writer(Home(Path(sys.argv[1]))):
        print("opened")
except TokenfallError as error:
    print(error)
"""


def what_another_writer_gets(home: Home) -> str:
    command = [PYTHON, "-c", TRY_TO_WRITE, str(home.path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# --- publishing ---


def test_a_reader_with_the_old_file_open_keeps_reading_it(home: Home, small_schema: Path) -> None:
    publish(home, "old")
    # In another process, as a second user would be: within one process DuckDB shares what is open.
    script = f"""
import sys, duckdb
connection = duckdb.connect({str(home.published)!r}, read_only=True)
print("open", flush=True)
sys.stdin.readline()
print(connection.execute("SELECT name FROM thing").fetchall())
"""
    with subprocess.Popen([PYTHON, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        publish(home, "new")
        assert reader.communicate("go\n")[0] == "[('old',)]\n"
    assert things(home) == ["new"]


def test_publishing_leaves_nothing_but_the_file(home: Home, small_schema: Path) -> None:
    publish(home, "a")
    publish(home, "b")
    assert [path.name for path in home.published.parent.iterdir()] == ["tokenfall.duckdb"]


def test_what_is_published_is_whole(home: Home) -> None:
    with open_writer(home) as writer:
        writer.publish()
        tables = read(writer, "SELECT table_name FROM duckdb_tables() ORDER BY ALL")
        comments = read(
            writer, "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        )
    with open_published(home) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall() == tables
        kept = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
    assert kept == comments


def test_a_run_killed_before_the_file_is_replaced_leaves_the_old_one(home: Home, small_schema: Path) -> None:
    publish(home, "old")
    empty = home.path / "no views"
    script = f"""
import os, sys
from pathlib import Path
import warehouse.migrations as migrations
import warehouse.store as store
from warehouse.home import Home
migrations.SCHEMA, migrations.VIEWS = Path({str(small_schema)!r}), Path({str(empty)!r})
os.replace = lambda *_: os._exit(137)
with store.open_writer(Home(Path(sys.argv[1]))) as writer:
    writer.insert_rows("thing", [{{"name": "new"}}])
    writer.publish()
"""
    killed = subprocess.run([PYTHON, "-c", script, str(home.path)], capture_output=True, text=True, check=False)
    assert killed.returncode == 137, killed.stderr
    assert things(home) == ["old"]
    assert list(home.published.parent.glob(".next-*"))
    publish(home, "old", "new")
    assert things(home) == ["new", "old"]
    assert [path.name for path in home.published.parent.glob(".next-*")] == []


def test_a_copy_that_fails_leaves_the_old_file_and_no_draft(
    home: Home, small_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(home.published))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(TokenfallError, match="No space left on device; free space, or set TOKENFALL_HOME") as refused:
        publish(home, "new")
    assert "\n" not in str(refused.value)
    assert things(home) == ["old"]
    assert [path.name for path in home.published.parent.iterdir()] == ["tokenfall.duckdb"]


def test_a_copy_that_ends_half_way_leaves_the_old_file_and_no_draft(
    home: Home, small_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home, "old")

    def full(source: BinaryIO, target: BinaryIO, _: int) -> None:
        target.write(source.read(100))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(TokenfallError, match="No space left on device; free space, or set TOKENFALL_HOME") as refused:
        publish(home, "new")
    assert "\n" not in str(refused.value)
    assert things(home) == ["old"]
    assert [path.name for path in home.published.parent.iterdir()] == ["tokenfall.duckdb"]


def test_a_published_folder_that_cannot_be_written_is_one_line(home: Home, small_schema: Path) -> None:
    with open_writer(home):
        home.published.parent.write_text("in the way")
    with pytest.raises(TokenfallError, match=r"cannot write .*published") as refused:
        publish(home, "new")
    assert "\n" not in str(refused.value)


def test_each_publication_of_a_writer_has_what_was_committed_before_it(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        for name in "abc":
            writer.insert_rows("thing", [{"name": name}])
            writer.publish()
            assert things(home)[-1] == name
            assert not home.published.with_name("tokenfall.duckdb.wal").exists()
    assert things(home) == ["a", "b", "c"]


def test_the_published_file_opens_alone_in_a_folder_of_its_own(home: Home, small_schema: Path, tmp_path: Path) -> None:
    with open_writer(home) as writer:
        writer.insert_rows("thing", [{"name": "a"}])
        writer.publish()
        alone = Home(tmp_path / "alone")
        alone.published.parent.mkdir(parents=True)
        shutil.copy(home.published, alone.published)
        assert things(alone) == ["a"]
        with duckdb.connect(str(alone.published)) as connection:
            assert connection.execute("SELECT wal_size FROM pragma_database_size()").fetchone() == ("0 bytes",)


def test_a_writer_that_has_published_is_still_the_only_one(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        writer.publish()
        assert "another tokenfall run is writing to it" in what_another_writer_gets(home)
        writer.publish()
        assert "another tokenfall run is writing to it" in what_another_writer_gets(home)


def test_an_open_transaction_is_not_published(home: Home, small_schema: Path) -> None:
    publish(home, "old")
    with open_writer(home) as writer:
        writer.connection.begin()
        writer.insert_rows("thing", [{"name": "new"}])
        with pytest.raises(TokenfallError, match=r"cannot publish .*warehouse\.duckdb: .*transaction") as refused:
            writer.publish()
        assert "\n" not in str(refused.value)
        writer.connection.rollback()
    assert things(home) == ["old"]


def test_rows_that_are_only_in_the_log_are_not_left_out(home: Home, small_schema: Path) -> None:
    publish(home, "old")
    with open_writer(home) as writer:
        writer.connection.execute("CHECKPOINT")
        home.database.with_name("warehouse.duckdb.wal").write_bytes(b"rows")
        with pytest.raises(TokenfallError, match=r"rows are still in warehouse\.duckdb\.wal; run again"):
            writer.publish()
    assert things(home) == ["old"]


# --- the size of the file ---


def rebuild(writer: Writer, day: int) -> None:
    """Replace 50,000 rows, as a build does; each day's rows differ from those of the day before."""
    with writer.transaction():
        writer.empty("thing")
        writer.insert_select("thing", f"SELECT md5(i::VARCHAR || '{day}') AS name FROM range(50000) AS rows(i)")


def test_a_table_that_is_rebuilt_daily_does_not_make_the_file_grow(home: Home, small_schema: Path) -> None:
    sizes = []
    for day in range(20):
        with open_writer(home) as writer:
            rebuild(writer, day)
            writer.publish()
        sizes.append(home.published.stat().st_size)
    # The rows of the day before are free only after those of the day are written: at most two versions of one table.
    assert max(sizes) <= 2.1 * sizes[0]
    assert max(sizes[10:]) <= max(sizes[:10])


def fill_and_empty(writer: Writer) -> int:
    """Fill a file with rows and delete nearly all of them; return its size."""
    rebuild(writer, 0)
    writer.insert_select("thing", "SELECT md5(i::VARCHAR) AS name FROM range(800000) AS rows(i)")
    writer.connection.execute("CREATE VIEW short AS SELECT name FROM thing WHERE length(name) < 9")
    writer.connection.execute("COMMENT ON TABLE thing IS 'what there is'")
    writer.connection.execute("CREATE TABLE late AS SELECT 1 AS a; CHECKPOINT")  # the last block is in use
    writer.empty("thing")
    writer.insert_rows("thing", [{"name": "kept", "usd": "0.5", "day": "2024-02-29"}])
    writer.connection.execute("CHECKPOINT")
    return writer.home.database.stat().st_size


def grown(home: Home) -> int:
    """Leave a file as a run leaves it that was killed before it could compact it; return its size."""
    with pytest.MonkeyPatch.context() as patched, open_writer(home) as writer:
        patched.setattr(store, "compact", lambda *_: False)
        return fill_and_empty(writer)


def test_a_writer_publishes_and_leaves_a_file_without_the_free_blocks(home: Home, small_schema: Path) -> None:
    with open_writer(home) as writer:
        before = fill_and_empty(writer)
        writer.publish()
        assert home.database.stat().st_size == before
        assert home.published.stat().st_size < before / 10
    assert home.database.stat().st_size < before / 10
    with duckdb.connect(str(home.published), read_only=True) as published:
        assert published.execute("SELECT * FROM short").fetchall() == [("kept",)]
        comment = "SELECT comment FROM duckdb_tables() WHERE table_name = 'thing'"
        assert published.execute(comment).fetchall() == [("what there is",)]
    assert sorted(path.name for path in home.path.iterdir()) == ["published", "warehouse.duckdb"]


def test_no_room_to_compact_the_file_does_not_make_a_run_fail_that_has_published(
    home: Home, small_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(home.database))

    with open_writer(home) as writer:
        before = fill_and_empty(writer)
        writer.publish()
        monkeypatch.setattr(os, "replace", full)
    assert home.database.stat().st_size == before
    assert things(home) == ["kept"]


def test_a_file_with_many_free_blocks_is_compacted_once_and_keeps_everything(home: Home, small_schema: Path) -> None:
    before = grown(home)
    with open_writer(home) as writer:
        assert home.database.stat().st_size < before / 10
        assert read(writer, "SELECT name, usd, day FROM thing") == [("kept", "0.500000000", "2024-02-29")]
        assert read(writer, "SELECT * FROM short") == [("kept",)]
        assert read(writer, "SELECT comment FROM duckdb_tables() WHERE table_name = 'thing'") == [("what there is",)]
        assert read(writer, "SELECT * FROM _migration") == [(1, "0001_one")]
        with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
            writer.insert_rows("thing", [{"name": None}])
        assert "another tokenfall run is writing to it" in what_another_writer_gets(home)
        writer.insert_rows("thing", [{"name": "later"}])
    inode = home.database.stat().st_ino
    with open_writer(home) as writer:
        assert read(writer, "SELECT name FROM thing ORDER BY name") == [("kept",), ("later",)]
    assert home.database.stat().st_ino == inode
    assert [path.name for path in home.path.iterdir()] == ["warehouse.duckdb"]


def test_what_a_killed_compaction_left_does_not_get_into_the_next_one(home: Home, small_schema: Path) -> None:
    before = grown(home)
    for name in (".compact-warehouse.duckdb", ".compact-warehouse.duckdb.wal"):
        (home.path / name).write_text("left by a run that was killed")
    with open_writer(home) as writer:
        assert read(writer, "SELECT name FROM thing") == [("kept",)]
    assert home.database.stat().st_size < before / 10
    assert [path.name for path in home.path.iterdir()] == ["warehouse.duckdb"]


def test_a_compaction_that_fails_leaves_the_file_as_it_was(
    home: Home, small_schema: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = grown(home)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(home.database))

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(TokenfallError, match="No space left on device"), open_writer(home):
            pass
    assert home.database.stat().st_size == before
    assert [path.name for path in home.path.iterdir()] == ["warehouse.duckdb"]
    with open_writer(home) as writer:
        assert read(writer, "SELECT name FROM thing") == [("kept",)]


def test_a_link_to_the_file_stays_a_link(home: Home, small_schema: Path, tmp_path: Path) -> None:
    before = grown(home)
    real = tmp_path / "disk" / "warehouse.duckdb"
    real.parent.mkdir()
    shutil.move(home.database, real)
    home.database.symlink_to(real)
    with open_writer(home) as writer:
        assert read(writer, "SELECT name FROM thing") == [("kept",)]
    assert home.database.is_symlink()
    assert real.stat().st_size < before / 10
