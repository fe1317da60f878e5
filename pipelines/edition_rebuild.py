"""Make a past edition again in a home of its own, and list how the result differs from it, by cause."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from assets.forecasts.registered.ledger import Ledger
from assets.reports.edition.downloads import PDF
from pipelines.edition_causes import DATABASE, Difference, list_differences
from pipelines.edition_folder import RECORD, StoredEdition, edition_folders, list_editions, place, write_sums
from pipelines.edition_ledger import find_changed_editions
from pipelines.editions import BASE_URL
from pipelines.rebuilding import HISTORY
from warehouse.chain import ChainedFiles
from warehouse.errors import TokenfallError
from warehouse.home import ENVIRONMENT_VARIABLE, Home

COMMAND = "from pipelines.cli import main; main()"
KEPT = {"_migration", "raw_page_attempt", "raw_page_capture", *HISTORY}
"""Tables that are not computed again: captures, and what earlier days have added."""
NOT_PASSED_ON = ("DAGSTER_HOME", "TOKENFALL_NOTIFY", "PYTHONPATH", BASE_URL)
"""Environment variables that are not passed on to the processes which make the edition."""


@dataclass(frozen=True)
class RebuiltEdition:
    """An edition that was made again.

    Attributes:
        folder: Its folder.
        differences: How it differs from the first one.
    """

    folder: Path
    differences: list[Difference]


def rebuild_edition(home: Home, name: str, folder: Path, code: Path | None) -> RebuiltEdition:
    """Make an edition again as of its date, from the captures that it knew and the facts of some version.

    Args:
        home: Where the edition and the captures are; nothing in it is changed.
        name: Name of the edition.
        folder: A new folder, which becomes the home in which the edition is made.
        code: A checkout of tokenfall with a `.venv`, whose code and facts are used; None for the code that is running.

    Raises:
        TokenfallError: There is no such edition, it has changed, the folder is in use, or the code failed.
    """
    edition = _find(home, name)
    python = _python_of(code)
    past = Home(folder.absolute())
    if past.path.exists() and any(past.path.iterdir()):
        raise TokenfallError(f"{folder} is not empty: give a new folder")
    _prepare(home, edition, past)
    earlier = set(edition_folders(past.editions))
    _call(python, past, edition, "run", "--offline", "--as-of", str(edition.as_of))
    _call(python, past, edition, "edition", *(["--pdf"] if edition.has(PDF) else []))
    written = [path for path in edition_folders(past.editions) if path not in earlier]
    if not written:
        raise TokenfallError(f"{python} wrote no edition to {past.editions}")
    return RebuiltEdition(written[-1], list(list_differences(edition.folder, written[-1])))


def _find(home: Home, name: str) -> StoredEdition:
    editions = {edition.folder.name: edition for edition in list_editions(home.editions)}
    if name not in editions:
        names = ", ".join(editions) or "none"
        raise TokenfallError(f"there is no edition {name} in {home.editions}; there are: {names}")
    changes = [line for line in find_changed_editions(home) if line.endswith(f"; restore {name} from a backup")]
    if changes:
        raise TokenfallError(changes[0])
    return editions[name]


def _python_of(code: Path | None) -> Path:
    if code is None:
        return Path(sys.executable)
    python = code.absolute() / ".venv" / "bin" / "python"
    if not python.exists():
        raise TokenfallError(f"{code} has no .venv: call `make -C {code} .venv/installed` first")
    return python


def _prepare(home: Home, edition: StoredEdition, past: Home) -> None:
    """Fill a new home with what was there before an edition: captures, ledgers, and what earlier editions were."""
    past.path.mkdir(parents=True, exist_ok=True)
    if home.captures.exists():
        past.captures.symlink_to(home.captures)
    _copy_database(edition.folder / DATABASE, past.database)
    head = edition.record.get("origin", {}).get("capture_ledger")
    if head:
        ChainedFiles(home.capture_ledger).copy_until(head, past.capture_ledger)
    past.ledger.mkdir(parents=True)
    for registered in Ledger(home.ledger).sets():
        if registered.day < edition.as_of:
            shutil.copy(registered.path, past.ledger)
    for earlier in list_editions(home.editions):
        if place(earlier.folder.name) < place(edition.folder.name):
            _outline(earlier, past.editions / earlier.folder.name)


def _copy_database(file: Path, target: Path) -> None:
    """Copy the database of an edition, and empty every table that is to be computed again."""
    shutil.copyfile(file, target)
    with duckdb.connect(str(target)) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        for schema, table in tables:
            if table not in KEPT:
                connection.execute(f'DELETE FROM "{schema}"."{table}"')


def _outline(edition: StoredEdition, folder: Path) -> None:
    """Write of an earlier edition what later ones list of it; its content equals none, so that a new one follows."""
    folder.mkdir(parents=True)
    record = {**edition.record, "answer": {}, "data": {}, "chances": {}}
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    write_sums(folder)


def _call(python: Path, past: Home, edition: StoredEdition, *arguments: str) -> None:
    """Call tokenfall in the home of the past, with the code that belongs to a Python."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    environment[ENVIRONMENT_VARIABLE] = str(past.path)
    if base_url := edition.record.get("base_url"):
        environment[BASE_URL] = base_url
    result = subprocess.run(  # noqa: S603 - the user names the checkout
        [str(python), "-c", COMMAND, *arguments],
        env=environment,
        cwd=past.path,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["no message"])[-1]
        raise TokenfallError(f"`tokenfall {' '.join(arguments)}` with {python} failed: {reason}")
