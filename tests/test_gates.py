"""The gates themselves: what counts as dead code, and when a floor of coverage is missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.coverage_floor import compare, main, share
from tests.dead_code import dead_code

SETTINGS = {"min_confidence": 60, "ignore_decorators": ["@fixture"], "ignore_names": ["model_config"]}


def a_file(lines: tuple[int, int], branches: tuple[int, int] = (0, 0)) -> dict[str, dict[str, int]]:
    """A file of coverage's report: (run, all) of its lines and of its branches."""
    names = ("covered_lines", "num_statements", "covered_branches", "num_branches")
    return {"summary": dict(zip(names, (*lines, *branches), strict=True))}


FILES = {
    "assets/reading/money.py": a_file((8, 8), (1, 2)),
    "assets/reading/units.py": a_file((10, 10)),
    "warehouse/store.py": a_file((0, 20)),
}


def test_a_share_counts_lines_and_branches_of_all_files_of_a_group() -> None:
    assert share(FILES, "assets/reading/*") == pytest.approx(95.0)
    assert share(FILES, "*") == pytest.approx(47.5)


def test_a_group_of_no_file_is_an_error() -> None:
    with pytest.raises(ValueError, match="no measured file matches assets/readers"):
        share(FILES, "assets/readers/*")


@pytest.mark.parametrize(
    ("floor", "reached", "line"),
    [
        (95.1, False, " 95.00%  assets/reading/* (floor 95.1; BELOW)"),
        (95, True, " 95.00%  assets/reading/* (floor 95)"),
        (94.6, True, " 95.00%  assets/reading/* (floor 94.6)"),
        (94.5, True, " 95.00%  assets/reading/* (floor 94.5; raise it to 95.0)"),
    ],
)
def test_a_floor_is_missed_kept_or_too_low(floor: float, reached: bool, line: str) -> None:
    assert compare(FILES, {"assets/reading/*": floor}) == ([line], reached)


def test_one_group_below_its_floor_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report, floors = tmp_path / "report.json", tmp_path / "floors.json"
    report.write_text(json.dumps({"files": FILES}))
    monkeypatch.setattr("tests.coverage_floor.FLOORS", floors)
    floors.write_text(json.dumps({"assets/reading/*": 95, "*": 47.5}))
    assert main(report) == 0
    floors.write_text(json.dumps({"assets/reading/*": 95, "*": 48}))
    assert main(report) == 1
    assert capsys.readouterr().out.endswith(" 47.50%  * (floor 48; BELOW)\n")


def test_code_is_dead_unless_product_sql_or_a_template_uses_it(tmp_path: Path) -> None:
    texts = {
        "assets/a.py": "class Row:\n    usd: int\n    eur: int\n\ndef usd_of() -> None: ...\n\n"
        "def shown() -> None: ...\n\n@fixture\ndef given() -> None: ...\n\nmodel_config = 1\n",
        "assets/find.sql": "SELECT usd, usd_of FROM row",
        "assets/page.html.j2": "{{ 1 | shown }}",
        "pipelines/b.py": 'from assets.a import Row\n\nFILTERS = ("shown",)\nprint(Row, FILTERS)\n',
        "warehouse/c.py": "",
        "tests/test_a.py": "from assets.a import usd_of\n\ndef helper() -> None: ...\n\nusd_of()\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert dead_code(tmp_path, SETTINGS) == [
        "assets/a.py:3: unused variable eur",
        "assets/a.py:5: unused function usd_of",
        "tests/test_a.py:3: unused function helper",
    ]
