"""The recipes run as they are printed, and all give the same cost: 1,000 answers for 8.94 USD on 13 May 2024."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import openpyxl
import pytest

from pipelines.exports import export_tables
from tests.docs.blocks import Block, read_blocks
from tests.docs.check_links import ROOT
from warehouse.home import Home

PAGE = ROOT / "docs" / "recipes.md"
BLOCKS = read_blocks(PAGE)
PYTHON = [block for block in BLOCKS if block.language == "python"]
CROSSING = re.compile(r"2024-05-13\D+gpt-4o-2024-05-13\D+8\.940*\b")


@pytest.fixture(scope="module")
def folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the export that the recipes read."""
    folder = tmp_path_factory.mktemp("recipes")
    export_tables(Home(published), folder / "exported", "parquet", lambda _: None)
    return folder


@pytest.mark.parametrize("block", PYTHON, ids=Block.name.fget)
def test_a_recipe_in_python_multiplies_money(block: Block, folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", block.text]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert CROSSING.search(result.stdout), result.stdout


def test_there_is_a_recipe_for_each_library() -> None:
    imported = {name for block in PYTHON for name in re.findall(r"^import (\w+)$", block.text, re.MULTILINE)}
    assert imported >= {"duckdb", "pandas", "polars", "altair"}


def test_the_recipe_of_the_duckdb_shell_prints_the_crossing(clone: Path, shell: dict[str, str]) -> None:
    (block,) = [block for block in BLOCKS if block.language == "sh" and block.reason is None]
    result = subprocess.run(
        ["bash", "-euc", block.text], cwd=clone, env=shell, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert CROSSING.search(result.stdout)
    assert "became cheaper than a Google search in May 2024" in result.stdout


def test_the_recipe_of_a_notebook_draws_a_chart(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    (block,) = [block for block in PYTHON if "altair" in block.text]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(block.text)])
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    printed, chart = notebook.cells[0].outputs
    assert CROSSING.search(printed["text"])
    assert "vega-lite" in chart["data"]["text/html"]


def test_the_formula_of_the_page_multiplies_the_cost_of_an_answer(folder: Path) -> None:
    assert "`=1000*E2`" in PAGE.read_text(encoding="utf-8")
    sheet = openpyxl.load_workbook(folder / "exported" / "tokenfall.xlsx")["frontier"]
    assert sheet["E1"].value == "usd_per_query"
    assert sheet.auto_filter.ref == f"A1:AI{sheet.max_row}"
    crossing = next(row for row in sheet.iter_rows(min_row=2) if row[6].value == "gpt-4o-2024-05-13")
    assert [cell.value for cell in crossing[:2]] == ["eci>=gpt-4-0314", "chat"]
    assert crossing[4].value * 1000 == pytest.approx(8.94)
