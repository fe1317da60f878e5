"""A past edition made again: in which home, by which code, and how its differences are explained."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from assets.capture.ledger import CaptureLedger
from pipelines.edition_causes import Difference, list_differences
from pipelines.edition_folder import write_sums
from pipelines.edition_ledger import enter_editions
from pipelines.edition_rebuild import rebuild_edition
from tests.capture.test_ledger import an_attempt
from tests.pipelines.conftest import call
from warehouse.errors import TokenfallError
from warehouse.home import Home

DAY, EARLIER = "2026-11-24", "2026-11-20"
ORIGIN = {"commit": "c1", "python": "3.11.7", "packages": {"duckdb": "1.5.5", "numpy": "2.4.6"}}
Build = tuple[str, Mapping[str, str], list[int]]
"""Code, versions of inputs and rows of a table."""
FIRST: dict[str, Build] = {
    "core_model": ("code 1", {"capture/facts/models": "m1"}, [1, 2]),
    "core_price": ("code 1", {"capture/pages": "p1", "core_model": "[1, 2]"}, [3]),
    "out_answer": ("code 1", {"as_of": DAY, "core_model": "[1, 2]", "core_price": "[3]"}, [4, 5, 6]),
}


def write(folder: Path, builds: Mapping[str, Build], **changes: object) -> Path:
    """Write an edition of some tables."""
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "tokenfall.duckdb")) as connection:
        connection.execute("CREATE SCHEMA internal")
        columns = "table_name TEXT, code_version TEXT, inputs TEXT, data_version TEXT"
        connection.execute(f"CREATE TABLE internal._made ({columns})")
        connection.execute("CREATE TABLE raw_page_capture AS SELECT 7 AS n")
        for table, (code, inputs, rows) in builds.items():
            row = [table, code, json.dumps(inputs), str(sorted(rows))]
            connection.execute("INSERT INTO internal._made VALUES (?, ?, ?, ?)", row)
            connection.execute(f"CREATE TABLE {table} AS SELECT unnest(?) AS n", [rows])
            connection.execute(f"COPY {table} TO '{folder / table}.parquet'")
        connection.execute("CREATE VIEW price_now AS SELECT n + 1 AS n FROM core_price")
        connection.execute(f"COPY (FROM price_now) TO '{folder / 'price_now'}.parquet'")
    (folder / "index.html").write_text(str(builds["out_answer"]))
    texts = {"as_of": folder.name, "answer_text": "", "answer": {}, "data": {}, "chances": {}}
    (folder / "edition.json").write_text(json.dumps({**texts, "origin": ORIGIN, **changes}))
    write_sums(folder)
    return folder


def test_equal_editions_have_no_differences(tmp_path: Path) -> None:
    assert list(list_differences(write(tmp_path / "a" / DAY, FIRST), write(tmp_path / "b" / DAY, FIRST))) == []


@pytest.mark.parametrize(
    ("table", "build", "causes"),
    [
        ("core_model", ("code 1", {"capture/facts/models": "m2"}, [1, 9]), ("facts (models)",)),
        ("core_price", ("code 1", {"capture/pages": "p2", "core_model": "[1, 2]"}, [9]), ("captures",)),
        ("core_price", ("code 2", {"capture/pages": "p1", "core_model": "[1, 2]"}, [9]), ("code",)),
        ("core_price", ("code 2", {"capture/pages": "p2", "core_model": "[1, 2]"}, [9]), ("captures", "code")),
        ("core_price", ("code 1", {"capture/pages": "p1", "core_model": "[1, 2]"}, [9]), ("nothing that is recorded",)),
    ],
)
def test_a_difference_is_followed_to_its_cause(
    tmp_path: Path, table: str, build: Build, causes: tuple[str, ...]
) -> None:
    answer = ("code 1", {**FIRST["out_answer"][1], table: str(sorted(build[2]))}, [4, 5, 7])
    second = write(tmp_path / "b" / DAY, {**FIRST, table: build, "out_answer": answer})
    first, last, *view, page = list_differences(write(tmp_path / "a" / DAY, FIRST), second)
    assert [row.causes for row in view] == ([causes] if table == "core_price" else []), "a view follows its table"
    assert first == Difference(table, "1 rows only then, 1 only now", causes)
    assert last == Difference("out_answer", "1 rows only then, 1 only now", causes)
    assert page == Difference("index.html", "other bytes", causes)


def test_where_only_packages_differ_they_are_the_cause(tmp_path: Path) -> None:
    other = {**FIRST, "out_answer": (*FIRST["out_answer"][:2], [6, 5, 3])}
    newer = {**ORIGIN, "packages": {"duckdb": "2.0.0", "numpy": "2.4.6"}}
    differences = list_differences(write(tmp_path / "a" / DAY, FIRST), write(tmp_path / "b" / DAY, other, origin=newer))
    causes = {difference.name: difference.causes for difference in differences}
    assert set(causes) == {"out_answer", "edition.json", "index.html"}
    assert set(causes.values()) == {("packages (duckdb 1.5.5 to 2.0.0)",)}


def test_order_columns_and_new_tables_are_told_apart(tmp_path: Path) -> None:
    second = {**FIRST, "core_model": (*FIRST["core_model"][:2], [2, 1]), "core_new": ("code 2", {}, [1])}
    folder = write(tmp_path / "b" / DAY, second)
    what = {row.name: (row.what, row.causes) for row in list_differences(write(tmp_path / "a" / DAY, FIRST), folder)}
    assert what == {
        "core_model": ("the same rows in another order", ("nothing that is recorded",)),
        "core_new": ("only now", ("code",)),
    }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two editions, of which the second knew two of three attempts to capture and one of two registered forecasts."""
    home = Home(tmp_path / "home")
    (home.captures / "2026").mkdir(parents=True)
    ledger = CaptureLedger(home.capture_ledger)
    ledger.acknowledge([an_attempt(0), an_attempt(1)])
    origin = {**ORIGIN, "capture_ledger": ledger.chain.last_digest()}
    ledger.acknowledge([an_attempt(2)])
    home.ledger.mkdir(parents=True)
    for day in (EARLIER, DAY):
        (home.ledger / f"{day}.jsonl").write_text("{}\n")
    write(home.editions / EARLIER, FIRST)
    write(home.editions / DAY, FIRST, origin=origin, base_url="https://fall.example/")
    enter_editions(home)
    return home


