"""Every page in a fixture folder gives exactly the rows of the CSV beside it; real pages, as many as were counted.

The folder `tests/prices/pages/<provider>/` holds pages (`.html`, `.md`, `.json`), each with a `.csv` of the same name:
the offers that a person reads on it, prices per million tokens, what is not stated left blank.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageOffer, PricePage
from tests.conftest import SHARED

HERE = Path(__file__).parent
FIXTURES = sorted(path for path in HERE.glob("*/*") if path.suffix in {".html", ".md", ".json"})
CAPTURED_ON = date(2026, 10, 1)
COUNTED = {
    # 13 models standard and batch
    ("anthropic", "anthropic_2026-04-26_1.html"): 26,
    # 11 priced chat models (one is free); the two vision rows repeat chat rows
    ("together", "together_2026-09-23_1.md"): 11,
    # two GPT OSS and one Qwen; the others are on request, by the hour or by the character
    ("groq", "groq_2026-09-23_1.md"): 3,
    # 41 standard rows, 10 long ones, 8 batch rows, 1 long batch row whose threshold is stated
    ("openai", "openai_2026-09-30_1.md"): 60,
    ("openai", "openai_2026-04-27_1.html"): 139,
    # 12 text and 5 vision models with a price; 3 are free
    ("zai", "zai_2026-08-18_1.html"): 17,
    # 10 text and 8 vision rows; 4 more hang on the output's length, 2 models are free, the rest has one flat price
    ("zhipu", "bigmodel_2026-07-17_1.html"): 18,
    ("moonshot", "kimi1_2026-07-17_1.html"): 1,
    ("moonshot", "kimi3_2026-07-17_1.html"): 2,
    # 45 usual rows and 36 batch rows; 16 more hang on the output's length
    ("volcengine", "volcengine_2026-07-17_1.html"): 81,
    # Singapore's 19 rows of 42
    ("tencent", "tencent_2026-07-17_1.html"): 19,
    # the mainland's 11 rows that have an output price
    ("alibaba", "aliyun_2026-07-20_1.html"): 11,
    # one model at two lengths and two more, all in `div`s
    ("minimax", "minimax_2026-07-17_1.html"): 4,
    # five models, each with a long band
    ("xai", "xai_2026-09_1.md"): 10,
    # two models, one price each
    ("deepseek", "deepseek_2026-07-17_1.html"): 2,
    # 42 tables with text prices, 9 of them with a long band, 4 of those for two ids
    ("google", "google_2026-04-27_1.html"): 59,
}


def as_row(offer: PageOffer) -> tuple[object, ...]:
    return (
        *(offer.model, offer.tier, offer.currency),
        *(offer.input_per_mtok, offer.cached_input_per_mtok, offer.output_per_mtok),
        *(offer.context_from_tokens, offer.valid_from, offer.valid_to),
    )


def expected_rows(page: Path) -> list[tuple[object, ...]]:
    """The rows of the CSV beside a page, as `as_row` has them."""
    with page.with_suffix(".csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    readers = (str, str, str, Decimal, Decimal, Decimal, int, date.fromisoformat, date.fromisoformat)
    return [tuple(read(cell) if cell else None for read, cell in zip(readers, row, strict=True)) for row in rows if row]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_fixture_gives_its_rows(path: Path) -> None:
    reading = PRICE_SOURCES[path.parent.name].read(PricePage(path.read_bytes(), CAPTURED_ON, path.name))
    assert sorted(map(as_row, reading.offers), key=str) == sorted(expected_rows(path), key=str)
    assert all(offer.quote for offer in reading.offers)


@pytest.mark.shared
@pytest.mark.parametrize(("provider", "name"), COUNTED)
def test_stored_page_gives_the_counted_rows(provider: str, name: str) -> None:
    page = PricePage((SHARED / "pages" / name).read_bytes(), CAPTURED_ON, name)
    assert len(PRICE_SOURCES[provider].read(page).offers) == COUNTED[provider, name]
