"""The registry of hardware releases: a source that is registered half-way is named, with what it lacks."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.capture.collect import LiveSource
from assets.hardware.releases.parse import parse_release
from assets.hardware.releases.release_source import RELEASE, ReleaseSource
from assets.hardware.sources import NAMES, RELEASES, is_of_logs, release_sources, source_of

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).with_name("releases")
EXPECTED = "expected.json"
"""Rows and problems of each file beside it, as `tokenfall parse` gives them."""


def missing_parts(source: ReleaseSource, fixtures: Path = FIXTURES) -> list[str]:
    """Return what a source lacks, one line each."""
    return [f"{source.kind}: {part}" for part in (*_missing_files(source), *_missing_fixtures(source, fixtures))]


def _missing_files(source: ReleaseSource) -> Iterator[str]:
    names = [file.source for file in source.files]
    if not names:
        yield "no published file is declared"
    for file in source.files:
        if file.source != RELEASE + source.kind and not file.source.startswith(f"{RELEASE}{source.kind}/"):
            yield f"{file.source} is not called {RELEASE}{source.kind}/<name>"
        if not file.licence:
            yield f"{file.source} states no licence or terms"
        if not file.url.startswith("https://"):
            yield f"{file.source} has no https address"
        if file.verified and file.look == "asked":
            yield f"{file.source} was seen, but is captured only on request"
    if unknown := sorted(source.listings - set(names)):
        yield f"no file is declared for the listing {unknown[0]}"
    if not source.columns:
        yield "no columns are declared"


def _missing_fixtures(source: ReleaseSource, fixtures: Path) -> Iterator[str]:
    folder = fixtures / source.kind.replace("-", "_")
    place = f"tests/hardware/releases/{folder.name}"
    if not (folder / EXPECTED).exists():
        yield f"no {place}/{EXPECTED} with the rows of the files beside it"
        return
    expected = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    files = {path.name for path in folder.iterdir()} - {EXPECTED}
    for name in sorted(files - set(expected)):
        yield f"{place}/{EXPECTED} gives no rows of {name}"
    if not any(reading["rows"] for reading in expected.values()):
        yield f"{place}/{EXPECTED} gives no rows at all"


@pytest.mark.parametrize("source", RELEASES.values(), ids=RELEASES)
def test_a_registered_source_is_whole(source: ReleaseSource) -> None:
    assert missing_parts(source) == []


def test_what_half_a_source_lacks_is_named(tmp_path: Path) -> None:
    half = ReleaseSource("new-bench", (), (), lambda path, day: ([], []))
    assert missing_parts(half, tmp_path) == [
        "new-bench: no published file is declared",
        "new-bench: no columns are declared",
        "new-bench: no tests/hardware/releases/new_bench/expected.json with the rows of the files beside it",
    ]
    (tmp_path / "new_bench").mkdir()
    (tmp_path / "new_bench" / EXPECTED).write_text('{"a.csv": {"rows": [], "problems": []}}')
    (tmp_path / "new_bench" / "b.csv").write_text("")
    file = LiveSource("release/other", "http://example.org", "csv", "")
    more = ReleaseSource("new-bench", (file,), ("a",), half.read, listings=frozenset({"release/new-bench/v1"}))
    assert missing_parts(more, tmp_path) == [
        "new-bench: release/other is not called release/new-bench/<name>",
        "new-bench: release/other states no licence or terms",
        "new-bench: release/other has no https address",
        "new-bench: no file is declared for the listing release/new-bench/v1",
        "new-bench: tests/hardware/releases/new_bench/expected.json gives no rows of b.csv",
        "new-bench: tests/hardware/releases/new_bench/expected.json gives no rows at all",
    ]


def imported(modules: set[Path]) -> set[Path]:
    """Return these modules of `releases/` and those that they import, themselves or through others."""
    folder, paths, waiting = ROOT / "assets/hardware/releases", set(modules), list(modules)
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop().read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assets.hardware.releases"):
                stems = {alias.name for alias in node.names} | {(node.module or "").rpartition(".")[2]}
                new = {folder / f"{stem}.py" for stem in stems if (folder / f"{stem}.py").exists()} - paths
                paths |= new
                waiting += new
    return paths


def test_every_module_of_releases_is_registered() -> None:
    folder = ROOT / "assets/hardware/releases"
    reached = imported({folder / f"{name}.py" for name in NAMES}) | {folder / "parse.py"}
    assert sorted(path.name for path in set(folder.glob("[a-z]*.py")) - reached) == [], "add it to NAMES in sources.py"


def test_the_names_are_in_alphabetical_order_and_are_the_kinds() -> None:
    assert list(NAMES) == sorted(set(NAMES))
    assert [kind.replace("-", "_") for kind in RELEASES] == list(NAMES)


FILES = [(kind, path) for kind in RELEASES for path in sorted((FIXTURES / kind.replace("-", "_")).glob("*"))]


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind, path in FILES if path.name != EXPECTED], ids=lambda part: str(part)[-30:]
)
def test_a_fixture_is_read_as_expected(kind: str, path: Path) -> None:
    expected = json.loads(path.with_name(EXPECTED).read_text(encoding="utf-8"))[path.name]
    rows, problems = parse_release(kind, path)
    assert rows == expected["rows"]
    assert [problem.replace(f"{path.parent}/", "") for problem in problems] == expected["problems"]
    assert all(tuple(row) == RELEASES[kind].columns for row in rows)


def test_every_file_has_a_name_of_its_own_and_only_run_logs_take_hours() -> None:
    names = [file.source for file in release_sources()]
    assert names == sorted(set(names))
    logs = {f"release/mlperf/v{v}" for v in ("0.5", "0.7", "1.0", "1.1", "2.0", "2.1", "3.0", "3.1", "4.0")}
    assert logs == {name for name in names if is_of_logs(name)}
    assert logs == {file.source for file in RELEASES["mlperf"].files if file.look == "asked"}


def test_a_capture_is_of_the_source_that_it_names() -> None:
    assert {file.source: source_of(file.source).kind for file in RELEASES["trtllm"].files} == {
        file.source: "trtllm" for file in RELEASES["trtllm"].files
    }
    assert source_of("release/spec-bench").kind == "spec-bench"
