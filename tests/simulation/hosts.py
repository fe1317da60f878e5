"""The price pages of companies that host open models, as they look on one day; layouts 1 and 2 are redesigns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.simulation.markup import Frame, html_page, html_table, linked, markdown_table, usd, usd_or_dash
from tests.simulation.world import Offer

FRAMES = {
    "deepinfra": Frame(
        "Simple Pricing | Machine Learning Infrastructure | DeepInfra",
        "https://deepinfra.com/pricing",
        "DeepInfra",
        "DeepInfra: simple pricing",
    ),
    "together": Frame(
        "Pricing | Together AI", "https://www.together.ai/pricing", "Together AI", "Together AI: pricing that scales"
    ),
    "groq": Frame("Groq On-Demand Pricing", "https://groq.com/pricing", "Groq", "Groq pricing"),
    "fireworks": Frame(
        "Serverless pricing - Fireworks AI Docs",
        "https://docs.fireworks.ai/serverless/pricing",
        "Fireworks AI Docs",
        "Serverless pricing",
    ),
    "nebius": Frame(
        "Nebius Token Factory prices",
        "https://nebius.com/token-factory/prices",
        "Nebius",
        "Nebius Token Factory: prices",
    ),
    "novita": Frame("Pricing | Novita AI", "https://novita.ai/pricing", "Novita AI", "Novita AI pricing"),
}


def host_html(offers: Sequence[Offer], layout: int, _: bool) -> bytes:
    """Return a host's page: layout 0 has a table, layout 1 other columns, layout 2 both prices in one cell."""
    frame = FRAMES[offers[0].provider]
    table = (_usual, _reordered, _combined)[layout](offers)
    return html_page(
        frame, f"<p>{frame.site} serverless models. Prices per 1M tokens.</p><h2>Text generation</h2>{table}"
    )


def _usual(offers: Sequence[Offer]) -> str:
    header = ("Model", "Context", "$ per 1M input tokens", "$ per 1M output tokens", "Actions")
    rows = [(_name(offer), "128k", _input(offer), usd(offer.output), linked("Try", "/chat")) for offer in offers]
    return html_table(header, rows)


def _reordered(offers: Sequence[Offer]) -> str:
    header = ("Model", "Output (per 1M tokens)", "Input (per 1M tokens)", "Cached input (per 1M tokens)")
    rows = [(_name(offer), usd(offer.output), usd(offer.input), usd_or_dash(offer.cached)) for offer in offers]
    return html_table(header, rows, "bare head")


def _combined(offers: Sequence[Offer]) -> str:
    rows = [(_name(offer), f"{_words(offer)}", "128k") for offer in offers]
    return html_table(("Model", "Price per 1M tokens", "Context"), rows)


def _words(offer: Offer) -> str:
    cached = "" if offer.cached is None else f" · {usd(offer.cached)} cached"
    return f"{usd(offer.input)} input{cached} · {usd(offer.output)} output"


def _name(offer: Offer) -> str:
    return linked(offer.name, f"/models/{offer.name}")


def _input(offer: Offer) -> str:
    return usd(offer.input) if offer.cached is None else f"{usd(offer.input)} / {usd(offer.cached)} cached"


def host_markdown(offers: Sequence[Offer], _: int, __: bool) -> bytes:
    """Return the table of models in a host's documentation."""
    header = (
        *("Model name", "API model string", "Context length", "Input pricing (per 1M tokens)"),
        *("Cached input pricing (per 1M tokens)", "Output pricing (per 1M tokens)"),
    )
    rows = [
        (
            offer.name.rpartition("/")[2],
            offer.name,
            "131072",
            usd(offer.input),
            usd_or_dash(offer.cached),
            usd(offer.output),
        )
        for offer in offers
    ]
    frame = FRAMES[offers[0].provider]
    text = f"# Serverless models\n\n{frame.site} pricing.\n\n## Chat models\n\n{markdown_table(header, rows)}"
    return text.replace("$", "\\$").encode()


def groq_markdown(offers: Sequence[Offer], _: int, __: bool) -> bytes:
    """Return the console's list, where picture, name and id stand in one cell, and both prices in another."""
    header = ("MODEL ID", "SPEED (T/SEC)", "PRICE PER 1M TOKENS", "CONTEXT WINDOW (TOKENS)")
    rows = [
        (
            f"[![Maker](https://console.groq.com/m.png){escape(offer.name.title())}](/docs/model/{offer.name}){offer.name}",
            "500",
            f"{usd(offer.input)} input{usd(offer.output)} output",
            "131,072",
        )
        for offer in offers
    ]
    text = "# Supported Models\n\nModels that GroqCloud serves.\n\n## Production Models\n\n"
    return (text + markdown_table(header, rows)).encode()
