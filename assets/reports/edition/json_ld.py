"""The data set of an edition as JSON-LD (schema.org Dataset), for search engines; it is part of the page's head."""

from __future__ import annotations

import json

from markupsafe import Markup

from assets.reports import front
from assets.reports.edition.downloads import downloads
from assets.reports.edition.links import EditionLinks
from assets.reports.gather import ReportData, Row

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
KEYWORDS = ["large language models", "API prices", "inference cost", "web search", "forecast"]
ABOUT = (
    "List prices of language models over time, benchmark scores, costs of a web search, the cheapest model of "
    "GPT-4's level on each day, and a forecast of its cost with the record of earlier forecasts."
)


def dataset(data: ReportData, edition: EditionLinks | None) -> Row:
    """Return the description of the data; a page without an edition has no files to name."""
    described: Row = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "tokenfall: what an AI answer costs, compared with a web search",
        "description": f"{front.finding(data)} {ABOUT}",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "keywords": KEYWORDS,
        "creator": {"@type": "Organization", "name": "tokenfall maintainers"},
        "variableMeasured": "US dollars per answer",
    }
    if data.as_of:
        described |= {"dateModified": data.as_of.isoformat(), "temporalCoverage": f"2023-03-14/{data.as_of}"}
    return described | (_files(edition) if edition else {})


def as_script(value: Row) -> Markup:
    """Return JSON as the content of a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - nothing is left that HTML reads as markup


def _files(edition: EditionLinks) -> Row:
    files = [
        {
            "@type": "DataDownload",
            "name": download.file,
            "description": download.holds,
            "encodingFormat": download.media_type,
            "contentUrl": edition.url(download.file),
        }
        for download in downloads(pdf=False)
        if download.is_data
    ]
    described: Row = {"version": edition.name, "distribution": files}
    return described | ({"url": edition.permalink, "identifier": edition.permalink} if edition.permalink else {})
