"""A sample of the campaign `publishes`; and its readers notice a file that is not replaced in a single step."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.faults.publishes import KILLED_EVERY, watch_publications
from warehouse.store import Writer


def test_readers_see_one_whole_version_through_publications_and_a_killed_one(tmp_path: Path) -> None:
    with watch_publications(tmp_path, 1, Writer.publish) as attempt:
        outcomes = [attempt(number) for number in range(KILLED_EVERY + 1)]
    assert [outcome.case for outcome in outcomes] == [*["published"] * 4, "killed", "published"]
    assert [outcome.faults for outcome in outcomes] == [[]] * 6


def write_in_place(warehouse: Writer) -> None:
    """Publish as it must not be done: over the file that is being read, half now and half later."""
    warehouse.publish()
    content = warehouse.home.published.read_bytes()
    with warehouse.home.published.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        time.sleep(0.3)
        file.write(content[len(content) // 2 :])
    shutil.copy(warehouse.home.database, warehouse.home.published)


def test_a_file_that_is_written_in_place_is_noticed(tmp_path: Path) -> None:
    with watch_publications(tmp_path, 1, write_in_place) as attempt:
        faults = [fault for number in range(3) for fault in attempt(number).faults]
    assert any("not readable" in fault for fault in faults)
