"""Every text file of an edition beside its pages and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assets.forecasts import headline
from assets.reports import front
from assets.reports.edition.badge import badge
from assets.reports.edition.downloads import downloads
from assets.reports.edition.feed import PastEdition, feed
from assets.reports.edition.links import EditionLinks
from assets.reports.edition.markdown import address, escape, from_html
from assets.reports.edition.page_parts import BRIEF
from assets.reports.edition.verdict_file import SCHEMA, SCHEMA_FILE, verdict_file
from assets.reports.gather import FOLDER, ReportData
from assets.reports.render import content_policy, report_environment


def edition_texts(
    connection: duckdb.DuckDBPyConnection,
    data: ReportData,
    pages: Mapping[str, str],
    earlier: Sequence[PastEdition],
    links: EditionLinks,
) -> dict[str, str]:
    """Return the text files of an edition by name.

    Args:
        connection: The published file.
        data: The rows that the pages show.
        pages: The pages by name, with the brief.
        earlier: The editions before this one.
        links: Name and addresses of this edition.
    """
    environment = report_environment()
    own = PastEdition(links.name, links.as_of, front.finding(data))
    return {
        "verdict.json": verdict_file(data, links),
        SCHEMA_FILE: SCHEMA.read_text(encoding="utf-8"),
        "badge.svg": badge(data, environment),
        "feed.xml": feed(connection, [*earlier, own], links, environment),
        "index.md": from_html(pages["index.html"]),
        "brief.md": from_html(pages[BRIEF]),
        "llms.txt": _llms(data, links),
    }


def editions_page(editions: Sequence[PastEdition], feed_address: str, latest: str) -> str:
    """Return the page that lists editions, given in the order of their dates.

    Args:
        editions: The editions.
        feed_address: Where the newest feed is, seen from this page.
        latest: Where the newest edition's page is, seen from this page.
    """
    style = Markup((FOLDER / "page.css").read_text(encoding="utf-8").strip())  # noqa: S704 - our own file
    context = {"editions": editions, "feed": feed_address, "latest": latest, "policy": content_policy(style, ())}
    return report_environment().get_template("edition/list.html.j2").render(context, style=style)


def _llms(data: ReportData, links: EditionLinks) -> str:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=False,  # noqa: S701 - Markdown is escaped by `finalize`
        finalize=lambda value: value if isinstance(value, Verbatim) else escape(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    verdict = data.verdict(headline.TARGET)
    context = {
        "finding": front.finding(data),
        "line": front.finding_line(data),
        "search": verdict["target_label"] if verdict else headline.TARGET,
        "downloads": downloads(pdf=links.pdf),
        "edition": links,
        "url": lambda file: Verbatim(address(links.url(file))),
    }
    return environment.get_template("edition/llms.txt.j2").render(context)


class Verbatim(str):
    """Text that is Markdown already."""
