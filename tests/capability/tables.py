"""Small tables of scores with the layouts of the real ones, to be served, damaged and changed."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from assets.capability.score_files import arena, epoch, teci

Cells = Mapping[str, object]

ECI_COLUMNS = (
    *("Model", "Display name", "eci", "eci_ci_low", "eci_ci_high", "date", "Organization"),
    *("Country (of organization)", "Model accessibility", "Accessibility group", "model_versions"),
)
WEIRDML_COLUMNS = (
    *("Model version", "Accuracy", "Cost per run", "Median code length (lines)", "Accuracy SE", "id", "Name"),
    *("Source", "Release date", "Organization", "Country", "Training compute (FLOP)", "Training compute notes"),
    "Notes",
)
ARENA_COLUMNS = {
    **dict.fromkeys(("model_name", "organization", "license"), "VARCHAR"),
    **dict.fromkeys(("rating", "rating_lower", "rating_upper", "variance", "vote_count"), "DOUBLE"),
    "rank": "BIGINT",
    **dict.fromkeys(("category", "leaderboard_publish_date"), "VARCHAR"),
}
TECI_COLUMNS = (
    *("entry", "family", "generation", "params_B", "release", "n_obs", "eci_A", "eci_A_lo", "eci_A_hi"),
    *("eci_B", "eci_B_lo", "eci_B_hi", "eci_C", "eci_C_lo", "eci_C_hi", "eci_published"),
)


def csv_text(columns: Sequence[str], rows: Sequence[Cells]) -> str:
    text = io.StringIO()
    lines = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    lines.writeheader()
    lines.writerows([{name: cell for name, cell in row.items() if cell is not None} for row in rows])
    return text.getvalue()


def eci_row(name: str, score: object, low: object = None, high: object = None) -> Cells:
    return {"Model": name, "Display name": name, "eci": score, "eci_ci_low": low, "eci_ci_high": high}


ANCHORS = (eci_row("GPT-5", "150.0"), eci_row("Claude 3.5 Sonnet", "130.0"))
"""The two models that define the index."""
GPT_4 = eci_row("GPT-4 (Mar 2023)", "125.7", "119.95", "129.65")


def eci_table(*rows: Cells, columns: Sequence[str] = ECI_COLUMNS) -> str:
    return csv_text(columns, [*ANCHORS, GPT_4, *rows])


def weirdml_table(*rows: Cells, columns: Sequence[str] = WEIRDML_COLUMNS) -> str:
    return csv_text(columns, rows or [{"Model version": "gpt-5_high", "Accuracy": "0.6", "Cost per run": "0.25"}])


def zipped(**files: str | bytes) -> bytes:
    """A zip like Epoch's; `eci` and `weirdml` are its two tables, every other file has its own name."""
    names = {"eci": f"epoch_capabilities_index/{epoch.ECI_FILE}", "weirdml": epoch.WEIRDML_FILE}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(names.get(name, name))  # without the time of day
            archive.writestr(entry, text, compress_type=zipfile.ZIP_DEFLATED)
    return body.getvalue()


def epoch_zip(*rows: Cells, **files: str | bytes) -> bytes:
    return zipped(**({"eci": eci_table(*rows), "weirdml": weirdml_table(), "benchmark_metadata.csv": "a,b\n"} | files))


def arena_row(name: str, rating: float, category: str = "overall", day: str = "2026-11-20", **more: object) -> Cells:
    row = {"model_name": name, "rating": rating, "rating_lower": rating - 5, "rating_upper": rating + 5}
    return {**row, "category": category, "leaderboard_publish_date": day, **more}


def arena_table(*rows: Cells, columns: Mapping[str, str] | None = None) -> bytes:
    """A Parquet file like the Arena's."""
    columns = columns or ARENA_COLUMNS
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "leaderboard.parquet"
        connection.execute(f"CREATE TABLE board ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
        for row in rows:
            cells = [row.get(name) for name in columns]
            connection.execute(f"INSERT INTO board VALUES ({', '.join('?' for _ in columns)})", cells)
        connection.execute(f"COPY board TO '{file}' (FORMAT parquet)")
        return file.read_bytes()


def teci_row(entry: str, score: float, half_width: float = 2.0) -> Cells:
    return {"entry": entry, "eci_C": score, "eci_C_lo": score - half_width, "eci_C_hi": score + half_width}


def teci_table(*rows: Cells, columns: Sequence[str] = TECI_COLUMNS) -> bytes:
    return csv_text(columns, rows).encode()


READERS = {"epoch": epoch.read_epoch, "arena": arena.read_arena, "teci": teci.read_teci}
