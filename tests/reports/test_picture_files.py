"""What lies beside each picture: its rows as CSV, and a page to embed."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.formats import spreadsheet_text
from assets.reports.gather import gather
from assets.reports.picture_rows import to_csv
from assets.reports.pictures import Picture, list_drawings
from assets.reports.render import render_embeds, render_pages
from warehouse.store import Writer


def table(writer: Writer, name: str) -> list[dict[str, str]]:
    text = to_csv(list_drawings(gather(writer.connection))[name].rows).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("-inf", "'-inf"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+1.5e-3", "+1.5e-3"),
        ("-.5", "-.5"),
        ("-5\n", "'-5\n"),
        ("-٣", "'-٣"),
        ("GPT-4", "GPT-4"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_escaped_and_a_number_is_not(text: str, escaped: str) -> None:
    assert spreadsheet_text(text) == escaped


def test_a_cell_keeps_every_decimal_and_an_absent_value_is_empty() -> None:
    row: dict[str, Any] = {
        "usd": Decimal("0.000110390000"),
        "whole": Decimal("30"),
        "p": 0.1 + 0.2,
        "day": date(2024, 5, 13),
    }
    row |= {"absent": None, "holds": True, "model": '=HYPERLINK("x")', "many": Decimal("-1200.50"), "n": -3}
    assert to_csv([row]).decode() == (
        "usd,whole,p,day,absent,holds,model,many,n\n"
        '0.00011039,30,0.3,2024-05-13,,true,"\'=HYPERLINK(""x"")",-1200.5,-3\n'
    )


def test_every_picture_has_rows(filled: Writer) -> None:
    drawings = list_drawings(gather(filled.connection))
    assert [name for name, drawing in drawings.items() if not drawing.rows] == []


def test_the_rows_of_the_first_chart(filled: Writer) -> None:
    rows = table(filled, "crossing")
    prices = [(row["valid_from"], row["valid_to"], row["model"], row["provider"], row["usd_per_query"]) for row in rows]
    assert prices == [
        ("2023-03-14", "2024-05-13", "GPT-4 (Mar 2023)", "openai", "0.042"),
        ("2024-05-13", "2025-01-10", "GPT-4o (May 2024)", "openai", "0.008"),
        ("2025-01-10", "", "Phi-4", "openrouter", "0.00018"),
    ]
    assert (rows[1]["runner_up_model"], rows[1]["runner_up_usd_per_query"]) == ("GPT-4 (Mar 2023)", "0.042")
    assert {row["target_usd_per_query"] for row in rows} == {"0.0106"}
    assert {row["source_url"] for row in rows} == {"https://prices.example/list"}


def test_the_rows_of_the_forecast_are_the_past_the_fan_and_the_searches(filled: Writer) -> None:
    rows = [tuple(row.values()) for row in table(filled, "frontier")]
    assert rows[:2] == [
        ("cost", "2023-03-14", "", "GPT-4 (Mar 2023)", "0.042"),
        ("cost", "2024-05-13", "", "GPT-4o (May 2024)", "0.008"),
    ]
    # The median halves each year.
    assert ("forecast", "2027-11-24", "0.5", "", "9e-05") in rows
    assert rows[-2:] == [
        ("search", "", "", "Google search", "0.0106"),
        ("search", "", "", "Classic search", "1.8e-05"),
    ]


def test_a_hostile_name_is_no_formula(filled: Writer) -> None:
    filled.connection.execute("UPDATE core_model SET name = '=cmd()'")
    assert {row["model"] for row in table(filled, "crossing")} == {"'=cmd()"}


@pytest.fixture
def embeds(filled: Writer) -> dict[str, str]:
    data = gather(filled.connection)
    drawings = list_drawings(data)
    pictures = {name: drawings[name].draw() for name in ("crossing", "chances")} | {
        "other": Picture("<svg></svg>", "<svg></svg>")
    }
    return render_embeds(data, pictures, render_pages(data, pictures))


def test_an_embedded_page_holds_all_that_it_shows(embeds: dict[str, str]) -> None:
    assert list(embeds) == ["embed/crossing.html", "embed/chances.html", "embed/other.html"]
    for page in embeds.values():
        policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
        style = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
        assert f"'sha256-{base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()}'" in policy
        assert "script-src 'none'" in policy
        assert "unsafe" not in policy
        assert "<script" not in page
        assert not re.search(r"\bsrc=|@import|url\((?!#)| style=", page)
        assert page.count("<svg") == page.count("</svg>") > 0


def test_an_embedded_page_has_the_finding_and_a_link_back(embeds: dict[str, str]) -> None:
    crossing = embeds["embed/crossing.html"]
    assert "<title>An AI answer as good as GPT-4 became cheaper than a Google search in May 2024.</title>" in crossing
    assert "As of 24 November 2026." in crossing
    assert 'href="../index.html#chart-crossing"' in crossing
    assert 'href="../crossing.csv"' in crossing
    chances = embeds["embed/chances.html"]
    assert "that an answer costs as little as a search&#39;s electricity" in chances
    assert 'href="../index.html#chart-chances"' in chances
    other = embeds["embed/other.html"]
    assert "<title>other</title>" in other
    assert 'href="../data.html"' in other
