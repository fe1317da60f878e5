"""The table of models from a file of facts: what was known by the as-of date, and nothing about the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.models.facts import AliasRow, ModelRow
from assets.table_build import TableBuild
from tests.conftest import read
from warehouse.bundle import Bundle
from warehouse.store import Writer

HEADER = "model_id,name,organization,released_on,open_weights,total_params_b,active_params_b,reasoning"
MODELS = f"""{HEADER},thinking,default_effort,effort_source,source_url
old,Old,,2023-03-14,false,,,false,never,none,https://example.org,https://example.org
new,New,Some lab,2025-01-01,true,671,37,true,always,high,https://example.org,https://example.org
undated,Undated,,,true,8,8,false,,,,https://example.org
"""
ALIASES = """alias,source,model_id
old-1,host,old
new-1,host,new
new-1,other host,new
"""


def make(writer: Writer, folder: Path, as_of: date) -> None:
    (folder / "models.csv").write_text(MODELS)
    (folder / "model_aliases.csv").write_text(ALIASES)
    for table, name, row_type, about in (
        ("core_model", "models", ModelRow, None),
        ("core_model_alias", "model_aliases", AliasRow, ("model_id", "core_model")),
    ):
        TableBuild(table, writer, as_of, Bundle(folder), folder).from_facts(name, row_type, about=about)


def test_an_unreleased_model_is_not_known_and_neither_are_its_names(writer: Writer, tmp_path: Path) -> None:
    make(writer, tmp_path, date(2024, 12, 31))
    assert read(writer, "SELECT model_id FROM core_model ORDER BY model_id") == [("old",), ("undated",)]
    assert read(writer, "SELECT alias FROM core_model_alias") == [("old-1",)]


def test_on_the_day_of_its_release_it_is(writer: Writer, tmp_path: Path) -> None:
    make(writer, tmp_path, date(2025, 1, 1))
    columns = "model_id, organization, released_on, total_params_b, active_params_b, reasoning"
    assert read(writer, f"SELECT {columns} FROM core_model WHERE model_id = 'new'") == [
        ("new", "Some lab", "2025-01-01", 671.0, 37.0, True)
    ]
    assert read(writer, "SELECT alias, alias_source FROM core_model_alias ORDER BY ALL") == [
        ("new-1", "host"),
        ("new-1", "other host"),
        ("old-1", "host"),
    ]


def test_every_row_names_the_file_it_came_from_by_its_bytes(writer: Writer, tmp_path: Path) -> None:
    make(writer, tmp_path, date(2025, 1, 1))
    digest = Bundle(tmp_path).sha256("models")
    rows = read(writer, "SELECT DISTINCT source, capture_sha256 FROM core_model")
    assert rows == [("facts/models", digest)]


def test_the_reference_model_matches_its_history() -> None:
    (gpt4,) = [row for row in Bundle().read("models", ModelRow) if row.model_id == "gpt-4-0314"]
    assert (gpt4.organization, gpt4.released_on, gpt4.open_weights, gpt4.reasoning) == (
        "OpenAI",
        date(2023, 3, 14),
        False,
        False,
    )
