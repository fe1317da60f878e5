"""The record that no table was stale, with which a run that has nothing to do need not import Dagster.

`pipelines/stale.py` alone decides what is stale, from the code, the bundled sources, the as-of date, and what the
warehouse holds of captures and builds. `settled.txt` keeps a digest of all of these from when nothing was stale. While
the digest is the same, so is the decision.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from assets.capture.bundled import capture_bundled
from warehouse import durable, query
from warehouse.bundle import Bundle
from warehouse.chain import ChainedFiles
from warehouse.home import Home
from warehouse.store import Writer, open_writer

ROOT = Path(__file__).parent.parent
PACKAGES = ("assets", "pipelines", "warehouse")
CAPTURE_VERSIONS = ROOT / "assets" / "list_capture_versions.sql"


def is_published(home: Home) -> bool:
    """Return whether everything that was built is published, with a report page, and no check has stopped a newer one.

    A build deletes `settled.txt` first. A run that was interrupted after its last table and before it published has
    left no table stale, but also no `settled.txt`.
    """
    files = (home.settled, home.published, home.reports / "index.html")
    return all(file.exists() for file in files) and not home.hold.exists()


def forget_settled(home: Home) -> None:
    """Delete the record before anything is built."""
    home.settled.unlink(missing_ok=True)
    durable.sync(home.path)


def tables_if_settled(home: Home, as_of: date) -> int:
    """Return the number of tables where it is known that none is stale and all are published; otherwise 0."""
    if not is_published(home):
        return 0
    with open_writer(home) as warehouse:
        digest, _, tables = home.settled.read_text(encoding="utf-8").partition(" ")
        return int(tables) if digest == _digest(warehouse, as_of) else 0


def remember_nothing_is_stale(warehouse: Writer, as_of: date, tables: int) -> None:
    """Store that none of the tables is stale, of which there are `tables`."""
    durable.write(warehouse.home.settled, f"{_digest(warehouse, as_of)} {tables}".encode())


def _digest(warehouse: Writer, as_of: date) -> str:
    """Return a digest of everything on which it depends what is stale."""
    captures = sorted(query.tuples(warehouse.connection, CAPTURE_VERSIONS))
    builds = sorted(warehouse.build_records().items())
    digest = hashlib.sha256(repr((as_of, capture_bundled(Bundle()), captures, builds)).encode())
    for file in ChainedFiles(warehouse.home.capture_ledger).files():  # a run compares it with the captures
        digest.update(file.read_bytes())
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    for path in sorted(path for path in files if path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
