"""Whose page a document is and in which language, by what it declares; and by what it shows if it declares nothing."""

from __future__ import annotations

from datetime import date

import pytest

from assets.prices.pages.identity import ENGLISH, identity_of, language_of
from assets.prices.pages.opening import open_page, visible_text
from assets.prices.price_page import PageRefused, PricePage
from assets.prices.price_reader import read_page


def identity(text: str) -> list[str]:
    return identity_of(text, visible_text(text)).split("\n")


def html(body: str, head: str = "", lang: str = "") -> str:
    return f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>"


CANONICAL = '<link rel="canonical" href="https://www.acme.ai/pricing">'


def test_a_declared_address_decides() -> None:
    page = html("<h1>Other prices</h1><a href='https://other.com'>Other</a>", f"<title>Other</title>{CANONICAL}")
    assert identity(page) == ["address www.acme.ai", "language unknown"]
    og = html("", "<meta content='https://acme.ai/' property='og:url'>")
    assert identity(og) == ["address acme.ai", "language unknown"]


def test_otherwise_title_site_heading_and_first_comment_decide() -> None:
    head = "<title>Pricing &amp; plans</title><meta property='og:site_name' content='Acme Docs'>"
    assert identity(html("<h1>API <b>pricing</b></h1><h2>Other</h2>", head))[:3] == [
        "title Pricing plans",
        "title Acme Docs",
        "title API pricing",
    ]
    comment = "<!-- a copy of https://docs.acme.ai/pricing -->\n<table></table><!-- https://other.com -->"
    assert identity(comment) == ["address docs.acme.ai", "language unknown"]
    assert identity("{/* from https://docs.acme.ai/p.md */}\n# Pricing\n") == [
        "title Pricing",
        "address docs.acme.ai",
        "language unknown",
    ]


def test_only_a_page_that_declares_nothing_is_known_by_what_it_shows() -> None:
    page = (
        "# Pricing\n\nAcme sells tokens. See https://docs.acme.ai/a, https://acme.ai/b.\n\n"
        "| Model | Input |\n|---|---|\n| `zed-1` | $1 |\n| zed-2 | $2 |\n| other-3 | $3 |\n| zed-4 | $4 |\n"
    )
    assert identity(page) == [
        "title Pricing",
        f"introduction {' '.join(page.split())[:200]}",
        "links acme.ai",
        "elements ",
        "models zed",
        "column Input",
        "column Model",
        "language unknown",
    ]
    assert identity(page.replace("# Pricing", "# Other"))[1:] == ["language unknown"]
    assert "elements acme" in identity("<acme-card><acme-price>1</acme-price></acme-card>")
    assert "models zed one" in identity(page.replace("zed-1", "one-1"))


@pytest.mark.parametrize(
    ("body", "lang", "language"),
    [
        ("Prices", "", "unknown"),
        ("Prices", " lang=en-US", "en"),
        ("Van van van van van van", "", "unknown"),
        ("Prices", " lang='id'", "id"),
        ("The prices of all models are for tokens and not for requests to the API.", "", "en"),
        ("Harga untuk model yang cepat dan harga untuk model yang murah, dengan diskon.", " lang=en", "id"),
        ("Die Preise für Modelle und die Preise für das Speichern, mit Rabatt.", "", "de"),
        ("价格按百万 tokens 计算", " lang=en", "zh"),
        ("モデルの価格", "", "ja"),
        ("모델 가격", "", "ko"),
        ("Цены на модели", "", "other"),
        ("gpt-5 模型", " lang=en", "en"),
    ],
)
def test_the_language_is_that_of_letters_and_common_words(body: str, lang: str, language: str) -> None:
    filler = "<p>gpt mini nano pro flash</p>" * (4 if "gpt-5" in body else 0)
    page = html(f"<p>{body}</p>{filler}", lang=lang)
    assert language_of(page, visible_text(page)) == language


def test_a_translated_page_is_refused_with_what_it_declares() -> None:
    page = html("<p>Prices of Acme</p>" * 20, CANONICAL, " lang=id")
    with pytest.raises(PageRefused) as refused:
        open_page(PricePage(page.encode(), date(2026, 10, 1), "page.html"), ("acme", ENGLISH))
    assert str(refused.value) == (
        "page.html: not the expected page, it is not in English (address www.acme.ai; language id); "
        "look at it, then repair its reader"
    )


def test_a_page_of_another_seller_is_refused_with_the_reader_whose_signature_it_has() -> None:
    page = html("<p>GLM 模型价格，按百万 tokens 计费。</p>" * 20, "<title>智谱AI开放平台</title>")
    with pytest.raises(PageRefused) as refused:
        read_page("zai", PricePage(page.encode(), date(2026, 10, 1), "page.html"))
    assert str(refused.value) == (
        "page.html: not the expected page, it does not name the seller (title 智谱AI开放平台; language zh); "
        "it has the signature of zhipu: read it as that"
    )
    nobody = html("<p>Prices of Acme</p>" * 20, CANONICAL, " lang=en")
    with pytest.raises(PageRefused, match=r"language en\); look at it, then repair its reader$"):
        read_page("zai", PricePage(nobody.encode(), date(2026, 10, 1), "page.html"))


ROWS = "# Acme\n\n| Model | Input |\n|---|---|\n" + "| zed-1 | $1 |\n" * 20


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ROWS + "| zed-2 | $", "inside its last line"),
        (ROWS + "| zed-2 |", "inside its last line"),
        (ROWS + "About the pri", "inside its last line"),
        (ROWS + "```json\n{\n", "inside code"),
    ],
)
def test_a_markdown_page_that_is_cut_off_is_refused(text: str, reason: str) -> None:
    with pytest.raises(PageRefused, match=f"it is cut off {reason}"):
        open_page(PricePage(text.encode(), date(2026, 10, 1)), ("acme",))
    assert open_page(PricePage(ROWS.encode(), date(2026, 10, 1)), ("acme",)) == ROWS
