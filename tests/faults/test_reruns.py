"""What the campaign `reruns` looks for is noticed where it is planted."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.faults.reruns import rows_of
from warehouse.home import Home


def test_a_row_that_is_there_twice_is_noticed(own_home: Path) -> None:
    before = rows_of(own_home)
    assert before["out_verdict"][1] > 0
    with duckdb.connect(str(Home(own_home).published)) as connection:
        connection.execute("INSERT INTO out_verdict SELECT * FROM out_verdict LIMIT 1")
    after = rows_of(own_home)
    assert {table for table in before if after[table] != before[table]} == {"out_verdict"}
