"""The files of an edition that the page, llms.txt and the JSON-LD name: one list, to which a new file is added."""

from __future__ import annotations

from typing import NamedTuple

PDF = "brief.pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Download(NamedTuple):
    """One file: its name in the folder, its media type, and what it holds."""

    file: str
    media_type: str
    holds: str
    is_data: bool = False


DOWNLOADS = (
    Download("verdict.json", "application/json", "the answer for programs, in a few kilobytes", True),
    Download("datapackage.json", "application/json", "every table as Parquet, described by a data package", True),
    Download("croissant.json", "application/ld+json", "the same tables described for machine learning (Croissant)"),
    Download(
        "tokenfall.xlsx",
        EXCEL,
        "headline, frontier and claims for Excel",
    ),
    Download("tokenfall.duckdb", "application/vnd.duckdb", "every table in one DuckDB file", True),
    Download("feed.xml", "application/atom+xml", "new editions, changed verdicts and prices that moved a frontier"),
    Download("badge.svg", "image/svg+xml", "today's cost as a badge for other pages"),
    Download("brief.md", "text/markdown", "the answer on one page"),
    Download(PDF, "application/pdf", "the same for printing"),
    Download("index.md", "text/markdown", "this page as Markdown"),
    Download("llms.txt", "text/plain", "a guide to these files for language models"),
    Download("SHA256SUMS", "text/plain", "the digest of every file; check with sha256sum -c SHA256SUMS"),
)


def downloads(*, pdf: bool) -> list[Download]:
    """Return the files of an edition, in which there may be no PDF."""
    return [download for download in DOWNLOADS if pdf or download.file != PDF]
