"""Tables, whole documents and amounts as sellers' pages write them, in HTML and in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Literal

Rows = Sequence[Sequence[str]]
Style = Literal["plain", "bare head", "roles"]
"""How a table of HTML is written: usual, with heading cells outside a row, or with `div`s that have roles."""


@dataclass(frozen=True)
class Frame:
    """The head of a seller's HTML page."""

    title: str
    address: str
    site: str
    heading: str


def usd(amount: Decimal) -> str:
    """Return an amount with a dollar sign and at least two decimal places.

    >>> usd(Decimal("0.5")), usd(Decimal("0.0375"))
    ('$0.50', '$0.0375')
    """
    plain = amount.normalize()
    places = max(2, -int(plain.as_tuple().exponent))
    return f"${plain:.{places}f}"


def usd_or_dash(amount: Decimal | None) -> str:
    return "-" if amount is None else usd(amount)


def long_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def with_dates(now: str, later: str, until: date) -> str:
    """Return how a page announces the end of a promotion."""
    return f"{now} through {long_date(until - timedelta(days=1))}. {later} starting {long_date(until)}."


def html_page(frame: Frame, body: str) -> bytes:
    text = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{frame.title}</title>'
        f'<link rel="canonical" href="{frame.address}"><meta property="og:url" content="{frame.address}">'
        f'<meta property="og:site_name" content="{frame.site}"></head><body>'
        f"<h1>{frame.heading}</h1>{body}</body></html>"
    )
    return text.encode()


def html_table(header: Sequence[str], rows: Rows, style: Style = "plain") -> str:
    """Return a table; its cells are HTML already."""
    if style == "roles":
        lines = [_role_row(header, "columnheader"), *(_role_row(row, "cell") for row in rows)]
        return f'<div role="table">{"".join(lines)}</div>'
    head = "".join(f"<th>{cell}</th>" for cell in header)
    head = head if style == "bare head" else f"<tr>{head}</tr>"
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def markdown_table(header: Sequence[str], rows: Rows) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def linked(name: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(name)}</a>'


def _role_row(cells: Sequence[str], role: str) -> str:
    return f'<div role="row">{"".join(f"<div role={role!r}>{cell}</div>" for cell in cells)}</div>'
