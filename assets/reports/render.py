"""Turn the rows and pictures into the two pages: `index.html`, which is short, and `data.html`, which has all tables.

Both hold everything they show. Their content security policy names the style sheet and the scripts by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assets import formats
from assets.forecasts import headline
from assets.forecasts.claims.measures import MEASURES
from assets.forecasts.verdict_words import verdict_text
from assets.reports import front
from assets.reports.edition.links import EditionLinks
from assets.reports.edition.page_parts import BRIEF, edition_context
from assets.reports.explorer import embed, list_presets
from assets.reports.gather import FOLDER, OPEN_TARGET, ReportData, Row
from assets.reports.notices import notices
from assets.reports.pictures import Picture
from assets.reports.price_point_rows import price_point_rows
from assets.reports.registered_record import registered_record
from assets.reports.sentences import ELECTRICITY_LABELS, headline_sentences, open_question, track_record
from assets.reports.verdict_changes import changes_since, listed_changes
from assets.trends.driver_words import describe_change

PAGES = ("index.html", "data.html")
STYLES = ("page.css", "hero.css", "explorer.css", "dark_picture.css")
EMBED_STYLES = ("embed.css", "dark_picture.css")
BRIEF_STYLES = ("brief.css",)
SCRIPTS = {
    "index.html": (
        ("print.js",),
        ("hero.js",),
        ("explorer_cost.js", "explorer_chart.js", "explorer_copy.js", "explorer.js"),
    ),
    "data.html": (("print.js",),),
    BRIEF: (),
}
"""The scripts of each page; the files of one script share a scope."""
CONTENTS = {
    "answer": "The answer",
    "frontier": "Cheapest over time",
    "methods": "The open question",
    "record": "Track record",
    "sensitivity": "What it depends on",
    "verdicts": "All verdicts",
    "history": "How it changed",
    "claims": "Claims",
    "drivers": "What drove the fall",
    "hardware": "Hardware",
    "price-series": "Cheaper or not?",
    "price-points": "Applications",
    "rates": "Rates of fall",
    "steps": "Every step",
    "wrong": "How it may be wrong",
    "sources": "Sources",
    "glossary": "Words",
    "query": "Queries",
}
"""The sections of data.html by anchor, in their order."""
NOT_PRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
WORKING = ("bundled", "ok", "not yet known")
"""Statuses of a source that is as it should be."""


def render_pages(
    data: ReportData, pictures: Mapping[str, Picture], edition: EditionLinks | None = None
) -> dict[str, str]:
    """Return the pages as HTML by file name: data is escaped, only our own styles, scripts and pictures are not.

    Args:
        data: The rows to show.
        pictures: The pictures by name.
        edition: The edition that the pages are part of, which has a brief as well; None for the report.
    """
    environment = report_environment()
    context = {**_context(data, pictures), **edition_context(data, edition, environment)}
    templates = {name: f"{name}.j2" for name in PAGES} | ({BRIEF: "edition/brief.html.j2"} if edition else {})
    return {
        name: environment.get_template(template).render(context | _code(name), page=name)
        for name, template in templates.items()
    }


def render_embeds(data: ReportData, pictures: Mapping[str, Picture], pages: Mapping[str, str]) -> dict[str, str]:
    """Return a small page for each picture by file name, to be shown in a frame of another site.

    Args:
        data: The rows of the report.
        pictures: Its pictures by name.
        pages: Its pages as HTML by file name; an embedded picture links to the first one that shows it.
    """
    template, style = report_environment().get_template("embed.html.j2"), "\n".join(map(_read, EMBED_STYLES))
    context = {"data": data, "style": Markup(style), "policy": content_policy(style, ())}  # noqa: S704 - our own file
    embeds = {}
    for name, picture in pictures.items():
        anchor = f"#chart-{name}"
        home = next((page + anchor for page, text in pages.items() if f'id="{anchor[1:]}"' in text), "data.html")
        shown = {"name": name, "picture": Picture(*map(Markup, picture)), "title": _finding_of(picture), "home": home}
        embeds[f"embed/{name}.html"] = template.render(context | shown)
    return embeds


def dark_picture(svg: str) -> str:
    """Return an SVG as a file of its own, which follows the reader's choice of dark colours."""
    start = svg.index(">") + 1
    return f"{svg[:start]}<style>{_read('dark_picture.css')}</style>{svg[start:]}"


