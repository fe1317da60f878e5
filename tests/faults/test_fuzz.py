"""A sample of the fuzzing, every input that ever failed, and what the fuzzing would notice."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from tests.faults.fuzz import Target, attempt_of, execute, kept_inputs, kind_of
from tests.faults.fuzz_inputs import damage, smaller
from tests.faults.fuzz_targets import GROUPS
from warehouse.errors import TokenfallError

SAMPLE = 3
"""Executions of each target."""


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Target], Path]]:
    folder = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(folder))
        yield [target for group in GROUPS.values() for target in group(folder)], folder


def test_no_damaged_input_breaks_a_promise(targets: tuple[list[Target], Path]) -> None:
    every, folder = targets
    assert len({target.name for target in every}) == len(every)
    outcomes = [attempt_of(every, folder, number, SAMPLE, keep=False) for number in range(len(every))]
    assert [(outcome.case, outcome.faults) for outcome in outcomes if outcome.faults] == []


def test_no_input_of_the_corpus_breaks_a_promise(targets: tuple[list[Target], Path]) -> None:
    every, folder = targets
    by_name = {target.name: target for target in every}
    kept = list(kept_inputs())
    assert len(kept) > 5
    faults = {path.name: execute(by_name[name], path.read_bytes(), folder) for name, path in kept}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_the_seeds_are_read(targets: tuple[list[Target], Path]) -> None:
    """What is damaged must be right in form, or nothing behind the first check of a reader is attacked."""
    every, _ = targets
    for target in every:
        if target.name.startswith(("page-", "feed-", "release-", "scores-", "warc", "facts-", "series", "exchange")):
            refused = []
            for seed in target.seeds:
                try:
                    target.execute(seed)
                except TokenfallError as error:
                    refused.append(str(error))
            assert len(refused) < len(target.seeds), f"{target.name}: {refused[0]}"


def _raise(error: BaseException) -> None:
    raise error


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("does", "fault"),
    [
        (lambda: _raise(TokenfallError("one line")), ""),
        (lambda: _raise(click.UsageError("one line")), ""),
        (lambda: _raise(TokenfallError("two\nlines")), "TokenfallError of several lines"),
        (lambda: _raise(TokenfallError("")), "TokenfallError of several lines"),
        (lambda: _raise(KeyError("x")), "crash: KeyError"),
        (lambda: _raise(RecursionError()), "crash: RecursionError"),
        (lambda: _raise(SystemExit(1)), "crash: SystemExit"),
        (lambda: _raise(AssertionError("a secret was read")), "broken: a secret was read"),
        (lambda: Path("/etc/hostname").exists() and Path("/etc/hostname").read_text(), "escape: reads /etc/hostname"),
        (lambda: Path("/tmp/of-no-use").mkdir(), "escape: writes /tmp/of-no-use"),
        (lambda: subprocess.run([sys.executable, "-c", ""], check=True), "escape: subprocess.Popen"),
        (lambda: socket.create_connection(("127.0.0.1", 9), timeout=0.1), "escape: socket."),
        (_spin, "hang"),
    ],
)
def test_a_broken_promise_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: Callable[[], object], fault: str
) -> None:
    monkeypatch.setattr("tests.faults.fuzz.LONGEST_SECONDS", 0.2)
    Path("/tmp/of-no-use").exists() and Path("/tmp/of-no-use").rmdir()
    noticed = execute(Target("x", (b"",), lambda _: does()), b"", tmp_path)
    assert noticed.startswith(fault)
    assert bool(noticed) == bool(fault)


def test_the_same_number_gives_the_same_inputs(targets: tuple[list[Target], Path]) -> None:
    import random

    seeds = targets[0][0].seeds
    assert [damage(seeds, random.Random(7)) for _ in range(5)] == [damage(seeds, random.Random(7)) for _ in range(5)]


def test_a_failing_input_is_made_small() -> None:
    assert smaller(b"many words before x and after", lambda data: b"x" in data) == b"x"
    assert kind_of("crash: ValueError: 12 is no number") == kind_of("crash: ValueError: 13 is no number")
