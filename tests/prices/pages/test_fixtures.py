"""Every fixture page gives exactly its expected rows; real pages, where present, give the rows an eye counts."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.prices.offer import Offer, Page
from assets.prices.pages.registry import READERS, reader_of
from tests.conftest import SHARED

HERE = Path(__file__).parent
FIXTURES = sorted(path for path in HERE.glob("*/*") if path.suffix in (".html", ".md"))
IN_JSON = {"aws-bedrock", "azure"}
"""Price lists in JSON: their tests make their bodies, and test_json_mutants.py damages them."""
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


def as_row(offer: Offer) -> tuple[object, ...]:
    return (
        offer.model, offer.tier, offer.currency, offer.input_per_mtok, offer.cached_input_per_mtok,
        offer.output_per_mtok, offer.context_from_tokens, offer.valid_from, offer.valid_to,
    )  # fmt: skip


def expected_rows(path: Path) -> list[tuple[object, ...]]:
    rows = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return [
        (*row[:3], *(None if x is None else Decimal(x) for x in row[3:6]), row[6],
         *(None if x is None else date.fromisoformat(x) for x in row[7:]))
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_fixture_gives_its_rows(path: Path) -> None:
    read = reader_of(path.parent.name)
    assert read is not None
    reading = read(Page(path.read_bytes(), date(2026, 10, 1), path.name))
    assert sorted(map(as_row, reading.offers), key=str) == sorted(expected_rows(path), key=str)
    assert all(offer.quote for offer in reading.offers)


@pytest.mark.parametrize("provider", sorted(set(READERS) - IN_JSON))
def test_every_provider_with_pages_has_three_fixtures(provider: str) -> None:
    assert sum(path.parent.name == provider for path in FIXTURES) >= 3


@pytest.mark.shared
@pytest.mark.parametrize(("provider", "name"), COUNTED)
def test_stored_page_gives_the_counted_rows(provider: str, name: str) -> None:
    read = reader_of(provider)
    assert read is not None
    page = Page((SHARED / "pages" / name).read_bytes(), date(2026, 10, 1), name)
    assert len(read(page).offers) == COUNTED[provider, name]
