"""One page of a host as a designer may draw it next year: every layout gives the same three offers, or says why not."""

from __future__ import annotations

from datetime import date

import pytest

from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageReading, PageRefused, PricePage

PADDING = "<p>What a token costs.</p>" * 12
OFFERS = [("Llama 9 70B", "0.6", "0.06", "2.4"), ("Qwen9 32B", "0.1", None, "0.3"), ("gpt-oss-9", "1.25", "0.5", "5")]
NAMES = ("Llama 9 70B", "Qwen9 32B", "gpt-oss-9")
UNCACHED = [(name, fresh, None, out) for name, fresh, _, out in OFFERS]


def read(body: str, provider: str = "novita", unit: str = "Prices per 1M tokens") -> PageReading:
    text = (
        f"<!doctype html><html lang=en><head><title>Novita AI pricing</title></head><body><p>{unit}</p>{body}{PADDING}"
    )
    return PRICE_SOURCES[provider].read(PricePage(f"{text}</body></html>".encode(), date(2026, 10, 1), "page.html"))


def offers(reading: PageReading) -> list[tuple[str | None, ...]]:
    def shown(amount: object) -> str | None:
        return None if amount is None else f"{amount}".rstrip("0").rstrip(".") if "." in f"{amount}" else f"{amount}"

    return sorted(
        (o.model, shown(o.input_per_mtok), shown(o.cached_input_per_mtok), shown(o.output_per_mtok))
        for o in reading.offers
    )


def table(header: str, *rows: str, cells: str = "td") -> str:
    def line(tag: str, text: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in text.split("|")) + "</tr>"

    return f"<table>{line('th', header)}{''.join(line(cells, row) for row in rows)}</table>"


PLAIN = ("Llama 9 70B|$0.60|$0.06|$2.40", "Qwen9 32B|$0.10|-|$0.30", "gpt-oss-9|$1.25|$0.50|$5.00")


STANDARD = table("Model|Input|Cached input|Output", *PLAIN)
BATCH = table("Model|Input|Output", "Llama 9 70B|$0.30|$1.20")


@pytest.mark.parametrize(
    "header",
    [
        "Model|Input|Cached input|Output",
        "Model name|Prompt|Cache read|Completion",
        "Models|Input tokens|Cached tokens|Output tokens",
        "Name of the model|Input price|Cache hit|Output price",
        "MODEL|$ / 1M input tokens|$ / 1M cached input tokens|$ / 1M output tokens",
        "Model|Tokens in|Cached|Tokens out",
        "Model|Uncached input|Cached input|Output",
        "Model ID|Price (input)|Price (cached input)|Price (output)",
    ],
)
def test_words_of_a_header_may_change(header: str) -> None:
    assert offers(read(table(header, *PLAIN))) == OFFERS


def test_columns_may_change_places_and_others_may_come() -> None:
    rows = ("256k|$2.40|Llama 9 70B|fp8|$0.06|$0.60|Try", "32k|$0.30|Qwen9 32B|bf16||$0.10|Try")
    shown = table("Context|Output|Model|Precision|Cached input|Input|", *rows, "8k|$5.00|gpt-oss-9||$0.50|$1.25|Try")
    assert offers(read(shown)) == OFFERS


@pytest.mark.parametrize(
    "cell", ["${}", "US${}", "USD {}", "{} USD", "{} $", "{}$ / 1M tokens", "${}/M", "${} per million tokens", "$ {}"]
)
def test_the_sign_of_a_currency_may_stand_anywhere(cell: str) -> None:
    rows = (
        "|".join([name, *(cell.format(amount) if amount else "-" for amount in amounts)]) for name, *amounts in OFFERS
    )
    assert offers(read(table("Model|Input|Cached input|Output", *rows))) == OFFERS


def test_prices_may_be_per_thousand_tokens() -> None:
    rows = ("Llama 9 70B|$0.0006|$0.00006|$0.0024", "Qwen9 32B|$0.0001||$0.0003", "gpt-oss-9|$0.00125|$0.0005|$0.005")
    assert offers(read(table("Model|Input|Cached input|Output", *rows), unit="Prices per 1K tokens")) == OFFERS


