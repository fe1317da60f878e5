"""A whole run in which every kind of source but one sends something wrong: the one lands, the others are named.

The environment of the run is full of secrets, none of which is in anything that it wrote.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults.secrets import ENVIRONMENT, find_planted
from tests.faults.wrong_site import ECHO, SOUND, WRONG, WrongSite
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import forget_sources, query


@pytest.fixture
def site() -> Iterator[WrongSite]:
    running = WrongSite()
    yield running
    running.stop()


def test_a_run_names_every_source_that_failed_and_uses_the_others(
    own_home: Path, site: WrongSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget_sources(own_home)
    ran = call(own_home, "run", "--accept", "out_source", prefix=site.prefix(), measured=False)
    assert ran.returncode == 0, ran.stderr
    states = {row[0]: row[1:] for row in query(own_home, "SELECT source, status, error FROM out_source")}
    assert states[SOUND] == ("ok", None)
    assert states[ECHO][0] == "refused"
    # Of the list of score sources, which is not made again here, none is verified.
    assert {name: states[name][0].removesuffix(", unverified") for name in WRONG} == {
        name: status for name, (_, _, status, _) in WRONG.items()
    }
    page = (own_home / "reports" / "data.html").read_text(encoding="utf-8")
    for name, (_, _, status, words) in WRONG.items():
        assert words in states[name][1], name
        assert name in page
        trouble = "not captured" if status == "doubted" else "captured, but not what its reader expects"
        assert f"{trouble}: {name}: {states[name][1]}" in ran.stdout.splitlines()
    assert find_planted(own_home) == []
    assert "zz9secret" not in ran.stdout + ran.stderr


def test_what_is_planted_is_found(tmp_path: Path) -> None:
    """The search itself: in a packed table, in a packed capture, in a file of Dagster."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE leak AS SELECT 'a zz9secret' AS text; CREATE TABLE well AS SELECT 1 AS n")
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(b"a zz9secret"))
    (tmp_path / "x.db").write_bytes(b"SQLite zz9secret")
    (tmp_path / "well.json").write_bytes(b"{}")
    assert [place for place in find_planted(tmp_path) if place != "warehouse.duckdb"] == [
        *("warehouse.duckdb: leak", "x.db", "x.warc.gz")
    ]
