"""The notebook in the docs runs from top to bottom, without a database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "your_own_series.ipynb"
NO_DATABASE = "import sys; print('loaded:', sorted({'duckdb', 'dagster'} & set(sys.modules)))"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The cells of the notebook after a run, and a last cell that lists what must not be loaded."""
    try:
        import ipykernel  # noqa: F401 - a development dependency
        import nbclient
        import nbformat
    except ImportError as error:
        if os.environ.get("TOKENFALL_NO_SKIP"):
            pytest.fail(f"{error.name} is not installed, and TOKENFALL_NO_SKIP is set")
        pytest.skip(f"{error.name} is not installed: install the development dependencies to run the notebook")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "strip the outputs of the notebook"
    notebook.cells.append(nbformat.v4.new_code_cell(NO_DATABASE))
    folder = str(tmp_path_factory.mktemp("jupyter"))
    places = dict.fromkeys(("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"), folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            patch.setenv(name, place)
        client = nbclient.NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
        )
        client.execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(cell: Any) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_the_notebook_prints_trends_forecasts_and_scores(executed: list[Any]) -> None:
    _, trends, forecasts, picture, scores, _ = executed
    for printed in (text_of(trends), text_of(forecasts), text_of(scores)):
        assert {"no-change", "drift", "jumps", "pool"} <= {line.split()[0] for line in printed.splitlines()}
    assert "times cheaper per year" in text_of(trends)
    assert "vega-lite" in "".join(picture.outputs[0].data["text/html"])


def test_the_notebook_loads_no_database(executed: list[Any]) -> None:
    assert text_of(executed[-1]) == "loaded: []\n"
