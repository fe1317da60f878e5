"""Facts cut at a day: what a user had who installed tokenfall then, and nothing that came to be known later."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

Row = Mapping[str, str]
DATED = {
    "models": "released_on",
    "price_changes": "effective_from",
    "price_confirmations": "confirmed_on",
    "scores": "vintage",
}
"""Facts file -> the column with the day from which a row is known; a blank one is known always."""


def cut_facts(source: Path, target: Path, last_day: date) -> set[str]:
    """Write the facts known at the end of a day, and return the models that are known.

    A model that is released later is unknown, with all its names: nobody is there in the year to add it. Reviewed
    corrections are left out, because they were written in the light of what came later.
    """
    shutil.copytree(source, target, dirs_exist_ok=True)
    for name, column in DATED.items():
        _keep(target / f"{name}.csv", lambda row, day=column: row[day] <= last_day.isoformat())
    models = {row["model_id"] for row in _read(target / "models.csv")[1]}
    about = {*models, ""}
    for path in sorted(target.glob("*.csv")):
        _keep(path, lambda row: row.get("model_id", "") in about)
    (target / "corrections.yml").write_text("[]\n", encoding="utf-8")
    (target / "compiled_on.txt").write_text(f"{last_day}\n", encoding="utf-8")
    return models


def _read(path: Path) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Return the header and the rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames or (), list(reader)


def _keep(path: Path, condition: Callable[[Row], bool]) -> None:
    """Rewrite a file with the rows that meet a condition."""
    header, rows = _read(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if condition(row))
