"""A folder that resembles a fresh clone, with a published home: commands of the docs are run in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.docs.check_links import ROOT


@pytest.fixture(scope="session")
def clone(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose entries point at the repository's, with the published home as its `data`."""
    folder = tmp_path_factory.mktemp("clone")
    for entry in ROOT.iterdir():
        if entry.name not in {".git", "data"}:
            (folder / entry.name).symlink_to(entry)
    (folder / "data").symlink_to(published)
    return folder


@pytest.fixture(scope="session")
def shell(clone: Path) -> dict[str, str]:
    """Return the environment in which commands run: the project's own programs first, its state in `data`."""
    environment = {**os.environ, "TOKENFALL_HOME": str(clone / "data")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment.pop("DAGSTER_HOME", None)
    return environment
