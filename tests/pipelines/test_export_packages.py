"""An export describes itself: data package, Croissant file and workbook, read by the tools that users have."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from pipelines.exports import OPTIONS, export_tables, write_packages
from pipelines.packages.description import describe_export
from tests.pipelines.conftest import AS_OF
from warehouse import query
from warehouse.dictionary import read_dictionary
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

PACKAGES = ("datapackage.json", "croissant.json", "tokenfall.xlsx")
OF_EVERY_KIND = ("core_bar", "core_workload", "headline", "out_backtest", "out_price_wait", "out_price_vintage")
"""Tables with every type: a list, dates, moments, decimals, integers that may be missing; one without rows."""
HOSTILE = (
    '=HYPERLINK("http://a.example";"x")',
    "+1+1",
    "-2",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<b>\"quoted\", 'x'</b>",
    "12",
)


@pytest.fixture(scope="module")
def exported(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export_tables(Home(published), folder, "parquet", lambda _: None)
    return folder


@pytest.fixture(scope="module")
def package(exported: Path) -> dict[str, Any]:
    return json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(Home(published), sealed=False) as connection:
        yield connection


def export_some(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    shape: str,
    tables: Sequence[str] = OF_EVERY_KIND,
    address: str = "",
) -> None:
    for table in tables:
        query.copy_to_file(connection, table, folder / f"{table}.{shape}", OPTIONS[shape])
    write_packages(connection, describe_export(connection, folder, tables, shape), address)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_package_names_its_date_version_terms_and_maker(package: dict[str, Any]) -> None:
    assert (package["created"], package["version"]) == (f"{AS_OF}T00:00:00Z", "2026.11.23")
    assert [licence["name"] for licence in package["licenses"]] == ["Apache-2.0", "CC-BY-4.0", "MIT"]
    assert all(licence["path"].startswith("https://") for licence in package["licenses"])
    assert [maker["title"] for maker in package["contributors"]] == ["tokenfall maintainers"]
    terms = {source["title"]: source["licence"] for source in package["sources"]}
    assert terms["facts/accelerators"] == "CC BY 4.0"
    assert all(terms.values())


def test_each_resource_has_the_digest_and_size_of_its_file(package: dict[str, Any], exported: Path) -> None:
    for resource in package["resources"]:
        content = (exported / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["file_bytes"] == len(content)
    assert len(package["resources"]) > 80


def test_every_table_and_column_has_a_description(package: dict[str, Any]) -> None:
    assert all(resource["description"] for resource in package["resources"])
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])
    bars = next(resource for resource in package["resources"] if resource["name"] == "core_bar")
    assert bars["description"] == read_dictionary()["core_bar", ""]


def test_keys_and_references_hold_in_the_files(package: dict[str, Any], exported: Path) -> None:
    """What a program would check that loads the files into a database with these constraints."""
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    for table, schema in schemas.items():
        file = exported / f"{table}.parquet"
        required = schema.get("primaryKey", [])
        for key in [required, *schema.get("uniqueKeys", [])]:
            names = ", ".join(f'"{name}"' for name in key)
            assert (
                not key or duckdb.sql(f"SELECT {names} FROM '{file}' GROUP BY ALL HAVING count(*) > 1").fetchall() == []
            )
        for field in schema["fields"]:
            if field["name"] in required or field.get("constraints"):
                assert duckdb.sql(f"SELECT count(*) FROM '{file}' WHERE \"{field['name']}\" IS NULL").fetchall() == [
                    (0,)
                ]
        for reference in schema.get("foreignKeys", []):
            (column,), (other,) = reference["fields"], reference["reference"]["fields"]
            others = exported / f"{reference['reference']['resource']}.parquet"
            unlisted = f"""SELECT "{column}" FROM '{file}' WHERE "{column}" NOT IN (SELECT "{other}" FROM '{others}')"""
            assert duckdb.sql(unlisted).fetchall() == []


def test_analysts_find_the_keys_by_which_to_join(package: dict[str, Any]) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    assert schemas["core_bar"]["primaryKey"] == ["bar"]
    assert schemas["out_frontier"]["primaryKey"] == ["bar", "workload", "valid_from"]
    joins = {(tuple(key["fields"]), key["reference"]["resource"]) for key in schemas["out_frontier"]["foreignKeys"]}
    assert joins >= {(("bar",), "core_bar"), (("workload",), "core_workload"), (("model_id",), "core_model")}
    # Not every price has a size of context, so that no primary key can hold it.
    assert "primaryKey" not in schemas["out_price_history"]
    assert "context_from_tokens" in schemas["out_price_history"]["uniqueKeys"][0]


@pytest.mark.parametrize("shape", ["parquet", "csv"])
def test_frictionless_finds_no_invalid_resource(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, shape: str
) -> None:
    export_some(connection, tmp_path, shape)
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--limit-rows", "40", "--json"]
    report = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout)
    invalid = {task["name"]: task["errors"][:2] for task in report["tasks"] if not task["valid"]}
    assert (invalid, report["errors"], len(report["tasks"])) == ({}, [], len(OF_EVERY_KIND))


def test_mlcroissant_accepts_the_file_and_reads_the_records(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    export_some(connection, tmp_path, "parquet")
    read = """
