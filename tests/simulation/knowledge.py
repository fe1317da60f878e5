"""Facts cut at a day: what a user had who installed tokenfall then, and nothing that came to be known later."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

Row = Mapping[str, str]
DATED = {
    "models": "released_on",
    "price_changes": "effective_from",
    "price_confirmations": "confirmed_on",
}
"""Facts file -> the column with the day from which a row is known; a blank one is known always."""
ABOUT_MODELS = ("model_aliases", "page_names", "context_windows", "scores", "price_changes", "price_confirmations")


def cut_facts(source: Path, target: Path, last_day: date) -> set[str]:
    """Write the facts known at the end of a day, and return the models that are known.

    A model that is released later is unknown, with all its names: nobody is there in the year to add it. Scores of
    known models stay: each counts from the day of its snapshot, as if a live source had brought it. Reviewed
    corrections are left out, because they were written in the light of what came later.
    """
    shutil.copytree(source, target, dirs_exist_ok=True)
    for name, column in DATED.items():
        _keep(target / f"{name}.csv", lambda row, day=column: row[day] <= last_day.isoformat())
    models = {row["model_id"] for row in _rows(target / "models.csv")}
    for name in ABOUT_MODELS:
        _keep(target / f"{name}.csv", lambda row: row["model_id"] in models)
    (target / "corrections.yml").write_text("[]\n", encoding="utf-8")
    return models


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _keep(path: Path, condition: Callable[[Row], bool]) -> None:
    """Rewrite a file with the rows that meet a condition."""
    rows = _rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if condition(row))
