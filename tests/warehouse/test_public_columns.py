"""A column that users may rely on leaves only after twelve months of notice, which `tokenfall check` prints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from warehouse import public_columns
from warehouse.home import Home
from warehouse.migrations import declared_columns
from warehouse.public_columns import PublicColumn, broken_promises, read_register, register_new
from warehouse.store import open_writer

ANNOUNCED, LEAVES = date(2027, 1, 15), date(2028, 1, 15)
KEPT = PublicColumn("out_a", "kept", "1.0.0")
LEAVING = PublicColumn("out_a", "old", "1.0.0", ANNOUNCED, LEAVES, "kept")
WITH, WITHOUT = {"out_a": ["kept", "old"], "_internal": ["x"]}, {"out_a": ["kept"]}


def test_every_column_for_users_is_there_and_registered() -> None:
    faults = broken_promises(read_register(), declared_columns(), datetime.now(UTC).date())
    assert faults == [], "python -m warehouse.public_columns VERSION registers new columns; see docs/how-to/release.md"


def test_no_column_is_registered_twice() -> None:
    places = [(row.table, row.column) for row in read_register()]
    assert len(set(places)) == len(places) > 1000


@pytest.mark.parametrize(
    ("row", "declared", "today", "fault"),
    [
        (KEPT, WITH, ANNOUNCED, ""),
        (KEPT, {"out_a": ["old"]}, ANNOUNCED, "out_a.kept is gone, and its departure was not announced"),
        (KEPT, {}, ANNOUNCED, "out_a.kept is gone, and its departure was not announced"),
        (LEAVING, WITH, ANNOUNCED, ""),
        (LEAVING, WITH, LEAVES, ""),
        (LEAVING, WITHOUT, date(2028, 1, 14), "out_a.old is gone before 2028-01-15"),
        (LEAVING, WITHOUT, LEAVES, ""),
        (
            PublicColumn("out_a", "old", "1.0.0", ANNOUNCED, date(2028, 1, 14), "kept"),
            WITH,
            ANNOUNCED,
            "out_a.old is to leave sooner than 12 months after the announcement",
        ),
        (
            PublicColumn("out_a", "old", "1.0.0", ANNOUNCED, LEAVES),
            WITH,
            ANNOUNCED,
            "out_a.old has only a part of announced_on, leaves_on and instead",
        ),
        (PublicColumn("out_a", "old", "1.0.0", date(2028, 2, 29), date(2029, 3, 1), "kept"), WITH, ANNOUNCED, ""),
    ],
)
def test_what_breaks_the_promise(row: PublicColumn, declared: dict[str, list[str]], today: date, fault: str) -> None:
    faults = [line for line in broken_promises([row], declared, today) if "not registered" not in line]
    assert faults == ([fault] if fault else [])


def test_a_new_column_is_registered_with_its_version_and_an_old_row_stays() -> None:
    assert broken_promises([LEAVING], WITH, ANNOUNCED) == ["out_a.kept is not registered"]
    register = register_new([LEAVING], WITH, "1.1.0")
    assert register == [LEAVING, PublicColumn("out_a", "kept", "1.1.0")]
    assert register_new(register, WITH, "1.2.0") == register


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    public_columns.write_register([KEPT, LEAVING], tmp_path / "columns.csv")
    assert read_register(tmp_path / "columns.csv") == [KEPT, LEAVING]


def test_check_prints_the_departures_of_columns_that_are_still_there(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import answers

    with open_writer(home) as writer:
        writer.publish()
    gone = PublicColumn("out_verdict", "gone_already", "1.0.0", ANNOUNCED, LEAVES, "ratio")
    leaving = PublicColumn("out_verdict", "now_ratio", "1.0.0", ANNOUNCED, LEAVES, "ratio")
    monkeypatch.setattr(answers, "read_register", lambda: [KEPT, gone, leaving])
    rows, _ = answers.check_published(home)
    says = "now_ratio leaves on 2028-01-15 (announced on 2027-01-15): use ratio"
    notice = {"table": "out_verdict", "rule": "leaves", "status": "notice", "rows": 0, "says": says}
    assert [row for row in rows if row["status"] == "notice"] == [notice]
