"""A run that a check stops: exit 1 with a line, the last file stays, readers are told; the next good run ends it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.pipelines.conftest import AS_OF, call

LINE = (
    f"more than a fifth of the rows published as of {AS_OF} are gone: core_rental_price has 418 rows of 558: find what "
    "was lost; if this is right, `tokenfall run --accept core_rental_price`"
)
PUBLISH = ("run", "--offline", "--as-of", AS_OF)


def test_a_table_that_lost_rows_is_held_until_somebody_accepts_it(own_home: Path) -> None:
    file, page = own_home / "published" / "tokenfall.duckdb", own_home / "reports" / "index.html"
    published, before = file.read_bytes(), page.read_bytes()
    with duckdb.connect(str(own_home / "warehouse.duckdb")) as connection:
        connection.execute("DELETE FROM core_rental_price WHERE rowid % 4 = 0")
    stopped = call(own_home, *PUBLISH, "--select", "published_warehouse")
    assert (stopped.returncode, stopped.stderr) == (1, f"tokenfall: not published: {LINE}\n")
    assert file.read_bytes() == published
    notice = f"Not updated since 23 November 2026: {LINE[:100]}"
    assert notice in page.read_text(encoding="utf-8")
    verdict = call(own_home, "verdict", "--format", "json")
    assert (verdict.returncode, verdict.stderr[: len(notice) + 11]) == (0, f"tokenfall: {notice}")
    assert f"publication: a check stopped the run as of {AS_OF}\n    -> {LINE}\n" in call(own_home, "doctor").stdout
    # nothing is stale, and the run still tries to publish
    again = call(own_home, *PUBLISH, measured=False)
    assert (again.returncode, again.stderr) == (1, stopped.stderr)
    accepted = call(own_home, *PUBLISH, "--accept", "core_rental_price", measured=False)
    assert (accepted.returncode, accepted.stderr) == (0, "")
    assert accepted.stdout.startswith(f"rebuilt 0 of 115 tables as of {AS_OF}; published {file}\n")
    assert file.read_bytes() != published
    assert page.read_bytes() == before
    assert call(own_home, "verdict").stderr == ""


def test_a_table_to_accept_must_exist(own_home: Path) -> None:
    result = call(own_home, *PUBLISH, "--accept", "core_rental_prize")
    assert result.returncode == 2
    assert "did you mean 'core_rental_price'" in result.stderr
