"""Names of models in cells with badges, arrows, notes and links, and the seller's id in the link."""

from __future__ import annotations

import pytest

from assets.prices.pages.columns import Ambiguous
from assets.prices.pages.names import linked_id, model_names
from assets.reading.grids import Cell
from assets.reading.html import html_grids


def cell(html: str) -> Cell:
    return html_grids(f"<table><tr><th>Model</th></tr><tr><td>{html}</td></tr></table>")[0].rows[0][0]


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<a href='/models/big-4'>Big 4 <span>↗</span></a> <span>Sale price</span>", ["Big 4"]),
        ("<a href='/models/big-4'>Big 4</a><svg><title>new</title></svg>", ["Big 4"]),
        ("<a href='/models/big-4'>Big 4</a><sup>1</sup>", ["Big 4"]),
        ("<a href='/models/big-4'>Big 4</a> <span>fp8</span>", ["Big 4"]),
        ("<div>Big 4</div><code>acme/big-4-chat</code>", ["Big 4"]),
        ("Big 4<br>big-4-versatile", ["Big 4"]),
        ("Big 4 ↗", ["Big 4"]),
        ("🔥 Big 4", ["Big 4"]),
        ("Big 4 (limited availability)", ["Big 4"]),
        ("Big 4 (<a href='/deprecations'>deprecated</a>)", ["Big 4"]),
        ("Big 4.6 / 4.5 / 4", ["Big 4.6", "Big 4.5", "Big 4"]),
        ("Big 4.6, Big 4.5", ["Big 4.6", "Big 4.5"]),
        ("big-4<br>big-4-2026-01-01", ["big-4", "big-4-2026-01-01"]),
        ("Big 4 (Turbo)", ["Big 4 (Turbo)"]),
    ],
)
def test_a_name_is_read_without_badges_and_notes(html: str, names: list[str]) -> None:
    assert model_names(cell(html)) == (names, None)


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/models/big-4'>Big 4</a> <span>Batch</span>",
        "<a href='/models/big-4'>Big 4</a> <span>Fast</span>",
        "<a href='/models/big-4'>Big 4</a> <span>&gt; 200K</span>",
        "<a href='/models/big-4-turbo'>Big 4</a> <span>Turbo</span>",
        "<a href='#'>Big 4</a> <span>Turbo</span>",
        "<a href='/models/big-4'>Big 4</a> <span>US</span>",
        "Big 4 <span class='badge'>Turbo</span>",
    ],
)
def test_what_may_change_the_price_is_no_badge(html: str) -> None:
    with pytest.raises(Ambiguous, match="the name cell holds more than a name"):
        model_names(cell(html))


@pytest.mark.parametrize("html", ["↗", "4", "", "<a href='/m'>→</a>"])
def test_a_cell_without_letters_names_nothing(html: str) -> None:
    with pytest.raises(Ambiguous, match="no model name"):
        model_names(cell(html))


@pytest.mark.parametrize(
    ("name", "link", "seller_id"),
    [
        ("Qwen3-14B", "/Qwen/Qwen3-14B", "Qwen/Qwen3-14B"),
        ("DeepSeek V4 Pro", "https://x.ai/models/model-detail/deepseek-v4-pro?from=pricing", "deepseek-v4-pro"),
        ("GPT OSS 120B", "/docs/model/openai/gpt-oss-120b#price", "openai/gpt-oss-120b"),
        ("Large 4", "/models/large-4-0", "large-4-0"),
        ("Qwen3 8B FP8 Throughput", "/models/qwen3-8b-fp8", "qwen3-8b-fp8"),
        ("Opus 3", "/docs/model-deprecations", None),
        ("Opus 3", "/opus", None),
        ("Opus 3\nacme/opus-3", "", "acme/opus-3"),
        ("Opus 3", "", None),
    ],
)
def test_the_id_in_a_link_is_kept_when_the_link_is_about_the_model(name: str, link: str, seller_id: str | None) -> None:
    assert linked_id(name.split("\n", maxsplit=1)[0], Cell(name, links=(link,))) == seller_id
