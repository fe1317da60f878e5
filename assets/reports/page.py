"""Write the report page: a single file that holds everything it shows, with its pictures beside it.

The rows come from `gather.py`, the wording from `sentences.py` and `page.html.j2`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assets import formats
from assets.forecasts import headline
from assets.forecasts.charts import verdict_text
from assets.reports.gather import FOLDER, OPEN_TARGET, ReportData, Row, gather
from assets.reports.kept_pictures import RECORD, describe_drawing, draw_pictures, read_kept, write_record
from assets.reports.pictures import Picture, list_drawings
from assets.reports.registered_record import registered_record
from assets.reports.sentences import ELECTRICITY_LABELS, headline_sentences, open_question, track_record
from assets.trends.driver_words import describe_change
from warehouse.errors import TokenfallError


def write_report(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write `index.html` and its pictures (`frontier.svg`, `frontier.png`, ...) into a folder.

    Only what has changed is drawn and written. The old files stay whole until all new ones are written.

    Returns:
        The path of the page.

    Raises:
        TokenfallError: The folder cannot be written.
    """
    data = gather(connection)
    drawings, drawn_with = list_drawings(data), describe_drawing()
    kept = read_kept(folder, drawn_with)
    pictures, pngs = draw_pictures(folder, drawings, kept)
    files = {"index.html": render_page(data, pictures).encode()}
    for name, picture in pictures.items():
        files |= {f"{name}.svg": picture.wide.encode(), f"{name}.png": pngs[name]}
    files[RECORD] = write_record(drawings, pictures, pngs, drawn_with)
    try:
        _replace_files(folder, files)
    except OSError as error:
        raise TokenfallError(
            f"cannot write {error.filename or folder}: {error.strerror}; free space, or choose another folder"
        ) from error
    return folder / "index.html"


def render_page(data: ReportData, pictures: Mapping[str, Picture]) -> str:
    """Return the page as HTML: data is escaped, only our own style sheet and pictures are not."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("dollars", "day", "factor", "percent", "age", "host", "seller"):
        environment.filters[name] = getattr(formats, name)
    environment.filters |= {"verdict_text": verdict_text, "times_cheaper": describe_change}
    return environment.get_template("page.html.j2").render(
        data=data,
        style=Markup((FOLDER / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        pictures={name: Picture(*(Markup(svg) for svg in picture)) for name, picture in pictures.items()},  # noqa: S704
        answer=headline_sentences(data),
        still_open=open_question(data),
        track_record=track_record(data.backtest, data.falls_within_a_year, data.weights),
        registered=registered_record(data.registered),
        scores=scores_by_method(data.backtest),
        verdict=data.verdict(headline.TARGET),
        open_verdict=data.verdict(OPEN_TARGET),
        matrices=matrices(data.verdicts),
        headline=headline,
        electricity_labels=ELECTRICITY_LABELS,
    )


def matrices(verdicts: list[Row]) -> list[Row]:
    """Return a matrix of target x bar for each workload, the headline's first, all in published order."""
    workloads = dict.fromkeys(row["workload"] for row in verdicts)
    return [
        _matrix([row for row in verdicts if row["workload"] == workload])
        for workload in sorted(workloads, key=lambda name: name != headline.WORKLOAD)
    ]


def scores_by_method(backtest: list[Row]) -> Row:
    """Return the horizons scored and the scores of each method, the best mean ratio to the best method first."""
    horizons = sorted({row["horizon_months"] for row in backtest})
    crps = {(row["method"], row["horizon_months"]): row["crps"] for row in backtest}
    best = {months: min(crps[key] for key in crps if key[1] == months) for months in horizons}
    methods = sorted({method for method, _ in crps}, key=lambda name: _mean_ratio(name, crps, best))
    return {"horizons": horizons, "methods": methods, "crps": crps, "best": best}


def _mean_ratio(method: str, crps: dict[tuple[str, int], float], best: dict[int, float]) -> float:
    ratios = [score / best[months] for (name, months), score in crps.items() if name == method]
    return sum(ratios) / len(ratios)


def _matrix(rows: list[Row]) -> Row:
    """Return one workload's matrix; `cells` is by (target, bar), and a missing pair has no verdict."""
    return {
        "workload": rows[0]["workload"],
        "label": rows[0]["workload_label"],
        "bars": {row["bar"]: row["bar_label"] for row in rows},
        "targets": {row["target"]: row for row in rows},
        "cells": {(row["target"], row["bar"]): row for row in rows},
    }


def _replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put each file that changed in place once all are written, and remove a picture that has nothing to show now."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [name for name, content in files.items() if not _holds(folder / name, content)]
    drafts = {folder / f".next-{os.getpid()}-{name}": folder / name for name in changed}
    try:
        for draft, target in drafts.items():
            draft.write_bytes(files[target.name])
        for draft, target in drafts.items():
            os.replace(draft, target)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    for stale in (path for kind in ("svg", "png") for path in folder.glob(f"*.{kind}") if path.name not in files):
        stale.unlink(missing_ok=True)


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content