@pytest.mark.parametrize(
    "rows",
    [
        ("$0.60 · Cache Read $0.06|$2.40", "$0.10|$0.30", "$1.25 · Cache Read $0.50|$5.00"),
        (
            "$0.60 /Mt<span>·</span> Cache Read <b>$0.06 /Mt</b>|$2.40 /Mt",
            "$0.10 /Mt|$0.30 /Mt",
            "$1.25 | Cache hits $0.50|$5",
        ),
        ("$0.60 / $0.06 cached|$2.40", "$0.10|$0.30", "$1.25 / $0.50 cached|$5.00"),
        ("<p>$0.60</p><p>$0.06 (cached)</p>|$2.40", "$0.10|$0.30", "<p>$1.25</p><p>$0.50 (cached)</p>|$5.00"),
        ("$0.60 (cached: $0.06)|$2.40", "$0.10|$0.30", "$1.25 (cached: $0.50)|$5.00"),
    ],
)
def test_the_cached_price_may_stand_in_the_cell_of_the_input(rows: tuple[str, ...]) -> None:
    cells = [f"{name}|{row.replace(' | ', ' • ')}" for name, row in zip(NAMES, rows, strict=True)]
    assert offers(read(table("Model|Input|Output", *cells))) == OFFERS


def test_input_and_output_may_stand_in_rows_below_each_other() -> None:
    rows = ("Llama 9 70B|Input: $0.60 / MTok", "|Output: $2.40 / MTok", "Qwen9 32B|Input: $0.10 / MTok")
    rows = (*rows, "Qwen9 32B|Output: $0.30 / MTok", "gpt-oss-9|Input: $1.25 / MTok", "\ufeff|Output: $5 / MTok")
    assert offers(read(table("Model|Price", *rows))) == UNCACHED


def test_a_row_that_repeats_a_label_is_left_out_with_its_model() -> None:
    rows = ("Llama 9 70B|Input: $1", "|Output: $2", "|Output: $3", "Qwen9 32B|Input: $0.10", "|Output: $0.30")
    reading = read(table("Model|Price", *rows))
    assert offers(reading) == [UNCACHED[1]]
    assert "2 amounts without a stated difference" in reading.problems[0]


def roles(header: str, *rows: str) -> str:
    def line(role: str, text: str) -> str:
        return "<div role=row>" + "".join(f"<div role={role}>{cell}</div>" for cell in text.split("|")) + "</div>"

    return f"<div role=table>{line('columnheader', header)}{''.join(line('cell', row) for row in rows)}</div>"


def test_a_table_may_be_made_of_elements_with_roles() -> None:
    assert offers(read(roles("Model|Input|Cached input|Output", *PLAIN))) == OFFERS


def boxes(*cells: str, tag: str = "div") -> str:
    return f"<{tag}>" + "".join(f"<span>{cell}</span>" for cell in cells) + f"</{tag}>"


HEAD = boxes("Model", "Input", "Cached input", "Output")
ROWS = "".join(boxes(*row.split("|")) for row in PLAIN)


@pytest.mark.parametrize(
    "drawn",
    [
        f"<div>{HEAD}{ROWS}</div>",
        f"<div>{HEAD}<div>{ROWS}</div></div>",
        f"<section><div>{HEAD}</div><div>{ROWS}</div></section>",
        f"<ul>{(HEAD + ROWS).replace('div>', 'li>')}</ul>",
        f"<div>{HEAD}{ROWS}<div><span>One cell only</span></div></div>",
    ],
)
def test_a_table_may_be_drawn_with_any_elements(drawn: str) -> None:
    assert offers(read(drawn)) == OFFERS


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{HEAD}</div>",  # no rows
        f"<div>{HEAD}{boxes('Llama 9 70B', '$1', '$2')}</div>",  # a row of another width
        f"<table><tr><td><div>{HEAD}{ROWS}</div></td></tr></table>",
        f"<div>{boxes('Plan', 'Input', 'Output')}{boxes('Llama 9 70B', '$1', '$2')}</div>",
        f"<div>{boxes('Model', 'Input', 'Input', 'Output')}{boxes('Llama 9 70B', '$1', '$1', '$2')}</div>",
        f"<div>{boxes('Model', 'Input', 'Output', 'A long text about' + ' all of it' * 9)}{ROWS}</div>",
    ],
)
def test_elements_that_are_no_whole_table_give_nothing(body: str) -> None:
    with pytest.raises(PageRefused, match="no price of a model"):
        read(body)


@pytest.mark.parametrize("first", ["", "Model"])
def test_models_may_stand_side_by_side(first: str) -> None:
    names, fresh, cached, out = zip(*(row.split("|") for row in PLAIN), strict=True)
    rows = ("|".join((label, *cells)) for label, cells in (("Input", fresh), ("Cached input", cached), ("Output", out)))
    shown = table("|".join((first, *names)), "Context|8k|8k|8k", *rows)
    assert offers(read(shown)) == OFFERS


