"""`feed.xml`: an Atom feed (RFC 4287) of editions, changed verdicts and prices that moved a frontier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import duckdb
from jinja2 import Environment

from assets.forecasts import headline
from assets.formats import day as in_words
from assets.formats import everyday_money, factor, seller
from assets.reports.edition.links import EditionLinks
from warehouse import query
from warehouse.query import Row

HERE = Path(__file__).parent
HISTORY = "out_verdict_history"
LONGEST = 60
"""Entries of a feed; what is older is in the editions that were its news."""
STATUSES = {
    "crossed": "crossed",
    "crossed_before_first_look": "crossed before both costs were first known",
    "not_crossed": "not crossed",
}


class PastEdition(NamedTuple):
    """An edition as a feed and a list name it."""

    name: str
    as_of: date
    answer: str


class Entry(NamedTuple):
    """One entry: a permanent path for its id, its day, a title, a text, and the address of a page."""

    path: str
    day: date
    title: str
    text: str
    address: str


def feed(
    connection: duckdb.DuckDBPyConnection,
    editions: Sequence[PastEdition],
    links: EditionLinks,
    environment: Environment,
) -> str:
    """Return the feed of an edition.

    Args:
        connection: The published file.
        editions: This edition and all earlier ones.
        links: Name and addresses of this edition.
        environment: Where the template is.
    """
    entries = [
        *(_of_edition(edition, links) for edition in reversed(editions)),
        *(_of_change(row, links) for row in _changes(connection)),
        *_of_moves(_moves(connection), links),
    ]
    newest = sorted(entries, key=lambda entry: entry.day, reverse=True)[:LONGEST]
    return environment.get_template("edition/feed.xml.j2").render(entries=newest, edition=links)


def _of_edition(edition: PastEdition, links: EditionLinks) -> Entry:
    return Entry(
        f"edition/{edition.name}",
        edition.as_of,
        f"Edition {edition.name}",
        edition.answer,
        links.edition(edition.name),
    )


def _of_change(row: Row, links: EditionLinks) -> Entry:
    text = f"{_status(row['status_before'], row['crossed_on_before'])} before, "
    text += f"{_status(row['status'], row['crossed_on'])} now."
    cause = f" Cause: {row['changed_because']}." if row["changed_because"] else ""
    title = f"Verdict changed: {row['target_label']}"
    return Entry(
        f"verdict/{row['day']}/{quote(row['target'], safe='')}", row["day"], title, text + cause, links.url("data.html")
    )


def _of_moves(moves: Iterable[Row], links: EditionLinks) -> Iterator[Entry]:
    """Yield an entry for each day and offer, with all bars at which it became the cheapest."""
    for (day, provider, model_id), rows in groupby(moves, key=_offer):
        group = list(rows)
        first = group[0]
        offer = f"{first['model']} at {seller(provider)}"
        event = f" ({first['event'].replace('-', ' ')})" if first["event"] else ""
        title = f"{offer} is the cheapest as good as {first['bar_label']}"
        text = f"From {in_words(day)}{event}, for a {headline.WORKLOAD} answer: "
        text += "; ".join(f"{row['bar_label']}: {_change(row)}" for row in group) + "."
        path = "/".join(quote(part, safe="") for part in ("frontier", str(day), provider, model_id))
        yield Entry(path, day, title, text, links.url("data.html#steps"))


def _offer(row: Row) -> tuple[date, str, str]:
    return row["day"], row["provider"], row["model_id"]


def _change(row: Row) -> str:
    before, now = row["usd_before"], row["usd_per_query"]
    is_less = now < before
    ratio = factor(before / now if is_less else now / before)
    times = f" ({ratio} times {'cheaper' if is_less else 'as expensive'})" if ratio != "1.0" else ""
    return f"{everyday_money(now)}, before {everyday_money(before)}{times}"


def _status(status: str, crossed_on: date | None) -> str:
    words = STATUSES.get(status, status)
    return f"{words} on {in_words(crossed_on)}" if crossed_on else words


def _moves(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return the moves in an order in which those of one day and offer follow each other."""
    rows = query.rows(connection, HERE / "list_frontier_moves.sql", {"workload": headline.WORKLOAD})
    return sorted(rows, key=lambda row: (-row["day"].toordinal(), row["provider"], row["model_id"]))


def _changes(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    if not query.table_columns(connection, HISTORY):
        return []
    asked = {"bar": headline.BAR, "workload": headline.WORKLOAD}
    return query.rows(connection, HERE / "list_verdict_changes.sql", asked)
