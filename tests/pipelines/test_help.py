"""The help: its text without a command, and that every example in it works."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.cli.entry import cli
from tests.hardware.release_files import filed
from tests.pipelines.conftest import AS_OF, call
from tests.pipelines.test_captures import a_page

NO_NETWORK = f"""
import datetime, pipelines.settings
pipelines.settings.utc_today = lambda: datetime.date.fromisoformat({AS_OF!r})
"""
"""Today is the day of the published home: a run has nothing to do."""
RUNS = """
import pipelines.execution, pipelines.editions, pipelines.registering
pipelines.editions.write_edition = lambda home, **more: "no new edition"
pipelines.registering.register_once = lambda home, day: "registered already"
pipelines.execution._execute = lambda *rest: None
"""
"""Selections are read and stale tables found, but nothing is computed: test_run.py does that."""
SOURCES = """
import datetime
from types import SimpleNamespace
import pipelines.collecting as collecting
from assets.capture.attempts import CaptureAttempt
now = datetime.datetime(2026, 11, 23)
captured = lambda source: CaptureAttempt(source.source, source.url, now, "captured", None)
collecting.collect_releases = lambda warehouse, settings, sources: [captured(source) for source in sources]
collecting.capture_months = lambda settings, months, rows, home: (source for source, month in months)
collecting.commit_shards = lambda warehouse, files=(): [captured(source) for source in files]
page = SimpleNamespace(source="page/openai", digest="0" * 64)
release = SimpleNamespace(source="release/mlperf/v6.1", digest="1" * 64)
stored = {collecting.PRICE_READER: [page], collecting.SCORE_READER: [], collecting.RELEASE_READER: [release]}
collecting.find_sets = lambda connection, reader: stored[reader]
collecting.read_again = lambda warehouse, reader, captures: []
"""
"""Every source answers and something of each kind is stored: test_captures.py does that with real bytes."""
EDITIONS = """
import pipelines.editions, pipelines.pdf, pipelines.site
pipelines.editions.write_edition = lambda home, **more: "edition"
pipelines.pdf.find_browser = lambda: "chromium"
pipelines.site.build_site = lambda home, folder: 1
"""
"""No edition is written: test_editions.py does that."""
KEEPING = """
import pipelines.backups, pipelines.doctor, pipelines.rebuilding
from types import SimpleNamespace
from pipelines.run import RunResult
import pipelines.edition_rebuild
pipelines.edition_rebuild.rebuild_edition = lambda home, name, folder, code: SimpleNamespace(
    folder=folder, differences=()
)
pipelines.doctor.examine = lambda *rest, **more: [pipelines.doctor.Finding("home", "as it should be")]
pipelines.backups.backup = pipelines.backups.restore = lambda *rest: 1
pipelines.rebuilding.rebuild = lambda *rest: RunResult((), 1)
"""
"""Nothing is examined, copied or built: test_keeping.py does that."""
PREFIXES = {
    **dict.fromkeys(("doctor", "backup", "restore", "rebuild"), KEEPING),
    "run": RUNS,
    "edition": EDITIONS,
    "site": EDITIONS,
    "fetch": SOURCES,
    "backfill": SOURCES,
    "replay": SOURCES,
}


def examples() -> Iterator[tuple[str, str]]:
    """Every line that begins with `tokenfall` in a help's block of examples, and the command that it belongs to."""
    for name, command in [("tokenfall", cli), *cli.commands.items()]:
        for block in re.findall(r"\x08\n(.*?)(?:\n\n|$)", inspect.cleandoc(command.help or ""), re.DOTALL):
            for line in block.splitlines():
                assert line.startswith("tokenfall "), f"{name}: {line!r} in a block of examples is no command"
                yield name, re.split(r" {2,}", line)[0]


EXAMPLES = list(dict.fromkeys(line for _, line in examples()))


def test_every_command_has_an_example_of_its_own() -> None:
    own = {name for name, line in examples() if line.split()[1] == name}
    assert own == set(cli.commands)


@pytest.fixture(scope="module")
def prepared(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that examples name, and a home beside them in which a source has failed."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(published, folder / "home")
    (folder / "pricing.html").write_bytes(a_page("5"))
    (folder / "summary_results.json").write_text(json.dumps([filed()]))
    (folder / "prices.csv").write_text("date,usd\n2024-01-31,8\n2024-02-29,5\n2024-03-31,2\n2024-04-30,1\n")
    (folder / "usage.csv").write_text("model,at,output_tokens\ngpt-4o-mini,2024-12-31,1000\n")
    (folder / "warehouse").symlink_to(Path(__file__).parents[2] / "warehouse")
    with duckdb.connect(str(folder / "home" / "published" / "tokenfall.duckdb")) as connection:
        connection.execute("UPDATE out_source SET status = 'failed' WHERE source = 'page/openai/pricing.md'")
    return folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_works(prepared: Path, example: str) -> None:
    _, command, *arguments = shlex.split(example)
    prefix = NO_NETWORK + PREFIXES.get(command, "")
    result = call(prepared / "home", command, *arguments, stdin="", prefix=prefix, folder=prepared)
    assert (result.returncode, result.stderr.count("Traceback")) == (0, 0), result.stderr
    assert result.stdout or result.stderr or command == "mcp", "a server that nobody asks ends without a word"


def test_without_a_command_the_help_is_given_as_help(tmp_path: Path) -> None:
    bare, asked = call(tmp_path), call(tmp_path, "--help")
    assert (bare.returncode, bare.stderr) == (0, "")
    assert bare.stdout == asked.stdout
    assert bare.stdout.startswith("Usage: ")
    assert bare.stdout.index("  run ") < bare.stdout.index("  verdict ") < bare.stdout.index("  replay ")


def test_the_list_of_commands_is_cut_nowhere_on_80_columns(tmp_path: Path) -> None:
    _, *lines = call(tmp_path).stdout.splitlines()
    assert [line for line in lines if line.endswith("...") or len(line) > 80] == []
