"""The price pages of OpenAI, Anthropic and Google as they look on one day, in the layouts that they have had.

The templates follow the real pages of April to October 2026; layouts 1 and 2 are redesigns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from tests.simulation.markup import (
    Frame,
    Style,
    html_page,
    html_table,
    markdown_table,
    usd,
    usd_or_dash,
    with_dates,
)
from tests.simulation.world import Offer

OPENAI = Frame("Pricing | OpenAI API", "https://developers.openai.com/api/docs/pricing", "OpenAI", "Pricing")
ANTHROPIC = Frame(
    "Pricing - Claude API Docs",
    "https://platform.claude.com/docs/en/about-claude/pricing",
    "Claude API Docs",
    "Pricing",
)
GOOGLE = Frame(
    "Gemini Developer API pricing | Gemini API | Google AI for Developers",
    "https://ai.google.dev/gemini-api/docs/pricing",
    "Google AI for Developers",
    "Gemini Developer API pricing",
)
TIERS = ("standard", "batch", "flex", "priority")


def by_tier(offers: Iterable[Offer]) -> dict[str, list[Offer]]:
    """Return a seller's offers by tier, tiers in their usual order; a tier without offers is left out."""
    listed = list(offers)
    tiers = {tier: [offer for offer in listed if offer.tier == tier] for tier in TIERS}
    return {tier: own for tier, own in tiers.items() if own}


def amounts(offer: Offer, unit: str = "") -> tuple[str, str, str]:
    """Return the cells of input, cached input and output; a promotion names its last day and the price after it."""
    now = (offer.input, offer.cached, offer.output)
    if offer.until is None or offer.price_after is None:
        return _cells(now, unit)
    later = _cells(offer.price_after, unit)
    first, cached, last = (
        cell if cell == "-" else with_dates(cell, after, offer.until)
        for cell, after in zip(_cells(now, unit), later, strict=True)
    )
    return first, cached, last


def _cells(prices: tuple[Decimal, Decimal | None, Decimal], unit: str) -> tuple[str, str, str]:
    first, cached, last = (cell if cell == "-" else cell + unit for cell in map(usd_or_dash, prices))
    return first, cached, last


def openai_html(offers: Sequence[Offer], layout: int, fast: bool) -> bytes:
    """Return the page of tables per tier; layout 0 draws four models and holds all others as data of a component."""
    panes = [_openai_pane(tier, own, layout, fast) for tier, own in by_tier(offers).items()]
    return html_page(OPENAI, f"<h2>Text tokens</h2><p>Prices per 1M tokens.</p>{''.join(panes)}")


def _openai_pane(tier: str, offers: Sequence[Offer], layout: int, fast: bool) -> str:
    label = _tier_label(tier, fast)
    header = ("Model", "Input", "Cached input", "Output")
    rows = [(escape(offer.name), *amounts(offer)) for offer in offers]
    if layout == 0:
        props = {"tier": [0, label.lower()], "headings": _held(header), "rows": [1, [_held_row(o) for o in offers]]}
        drawn = html_table(header, rows[:4])
        table = f'<astro-island props="{escape(json.dumps(props))}">{drawn}</astro-island>'
        return f'<div data-content-switcher-pane="true" data-value="{label.lower()}">{table}</div>'
    if layout == 1:
        return f"<h3>{label}</h3>{html_table(header, rows)}"
    turned = [(name, last, first, cached) for name, first, cached, last in rows]
    return f"<h3>{label} pricing</h3>{html_table(('Model', 'Output', 'Input', 'Cached input'), turned, 'bare head')}"


def _held(header: Sequence[str]) -> list[object]:
    return [1, [[0, cell] for cell in header]]


def _held_row(offer: Offer) -> list[object]:
    cached: object = "-" if offer.cached is None else float(offer.cached)
    return [1, [[0, offer.name], [0, float(offer.input)], [0, cached], [0, float(offer.output)]]]


def openai_markdown(offers: Sequence[Offer], _: int, fast: bool) -> bytes:
    """Return the `.md` twin, which lists every model in plain tables."""
    header = ("Model", "Input", "Cached input", "Output")
    parts = [
        f"{_tier_label(tier, fast)}\n\n### {_tier_label(tier, fast)} pricing data\n\n"
        + markdown_table(header, [(offer.name, *amounts(offer)) for offer in own])
        for tier, own in by_tier(offers).items()
    ]
    return ("# Pricing\n\nFlagship models\n\nPrices per 1M tokens.\n\n" + "\n".join(parts)).encode()


def _tier_label(tier: str, fast: bool) -> str:
    return "Fast" if fast and tier == "priority" else tier.title()


