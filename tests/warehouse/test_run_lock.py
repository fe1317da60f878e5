"""One run at a time, also while it has the database file closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import DatabaseBusyError, TokenfallError
from warehouse.home import Home
from warehouse.run_lock import only_run
from warehouse.store import open_writer


def test_a_second_run_is_refused_in_one_line_until_the_first_has_ended(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with only_run(home):
        with open_writer(home):
            pass
        with pytest.raises(DatabaseBusyError, match="another tokenfall run is writing to it; wait"), only_run(home):
            pass
    with only_run(home):
        pass


def test_a_run_that_failed_gives_up_its_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_run(Home(tmp_path)):
        raise ZeroDivisionError
    with only_run(Home(tmp_path)):
        pass


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(TokenfallError, match=r"cannot write .*home"), only_run(Home(tmp_path / "home")):
        pass
