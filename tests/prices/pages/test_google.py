"""Google's Markdown page: small tables, one for each model and tier, whose columns are moved or lost."""

from __future__ import annotations

from datetime import date

import pytest

from assets.prices.pages.google import read
from assets.prices.price_page import PageReading, PricePage

HEAD = "# Gemini Developer API pricing\n\n## Gemini 3 Pro\n\n*[`gemini-3-pro`](https://ai.google.dev/models)*\n"
HEADER = "|   | Free Tier | Paid Tier, per 1M tokens in USD |"
INPUT = "| Input price | Not available | ${} |"
BATCH = f"\n### Batch\n\n{HEADER}\n|---|---|---|\n{INPUT.format(1)}\n| Output price | Not available | $8 |\n"


def reading(
    header: str = HEADER, first: str = INPUT.format(2), second: str = "| Output price | - | $16 |"
) -> PageReading:
    table = f"\n### Standard\n\n{header}\n|---|---|---|\n{first}\n{second}\n"
    return read(PricePage(f"{HEAD}{table}{BATCH}".encode(), date(2026, 10, 1), "page.md"))


def prices(of: PageReading) -> list[tuple[str, str, str]]:
    return [(offer.tier, str(offer.input_per_mtok), str(offer.output_per_mtok)) for offer in of.offers]


BOTH = [("standard", "2", "16"), ("batch", "1", "8")]


def test_each_tier_of_a_model_has_its_own_table() -> None:
    assert (prices(reading()), reading().problems) == (BOTH, ())


def test_the_kinds_of_price_are_in_the_column_without_a_header() -> None:
    moved = reading(
        "| Paid Tier, per 1M tokens in USD | Free Tier |   |", "| $2 | - | Input price |", "| $16 | - | Output price |"
    )
    assert prices(moved) == BOTH


@pytest.mark.parametrize(
    "header", ["| | Paid Tier, per 1M tokens in USD |", "|   | Free Tier | Tier, per 1M tokens in USD |"]
)
def test_a_table_whose_columns_cannot_be_told_apart_leaves_a_line(header: str) -> None:
    lost = reading(header)
    assert prices(lost) == BOTH[1:]
    assert lost.problems[0].endswith("gemini-3-pro / Standard: left out, its columns cannot be told apart")
