"""The comparison of two published files sees a changed row, and leaves sentences out."""

from pathlib import Path

import duckdb
import pytest

from tests.compare_published import LEFT_OUT, compare


def published(folder: Path, name: str, usd: str, sentence: str, schema: str = "main") -> Path:
    file = folder / f"{name}.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS internal")
        connection.execute(f"CREATE TABLE {schema}._price AS SELECT 'a' AS model, {usd}::DECIMAL(9, 2) AS usd")
        connection.execute(f"CREATE TABLE out_text AS SELECT 1 AS position, '{sentence}' AS sentence")
    return file


def test_a_price_that_changed_is_named_with_both_rows(tmp_path: Path) -> None:
    lines = compare(published(tmp_path, "old", "1.5", "same"), published(tmp_path, "new", "1.6", "same"))
    assert lines == [
        "_price: 1 rows only before, such as [('a', Decimal('1.50'))]",
        "_price: 1 rows only after, such as [('a', Decimal('1.60'))]",
        "_price: columns that differ: usd",
    ]


def test_a_table_may_move_to_another_schema(tmp_path: Path) -> None:
    old = published(tmp_path, "old", "1.5", "same")
    assert compare(old, published(tmp_path, "new", "1.5", "same", "internal")) == []


def test_a_sentence_that_is_listed_may_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = published(tmp_path, "old", "1.5", "before"), published(tmp_path, "new", "1.5", "after")
    assert compare(old, new)[-1] == "out_text: columns that differ: sentence"
    monkeypatch.setitem(LEFT_OUT, "out_text", ("sentence",))
    assert compare(old, new) == []
