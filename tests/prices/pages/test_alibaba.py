"""Alibaba's tables: kinds of input and output, modes of thinking, and columns that cannot be told apart."""

from __future__ import annotations

from datetime import date

from assets.prices.pages.alibaba import read
from assets.prices.price_page import PageReading, PricePage


def parsed(*tables: str) -> PageReading:
    good = "<table><tr><th>Model ID</th><th>Input price (per 1M tokens)</th><th>Output price (per 1M tokens)</th></tr>"
    good += "<tr><td>qwen9</td><td>$1</td><td>$2</td></tr></table>"
    body = f"<html><title>Alibaba Cloud Model Studio</title><h1>Pricing of tokens</h1>{good}{''.join(tables)}</html>"
    return read(PricePage(body.encode(), date(2026, 10, 1), "page.html"))


def prices(reading: PageReading) -> list[tuple[str, str, str]]:
    return [(offer.model, str(offer.input_per_mtok), str(offer.output_per_mtok)) for offer in reading.offers[1:]]


def test_of_outputs_by_kind_of_input_that_of_text_is_read() -> None:
    table = """<table><tr><th rowspan="2">Model ID</th><th colspan="3">Input price (per 1M tokens)</th>
        <th colspan="3">Output price (per 1M tokens)</th></tr>
        <tr><th>Text</th><th>Audio</th><th>Image/video</th><th><p>Text</p><p>Text-only input</p></th>
        <th><p>Text</p><p>Multimodal input</p></th><th>Text + audio Audio only billed</th></tr>
        <tr><td>qwen9-omni</td><td>$0.10</td><td>$6.76</td><td>$0.28</td><td>$0.40</td><td>$0.84</td><td>$13.51</td></tr></table>"""
    assert prices(parsed(table)) == [("qwen9-omni", "0.10", "0.40")]


def test_the_output_without_thinking_is_read_and_the_other_named() -> None:
    table = """<table><tr><th rowspan="2">Model ID</th><th rowspan="2">Input price (per 1M tokens)</th>
        <th colspan="2">Output price (per 1M tokens)</th></tr><tr><th>Non-Thinking mode</th><th>Thinking mode</th></tr>
        <tr><td>qwen9-plus</td><td>$0.4</td><td>$1.2</td><td>$4</td></tr>
        <tr><td>qwen9-think</td><td>$0.5</td><td>-</td><td>$5</td></tr></table>"""
    reading = parsed(table)
    assert prices(reading) == [("qwen9-plus", "0.4", "1.2"), ("qwen9-think", "0.5", "5")]
    assert reading.problems == ("'qwen9-plus': another output price with thinking left out: '$4'",)


def test_a_column_without_a_header_leaves_its_table_out() -> None:
    table = """<table><tr><th>Model ID</th><th>Input price (per 1M tokens)</th><th></th></tr>
        <tr><td>qwen9-plus</td><td>$0.4</td><td>$1.2</td></tr></table>"""
    reading = parsed(table)
    assert prices(reading) == []
    assert reading.problems == ("table (Pricing of tokens): left out, a column without a header",)
