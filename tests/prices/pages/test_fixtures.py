"""Every fixture page gives exactly its expected rows; real pages, where present, give the rows an eye counts."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.prices.offer import Offer, Page
from assets.prices.pages.registry import READERS, reader_of

HERE = Path(__file__).parent
FIXTURES = sorted(path for path in HERE.glob("*/*") if path.suffix in (".html", ".md"))
SHARED = Path("/work/shared/pages")
COUNTED = {
    # 13 models standard and batch
    ("anthropic", "anthropic_2026-04-26_1.html"): 26,
    # 41 standard rows, 10 long ones, 8 batch rows, 1 long batch row whose threshold is stated
    ("openai", "openai_2026-09-30_1.md"): 60,
    ("openai", "openai_2026-04-27_1.html"): 139,
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


@pytest.mark.parametrize("provider", READERS)
def test_every_provider_has_three_fixtures(provider: str) -> None:
    assert sum(path.parent.name == provider for path in FIXTURES) >= 3


@pytest.mark.skipif(not SHARED.exists(), reason="the stored pages are not on this machine")
@pytest.mark.parametrize(("provider", "name"), COUNTED)
def test_stored_page_gives_the_counted_rows(provider: str, name: str) -> None:
    read = reader_of(provider)
    assert read is not None
    assert len(read(Page((SHARED / name).read_bytes(), date(2026, 10, 1), name)).offers) == COUNTED[provider, name]