def checkout(folder: Path, edition: Path) -> Path:
    """A checkout whose Python writes down how it was called, and copies an edition when it is to write one."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        f'#!/bin/sh\nshift 2\necho "$@ $TOKENFALL_BASE_URL" >> {folder}/calls\n'
        f'[ "$1" != edition ] || cp -r {edition} "$TOKENFALL_HOME/editions/{DAY}"\n'
    )
    python.chmod(0o755)
    return folder


def test_an_edition_is_made_in_a_home_that_knows_what_it_knew(home: Home, tmp_path: Path) -> None:
    code = checkout(tmp_path / "code", home.editions / DAY)
    rebuilt = rebuild_edition(home, DAY, tmp_path / "past", code)
    assert rebuilt.differences == []
    past = Home(tmp_path / "past")
    assert rebuilt.folder == past.editions / DAY
    address = "https://fall.example/"
    assert (code / "calls").read_text() == f"run --offline --as-of {DAY} {address}\nedition {address}\n"
    assert CaptureLedger(past.capture_ledger).attempts() == [an_attempt(0), an_attempt(1)]
    assert [path.name for path in past.ledger.iterdir()] == [f"{EARLIER}.jsonl"]
    assert past.captures.resolve() == home.captures
    assert sorted(path.name for path in past.editions.iterdir()) == [EARLIER, DAY]
    with duckdb.connect(str(past.database)) as connection:
        assert connection.execute("FROM raw_page_capture").fetchall() == [(7,)]
        assert connection.execute("SELECT count(*) FROM out_answer").fetchall() == [(0,)], "computed again"
        assert connection.execute("SELECT count(*) FROM internal._made").fetchall() == [(0,)]


def test_the_command_lists_differences_and_fails(home: Home, tmp_path: Path) -> None:
    other = write(tmp_path / "other" / DAY, {**FIRST, "core_model": ("code 2", FIRST["core_model"][1], [1, 2, 3])})
    code = checkout(tmp_path / "code", other)
    into = ("rebuild", "--edition", DAY, "--into", str(tmp_path / "past"), "--code", str(code))
    result = call(home.path, *into)
    assert result.returncode == 1
    assert "core_model: 0 rows only then, 1 only now; because of code\n" in result.stdout
    assert result.stderr == f"tokenfall: 2 tables and files differ from edition {DAY}\n"
    assert call(home.path, *into).stderr.endswith("past is not empty: give a new folder\n")
    shutil.rmtree(tmp_path / "past")
    shutil.rmtree(other)
    shutil.copytree(home.editions / DAY, other)
    assert call(home.path, *into).stdout.endswith("tokenfall.duckdb is compared by its tables\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("--edition", "2026-01-01", "--into", "past"),
            f"there are: {EARLIER}, {DAY}",
        ),
        (
            ("--edition", EARLIER, "--into", "past", "--code", "."),
            "has no .venv: call `make -C . .venv/installed` first",
        ),
        (("--edition", EARLIER), "--edition needs --into FOLDER"),
        (("--into", "past"), "--into and --code belong to --edition"),
    ],
)
def test_what_cannot_be_made_again_is_one_line(
    home: Home, tmp_path: Path, arguments: tuple[str, ...], line: str
) -> None:
    result = call(home.path, "rebuild", *arguments, folder=tmp_path)
    assert result.returncode in (1, 2)
    assert line.rsplit(".*", maxsplit=1)[-1] in result.stderr


def test_an_edition_that_has_changed_or_whose_code_fails_is_not_compared(home: Home, tmp_path: Path) -> None:
    code = checkout(tmp_path / "code", home.editions / DAY)
    python = code / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\necho one >&2\necho 'the disk is full' >&2\nexit 1\n")
    with pytest.raises(TokenfallError, match="failed: the disk is full"):
        rebuild_edition(home, DAY, tmp_path / "a", code)
    python.write_text("#!/bin/sh\n")
    with pytest.raises(TokenfallError, match="wrote no edition"):
        rebuild_edition(home, DAY, tmp_path / "b", code)
    (home.editions / DAY / "index.html").write_text("changed")
    with pytest.raises(TokenfallError, match=r"index\.html has changed"):
        rebuild_edition(home, DAY, tmp_path / "c", code)
