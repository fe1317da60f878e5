"""What the tests of a fleet need beside the default install; without it they skip with one line."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest


def need_packages(*names: str) -> None:
    """Skip a module without these packages; fail where nothing may skip."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        _skip(f"{', '.join(missing)} not installed: install requirements-scale.lock to test a fleet")


def need_postgres() -> None:
    """Skip a module without the programs of a PostgreSQL server; fail where nothing may skip."""
    if not postgres_programs():
        _skip("no server of PostgreSQL is installed: install Debian's postgresql to test a fleet")


def postgres_programs() -> Path | None:
    """Return the folder with the programs of the newest server of PostgreSQL; None without one."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda program: program.parts[-3].zfill(3))
    program = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(program).parent if program else None


def _skip(reason: str) -> None:
    if os.environ.get("TOKENFALL_NO_SKIP"):
        pytest.fail(f"{reason}; TOKENFALL_NO_SKIP is set")
    pytest.skip(reason, allow_module_level=True)
