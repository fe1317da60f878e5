"""Which tests run which lines, measured once, and how long each test takes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.mutants.mutant import Mutant
from tests.mutants.subjects import TESTED_BY, sql_tests

CONFIGURATION = "[run]\nbranch = false\nsource = assets\n"


@dataclass(frozen=True)
class Covered:
    """Tests by line.

    Attributes:
        seconds: How long each test takes, by its id.
        lines: The tests that run each line, by path and line; not the tests during whose imports it ran.
    """

    seconds: dict[str, float]
    lines: dict[str, dict[str, list[str]]]

    def tests_of(self, root: Path, mutant: Mutant) -> dict[str, float]:
        """Return the tests that may notice a mutant and how long each takes, the quickest first."""
        if mutant.path.endswith(".sql"):
            names = {name for name in self.seconds if name.startswith(sql_tests(mutant.path))}
        else:
            by_line = self.lines.get(mutant.path, {})
            wanted = _lines_of_statement((root / mutant.path).read_text(encoding="utf-8"), mutant.line)
            names = {name for line, tests in by_line.items() if not wanted or int(line) in wanted for name in tests}
        return {name: self.seconds[name] for name in sorted(names, key=lambda name: (self.seconds[name], name))}


def measure(root: Path, folder: Path) -> Covered:
    """Run the tests with coverage, or read what an earlier measurement left in the folder."""
    file = folder / "covered.json"
    if not file.exists():
        configuration, data, timings = folder / "coverage.ini", folder / "coverage", folder / "timings.xml"
        configuration.write_text(f"{CONFIGURATION}data_file = {data}\n", encoding="utf-8")
        options = [
            "-n",
            "0",
            "--dist",
            "no",
            "--cov",
            f"--cov-config={configuration}",
            "--cov-context=test",
            "--cov-report=",
        ]
        command = [sys.executable, "-m", "pytest", *options, f"--junitxml={timings}", *TESTED_BY]
        subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL)
        collected = read_measurement(root, data, timings)
        file.write_text(json.dumps([collected.seconds, collected.lines]), encoding="utf-8")
    return Covered(*json.loads(file.read_text(encoding="utf-8")))


def read_measurement(root: Path, data: Path, timings: Path) -> Covered:
    """Return what the files of coverage and pytest say."""
    seconds = {
        f"{case.attrib['classname'].replace('.', '/')}.py::{case.attrib['name']}": float(case.attrib["time"])
        for case in ET.parse(timings).iter("testcase")
        if case.find("skipped") is None
    }
    measured = CoverageData(str(data))
    measured.read()
    lines: dict[str, dict[str, list[str]]] = {}
    for path in measured.measured_files():
        by_line = {
            str(line): sorted({name for context in contexts if (name := context.rpartition("|")[0]) in seconds})
            for line, contexts in measured.contexts_by_lineno(path).items()
        }
        lines[Path(path).relative_to(root).as_posix()] = by_line
    return Covered(seconds, lines)


def _lines_of_statement(text: str, line: int) -> set[int]:
    """Return the lines of the innermost statement; none outside functions, as every user of the file runs these."""
    wanted: set[int] = set()
    waiting: list[tuple[ast.AST, bool]] = [(ast.parse(text), False)]
    while waiting:
        node, inside = waiting.pop()
        within = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.iter_child_nodes(node):
            first, last = getattr(child, "lineno", 0), getattr(child, "end_lineno", 0) or 0
            if isinstance(child, ast.stmt) and first <= line <= last:
                body = getattr(child, "body", None)
                header = range(first, body[0].lineno) if isinstance(body, list) else range(first, last + 1)
                wanted = set(header) if within else set()
            if not first or first <= line <= last:
                waiting.append((child, within))
    return wanted
