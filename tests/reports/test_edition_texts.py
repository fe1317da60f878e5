"""The texts of an edition, from a small warehouse whose numbers can be checked by hand."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree  # ty: ignore[missing-module-member] - compiled
from markdown_it import MarkdownIt

from assets.formats import visible
from assets.reports.edition.feed import PastEdition
from assets.reports.edition.links import EditionLinks, parse_base_url
from assets.reports.edition.markdown import address, from_html
from assets.reports.edition.texts import edition_texts, editions_page
from assets.reports.edition.verdict_file import SCHEMA
from assets.reports.gather import gather
from assets.reports.render import render_pages
from tests.conftest import fill
from tests.reports.conftest import BAR, MODELS, WORKLOAD
from warehouse.errors import TokenfallError
from warehouse.store import Writer

DAY = date(2026, 11, 24)
LINKS = EditionLinks("2026-11-24", DAY)
SITE = EditionLinks("2026-11-24-2", DAY, "https://fall.example/a/")
EARLIER = [PastEdition("2026-11-01", date(2026, 11, 1), "Not yet.")]
HOSTILE = '</script><script>alert(1)</script> & "q" [x](javascript:alert(1)) ]]> <!-- | `*_\x07\n# 100%'
ATOM = "{http://www.w3.org/2005/Atom}"
TEXTS = ("verdict.json", "verdict.schema.json", "badge.svg", "feed.xml", "index.md", "brief.md", "llms.txt")


def texts(writer: Writer, links: EditionLinks = LINKS) -> dict[str, str]:
    """Every text of an edition with its pages."""
    data = gather(writer.connection)
    pages = render_pages(data, {}, links)
    return pages | edition_texts(writer.connection, data, pages, EARLIER, links)


def entries(feed: str) -> list[dict[str, str]]:
    """The entries of a feed: id, title, updated, summary, and the address of the link."""
    root = etree.fromstring(feed.encode())
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry}
        for entry in root.iter(f"{ATOM}entry")
    ]


def data_sets(page: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page."""
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)]


def test_verdict_json_holds_the_numbers_and_fits_its_schema(filled: Writer) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    for links in (LINKS, SITE):
        written = json.loads(texts(filled, links)["verdict.json"])
        assert list(Draft202012Validator(schema).iter_errors(written)) == []
    assert (written["edition"], written["permalink"]) == (
        "2026-11-24-2",
        "https://fall.example/a/editions/2026-11-24-2/",
    )
    google, electricity = written["verdicts"]
    assert (google["crossed_on"], google["usd_when_crossed"], google["now"]["usd_per_query"]) == (
        "2024-05-13",
        "0.008",
        "0.00018",
    )
    assert (google["now"]["ratio"], google["now"]["model"]) == (pytest.approx(0.01698), "Phi-4")
    assert (electricity["crossed_on"], electricity["usd_when_crossed"]) == (None, None)
    assert electricity["chances"] == {"p_1y": 0.558, "p_3y": 0.86, "p_5y": 0.9204}


def test_a_text_is_small_and_the_same_twice(filled: Writer) -> None:
    first, second = texts(filled), texts(filled)
    assert first == second
    assert len(first["verdict.json"]) < 8_000
    assert set(TEXTS) < set(first)


def test_without_a_verdict_every_text_says_so(empty: Writer) -> None:
    written = texts(empty)
    assert json.loads(written["verdict.json"])["verdicts"] == []
    assert "no verdict yet" in written["badge.svg"]
    assert "When does an AI answer as good as GPT-4 cost as little as a web search?" in written["llms.txt"]


def test_the_badge_compares_todays_cost(filled: Writer) -> None:
    """0.0106 / 0.00018 = 58.9."""
    root = etree.fromstring(texts(filled)["badge.svg"].encode())
    assert root.get("aria-label") == "GPT-4-class answer: 1/59 of a search"
    filled.connection.execute("UPDATE out_verdict SET now_ratio = 2.5")
    assert "2.5 times a search" in texts(filled)["badge.svg"]


