"""The notebook in the docs runs from top to bottom, without a database."""

from __future__ import annotations

import json
import os
from datetime import date
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
    _, _, trends, forecasts, picture, scores, pool, _ = executed
    for printed in (text_of(trends), text_of(forecasts), text_of(scores)):
        assert {"no-change", "drift", "jumps", "pool"} <= {line.split()[0] for line in printed.splitlines()}
    assert "times cheaper per year" in text_of(trends)
    assert "vega-lite" in "".join(picture.outputs[0].data["text/html"])
    assert text_of(pool).startswith("pool ")


def test_the_notebook_loads_no_database(executed: list[Any]) -> None:
    assert text_of(executed[-1]) == "loaded: []\n"


def run_with(prices: dict[str, float], as_of: str) -> None:
    """Run the cells on other prices, without a kernel."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    first, *others = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert first.startswith("from datetime import date\n\nprices = {")
    names: dict[str, Any] = {"date": date, "prices": prices, "as_of": date.fromisoformat(as_of), "target": 0.05}
    for source in others:
        exec(source, names)


@pytest.mark.parametrize(
    ("prices", "months"),
    [
        ({"2026-10-31": 1.0}, 1),
        ({"2026-09-01": 1.0, "2026-09-20": 0.9, "2026-10-03": 0.5}, 2),
        ({"2026-07-31": 1.0}, 4),
    ],
)
def test_too_few_months_are_a_message(prices: dict[str, float], months: int) -> None:
    with pytest.raises(SystemExit, match=f"must cover at least 5 calendar months up to as_of, got {months}$"):
        run_with(prices, "2026-10-31")


@pytest.mark.parametrize(
    ("prices", "as_of"), [({"2024-01-01": 1.0}, "2026-10-31"), ({"2026-05-31": 1.0, "2026-09-20": 0.9}, "2026-09-30")]
)
def test_a_constant_or_short_series_has_nothing_to_score(
    prices: dict[str, float], as_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run_with(prices, as_of)
    printed = capsys.readouterr().out
    assert "no-change       nothing to score a year ahead" in printed
    assert "CRPS / CRPS" not in printed


def test_a_series_that_ended_years_ago_is_scored(capsys: pytest.CaptureFixture[str]) -> None:
    run_with({"2020-01-01": 1.0, "2020-09-20": 0.9, "2021-10-03": 0.5}, "2022-10-31")
    assert "no-change       CRPS / CRPS of no-change  1.00" in capsys.readouterr().out
