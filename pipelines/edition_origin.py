"""What an edition was made with, so that it can be made again and a difference can be explained."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from warehouse import query
from warehouse.chain import ChainedFiles, digest
from warehouse.home import Home

HERE = Path(__file__).parent
ROOT = HERE.parent
LOCK = ROOT / "requirements.lock"
GIT_SECONDS = 20
"""How long git may take to answer before the commit counts as unknown."""


def describe_origin(home: Home, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what the published tables and an edition of them are made with, as it is recorded in an edition.

    Returns:
        commit: Commit of the checkout that this code is in; None where it is in none, or git is not installed.
        uncommitted: Whether files of the checkout differ from the commit; None where there is no commit.
        facts_sha256: Digest of the bundled facts that the tables were built from.
        lock_sha256: Digest of the list of pinned packages; None where the code is installed without it.
        python: Version of Python.
        packages: Version of each package that tokenfall needs.
        capture_ledger: Digest of the last line of the ledger of captures.
    """
    commit = _git("rev-parse", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no") if commit else None
    return {
        "commit": commit,
        "uncommitted": None if changed is None else bool(changed),
        "facts_sha256": query.value(connection, HERE / "summarise_facts.sql"),
        "lock_sha256": digest(LOCK.read_bytes()) if LOCK.exists() else None,
        "python": platform.python_version(),
        "packages": _packages(),
        "capture_ledger": ChainedFiles(home.capture_ledger).last_digest(),
    }


def _git(*arguments: str) -> str | None:
    """Return what git prints about the checkout of this code; None where it is in none."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():  # a folder above, such as that of a user's project, is not ours
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command
            [git, "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _packages() -> dict[str, str]:
    """Return the versions of the packages that tokenfall requires, without its extras."""
    required = [text for text in importlib.metadata.requires("tokenfall") or () if "extra ==" not in text]
    names = sorted(match[0] for text in required if (match := re.match(r"[\w.-]+", text)))
    return {name: importlib.metadata.version(name) for name in names}
