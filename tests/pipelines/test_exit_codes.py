"""Every command in every kind of trouble: the exit status of the contract, one line on stderr, no traceback."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.cli.entry import COMMANDS

READING: dict[str, tuple[str, ...]] = {
    "verdict": (),
    "price": ("gpt-4o",),
    "trace": ("out_frontier: x",),
    "sql": ("FROM headline",),
    "sources": (),
    "alerts": (),
    "names": (),
    "check": (),
    "report": (),
    "edition": (),
    "site": ("{free}",),
    "export": ("{free}",),
    "doctor": (),
    "backup": ("{free}",),
}
"""Commands that read a home, with the arguments of a use."""
WRITING: dict[str, tuple[str, ...]] = {
    "run": ("--offline",),
    "fetch": (),
    "backfill": ("openai", "--from", "2026-01-01", "--to", "2026-01-02"),
    "replay": (),
    "rebuild": (),
    "restore": ("{folder}",),
}
"""Commands that write to a home."""
FILES: dict[str, tuple[str, ...]] = {
    "parse": ("parse", "openai", "{path}"),
    "fit": ("fit", "{path}"),
    "price": ("price", "--log", "{path}"),
    "restore": ("restore", "{path}"),
    "facts": ("facts", "apply", "{path}"),
}
"""Commands that read a file or folder of the user's."""
PLACES = ("none", "empty", "file", "garbage", "folder", "damaged captures", "damaged forecasts")
"""What is in place of a home: nothing, an empty folder, a file; or what is in place of a file in it."""


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Let this process collect garbage as before: a command changes that."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


class Command:
    """The command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def call(self, home: Path, *arguments: str) -> tuple[int, str]:
        """Return the exit status and what is on stderr, warnings of an operator's screen left out."""
        self.monkeypatch.setenv("TOKENFALL_HOME", str(home))
        self.monkeypatch.setattr(sys, "argv", ["tokenfall", *arguments])
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0), self.capsys.readouterr().err
        return 0, self.capsys.readouterr().err

    def faults(self, home: Path, *arguments: str, allowed: tuple[int, ...]) -> list[str]:
        """Return what is wrong with the way in which a command ended."""
        status, printed = self.call(home, *arguments)
        report = f"{' '.join(arguments)}: status {status}: {printed[:400]}"
        is_one_line = printed.count("\n") == 1 and printed.startswith("tokenfall: ")
        is_sound = status in allowed and (status == 0 or is_one_line) and "fault of its own" not in printed
        return [] if is_sound else [report]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capsys, monkeypatch)


def place(kind: str, folder: Path) -> Path:
    """Return a home of a kind."""
    home = folder / kind
    if kind == "file":
        home.write_text("no folder")
    elif kind != "none":
        home.mkdir()
    if kind in {"garbage", "folder"}:
        for path in (home / "warehouse.duckdb", home / "published" / "tokenfall.duckdb"):
            path.parent.mkdir(exist_ok=True)
            path.mkdir() if kind == "folder" else path.write_bytes(b"\xff garbage " * 5000)
    if kind.startswith("damaged"):
        path = home / "ledger" / kind.split()[1] / "2026-11.jsonl"
        path.parent.mkdir(parents=True)
        path.write_bytes(b'{"previous": 7}\n\xff\n')
    return home


@pytest.mark.parametrize("kind", PLACES)
def test_reading_what_is_not_there_or_damaged_is_one_line(command: Command, tmp_path: Path, kind: str) -> None:
    home = place(kind, tmp_path)
    allowed = (0, 1)
    faults = []
    for name, arguments in READING.items():
        filled = [argument.format(free=tmp_path / "free" / name) for argument in arguments]
        faults += command.faults(home, name, *filled, allowed=allowed)
    assert faults == []


@pytest.mark.parametrize("name", WRITING)
def test_a_home_that_is_a_file_is_one_line(command: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "copy").mkdir()
    arguments = [argument.format(folder=tmp_path / "copy") for argument in WRITING[name]]
    assert command.faults(place("file", tmp_path), name, *arguments, allowed=(1,)) == []


@pytest.mark.parametrize("kind", ["none", "folder", "garbage", "empty", "nul"])
def test_a_wrong_file_is_one_line(command: Command, tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind != "none":
        path.write_bytes({"garbage": b"\xff\x00\xfe" * 9999, "empty": b"", "nul": b"\0" * 9999}[kind])
    faults = []
    for words in FILES.values():
        arguments = [word.format(path=path) for word in words]
        faults += command.faults(tmp_path / "home", *arguments, allowed=(1, 2))
    assert faults == []


def test_an_unknown_option_or_command_is_status_2(command: Command, tmp_path: Path) -> None:
    faults = [] if command.call(tmp_path, "verdct")[0] == 2 else ["verdct"]
    for known in COMMANDS:
        faults += command.faults(tmp_path, str(known.name), "--nosuch", allowed=(2,))
    assert faults == []


def test_unknown_names_are_status_2_with_the_nearest(command: Command, published: Path) -> None:
    for arguments, nearest in (
        (("verdict", "--bar", "eci>=gpt-4-0315"), "eci>=gpt-4-0314"),
        (("verdict", "--workload", "chatt"), "chat"),
        (("price", "gpt-4oo"), "gpt-4o"),
        (("price", "gpt-4o", "--seller", "opnai"), "openai"),
        (("parse", "opnai", "x.html"), "openai"),
        (("fetch", "opnai"), "openai"),
        (("fit", "x.csv", "--method", "poool"), "pool"),
        (("sql", "FROM headline", "--format", "jsn"), "json"),
    ):
        status, printed = command.call(published, *arguments)
        assert (status, printed.count("\n"), nearest in printed) == (2, 1, True), (arguments, printed)
