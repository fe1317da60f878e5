"""Anyone can recompute a score of the backtest from the published file, by a script that imports nothing of ours."""

import ast
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.docs.check_links import ROOT
from warehouse.home import Home

SCRIPT = ROOT / "docs" / "recompute_crps.py"


def recompute(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Isolated: neither the repository nor the user's settings are on its path.
    command = [sys.executable, "-I", str(SCRIPT), str(file), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_ten_scores_come_out_to_the_printed_digits(published: Path) -> None:
    result = recompute(Home(published).published)
    assert (result.returncode, result.stderr) == (0, "")
    heading, *rows, last = result.stdout.splitlines()
    assert heading == "published recomputed forecast"
    assert last == "10 of 10 scores are the same"
    assert all(float(row.split()[0]) == pytest.approx(float(row.split()[1]), abs=1e-6) for row in rows)
    assert len(rows) == len(set(rows)) == 10


def test_a_score_that_does_not_follow_from_its_quantiles_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "own.duckdb"
    with duckdb.connect(str(file)) as connection:
        # Quantiles 0 and 1 against 0: 1/2 - 1/2 x 1/2; the second row claims more.
        connection.execute("""
            CREATE TABLE out_backtest AS
            SELECT 'drift' AS method, 'bar' AS bar, 'chat' AS workload, DATE '2024-01-31' AS origin,
                   months AS horizon_months, [0, 1]::DECIMAL(9, 3)[] AS log10_quantiles, 0::DOUBLE AS log10_actual,
                   crps::DOUBLE AS crps
            FROM (VALUES (1, 0.25), (3, 0.250002)) t (months, crps)
        """)
    result = recompute(file, "5")
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "1 of 2 scores are the same"
    assert "0.250002  0.250000   drift, bar, chat, 3 months from 2024-01-31" in result.stdout


def test_the_script_needs_only_duckdb_and_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported - sys.stdlib_module_names == {"duckdb"}
    assert recompute(Path("none"), "1", "2").returncode == 1
