"""The data dictionary: it describes everything, nothing else, and the page in docs agrees with it."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from pipelines.data_dictionary import PAGE, data_dictionary
from tests.conftest import read
from warehouse.dictionary import DICTIONARY, comment_on, comment_statements, read_dictionary
from warehouse.store import Writer

COLUMNS = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
TABLES = """SELECT table_name, comment FROM duckdb_tables()
            UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"""


def test_every_table_and_view_has_a_description(shared_writer: Writer) -> None:
    assert [table for table, comment in read(shared_writer, TABLES) if not comment] == []


def test_every_column_has_a_description(shared_writer: Writer) -> None:
    assert [f"{table}.{column}" for table, column, comment in read(shared_writer, COLUMNS) if not comment] == []


def test_nothing_is_described_that_does_not_exist(shared_writer: Writer) -> None:
    entries = set(read_dictionary())
    present = {(table, "") for table, _ in read(shared_writer, TABLES)}
    for table, column, _ in read(shared_writer, COLUMNS):
        present.add((table, column) if (table, column) in entries else ("*", column))
    assert sorted(entries - present) == []


def rows() -> list[dict[str, str]]:
    with DICTIONARY.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_nothing_is_described_twice() -> None:
    assert [key for key, n in Counter((row["table"], row["column"]) for row in rows()).items() if n > 1] == []


def is_one_plain_line(row: dict[str, str]) -> bool:
    """A sentence on one line; GitHub would swallow <name> in the page as a tag."""
    comment = row["comment"]
    shown = re.sub(r"`[^`]*`", "", comment) if row["column"] else comment
    return comment == comment.strip() and comment.endswith(".") and not re.search(r"\n|<\w", shown)


def test_a_comment_is_one_plain_line() -> None:
    assert [row for row in rows() if not is_one_plain_line(row)] == []


def test_a_column_that_may_be_null_states_what_null_means(shared_writer: Writer) -> None:
    query = """SELECT c.table_name, c.column_name, c.comment FROM duckdb_columns() AS c
               INNER JOIN duckdb_tables() AS t USING (table_name) WHERE NOT c.internal AND c.is_nullable"""
    silent = [f"{table}.{column}" for table, column, comment in read(shared_writer, query) if "NULL" not in comment]
    assert silent == []


@pytest.mark.parametrize(
    ("ending", "unit"),
    [
        ("_usd_per_mtok", "USD per million"),
        ("usd_per_mtok", "USD per million"),
        ("_usd_per_query", "USD"),
        ("_tokens_per_s", "tokens per second"),
        ("_usd", "USD"),
        ("_gb", "gigabytes"),
        ("_params_b", "billions"),
        ("_hours", "hours"),
        ("_at", "UTC"),
    ],
)
def test_a_unit_in_a_name_is_spelled_out(shared_writer: Writer, ending: str, unit: str) -> None:
    comments = [(f"{table}.{column}", comment) for table, column, comment in read(shared_writer, COLUMNS)]
    assert [name for name, comment in comments if name.endswith(ending) and unit.lower() not in comment.lower()] == []


def test_intervals_state_which_end_counts(shared_writer: Writer) -> None:
    for table, column, comment in read(shared_writer, COLUMNS):
        if column == "valid_from":
            assert "inclusive" in comment or "First day of the price" in comment, table
        if column == "valid_to":
            assert "exclusive" in comment, table


PRIVATE = r"\b(dearer|mended|held against|is told|are told|has been met)\b"
"""Words that only the authors of the tables use so."""


def test_comments_have_no_private_words() -> None:
    assert [entry for entry, comment in read_dictionary().items() if re.search(PRIVATE, comment)] == []


def test_a_tables_own_row_comes_before_the_common_one() -> None:
    assert comment_on("core_workload", "position") == "Order in which workloads are listed; 1 is the headline workload."
    assert comment_on("out_verdict", "position") == "Order in which verdicts are listed; the headline is 1."
    assert comment_on("no such table") is None
    assert comment_on("out_verdict", "no such column") is None


def test_quotes_in_a_comment_are_kept() -> None:
    assert list(comment_statements([("COLUMN", "main", "core_bar_member", "source_url", None)])) == [
        """COMMENT ON COLUMN "main"."core_bar_member"."source_url" IS 'Where the model''s score was read.';"""
    ]


def test_only_descriptions_that_differ_are_put_into_the_database() -> None:
    about = comment_on("core_bar")
    places = [
        ("TABLE", "main", "core_bar", "", about),
        ("TABLE", "main", "core_bar", "", "old"),
        ("VIEW", "main", "nobody", "knows", None),
    ]
    assert list(comment_statements(places)) == [f"""COMMENT ON TABLE "main"."core_bar" IS '{about}';"""]


def test_the_page_in_docs_is_the_generated_one() -> None:
    """`python -m pipelines.data_dictionary` rewrites it."""
    assert PAGE.read_text(encoding="utf-8") == data_dictionary()
