"""The tool that measures the mutation score: what it changes, how it draws its sample, and what it calls noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.mutants import Server
from tests.mutants.coverage import Covered
from tests.mutants.mutant import Mutant
from tests.mutants.score import score, wilson
from tests.mutants.sql_mutants import sql_mutants
from tests.mutants.subjects import subject_of

QUERY = "SELECT max(day) AS day FROM price WHERE usd < 3 AND is_listed"


def changed(folder: Path) -> list[str]:
    (folder / "query.sql").write_text(QUERY)
    return [" ".join(mutant.text().split()) for mutant in sql_mutants(folder, Path("query.sql"))]


def test_each_part_of_a_query_is_changed_in_turn(tmp_path: Path) -> None:
    assert sorted(changed(tmp_path)) == [
        "SELECT MAX(day) AS day FROM price",
        "SELECT MAX(day) AS day FROM price WHERE is_listed",
        "SELECT MAX(day) AS day FROM price WHERE usd < 3",
        "SELECT MAX(day) AS day FROM price WHERE usd < 3 OR is_listed",
        "SELECT MAX(day) AS day FROM price WHERE usd < 4 AND is_listed",
        "SELECT MAX(day) AS day FROM price WHERE usd <= 3 AND is_listed",
        "SELECT MIN(day) AS day FROM price WHERE usd < 3 AND is_listed",
    ]


def test_a_rank_does_not_depend_on_other_lines(tmp_path: Path) -> None:
    before = {mutant.rank for mutant in mutants_of(tmp_path, QUERY)}
    after = {mutant.rank for mutant in mutants_of(tmp_path, f"-- A comment.\n{QUERY}")}
    assert before == after
    assert len(before) == 7


def mutants_of(folder: Path, text: str) -> list[Mutant]:
    (folder / "query.sql").write_text(text)
    return sql_mutants(folder, Path("query.sql"))


def test_tests_of_a_line_are_the_quickest_first(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("LIMIT = 3\ndef f(\n    x,\n):\n    return (\n        x\n        + LIMIT)\n")
    covered = Covered({"slow": 2.0, "quick": 1.0, "other": 0.5}, {"a.py": {"5": ["slow", "quick"], "2": ["other"]}})
    inside, outside = Mutant("a.py", 7, "+", "-", 0, str), Mutant("a.py", 1, "3", "4", 0, str)
    assert list(covered.tests_of(tmp_path, inside)) == ["quick", "slow"]
    assert list(covered.tests_of(tmp_path, outside)) == ["other", "quick", "slow"]


def test_a_change_is_noticed_or_survives(tmp_path: Path) -> None:
    test = "tests/prices/test_bounds.py::{}"
    with Server.start(tmp_path) as server:
        source = (tmp_path / "assets/prices/bounds.py").read_text()
        names = [
            line[4:].partition("(")[0]
            for line in (tmp_path / test.partition("::")[0]).read_text().splitlines()
            if line.startswith("def ")
        ]
        seconds = {test.format(name): 1.0 for name in names}
        assert server.run({"assets/prices/bounds.py": f"{source}\n"}, seconds)["case"] == "survived"
        assert server.run({"assets/prices/bounds.py": "raise ValueError\n"}, seconds)["case"] == "killed"
        assert (tmp_path / "assets/prices/bounds.py").read_text() == source


def test_the_score_and_its_interval() -> None:
    # By hand: (0.9 + 0.01921 - 1.96 x sqrt(0.09 / 100 + 0.0096 / 100)) / 1.0384.
    assert wilson(90, 100) == (pytest.approx(0.8256, abs=1e-4), pytest.approx(0.9448, abs=1e-4))
    counts = {"killed": 88, "timeout": 2, "explained": 10}
    line = "90 of 100 noticed = 90.0% (between 82.6% and 94.5%); explained 10, killed 88, timeout 2"
    assert score(counts) == line


def test_units_are_no_readers() -> None:
    assert subject_of("assets/reading/units.py") == "units"
    assert subject_of("assets/reading/html.py") == "readers"