def anthropic_html(offers: Sequence[Offer], layout: int, _: bool) -> bytes:
    """Return the table of models and that of batch prices; layout 2 has input and output in one cell."""
    tiers = by_tier(offers)
    body = "<p>Claude API prices in USD. MTok = million tokens.</p><h2>Model pricing</h2>"
    body += _claude_table(tiers.get("standard", []), layout)
    batch = [
        (escape(offer.name), usd(offer.input) + " / MTok", usd(offer.output) + " / MTok")
        for offer in tiers.get("batch", [])
    ]
    body += f"<h3>Batch processing</h3>{html_table(('Model', 'Batch input', 'Batch output'), batch)}"
    return html_page(ANTHROPIC, body)


def _claude_table(offers: Sequence[Offer], layout: int) -> str:
    rows = [(escape(offer.name), *amounts(offer, " / MTok")) for offer in offers]
    if layout == 0:
        cells = [(name, first, "-", cached, last) for name, first, cached, last in rows]
        return html_table(
            ("Model", "Base Input Tokens", "5m Cache Writes", "Cache Hits &amp; Refreshes", "Output Tokens"), cells
        )
    if layout == 1:
        cells = [(name, last, first, cached) for name, first, cached, last in rows]
        return html_table(("Model", "Output", "Input", "Prompt caching: reads"), cells, "bare head")
    pairs = [(name, f"Input: {first}<br>Output: {last}") for name, first, _, last in rows]
    return html_table(("Model", "Price"), pairs)


def anthropic_markdown(offers: Sequence[Offer], _: int, __: bool) -> bytes:
    """Return the `.md` twin."""
    tiers = by_tier(offers)
    header = ("Model", "Base Input Tokens", "Cache Hits & Refreshes", "Output Tokens")
    rows = [(offer.name, *amounts(offer, " / MTok")) for offer in tiers.get("standard", [])]
    batch = [
        (offer.name, usd(offer.input) + " / MTok", usd(offer.output) + " / MTok") for offer in tiers.get("batch", [])
    ]
    text = (
        "# Pricing\n\nClaude API pricing. All prices are in USD per million tokens (MTok).\n\n"
        f"## Model pricing\n\n{markdown_table(header, rows)}\n"
        f"## Batch processing\n\n{markdown_table(('Model', 'Batch input', 'Batch output'), batch)}"
    )
    return text.replace("$", "\\$").encode()


def google_html(offers: Sequence[Offer], layout: int, _: bool) -> bytes:
    """Return a small table per model and tier; layout 1 has one table of all models, layout 2 tables of `div`s."""
    if layout == 1:
        parts = [_gemini_list(tier, own) for tier, own in by_tier(offers).items()]
    else:
        style: Style = "plain" if layout == 0 else "roles"
        parts = [_gemini_sections(own, style) for own in _by_model(offers)]
    return html_page(GOOGLE, "<p>Prices per 1M tokens in USD.</p>" + "".join(parts))


def _gemini_list(tier: str, offers: Sequence[Offer]) -> str:
    header = ("Model", "Input price", "Output price", "Context caching price")
    rows = [
        (f"<code>{offer.name}</code>", first, last, cached)
        for offer in offers
        for first, cached, last in [amounts(offer)]
    ]
    return f"<h2>{tier.title()}</h2>{html_table(header, rows)}"


def _by_model(offers: Sequence[Offer]) -> list[list[Offer]]:
    names = dict.fromkeys(offer.name for offer in offers)
    return [[offer for offer in offers if offer.name == name] for name in names]


def _gemini_sections(offers: Sequence[Offer], style: Style) -> str:
    name = offers[0].name
    title = name.replace("-", " ").title()
    tables = [
        f"<section><h3>{offer.tier.title()}</h3>"
        + html_table(("", "Free Tier", "Paid Tier, per 1M tokens in USD"), _gemini_rows(offer), style)
        + "</section>"
        for offer in offers
    ]
    return f'<div><h2>{title}</h2><em><code translate="no">{name}</code></em></div>{"".join(tables)}'


def _gemini_rows(offer: Offer) -> list[tuple[str, str, str]]:
    first, cached, last = amounts(offer)
    rows = [
        ("Input price", "Not available", first),
        ("Output price (including thinking tokens)", "Not available", last),
        ("Context caching price", "Not available", cached),
    ]
    return rows if offer.cached is not None else rows[:2]


def google_markdown(offers: Sequence[Offer], _: int, __: bool) -> bytes:
    """Return the `.md.txt` twin."""
    header = (" ", "Free Tier", "Paid Tier, per 1M tokens in USD")
    parts = ["# Gemini Developer API pricing\n"]
    for own in _by_model(offers):
        name = own[0].name
        address = f"https://ai.google.dev/gemini-api/docs/models/{name}"
        parts.append(f"## {name.replace('-', ' ').title()}\n\n*[`{name}`]({address})*\n")
        parts += [f"### {offer.tier.title()}\n\n{markdown_table(header, _gemini_rows(offer))}" for offer in own]
    return "\n".join(parts).encode()
