"""Usage of models and tokens of a task, from the files to the tables."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from assets.models.facts import ModelTokenizerRow, TokenizerRateRow
from assets.search.facts import ModelUsageRow, TaskTokensRow
from tests.conftest import ROOT
from warehouse.bundle import Bundle

ROW = {
    **{"used_on": "2025-01-15", "slug": "a/b", "kind": "paid", "tokens": "7", "model_id": None, "maker": None},
    **{"input_usd_per_mtok": "1", "output_usd_per_mtok": "2", "listed_as": "a/b", "listed_on": "2025-01-17"},
    **{"router": "openrouter", "published_on": "2026-10-11", "licence": "CC BY 4.0", "source": "s", "source_url": "u"},
}


def test_every_day_of_usage_is_whole() -> None:
    rows = Bundle().read("model_usage", ModelUsageRow)
    days = Counter(row.used_on for row in rows)
    # The 50 models most used and the rest; every second month, never a weekend.
    assert set(days.values()) == {51}
    assert [(day.year, day.month) for day in sorted(days)] == [
        *((2025, month) for month in (1, 3, 5, 7, 9, 11)),
        *((2026, month) for month in (1, 3, 5, 7, 9)),
    ]
    assert all(day.weekday() < 5 and 15 <= day.day <= 22 for day in days)
    assert Counter(row.used_on for row in rows if row.kind == "other") == dict.fromkeys(days, 1)
    first = sum(row.tokens for row in rows if row.used_on == date(2025, 1, 15))
    # In all of January 2025 the data set has 2,230,133,928,895 tokens, 71.9 billion a day.
    assert 0.8 < first / (2_230_133_928_895 / 31) < 1.2


def test_a_listed_price_is_of_a_paid_model_and_within_a_month() -> None:
    for row in Bundle().read("model_usage", ModelUsageRow):
        assert row.listed_on is None or abs((row.listed_on - row.used_on).days) <= 31
        assert (row.kind == "free") == row.slug.endswith(":free")


def test_usage_is_known_from_its_snapshot_on() -> None:
    row = ModelUsageRow.model_validate(ROW)
    assert row.as_known_on(date(2026, 10, 10)) is None
    assert row.as_known_on(date(2026, 10, 11)) == row


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"output_usd_per_mtok": None}, "given together or not at all"),
        ({"kind": "free"}, "tokens of kind free have no price"),
        ({"tokens": "-1"}, "greater than 0"),
        ({"tokens": "0"}, "greater than 0"),
        ({"kind": "gift"}, "'paid', 'free', 'cloaked', 'embedding' or 'other'"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(change: dict[str, str | None], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ModelUsageRow.model_validate({**ROW, **change})


def test_tokens_of_a_task_are_the_sum_where_both_parts_are_stated() -> None:
    rows = Bundle().read("tokens_per_task", TaskTokensRow)
    stated = [row for row in rows if row.input_tokens and row.output_tokens]
    assert [row.tokens for row in stated] == [(row.input_tokens or 0) + (row.output_tokens or 0) for row in stated]
    assert {row.bound for row in rows if row.period_to} == {"below", "above"}
    assert {row.known_on for row in rows} == {date(2025, 12, 4)}


def test_the_texts_that_were_counted_are_in_the_docs() -> None:
    for row in Bundle().read("tokenizer_rates", TokenizerRateRow):
        text = (ROOT / "docs" / "tokenizers" / f"{row.text_kind}.txt").read_bytes()
        assert (len(text.decode()), hashlib.sha256(text).hexdigest()) == (row.characters, row.text_sha256)


def test_a_tokenizer_has_a_rate_for_every_text() -> None:
    rates = {(row.tokenizer, row.text_kind): row for row in Bundle().read("tokenizer_rates", TokenizerRateRow)}
    # GPT-4: 292 tokens of 1,303 characters. Claude Opus 4.7 takes 431 for the same text: 1.476 times as many.
    assert rates["cl100k", "english"].tokens_per_1000_characters == pytest.approx(224.10)
    assert round(Decimal(rates["claude-4.7", "english"].tokens) / rates["cl100k", "english"].tokens, 3) == Decimal(
        "1.476"
    )
    tokenizers = {row.tokenizer for row in Bundle().read("model_tokenizers", ModelTokenizerRow)}
    assert tokenizers <= {tokenizer for tokenizer, _ in rates}
    assert Counter(tokenizer for tokenizer, _ in rates) == dict.fromkeys({tokenizer for tokenizer, _ in rates}, 3)
