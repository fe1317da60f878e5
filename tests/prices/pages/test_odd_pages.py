"""What price pages hold besides prices that read: rows, cards and tables that are left out, and the reason given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.pages.cards import card_grids
from assets.prices.pages.cells import CellContext, read_prices
from assets.prices.pages.columns import Ambiguous, bind, tier_of
from assets.prices.pages.hosts import without_button_column
from assets.prices.pages.registry import PRICE_SOURCES, provider_of
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.price_page import PageReading, PageRefused, PricePage
from assets.reading.grids import MISSING, Cell, Grid, make_grid
from assets.reading.money import MoneyError
from assets.reading.units import MTOK

PADDING = "\n<p>About these prices.</p>" * 20


def html(body: str) -> PricePage:
    return PricePage(
        f"<!doctype html><html><body>{body}{PADDING}</body></html>".encode(), date(2026, 10, 1), "page.html"
    )


def markdown(text: str) -> PricePage:
    return PricePage((text + "\n\nAbout these prices." * 20).encode(), date(2026, 10, 1), "page.md")


def read(provider: str, page: PricePage) -> PageReading:
    return PRICE_SOURCES[provider].read(page)


def table(header: str, *rows: str) -> str:
    """A Markdown table of cells separated by '|'."""
    rule = "|".join("-" * 3 for _ in header.split("|"))
    return "\n\n" + "\n".join(f"|{line}|" for line in (header, rule, *rows)) + "\n\n"


def html_table(header: str, *rows: str) -> str:
    def line(tag: str, cells: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells.split("|")) + "</tr>"

    return f"<table>{line('th', header)}{''.join(line('td', row) for row in rows)}</table>"


def grid(*rows: str, header_rows: int = 1) -> Grid:
    return make_grid([[Cell(text.strip()) for text in row.split("|")] for row in rows], header_rows)


def prices(reading: PageReading) -> list[tuple[str, ...]]:
    """Model, input, cached input and output price of every offer, '-' for none."""
    return [
        (offer.model, f"{offer.input_per_mtok}", f"{offer.cached_input_per_mtok or '-'}", f"{offer.output_per_mtok}")
        for offer in reading.offers
    ]


# --- single readers ---


def test_anthropic_keeps_models_of_claude_only() -> None:
    rows = table(
        "Model|Base Input Tokens|Output Tokens", "Claude Opus 9|$5 / MTok|$25 / MTok", "Agent 9|$1 / MTok|$2 / MTok"
    )
    reading = read("anthropic", markdown(f"# Pricing\nClaude API, per million tokens{rows}"))
    assert prices(reading) == [("Claude Opus 9", "5", "-", "25")]
    assert reading.problems == ("'Agent 9': left out, not a name of a Claude model",)


CLAUDE = table(
    "Model|Base Input Tokens|Output Tokens",
    *(
        "Claude Sonnet 8|$3 / MTok|$15 / MTok",
        "Claude Sonnet 8.5|$3 / MTok|$15 / MTok",
        "Claude Opus 8|$5 / MTok|$25 / MTok",
    ),
)
LONG = table(
    "≤ 200K input tokens|> 200K input tokens",
    *("Input: $3 / MTok|Input: $6 / MTok", "Output: $15 / MTok|Output: $22.50 / MTok"),
)


def test_anthropic_reads_long_prompts_of_the_models_named_above() -> None:
    text = f"# Pricing\nClaude API, per million tokens{CLAUDE}Only for Claude Sonnet 8, Sonnet 8.5 and Opus 8.{LONG}"
    reading = read("anthropic", markdown(text))
    long = [(o.model, f"{o.input_per_mtok}", o.context_from_tokens) for o in reading.offers if o.tier == "long-context"]
    assert long == [("Claude Sonnet 8", "6", 200_000), ("Claude Sonnet 8.5", "6", 200_000)]
    assert reading.problems == ("Claude Opus 8: long prompts left out, the text above names it, but not at that price",)


def test_cohere_leaves_out_a_card_without_a_price() -> None:
    cards = [
        {"modelName": name, "per": "1M tokens", "pricings": [pricing]}
        for name, pricing in (
            ("Command Z", {"inputLabel": "Input", "outputLabel": "Output", "inputPrice": 2.5, "outputPrice": 10}),
            ("Command Q", {"inputLabel": "Input", "outputLabel": "Output", "inputPrice": 0, "outputPrice": 10}),
            ("Command R", {"inputLabel": "Input", "outputLabel": "Output", "inputPrice": "ask", "outputPrice": 10}),
        )
    ]
    text = f"<p>Cohere pricing: from $2.5 / 1M tokens for Command</p><script>{json.dumps(cards)}</script>"
    assert prices(read("cohere", html(text))) == [("Command Z", "2.5", "-", "10")]


def test_deepseek_names_a_price_list_whose_day_does_not_exist() -> None:
    page = "# Pricing of the DeepSeek API, per 1M tokens\n\n{}" + table("Model|Input|Output", "deepseek-v9|$1|$2")
    dated = page.format("This price list is in effect from Feb 30, 2026.")
    with pytest.raises(PageRefused, match="a price list left out, no such day"):
        read("deepseek", markdown(dated))
    (offer,) = read("deepseek", markdown(page.format("This price list is in effect from Feb 3, 2026."))).offers
    assert (offer.valid_from, offer.valid_to) == (date(2026, 2, 3), None)


def test_deepseek_keeps_a_row_whose_price_does_not_read_and_names_the_model() -> None:
    rows = ("Input|$1|from $1", "Output|$2|$4")
    page = "# Pricing of the DeepSeek API, per 1M tokens" + table("Model|deepseek-v8|deepseek-v9", *rows)
    reading = read("deepseek", markdown(page))
    assert prices(reading) == [("deepseek-v8", "1", "-", "2")]
    (problem,) = reading.problems
    assert "'deepseek-v9': not one exact amount: 'from $1'" in problem


def gemini(heading: str, body: str) -> PricePage:
    return html(f"<h1>Gemini API pricing</h1><p>per 1M tokens, Gemini Developer API</p><h2>{heading}</h2>{body}")


GEMINI = html_table("|Free Tier|Paid Tier, per 1M tokens in USD", "Input price|Free|$1", "Output price|Free|$4")


def test_google_refuses_a_page_that_lost_tags_around_ids() -> None:
    with pytest.raises(PageRefused, match="tags around models' ids are lost"):
        read("google", gemini("Gemini 9", f"<em>{GEMINI}"))


def test_google_takes_a_heading_of_two_tiers_for_no_tier() -> None:
    reading = read("google", gemini("Gemini 9", f"<h3>Standard</h3>{GEMINI}"))
    assert prices(reading) == [("Gemini 9", "1", "-", "4")]
    with pytest.raises(PageRefused, match="no price of a model"):
        read("google", gemini("Gemini 9", f"<h3>Batch, priority</h3>{GEMINI}"))


def test_google_passes_over_prices_of_sound() -> None:
    rows = ("Input price (text)|Free|$1", "Input price (audio)|Free|$9", "Output price|Free|$4")
    shown = html_table("|Free Tier|Paid Tier, per 1M tokens in USD", *rows)
    assert prices(read("google", gemini("Gemini 9", shown))) == [("Gemini 9", "1", "-", "4")]


def vertex(*tables: str) -> PricePage:
    return markdown("# Vertex AI pricing: Gemini, per 1M tokens\n" + "\n\n".join(("## Gemini", *tables)))


TYPED = table("Model|Type|Price (/1M tokens)", "Gemini 9|Input|$1", "Gemini 9|Output|$4")


def test_vertex_reads_markdown() -> None:
    assert prices(read("google-vertex", vertex(TYPED))) == [("Gemini 9", "1", "-", "4")]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Model|Type|Price (/1M tokens)|Price (/1M tokens)", "price columns without a stated difference"),
        ("Model|Type|Price (/1M tokens)|Storage price (/hour)", "a price of something else: 'Storage price (/hour)'"),
        ("Model|Type|Price (/1M tokens)|Price per image > 200K", "its price columns name different units"),
        ("Family|Type|Price (/1M tokens)|Notes", "no column of models"),
    ],
)
def test_vertex_leaves_out_a_table_it_cannot_trust(header: str, reason: str) -> None:
    reading = read("google-vertex", vertex(TYPED, table(header, "Gemini 8|Input|$1|$2", "Gemini 8|Output|$4|$5")))
    assert prices(reading) == [("Gemini 9", "1", "-", "4")]
    (problem,) = reading.problems
    assert reason in problem


def test_vertex_leaves_out_a_model_with_two_prices_of_one_kind() -> None:
    rows = ("Gemini 8|Input|$1", "Gemini 8|Input (text)|$2", "Gemini 8|Output|$4")
    reading = read("google-vertex", vertex(TYPED, table("Model|Type|Price (/1M tokens)", *rows)))
    assert prices(reading) == [("Gemini 9", "1", "-", "4")]
    (problem,) = reading.problems
    assert problem.endswith("'Gemini 8': two prices for 'Input (text)': 1 and 2")


def mistral_card(name: str, *amounts: str, data: str | None = None) -> str:
    def price(label: str, amount: str) -> str:
        held = data or json.dumps({"priceUsd": float(amount), "priceEur": 1, "prefix": None, "suffix": None})
        return (
            f"<div><p>{label} (/M tokens)</p><mistral-atom-text-price data-currency='usd' data-prices='{held}'>"
            f"<span>${amount}</span></mistral-atom-text-price></div>"
        )

    shown = "".join(map(price, ("Input", "Output"), amounts))
    return f"<mistral-block-card-model><p>{name}</p>{shown}</mistral-block-card-model>"


def test_mistral_leaves_out_cards_without_a_name_or_with_other_data() -> None:
    cards = (
        mistral_card("Mistral Large 9", "2", "6"),
        mistral_card("For long tasks", "2", "6"),
        mistral_card("Mistral Small 9", "2", "6", data="[1, 2]"),
        mistral_card("Mistral Tiny 9"),
    )
    reading = read("mistral", html(f"<h1>Mistral pricing per million tokens</h1>{''.join(cards)}"))
    assert prices(reading) == [("Mistral Large 9", "2.0", "-", "6.0")]
    assert reading.problems == (
        "card 'For long tasks': left out, it shows no model's name",
        "card 'Mistral Small 9': left out, its data are not of the known kind",
    )


def test_mistral_names_a_cell_that_does_not_read() -> None:
    rows = table("Model|Input (/M tokens)|Output (/M tokens)", "Mistral Large 9|$2|$6", "Mistral Nemo 9|from $1|$2")
    reading = read("mistral", markdown(f"# Mistral pricing{rows}"))
    assert prices(reading) == [("Mistral Large 9", "2", "-", "6")]
    (problem,) = reading.problems
    assert "'Mistral Nemo 9': not one exact amount: 'from $1'" in problem


BILLS_BOTH = (
    "# Kimi pricing per 1M tokens\nWe bill both the Input and the Output by tokens: we bill both the input and output."
)


def test_moonshot_doubles_only_a_single_column_that_is_the_price() -> None:
    single = table("Model|Unit|Price", "kimi-k9|1M tokens|¥2")
    both = table("Model|Unit|Input price|Output price", "kimi-k8|1M tokens|¥1|¥3")
    other = table("Model|Price per image", "kimi-k7|¥5")
    reading = read("moonshot", markdown(BILLS_BOTH + single + both + other))
    assert prices(reading) == [("kimi-k9", "2", "-", "2"), ("kimi-k8", "1", "-", "3")]


def island(props: str, drawn: str) -> PricePage:
    shown = html_table("Model|Input|Output", "gpt-9|$1|$2", "gpt-8|$3|$4")
    return html(f"<h1>Pricing per 1M tokens</h1>{shown}<astro-island props='{props}'>{drawn}</astro-island>")


DRAWN = html_table("Model|Input|Cached input|Output", "gpt-9|$1|$0.1|$2", "gpt-8|$3|$0.3|$4")
SHOWN = [("gpt-9", "1", "0.1", "2"), ("gpt-8", "3", "0.3", "4")]


def openai_rows(*rows: Sequence[object], **more: object) -> str:
    return json.dumps({"rows": rows, **more})


def openai_tiers(heading: str, *labels: str) -> PageReading:
    """A page with the same table four times: at 2, 1, 4 and 6 times the batch price."""
    tables = [
        f"\n\n### {label}\n" + table("Model|Input|Output", f"gpt-9|${2 * n}|${8 * n}", f"gpt-8|${n}|${4 * n}")
        for label, n in zip(labels, (2, 1, 4, 6), strict=True)
    ]
    return read("openai", markdown(f"# {heading}\nOpenAI, per 1M tokens{''.join(tables)}"))


def tiers(reading: PageReading) -> list[tuple[str, str]]:
    return [(offer.tier, f"{offer.input_per_mtok}") for offer in reading.offers if offer.model == "gpt-9"]


def test_openai_s_fast_mode_is_its_priority_tier() -> None:
    reading = openai_tiers(
        "Pricing", "Standard pricing data", "Batch pricing data", "Fast pricing data", "Turbo pricing data"
    )
    assert tiers(reading) == [("standard", "4"), ("batch", "2"), ("priority", "8")]
    (problem,) = reading.problems
    assert "Turbo pricing data): 2 offers left out, other prices than the table labelled standard" in problem


def test_openai_s_labels_in_another_language_are_of_unknown_tiers() -> None:
    reading = openai_tiers(
        "Pricing", "Data harga standar", "Data harga batch", "Data harga mode cepat", "Data harga skala"
    )
    assert tiers(reading) == [("batch", "2")]
    assert len(reading.problems) == 3


def test_openai_reads_the_labels_that_component_data_hold() -> None:
    heading = {"__pricingTooltipHeading": {"label": "Cached input"}}
    rows = (["gpt-9", 1, 0.1, 2], [{"__pricingHtml": "gpt-7"}, 5, 0.5, 6])
    props = openai_rows(*rows, headings=["Model", "Input", heading, "Output"], groups=["none"])
    assert prices(read("openai", island(props, DRAWN))) == [*SHOWN, ("gpt-7", "5", "0.5", "6")]


def test_openai_refuses_a_component_whose_data_do_not_read() -> None:
    with pytest.raises(PageRefused, match="a component's data does not read"):
        read("openai", island('{"rows": [', DRAWN))


@pytest.mark.parametrize("props", ["{}", '{"groups": [1, null]}', '{"rows": null}', "[]"])
def test_openai_reads_the_drawn_table_of_a_component_without_rows(props: str) -> None:
    reading = read("openai", island(props, DRAWN))
    assert (prices(reading), reading.problems) == (SHOWN, ())


def test_openai_adds_the_rows_that_a_component_holds_and_does_not_draw() -> None:
    props = openai_rows(["gpt-9", 1, 0.1, 2], ["gpt-8", 3, 0.3, 4], ["gpt-7", 5, 0.5, 6])
    assert prices(read("openai", island(props, DRAWN))) == [*SHOWN, ("gpt-7", "5", "0.5", "6")]


@pytest.mark.parametrize(
    ("props", "drawn", "reason"),
    [
        (openai_rows(["gpt-7", 5, 0.5, 6]), DRAWN, "too few models that the table shows too"),
        (
            openai_rows(["gpt-9", 1, 2], ["gpt-8", 3, 4]),
            html_table("Model|Input", "gpt-9|$1|$2", "gpt-8|$3|$4"),
            "the table's header is not whole",
        ),
        (
            openai_rows(["gpt-9", 1, 7, 2], ["gpt-8", 3, 7, 4]),
            DRAWN,
            "place 2 agrees with 0 columns of the table",
        ),
    ],
)
def test_openai_leaves_out_component_data_whose_columns_are_not_certain(props: str, drawn: str, reason: str) -> None:
    problems = read("openai", island(props, drawn)).problems
    assert f"component data (): left out, {reason}" in problems


def test_openai_reads_no_component_where_tables_of_the_page_are_no_grids() -> None:
    props = openai_rows(["gpt-9", 1, 0.1, 2], ["gpt-8", 3, 0.3, 4], ["gpt-7", 5, 0.5, 6])
    assert prices(read("openai", island(props, DRAWN + "<table></table>"))) == SHOWN


def test_openai_leaves_out_batch_prices_that_may_be_switched_on() -> None:
    shown = html_table("Model|Input|Output", "gpt-9|$1|$2")
    switched = html_table("Model|Input|Output", "gpt-8|$3|$4")
    page = "<h1>Pricing per 1M tokens</h1>{}<p>Batch API price</p><i role='switch' aria-checked='{}'></i>{}"
    reading = read("openai", html(page.format(shown, "true", switched)))
    assert prices(reading) == [("gpt-9", "1", "-", "2")]
    assert reading.problems == ("table below 'Batch API price': left out, batch prices may be switched on",)
    assert len(read("openai", html(page.format(shown, "false", switched))).offers) == 2


def test_perplexity_leaves_out_models_that_write_no_text() -> None:
    rows = table("Model|Input ($/1M tokens)|Output ($/1M tokens)", "sonar|$1|$2", "pplx-embed-9|$3|$4")
    reading = read("perplexity", markdown(f"# Perplexity pricing{rows}"))
    assert prices(reading) == [("sonar", "1", "-", "2")]
    assert reading.problems == ("'pplx-embed-9': left out, not a model of text",)


def test_xai_leaves_a_cell_with_an_amount_that_does_not_read() -> None:
    rows = (
        "grok-9|Text input $2.00 Completion $10.00",
        "grok-8|Text input from $2.00 Completion $10.00",
    )
    reading = read("xai", markdown("# xAI API pricing: grok models" + table("Model|Pricing per million tokens", *rows)))
    assert prices(reading) == [("grok-9", "2.00", "-", "10.00")]


# --- what they share ---


def card(*lines: str) -> str:
    return "<html><body><h3>Model 9</h3>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"


def test_a_cached_price_without_a_band_beside_banded_ones_is_dropped() -> None:
    banded = ("Input", "≤ 200K $3 / MTok", "> 200K $6 / MTok", "Cached input", "$0.3 / MTok", "Output", "$15 / MTok")
    (cells,) = (grid.rows[0] for grid in card_grids(card(*banded), []))
    assert [cell.text for cell in cells] == ["Model 9", "≤ 200K $3 / MTok\n> 200K $6 / MTok", "", "$15 / MTok"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$1\ufffd", "damaged text"),
        ("for text $1 and for long text $2 in all", "text before and after several amounts"),
    ],
)
def test_a_cell_that_is_damaged_or_states_too_much_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MoneyError, match=reason):
        read_prices(text, CellContext(("Input",), MTOK, None))


def test_a_text_of_two_tiers_is_ambiguous() -> None:
    with pytest.raises(Ambiguous, match="two tiers in 'Batch and priority'"):
        tier_of("Batch and priority")


@pytest.mark.parametrize("names", [("Model name", "Models"), ("Base models", "Our models")])
def test_two_columns_that_may_both_name_the_model_are_ambiguous(names: tuple[str, str]) -> None:
    with pytest.raises(Ambiguous, match="which column names the model"):
        bind((*names, "Input", "Output"))


def test_of_two_columns_of_models_the_one_of_ids_names_them() -> None:
    assert bind(("Model name", "Model ID", "Input", "Output")).model == 1
    assert bind(("Model name", "Base models", "Input", "Output")).model == 0


def test_a_button_column_is_dropped_only_where_it_has_no_header() -> None:
    rows = [[Cell("m"), Cell("$1"), Cell("Try"), Cell("now")]]
    header = [Cell("Model"), Cell("Input")]
    dropped = without_button_column(make_grid([header, *rows], 1))
    assert (dropped.columns, dropped.width) == (("Model", "Input"), 2)
    kept = make_grid([[*header, MISSING, Cell("Link")], *rows], 1)
    assert without_button_column(kept) == kept


def test_a_provider_is_known_by_its_id_and_its_aliases() -> None:
    assert [provider_of(name) for name in ("together", "togetherai", "nobody")] == ["together", "together", None]


def test_a_row_of_another_modality_is_left_out() -> None:
    problems: list[str] = []
    rows = grid("Model|Modality|Input|Output", "m-1|Text|$1|$2", "m-2|Audio|$3|$4")
    offers = offers_in([rows], Layout(unit=MTOK), problems)
    assert [(offer.model, offer.output_per_mtok) for offer in offers] == [("m-1", Decimal(2))]
    assert problems == ["table 1 (no heading), 'm-2': not text: 'Audio'"]


def test_bands_of_input_and_output_that_differ_are_left_out() -> None:
    problems: list[str] = []
    rows = make_grid(
        [
            [Cell("Model"), Cell("Input"), Cell("Output")],
            [Cell("m-1"), Cell("$1 (≤ 128K)\n$2 (> 128K)"), Cell("$3 (≤ 200K)\n$4 (> 200K)")],
        ],
        1,
    )
    assert offers_in([rows], Layout(unit=MTOK), problems) == []
    assert problems == ["table 1 (no heading), 'm-1': input and output name different bands or dates"]
