"""The ledger of editions: what it keeps, and which changes of an edition it shows."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.edition_folder import write_sums
from pipelines.edition_ledger import enter_editions, find_changed_editions, sums_by_edition
from tests.pipelines.test_keeping import findings
from warehouse.chain import digest
from warehouse.errors import TokenfallError
from warehouse.home import Home

NAMES = ["2026-10-30", "2026-11-24", "2026-11-24-2"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with three editions of three files each, of which one is shared; the ledger has a line for each."""
    home = Home(tmp_path / "home")
    for name in NAMES:
        write_edition(home, name)
    os.unlink(home.editions / NAMES[2] / "pictures" / "a.svg")
    os.link(home.editions / NAMES[1] / "pictures" / "a.svg", home.editions / NAMES[2] / "pictures" / "a.svg")
    assert enter_editions(home) == NAMES
    return home


def write_edition(home: Home, name: str) -> None:
    folder = home.editions / name
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.svg").write_text("<svg/>")
    (folder / "edition.json").write_text(json.dumps({"edition": name}))
    write_sums(folder)


def test_each_edition_has_a_line_with_the_digest_of_its_digests(home: Home) -> None:
    lines = (home.edition_ledger / "2026-11.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["edition"] for line in lines] == NAMES
    sums = (home.editions / NAMES[0] / "SHA256SUMS").read_bytes()
    assert json.loads(lines[0]) == {"edition": NAMES[0], "previous": "0" * 64, "sums_sha256": digest(sums)}
    assert json.loads(lines[1])["previous"] == digest(lines[0] + b"\n")
    assert list(find_changed_editions(home)) == []


def test_a_line_is_added_once(home: Home) -> None:
    before = (home.edition_ledger / "2026-11.jsonl").read_bytes()
    assert enter_editions(home) == []
    write_edition(home, "2026-12-01")
    assert enter_editions(home) == ["2026-12-01"]
    assert (home.edition_ledger / "2026-11.jsonl").read_bytes() == before
    assert list(sums_by_edition(home)) == [*NAMES, "2026-12-01"]


@pytest.mark.parametrize(
    ("attack", "line"),
    [
        (shutil.rmtree, "2026-10-30 is missing"),
        (lambda folder: (folder / "edition.json").write_text("{}"), "edition.json has changed"),
        (lambda folder: (folder / "edition.json").unlink(), "edition.json is missing"),
        (lambda folder: (folder / "more.txt").write_text(""), "more.txt was added"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS cannot be read: No such file or directory"),
        (lambda folder: ((folder / "edition.json").write_text("{}"), write_sums(folder)), "SHA256SUMS has changed"),
    ],
)
def test_a_changed_edition_is_named(home: Home, attack: Callable[[Path], object], line: str) -> None:
    attack(home.editions / NAMES[0])
    (fault,) = find_changed_editions(home)
    assert fault.endswith(f"{line}; restore 2026-10-30 from a backup")


def test_a_change_of_a_shared_file_is_a_change_of_both_editions(home: Home) -> None:
    (home.editions / NAMES[1] / "pictures" / "a.svg").write_text("<svg></svg>")
    assert len(list(find_changed_editions(home))) == 2


def test_an_edition_without_a_line_is_named(home: Home) -> None:
    write_edition(home, "2026-11-25")
    (fault,) = find_changed_editions(home)
    assert fault.startswith("2026-11-25 has no line")


def test_a_changed_line_is_an_error(home: Home) -> None:
    file = home.edition_ledger / "2026-11.jsonl"
    file.write_bytes(file.read_bytes().replace(b"2026-11-24-2", b"2026-11-24-3"))
    assert len(list(find_changed_editions(home))) == 2, "the newest line can be checked only by its edition"
    file.write_bytes(file.read_bytes().replace(b"2026-10-30", b"2026-10-31"))
    with pytest.raises(TokenfallError, match="line 2 is not as it was written"):
        enter_editions(home)


def test_an_edition_without_digests_is_not_entered(home: Home) -> None:
    (home.editions / "2026-12-01").mkdir()
    with pytest.raises(TokenfallError, match="so 2026-12-01 is no whole edition"):
        enter_editions(home)


def test_doctor_names_a_changed_edition(home: Home) -> None:
    assert findings(home.path)["editions"] is None
    (home.editions / NAMES[1] / "edition.json").write_text("{}")
    assert str(findings(home.path)["editions"]).endswith("edition.json has changed; restore 2026-11-24 from a backup")
