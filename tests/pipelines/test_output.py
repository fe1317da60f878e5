"""Rows as text: JSON that is JSON, and a header also where there are no rows."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.output import as_json, print_lines, show
from tests.pipelines.conftest import Result, call

INFINITE = "SELECT 'inf'::DOUBLE AS a, ['nan'::DOUBLE, 1] AS b, {'x': '-inf'::FLOAT} AS c, 2.5::DECIMAL(4, 2) AS d"


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def test_json_has_null_where_a_number_is_not_finite() -> None:
    rows = [{"a": float("inf"), "b": [float("nan"), 1.5], "c": {"x": float("-inf")}, "d": Decimal("2.50")}]
    null = [{"a": None, "b": [None, 1.5], "c": {"x": None}, "d": 2.5}]
    assert json.loads(as_json(rows), parse_constant=refuse) == null


def test_sql_as_json_is_json(published: Path) -> None:
    result = call(published, "sql", INFINITE, "--format", "json")
    assert json.loads(result.stdout, parse_constant=refuse) == [
        {"a": None, "b": [None, 1.0], "c": {"x": None}, "d": 2.5}
    ]


def test_lines_of_json_keep_amounts_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_lines([{"usd": Decimal("0.10"), "p": float("nan"), "on": date(2026, 4, 26)}])
    assert json.loads(capsys.readouterr().out, parse_constant=refuse) == {"usd": "0.1", "p": None, "on": "2026-04-26"}


def test_a_csv_without_rows_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    show([], "csv", names=("a", "b"))
    assert capsys.readouterr().out == "a,b\n"


def test_a_query_without_rows_has_its_header(published: Path) -> None:
    query = "SELECT bar, position FROM core_bar WHERE false"
    assert call(published, "sql", query, "--format", "csv").stdout == "bar,position\n"
    assert call(published, "sql", query, "--format", "json").stdout == "[]\n"


def test_alerts_without_any_have_their_header(published: Path) -> None:
    assert call(published, "alerts", "--format", "csv").stdout == "key,alert\n"


def assert_announced(result: Result, folder: Path) -> None:
    """The size that an export announced is within a factor of two of what it wrote."""
    announced = int(result.stderr.split(" MB ")[0].split()[-1].replace(",", ""))
    written = sum(path.stat().st_size for path in folder.iterdir()) / 1_000_000
    assert announced / 2 < written < announced * 2


def test_an_export_as_json_is_json_and_reports_its_size_first(own_home: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(own_home / "published" / "tokenfall.duckdb")) as connection:
        connection.execute("UPDATE core_bar SET threshold = 'inf'::DOUBLE WHERE bar = 'eci>=140'")
    result = call(own_home, "export", str(tmp_path / "new" / "folder"), "--format", "json")
    assert result.returncode == 0
    assert result.stderr.startswith("tokenfall: writing about ")
    folder = tmp_path / "new" / "folder"
    assert_announced(result, folder)
    for path in folder.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    bars = {row["bar"]: row["threshold"] for row in json.loads((folder / "core_bar.json").read_text(encoding="utf-8"))}
    assert (bars["eci>=130"], bars["eci>=140"]) == (130, None)


@pytest.mark.parametrize("shape", ["parquet", "csv"])
def test_the_size_that_is_announced_is_about_the_size_written(published: Path, tmp_path: Path, shape: str) -> None:
    assert_announced(call(published, "export", str(tmp_path / "out"), "--format", shape), tmp_path / "out")


def test_verdicts_as_csv_have_every_target_and_column(published: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(call(published, "verdict", "--format", "csv").stdout)))
    assert len(rows) > 30
    assert {"bar", "explanation", "p_5y"} <= set(rows[0])


def test_a_line_is_a_row_a_tab_ends_a_column_and_a_cell_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": "one\ttwo\r\nthree", "b": "C:\\new", "c": None}], "table")
    assert capsys.readouterr().out == "a\tb\tc\none\\ttwo\\r\\nthree\tC:\\\\new\t\n"


def test_fit_reads_the_standard_input(tmp_path: Path) -> None:
    series = "\ufeffdate,usd\n2024-01-01,8\n2025-01-01,4\n2026-01-01,2\n"
    file = tmp_path / "series.csv"
    file.write_text(series, encoding="utf-8")
    piped = call(tmp_path, "fit", "-", "--method", "record-ols", stdin=series)
    assert (piped.returncode, piped.stderr) == (0, "")
    assert piped.stdout == call(tmp_path, "fit", str(file), "--method", "record-ols").stdout
    refused = call(tmp_path, "fit", "-", stdin="date,usd\n2024-01-01,much\n")
    assert (refused.returncode, refused.stderr) == (
        1,
        "tokenfall: - line 2, column usd: 'much' is not a number\n",
    )
