"""The bundled price changes: what a row may be, and well-known prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from assets.prices.facts import PriceChangeRow
from warehouse.bundle import Bundle

ROW = {
    "provider": "openai",
    "model_id": "m",
    "provider_model_id": "m",
    "tier": "standard",
    "input_usd_per_mtok": "2.50",
    "cached_input_usd_per_mtok": None,
    "output_usd_per_mtok": "10",
    "effective_from": "2024-05-13",
    "date_basis": "announced",
    "n_sources": "1",
    "source_url": "https://example.org",
    "note": None,
}
GONE = {"input_usd_per_mtok": None, "output_usd_per_mtok": None}


def test_a_price_is_known_from_the_day_it_took_effect() -> None:
    row = PriceChangeRow.model_validate(ROW)
    assert (row.input_usd_per_mtok, row.known_on) == (Decimal("2.50"), date(2024, 5, 13))


def test_a_withdrawal_has_no_price_and_a_note() -> None:
    assert PriceChangeRow.model_validate({**ROW, **GONE, "note": "withdrawn (gone)"}).output_usd_per_mtok is None


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"output_usd_per_mtok": None}, "a price needs both input and output"),
        ({"input_usd_per_mtok": None}, "a price needs both input and output"),
        (GONE, "the note does not say withdrawn"),
        ({**GONE, "note": "free for now"}, "the note does not say withdrawn"),
        ({"input_usd_per_mtok": "0"}, "greater than 0"),
        ({"tier": "cheap"}, "'standard', 'batch'"),
        ({"date_basis": "guessed"}, "'announced' or 'observed'"),
        ({"n_sources": "-1"}, "greater than or equal to 0"),
        ({"currency": "EUR"}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_no_price_change_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        PriceChangeRow.model_validate({**ROW, **change})


@pytest.mark.parametrize(
    ("model_id", "day", "prices"),
    [
        ("gpt-4-0314", date(2023, 3, 14), ("30", "60")),
        ("gpt-4-1106-preview", date(2023, 11, 6), ("10", "30")),
        ("gpt-4o-2024-05-13", date(2024, 5, 13), ("5", "15")),
    ],
)
def test_openais_launch_prices_are_the_announced_ones(model_id: str, day: date, prices: tuple[str, str]) -> None:
    rows = [
        (row.input_usd_per_mtok, row.output_usd_per_mtok)
        for row in Bundle().read("price_changes", PriceChangeRow)
        if (row.provider, row.model_id, row.valid_from, row.tier) == ("openai", model_id, day, "standard")
    ]
    assert rows == [tuple(map(Decimal, prices))]


@pytest.mark.parametrize(
    ("provider", "provider_model_id", "day", "prices"),
    [
        ("nebius", "google/gemma-3-27b-it", "2026-11-23", ("0.1", "0.3")),  # was 0.06/0.20
        ("openrouter", "google/gemma-4-31b-it", "2026-10-20", ("0.2", "0.4")),  # was 0.09/0.34
        ("openrouter", "google/gemma-4-31b-it", "2026-11-23", ("0.15", "0.4")),
        ("xai", "grok-4.20-beta-0309-reasoning", "2026-11-23", ("1.25", "2.5")),  # was 2/6
        ("google", "gemini-3.6-flash", "2026-08-13", ("0.75", "3.75")),  # the promotion was in force on 2026-11-23
        ("deepinfra", "openai/gpt-oss-120b", "2026-09-28", ("0.037", "0.17")),  # was 0.039/0.19
    ],
)
def test_prices_that_were_known_wrong_are_corrected(
    provider: str, provider_model_id: str, day: str, prices: tuple[str, str]
) -> None:
    offer = (provider, provider_model_id, "standard")
    rows = [
        row
        for row in Bundle().read("price_changes", PriceChangeRow)
        if (row.provider, row.provider_model_id, row.tier) == offer and row.valid_from <= date.fromisoformat(day)
    ]
    last = max(rows, key=lambda row: row.valid_from)
    assert (last.input_usd_per_mtok, last.output_usd_per_mtok) == tuple(map(Decimal, prices))


def test_no_offer_ends_on_a_presumption() -> None:
    notes = [row.note for row in Bundle().read("price_changes", PriceChangeRow) if row.input_usd_per_mtok is None]
    assert [note for note in notes if not note or "presumed" in note] == []
