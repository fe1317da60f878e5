"""What `make faults` looks for is noticed where it is planted."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.faults.kills import torn_tables


def test_a_torn_table_is_noticed(own_home: Path) -> None:
    file = own_home / "warehouse.duckdb"
    assert torn_tables(file) == []
    with duckdb.connect(str(file)) as connection:
        connection.execute("DELETE FROM out_frontier WHERE rowid = (SELECT min(rowid) FROM out_frontier)")
    assert [line.split()[1] for line in torn_tables(file)] == ["out_frontier"]
