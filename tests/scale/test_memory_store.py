"""Captures and shards in a store of objects in memory, for which nothing needs to be installed."""

from __future__ import annotations

from pathlib import Path

from tests.scale.archive import Archive, last_months
from tests.scale.backfill import ATTEMPTS, CAPTURES, OFFERS, backfill, partitions
from warehouse.durable import is_local, left_of
from warehouse.home import Home


def test_a_backfill_into_a_store_of_objects_has_the_rows_of_one_into_a_folder(tmp_path: Path) -> None:
    archive, keys = Archive(), partitions(last_months(2), ["groq"])
    home = Home(tmp_path / "objects", "memory://tokenfall")
    try:
        stored, alone = backfill(home, archive, keys), backfill(Home(tmp_path / "folder"), archive, keys)
    finally:
        archive.stop()
    assert stored == alone
    assert (len(stored[CAPTURES]), len(stored[ATTEMPTS])) == (4, 4)
    assert stored[OFFERS]
    objects = list(home.captures.glob("*/*.warc.gz"))
    assert len(objects) == 4, "nothing can be added to an object"
    assert not any(map(is_local, objects))
    assert left_of(objects[0]) == []
    assert list(home.shards.glob("*/*.parquet")) == []


def test_a_store_that_is_a_folder_is_one_of_this_machine(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", str(tmp_path / "shared"))
    assert (home.captures, home.shards) == (tmp_path / "shared" / "captures", tmp_path / "shared" / "shards")
    assert home.ledger.is_relative_to(tmp_path / "home")