@pytest.mark.parametrize("links", [LINKS, SITE])
def test_the_feed_is_valid_atom(filled: Writer, links: EditionLinks) -> None:
    root = etree.fromstring(texts(filled, links)["feed.xml"].encode())
    grammar = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    assert grammar.validate(root), grammar.error_log
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)


def test_the_feed_lists_editions_and_prices_that_moved_a_frontier(filled: Writer) -> None:
    """$0.008 to $0.00018 is 44 times cheaper; the first step moves nothing, since nothing was known before it."""
    assert [(entry["title"], entry["updated"][:10]) for entry in entries(texts(filled)["feed.xml"])] == [
        ("Edition 2026-11-24", "2026-11-24"),
        ("Edition 2026-11-01", "2026-11-01"),
        ("Phi-4 at OpenRouter is the cheapest as good as GPT-4 on the Index", "2025-01-10"),
        ("GPT-4o (May 2024) at OpenAI is the cheapest as good as GPT-4 on the Index", "2024-05-13"),
    ]
    phi = entries(texts(filled)["feed.xml"])[2]
    assert phi["summary"] == (
        "From 10 January 2025, for a chat answer: GPT-4 on the Index: $180 per million answers, before 0.8 cents "
        "(44 times cheaper)."
    )
    assert phi["id"] == "tag:tokenfall.invalid,2026:tokenfall/frontier/2025-01-10/openrouter/phi-4"


def test_the_feed_lists_changed_verdicts_with_their_cause(filled: Writer) -> None:
    filled.connection.execute("DELETE FROM _verdict_change")
    filled.connection.execute(
        f"""INSERT INTO _verdict_change BY NAME
        SELECT day::DATE AS as_of, 'published' AS basis, '{BAR}' AS bar, '{WORKLOAD}' AS workload,
            'classic-search-electricity' AS target, status, crossed_on::DATE AS crossed_on, cause AS changed_because
        FROM (VALUES ('2026-10-01', 'not_crossed', NULL, NULL), ('2026-10-02', 'not_crossed', NULL, NULL),
            ('2026-10-03', 'crossed', '2026-10-03', 'price of phi-4')) AS v(day, status, crossed_on, cause)"""
    )
    filled.connection.execute(
        """INSERT INTO _verdict_day BY NAME
        SELECT DISTINCT as_of, basis, 'code' AS code_version, 'facts' AS facts_sha256, as_of AS facts_as_of
        FROM _verdict_change"""
    )
    changed = [entry for entry in entries(texts(filled)["feed.xml"]) if entry["title"].startswith("Verdict")]
    assert [(entry["title"], entry["summary"]) for entry in changed] == [
        (
            "Verdict changed: Classic search, electricity only",
            "not crossed before, crossed on 3 October 2026 now. Cause: price of phi-4.",
        )
    ]


def test_links_are_relative_or_start_with_the_address_of_the_site(filled: Writer) -> None:
    own, at_site = texts(filled), texts(filled, SITE)
    assert 'href="../2026-11-01/index.html"' in own["feed.xml"]
    assert "https:" not in own["feed.xml"].replace("http://www.w3.org", "")
    assert 'rel="canonical"' not in own["index.html"]
    permalink = "https://fall.example/a/editions/2026-11-24-2/"
    assert f'<link rel="canonical" href="{permalink}index.html">' in at_site["index.html"]
    assert 'title="tokenfall" href="https://fall.example/a/feed.xml">' in at_site["index.html"]
    assert f"howpublished = {{\\url{{{permalink}}}}}" in at_site["index.md"]
    assert f"({permalink}index.md)" in at_site["llms.txt"]
    assert entries(at_site["feed.xml"])[0]["id"] == "tag:fall.example,2026:tokenfall/edition/2026-11-24-2"


