"""The first rows of a table in Dagster's history: small, and text of a source stays text."""

from __future__ import annotations

from assets.table_head import CELL, MOST, describe_head
from warehouse.store import Writer


def test_a_head_has_three_rows_and_eight_columns_and_text_stays_text(writer: Writer) -> None:
    writer.connection.execute("CREATE TABLE t (a INTEGER, b VARCHAR, c DATE, d INT, e INT, f INT, g INT, h INT, i INT)")
    hostile = "x|y <img src=x> [l](javascript:z)\n# `t`"
    writer.connection.executemany("INSERT INTO t (a, b) VALUES (?, ?)", [(n, hostile) for n in range(5)])
    header, rule, *rows, empty, more = describe_head(writer.connection, "t").splitlines()
    assert (header, rule) == ("| a | b | c | d | e | f | g | h |", "|" + " --- |" * 8)
    assert len(rows) == 3
    assert rows[2] == "| 2 | x\\|y &lt;img src=x&gt; \\[l\\](javascript:z) # \\`t\\` |" + "  |" * 6
    assert (empty, more) == ("", "and 1 more columns")


def test_a_head_stays_small_whatever_the_table_holds(writer: Writer) -> None:
    columns = ", ".join(f"repeat('<', 900) AS c{number}" for number in range(40))
    writer.connection.execute(f"CREATE TABLE t AS SELECT {columns} FROM range(9)")
    head = describe_head(writer.connection, "t")
    assert 8 * 4 * CELL // 2 < len(head) < MOST + 100
    writer.connection.execute("DELETE FROM t")
    assert len(describe_head(writer.connection, "t").splitlines()) == 4, "an empty table has its columns"