def content_policy(styles: str, scripts: Sequence[str]) -> str:
    """Return a content security policy that allows these inline styles and scripts, data images, and nothing else."""
    allowed = " ".join(_digest(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; style-src {_digest(styles)}; script-src {allowed}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
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


def sources_by_cause(sources: Sequence[Row]) -> Row:
    """Return a line on all sources, those in use, and the others by cause, the most frequent cause first."""
    working = [row for row in sources if row["status"] in WORKING]
    failed: dict[str, list[Row]] = defaultdict(list)
    for row in sources:
        if row["status"] not in WORKING:
            failed[_cause(row)].append(row)
    groups = [{"cause": cause, "rows": rows} for cause, rows in failed.items()]
    groups.sort(key=lambda group: (-len(group["rows"]), group["cause"]))
    n_failed = len(sources) - len(working)
    summary = f"{len(working)} of {len(sources)} sources are in use"
    summary += f"; {n_failed} are not up to date, listed by cause." if n_failed else "."
    return {"summary": summary, "working": working, "failed": groups}


def report_environment() -> Environment:
    """Return where the templates are, with the filters that they use."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("dollars", "day", "factor", "percent", "age", "host", "seller"):
        environment.filters[name] = getattr(formats, name)
    environment.filters |= {"verdict_text": verdict_text, "times_cheaper": describe_change}
    return environment


def _context(data: ReportData, pictures: Mapping[str, Picture]) -> Row:
    return {
        "data": data,
        "explorer": data.explorer and {"json": Markup(embed(data.explorer)), "words": data.explorer["words"]},  # noqa: S704 - escaped
        "presets": list_presets(data.verdicts),
        "contents": CONTENTS,
        "pictures": {name: Picture(*map(Markup, picture)) for name, picture in pictures.items()},
        "front": _front(data),
        "answer": headline_sentences(data),
        "notices": notices(data),
        "still_open": open_question(data),
        "track_record": track_record(data.backtest, data.falls_within_a_year, data.weights),
        "registered": registered_record(data.registered),
        "scores": scores_by_method(data.backtest),
        "verdict": data.verdict(headline.TARGET),
        "open_verdict": data.verdict(OPEN_TARGET),
        "matrices": matrices(data.verdicts),
        "price_points": price_point_rows(data.points),
        "sources": sources_by_cause(data.sources),
        "headline": headline,
        "changes": changes_since(data.history, data.as_of),
        "listed_changes": listed_changes(data.history),
        "claim_files": {claim: f"assets/forecasts/claims/{name}.sql" for claim, name in MEASURES.items()},
        "electricity_labels": ELECTRICITY_LABELS,
    }


def _front(data: ReportData) -> Row:
    return {
        "finding": front.finding(data),
        "line": front.finding_line(data),
        "tiles": front.tiles(data),
        "steps": front.step_notes(data),
        "next": front.next_question(data),
        "reasons": front.reasons(data.drivers),
        "affordable": front.affordable(data.points),
        "claims": front.claim_cards(data.claims),
    }


def _printable(value: object) -> object:
    """Remove the control characters that neither HTML nor XML can hold."""
    return value.translate(NOT_PRINTABLE) if isinstance(value, str) else value


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()


def _finding_of(picture: Picture) -> str:
    """Return the first sentence of a picture's description, or all of it up to a colon."""
    label = re.search(r'aria-label="([^"]*)"', picture.wide)
    words = html.unescape(label[1]) if label else ""
    return re.split(r"(?<=[.?!]) |: ", words, maxsplit=1)[0]


def _code(page: str) -> Row:
    """Return the style sheet and the scripts of a page, each script in a scope of its own, and what allows them."""
    style = "\n".join(_read(name) for name in (BRIEF_STYLES if page == BRIEF else STYLES))
    scripts = ["\n".join(['"use strict";', "{", *map(_read, names), "}"]) for names in SCRIPTS[page]]
    return {
        "style": Markup(style),  # noqa: S704 - our own file
        "scripts": [Markup(script) for script in scripts],  # noqa: S704 - our own files
        "policy": content_policy(style, scripts),
    }


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _cause(row: Row) -> str:
    """Return a status with the kind of its error: the words before the first colon, without addresses."""
    kind = str(row["error"] or "").split(": ")[0].split("http")[0].strip()
    return f"{row['status']}: {kind}" if kind else row["status"]


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