def test_the_page_describes_its_data_set(filled: Writer) -> None:
    (described,) = data_sets(texts(filled, SITE)["index.html"])
    assert described["@type"] == "Dataset"
    assert 50 <= len(described["description"]) <= 5000
    assert described["distribution"][0]["contentUrl"] == f"{SITE.permalink}verdict.json"
    (without,) = data_sets(render_pages(gather(filled.connection), {})["index.html"])
    assert "distribution" not in without
    assert data_sets(texts(filled)["data.html"]) == []


def test_no_name_is_read_as_markup(filled: Writer) -> None:
    filled.connection.execute("UPDATE core_model SET name = $name", {"name": HOSTILE})
    filled.connection.execute("UPDATE core_bar SET label = $name", {"name": HOSTILE})
    filled.connection.execute("UPDATE core_search_cost SET label = $name", {"name": HOSTILE})
    fill(filled, "core_model", {"model_id": "x", "name": "x"})
    written = texts(filled)
    for name in ("badge.svg", "feed.xml"):
        assert "script" not in {element.tag for element in etree.fromstring(written[name].encode()).iter()}
    assert visible(HOSTILE) in {row["target_label"] for row in json.loads(written["verdict.json"])["verdicts"]}
    (described,) = data_sets(written["index.html"])
    assert "</script><script>alert" in described["description"]
    for name in ("index.md", "brief.md", "llms.txt"):
        tokens = MarkdownIt("commonmark").enable("table").parse(written[name])
        inline = [child for token in tokens for child in token.children or ()]
        assert {token.type for token in [*tokens, *inline]} & {"html_block", "html_inline"} == set(), name
        links = {str(token.attrGet("href")) for token in inline if token.type == "link_open"}
        assert not any(link.startswith("javascript") for link in links), name
    assert len(MODELS) == 3


def test_markdown_keeps_headings_lists_tables_and_links() -> None:
    html = (
        "<header><h1>A * B</h1></header><main><p>One <b>two</b>three <a href='a b.html'>four</a></p>"
        "<ul><li>x<p>y</p></li></ul><table><tr><th>p|q</th></tr><tr><td>1.</td><td>2</td></tr></table>"
        "<script>bad()</script><pre><code>a\n```\nb</code></pre><dl><dt>k</dt><dd>v</dd></dl><p hidden>not</p>"
        "<hr></main>"
    )
    assert from_html(html) == (
        "# A \\* B\n\nOne **two** three [four](a%20b.html)\n\n- x\n  y\n\n| p\\|q |  |\n| --- | --- |\n| 1\\. | 2 |\n\n"
        "````\na\n```\nb\n````\n\n- **k**: v\n\n---\n"
    )


def test_an_address_with_another_scheme_is_no_link() -> None:
    assert [address(url) for url in ("javascript:a", "http://[", "a(b).html", "https://a.example/?q=1")] == [
        "",
        "",
        "a%28b%29.html",
        "https://a.example/?q=1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ftp://a.example",
        "a.example",
        "https://",
        "https://a.example/?q",
        "https://u:secret@a.example",
        "https://a b",
        "http://[",
    ],
)
def test_an_address_of_a_site_must_be_one(text: str) -> None:
    with pytest.raises(TokenfallError, match=r"^BASE is not the address of a site") as refused:
        parse_base_url(text, "BASE")
    assert "secret" not in str(refused.value)


def test_an_address_of_a_site_ends_in_one_slash() -> None:
    assert [parse_base_url(text, "B") for text in ("", "https://a.example/x//", "http://[::1]:80")] == [
        "",
        "https://a.example/x/",
        "http://[::1]:80/",
    ]
    assert EditionLinks("x", DAY, "http://[::1]:80/").tag("feed") == "tag:tokenfall.invalid,2026:tokenfall/feed"


def test_the_list_of_editions_escapes_their_answers() -> None:
    page = editions_page([PastEdition("2026-11-01", date(2026, 11, 1), HOSTILE)], "../feed.xml", "../index.html")
    assert "<script" not in page
    assert '<a href="2026-11-01/index.html">2026-11-01</a>' in page
