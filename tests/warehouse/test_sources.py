"""SOURCES.md: it lists everything that the bundled facts were taken from, with its licence."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assets.capture.bundled import FACTS as CAPTURED
from assets.prices.corrections import read_corrections
from warehouse.bundle import FACTS, Bundle

TEXT = (FACTS / "SOURCES.md").read_text(encoding="utf-8")
FILES = sorted(FACTS.glob("*.csv"))


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def place(source_url: str) -> str:
    """The repository of a GitHub address, the host of another, the name of what is no address at all."""
    if "//" not in source_url:
        return re.split(r"[:(]", source_url)[0].strip()
    parts = urlsplit(source_url)
    return "/".join(parts.path.split("/")[1:3]) if parts.netloc == "github.com" else parts.netloc


def section(name: str) -> str:
    """The section of SOURCES.md on one file."""
    (text,) = [part for part in TEXT.split("\n### ")[1:] if name in part.splitlines()[0].split(", ")]
    return text.split("\n## ")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_source_of_a_file_is_named_in_its_section(path: Path) -> None:
    places = {place(row["source_url"]) for row in rows(path) if row.get("source_url")}
    about = section(path.name).replace("\n", " ")
    assert sorted(name for name in places if name not in about) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_licence_of_a_file_is_named_in_its_section(path: Path) -> None:
    licences = {row["licence"] for row in rows(path) if row.get("licence")}
    assert sorted(name for name in licences if f"`{name}`" not in section(path.name)) == []


def test_the_reviewed_corrections_are_attributed() -> None:
    entries = read_corrections(Bundle()).values()
    sources = {entry.source for entry in entries}
    about = section("corrections.yml").replace("\n", " ")
    assert sorted(name for name in map(place, sources) if name not in about) == []


def test_every_bundled_file_is_captured_with_a_licence() -> None:
    assert set(CAPTURED) == {path.stem for path in (*FILES, *FACTS.glob("*.yml"))}
    assert all(CAPTURED.values())


@pytest.mark.parametrize("package", ["genai-prices", "CurrencyConverter"])
def test_installed_packages_are_attributed(package: str) -> None:
    assert f"- **{package}** (" in TEXT


def test_the_required_attributions_are_present() -> None:
    assert "MLPerf is a trademark of MLCommons." in TEXT
    assert "European Central Bank" in TEXT
    assert "Nothing from Artificial Analysis is included." in TEXT