import mlcroissant
data = mlcroissant.Dataset("croissant.json")
print(data.metadata.ctx.issues.errors, data.metadata.ctx.issues.warnings, data.metadata.ctx.conforms_to)
print(next(iter(data.records("headline")))["headline/usd_then"])
print(len(next(iter(data.records("out_backtest")))["out_backtest/log10_quantiles"]))
"""
    command = [sys.executable, "-W", "ignore", "-c", read]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.splitlines() == ["set() set() CroissantVersion.V_1_1", "0.00894", "20"]


def test_croissant_describes_every_table_with_digests_types_and_keys(exported: Path) -> None:
    described = json.loads((exported / "croissant.json").read_text(encoding="utf-8"))
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert (described["version"], described["datePublished"]) == ("2026.11.23", AS_OF)
    assert described["citeAs"].startswith("@misc{tokenfall-2026-11-23, author={{tokenfall maintainers}}")
    files = {file["@id"]: file for file in described["distribution"]}
    content = (exported / "out_frontier.parquet").read_bytes()
    assert files["out_frontier.parquet"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert files["out_frontier.parquet"]["contentSize"] == f"{len(content)} B"
    assert files["out_frontier.parquet"]["contentUrl"] == "out_frontier.parquet"
    frontier = next(records for records in described["recordSet"] if records["name"] == "out_frontier")
    types = {field["name"]: field["dataType"] for field in frontier["field"]}
    assert [types[name] for name in ("bar", "valid_from", "usd_per_query", "score", "is_stale", "n_sources")] == (
        ["sc:Text", "sc:Date", "sc:Float", "cr:Float64", "sc:Boolean", "cr:Int32"]
    )
    assert [key["@id"].split("/")[1] for key in frontier["key"]] == ["bar", "workload", "valid_from"]
    bar = next(field for field in frontier["field"] if field["name"] == "bar")
    assert bar["references"] == {"field": {"@id": "core_bar/bar"}}
    assert len(described["recordSet"]) == len(files) > 80


def test_links_are_absolute_where_the_address_is_known(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_some(connection, tmp_path, "parquet", address="https://a.example/editions/2026-11-23/")
    described = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))
    assert described["url"] == "https://a.example/editions/2026-11-23/"
    urls = {file["contentUrl"] for file in described["distribution"]}
    assert "https://a.example/editions/2026-11-23/core_bar.parquet" in urls


def test_an_export_of_the_same_data_has_the_same_bytes(published: Path, exported: Path, tmp_path: Path) -> None:
    export_tables(Home(published), tmp_path, "parquet", lambda _: None)
    assert digests(tmp_path) == digests(exported)
    assert {path.name for path in exported.iterdir()} > set(PACKAGES)


def test_the_workbook_holds_the_answer_in_numbers_and_dates(exported: Path) -> None:
    workbook = openpyxl.load_workbook(exported / "tokenfall.xlsx")
    assert workbook.sheetnames == ["read me", "headline", "frontier", "claims", "columns"]
    headline = dict(zip(*workbook["headline"].iter_rows(values_only=True), strict=True))
    assert headline["crossed_on"] == datetime(2024, 5, 13)
    assert (headline["usd_then"], headline["as_of"]) == (0.00894, datetime(2026, 11, 23))
    assert workbook["headline"]["C2"].number_format == "yyyy-mm-dd"
    facts = {row[0]: row[1] for row in workbook["read me"].iter_rows(values_only=True)}
    assert facts["as of"] == datetime(2026, 11, 23)
    assert "Creative Commons Attribution 4.0" in str(facts["licence"])
    assert facts["facts/accelerators"] == "warehouse/facts/accelerators.csv"
    assert workbook.properties.created == datetime(2026, 11, 23)


def test_the_workbook_has_every_step_and_claim(exported: Path) -> None:
    workbook = openpyxl.load_workbook(exported / "tokenfall.xlsx")
    for sheet, table in (("frontier", "out_frontier"), ("claims", "out_claim")):
        relation = duckdb.sql(f"FROM '{exported}/{table}.parquet'")
        header, *rows = workbook[sheet].iter_rows(values_only=True)
        assert list(header) == relation.columns
        assert len(rows) == relation.shape[0]
    first = next(workbook["frontier"].iter_rows(min_row=2, max_row=2, values_only=True))
    assert first[:2] == ("eci>=gpt-4-0314", "chat")
    described = {row[1] for row in workbook["columns"].iter_rows(min_row=2, values_only=True)}
    assert described >= {"usd_per_query", "measured_by", "answer"}


def test_no_text_becomes_a_formula_and_every_text_comes_back(own_home: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(own_home / "published" / "tokenfall.duckdb")) as connection:
        claims = connection.execute("SELECT claim_id FROM out_claim ORDER BY position").fetchall()
        for (claim_id,), text in zip(claims, HOSTILE, strict=False):
            connection.execute("UPDATE out_claim SET claim = $1 WHERE claim_id = $2", [text, claim_id])
        connection.execute(
            "UPDATE out_claim SET evidence = repeat('x', 40000), measured = 'inf'::DOUBLE WHERE position = 1"
        )
    with open_published(Home(own_home), sealed=False) as published:
        export_some(published, tmp_path, "csv", ["out_claim"])
    sheet = openpyxl.load_workbook(tmp_path / "tokenfall.xlsx")["claims"]
    columns = {str(cell.value): position for position, cell in enumerate(sheet[1])}
    cells = [row[columns["claim"]] for row in sheet.iter_rows(min_row=2, max_row=1 + len(HOSTILE))]
    assert [unescape(cell.value) for cell in cells] == list(HOSTILE)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}
    assert [cell.quotePrefix for cell in cells] == [True] * 6 + [False] * 2
    first = next(sheet.iter_rows(min_row=2, max_row=2, values_only=True))
    assert str(first[columns["evidence"]]).endswith("(cut: a cell holds no more)")
    assert first[columns["measured"]] == "inf"
    # The files are for programs: they hold each text as it is.
    relation = duckdb.sql(
        f"SELECT claim FROM read_csv('{tmp_path}/out_claim.csv') ORDER BY position LIMIT {len(HOSTILE)}"
    )
    assert [claim for (claim,) in relation.fetchall()] == list(HOSTILE)


def test_money_in_parquet_is_decimal(exported: Path) -> None:
    (then,) = duckdb.sql(f"SELECT usd_then FROM '{exported}/headline.parquet'").fetchall()[0]
    assert then == Decimal("0.008940000000")


def test_an_export_without_a_date_is_refused_before_anything_is_written(own_home: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(own_home / "published" / "tokenfall.duckdb")) as connection:
        connection.execute("DELETE FROM out_verdict")
    with pytest.raises(TokenfallError, match="no verdict"):
        export_tables(Home(own_home), tmp_path / "out", "parquet", lambda _: None)
    assert not list((tmp_path / "out").iterdir())
