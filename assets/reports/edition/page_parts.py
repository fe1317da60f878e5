"""What the pages show of the edition that they are part of: how to cite it, its files, its badge and its data set."""

from __future__ import annotations

import base64

from jinja2 import Environment

from assets.reports.edition.badge import badge, badge_texts
from assets.reports.edition.citation import bibtex
from assets.reports.edition.downloads import downloads
from assets.reports.edition.json_ld import as_script, dataset
from assets.reports.edition.links import EditionLinks
from assets.reports.gather import ReportData, Row

BRIEF = "brief.html"
"""The page that becomes `brief.md` and `brief.pdf`; it is no file of an edition."""


def edition_context(data: ReportData, edition: EditionLinks | None, environment: Environment) -> Row:
    """Return the variables of the templates in `edition/`; without an edition the pages name none of its files."""
    drawing = base64.b64encode(badge(data, environment).encode()).decode()
    return {
        "edition": edition,
        "all_editions": edition.all_editions if edition else "",
        "json_ld": as_script(dataset(data, edition)),
        "bibtex": bibtex(data, edition),
        "badge_texts": badge_texts(data),
        "badge_source": f"data:image/svg+xml;base64,{drawing}",
        "downloads": downloads(pdf=edition.pdf) if edition else [],
    }
