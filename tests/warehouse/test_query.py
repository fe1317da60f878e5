"""Reading the warehouse: rows, tuples, arrays and single values of SQL files, with bound parameters."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.conftest import fill
from warehouse import query
from warehouse.store import Writer


@dataclass(frozen=True)
class Bar:
    """A row type with fields named like columns."""

    bar: str
    threshold: Decimal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list_bars.sql"
    path.write_text(
        "-- Up to $as_of.\nSELECT bar, threshold FROM core_bar WHERE threshold >= $low ORDER BY bar -- $more\n"
    )
    return path


@pytest.fixture
def bars(writer: Writer) -> Writer:
    fill(writer, "core_bar", *({"bar": name, "threshold": 100 + place} for place, name in enumerate("abc")))
    return writer


def test_a_query_gives_mappings_dataclasses_tuples_or_arrays(bars: Writer, file: Path) -> None:
    low = {"low": 101}
    assert query.rows(bars.connection, file, low) == [{"bar": "b", "threshold": 101}, {"bar": "c", "threshold": 102}]
    assert query.rows_as(bars.connection, Bar, file, low) == [Bar("b", Decimal(101)), Bar("c", Decimal(102))]
    assert query.tuples(bars.connection, file, low) == [("b", 101), ("c", 102)]
    columns = query.arrays(bars.connection, file, low)
    assert list(columns) == ["bar", "threshold"]
    np.testing.assert_array_equal(columns["bar"], ["b", "c"])


def test_a_value_is_the_first_cell_or_none(bars: Writer, file: Path) -> None:
    assert query.value(bars.connection, file, {"low": 102}) == "c"
    assert query.value(bars.connection, file, {"low": 103}) is None


def test_only_parameters_that_the_statement_names_are_bound(bars: Writer, file: Path) -> None:
    """A comment names none, and what a file does not name is not passed on to DuckDB, which would refuse it."""
    more = {"low": 102, "as_of": date(2026, 1, 1), "more": 1, "unused": None}
    assert query.tuples(bars.connection, file, more) == [("c", 102)]
    assert query.bound(query.read_sql(file), more) == {"low": 102}
    assert query.bound("SELECT 1", more) is None


def test_columns_and_first_rows_of_a_table_or_view(bars: Writer) -> None:
    assert query.first_rows(bars.connection, "core_bar", 1)[0]["bar"] == "a"
    assert list(query.table_columns(bars.connection, "_bar_reading")) == ["bar", "bound", "answered_by", "model_id"]
    assert query.columns_by_table(bars.connection)["core_bar"] == query.table_columns(bars.connection, "core_bar")
    assert query.distinct_values(bars.connection, "core_bar", "threshold") == [100, 101, 102]


def test_a_sample_counts_all_rows_and_keeps_a_few(bars: Writer) -> None:
    assert query.sample(bars.connection, "-- all\nSELECT bar FROM core_bar -- end", 2) == (3, [("a",), ("b",)])
    assert query.sample(bars.connection, "SELECT bar FROM core_bar WHERE bar = 'x'", 2) == (0, [])


BOUND = """
import sys, threading, duckdb
from warehouse import query
connection = duckdb.connect()
read = lambda value: query.run(connection, "SELECT $value", {"value": value}).fetchone()[0]
"""


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("print(read('bound'), 'pandas' in sys.modules)", "bound False"),
        ("read(1)\nimport pandas\nprint(read(pandas.NaT))", "None"),
        ("import pandas\nread(1)\nprint(sys.modules['pandas'] is pandas)", "True"),
        (
            "busy = threading.Event()\nthreading.Thread(target=busy.wait).start()\nread(1)\nbusy.set()\n"
            "print('pandas' in sys.modules)",
            "True",
        ),
    ],
    ids=["not_imported", "imported_later", "imported_before", "another_thread_may_import_it"],
)
def test_a_bound_value_does_not_import_pandas_and_does_not_hinder_it(code: str, printed: str) -> None:
    result = subprocess.run([sys.executable, "-c", BOUND + code], capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == (f"{printed}\n", "")


def test_pandas_can_be_imported_after_a_query_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with pytest.raises(duckdb.Error):
        query.run(duckdb.connect(), "SELECT missing + $value", {"value": 1})
    assert "pandas" not in sys.modules