def test_plans_side_by_side_are_no_models() -> None:
    plans = table("|Free|Llama plan", "Input|$0|$2", "Output|$0|$4")
    assert offers(read(plans + STANDARD)) == OFFERS


def test_input_and_output_may_stand_in_lines_of_a_cell() -> None:
    cells = (
        f"{name}|Input: ${fresh}<br>Cached input: ${cached or 0}<br>Output: ${out}"
        for name, fresh, cached, out in OFFERS
    )
    assert offers(read(table("Model|Price per 1M tokens", *cells))) == OFFERS


def test_rows_below_an_unknown_tier_beside_standard_ones_are_left_out() -> None:
    rows = (
        "Standard||",
        "Qwen9 32B|$1|$2",
        "Turbo||",
        "Qwen9 32B|$3|$6",
        "gpt-oss-9|$3|$6",
        "Batch||",
        "gpt-oss-9|$1|$2",
    )
    shown = table("Model|Input|Output", *rows)
    for tier in ("Standard", "Turbo", "Batch"):
        shown = shown.replace(f"<td>{tier}</td><td></td><td></td>", f"<td colspan=3>{tier}</td>")
    reading = read(shown)
    assert [(o.model, o.tier, f"{o.input_per_mtok}") for o in reading.offers] == [
        ("Qwen9 32B", "standard", "1"),
        ("gpt-oss-9", "batch", "1"),
    ]
    assert [problem.split(": ", 1)[1] for problem in reading.problems] == [
        "'Turbo' is no known tier, and rows beside are labelled standard"
    ] * 2


def test_a_header_may_be_cells_without_a_row_and_rows_may_lie_in_other_elements() -> None:
    head = "<thead><th>Model</th><th>Input</th><th>Cached input</th><th>Output</th></thead>"
    rows = "".join(f"<div><tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr></div>" for row in PLAIN)
    assert offers(read(f"<table>{head}<tbody><div>{rows}</div></tbody></table>")) == OFFERS


@pytest.mark.parametrize(
    "wrapped",
    [
        "<details><summary>Batch API</summary><p>Half the price, but only within a day.</p>{}</details>",
        "<div role=tablist><b role=tab id=t1>Batch</b></div><div role=tabpanel aria-labelledby=t1>{}</div>",
        "<div role=tablist><b role=tab aria-controls=p1>Batch</b></div><p>x</p><div role=tabpanel id=p1>{}</div>",
        "<h3>Batch inference</h3>{}",
        "<figure><figcaption>Batch</figcaption>{}</figure>",
    ],
)
def test_a_tier_may_be_named_by_whatever_holds_the_table(wrapped: str) -> None:
    reading = read(STANDARD + wrapped.format(BATCH))
    assert [o.tier for o in reading.offers if o.input_per_mtok and f"{o.input_per_mtok}" == "0.30"] == ["batch"]
    assert len(reading.offers) == 4


def test_buttons_without_roles_above_two_tables_leave_them_out() -> None:
    body = f"<div><span>Standard</span><span>Batch</span></div><div>{BATCH}</div>"
    reading = read(STANDARD + body)
    assert offers(reading) == OFFERS
    assert "two tiers in 'Standard Batch'" in reading.problems[0]


def test_prices_in_a_list_below_a_heading_may_take_other_elements() -> None:
    listed = "<dl><dt>Input</dt><dd>${}</dd><dt>Output</dt><dd>${}</dd></dl>"
    card = f"<article><h3><a href='/models/{{}}'>{{}}</a></h3>{listed}</article>"
    body = "".join(card.format(name.lower().replace(" ", "-"), name, fresh, out) for name, fresh, _, out in OFFERS)
    reading = read(body)
    assert offers(reading) == UNCACHED
    assert [o.linked_id for o in reading.offers] == ["llama-9-70b", "qwen9-32b", "gpt-oss-9"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Model|Masukan|Masukan tersimpan|Keluaran", "no price of a model"),
        ("Model|Input|Input|Output", "two columns read as input"),
        ("Product|Input|Cached input|Output", "no column of models"),
    ],
)
def test_a_header_that_is_not_clear_is_refused_with_the_reason(header: str, reason: str) -> None:
    with pytest.raises(PageRefused, match=reason):
        read(table(header, *PLAIN))
