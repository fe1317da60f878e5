"""Tables of Google Cloud's prices that cannot be trusted, as a whole or for one model."""

from __future__ import annotations

from datetime import date

import pytest

from assets.prices.pages.google_vertex import read
from assets.prices.price_page import PageReading, PageRefused, PricePage

SHORT, LONG = "Price (/1M tokens) &lt;= {}K input tokens", "Price (/1M tokens) &gt; {}K input tokens"
GOOD = ("Gemini 9|Input|$1", "|Output|$2")


def table(header: str, *rows: str) -> str:
    def line(tag: str, cells: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells.split("|")) + "</tr>\n"

    return f"<table>{line('th', header)}{''.join(line('td', row) for row in rows)}</table>\n"


def parsed(*tables: str) -> PageReading:
    good = table("Model|Type|Price (/1M tokens)", *GOOD)
    body = f"<title>Vertex AI pricing</title>\n<p>Prices of tokens</p>{good}{''.join(tables)}"
    return read(PricePage(body.encode(), date(2026, 10, 1), "page.html"))


def models(reading: PageReading) -> list[tuple[str, str, int | None]]:
    return [(offer.model, str(offer.input_per_mtok), offer.context_from_tokens) for offer in reading.offers]


def test_three_bands_that_follow_each_other_are_one_scale() -> None:
    header = f"Model|Type|{SHORT.format(32)}|Price (/1M tokens) 32K - 128K input tokens|{LONG.format(128)}"
    reading = parsed(table(header, "Gemini 8|Input|$3|$4|$5", "|Output|$6|$7|$8"))
    assert models(reading)[1:] == [("Gemini 8", "3", None), ("Gemini 8", "4", 32_000), ("Gemini 8", "5", 128_000)]


@pytest.mark.parametrize(
    ("header", "rows", "reason"),
    [
        (
            f"Model|Type|{SHORT.format(200)}|{SHORT.format(100)}",
            ("Gemini 8|Input|$1|", "|Output||$2"),
            "prices in two rows of bands",
        ),
        (
            f"Model|Type|{SHORT.format(200)}|{LONG.format(100)}",
            ("Gemini 8|Input|$1|$2", "|Output|$3|$4"),
            "prices in two rows of bands",
        ),
        ("Model|Type|Price (/1M tokens)", ("|Input|$1", "|Output|$2"), "rows below no name of a model"),
        ("Model|Type|Price (/1M tokens)", ("Gemini 8|Input|$1",), "no input and output price: ['input'] alone"),
        ("Model|Type|Price (/1M tokens)", ("Gemini 8|Input|$1", "|Output"), "the row is shorter than the table"),
        ("Model|Type|Price (/1M tokens)", ("Gemini 8|Input|$1", "|Output|$2|$3"), "its header or its tab has slipped"),
        ("Type|Price (/1M tokens)", ("Input|$1", "Output|$2"), "no column of models"),
    ],
)
def test_prices_that_are_not_certain_are_left_out_with_the_reason(
    header: str, rows: tuple[str, ...], reason: str
) -> None:
    reading = parsed(table(header, *rows))
    assert models(reading) == [("Gemini 9", "1", None)]
    assert any(reason in problem for problem in reading.problems), reading.problems


def test_a_page_whose_tags_around_tabs_are_lost_is_refused() -> None:
    with pytest.raises(PageRefused, match="tags around tabs are lost"):
        parsed("<div>", table("Model|Type|Price (/1M tokens)", *GOOD))
