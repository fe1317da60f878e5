"""What the checks of a claim know: other sources, other pages, the twin, the capture of another day, what is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conftest import ASSETS, fill
from warehouse import query
from warehouse.store import Writer

Row = dict[str, Any]
HTML, MARKDOWN = "page/openai/pricing", "page/openai/pricing.md"


def change(number: int, given: str | None, taken: str | None, source: str = HTML, day: int = 1, **more: object) -> Row:
    """A price of one offer, first seen on a day of December and last on the same day."""
    at = f"2026-12-{day:02}"
    row: Row = {"change_id": number, "source": source, "family": "page/openai", "trust": 1}
    row |= {"provider": "openai", "model_id": "m", "provider_model_id": "m-1", "tier": "standard", "currency": "USD"}
    row |= {"input_usd_per_mtok": given, "output_usd_per_mtok": taken, "valid_from": at, "observed_at": f"{at} 12:00"}
    row |= {"confirmed_at": f"{at} 12:00", "last_seen_on": at, "n_sources": 1, "date_basis": "observed"}
    return {**row, "quote": f"Input: ${given}", **more}


def inputs_of(writer: Writer, *changes: Row) -> list[Row]:
    fill(writer, "core_model", {"model_id": "m"})
    fill(writer, "_price_change", *changes)
    file = ASSETS / "prices" / "list_claims_to_check.sql"
    return query.rows(writer.connection, file, {"days": 60, "same": Decimal("0.005")})


def test_exact_and_near_agreement_of_other_families(writer: Writer) -> None:
    facts = change(1, "2.5", "10", source="facts/price_changes", family="https://example.org")
    near = change(2, "2.51", "10", source="feed/litellm", family="litellm", day=3)
    far = change(3, "2.6", "10", source="feed/models.dev", family="models.dev")
    page = change(4, "2.5", "10")
    counts = [
        (row["n_sources"], row["n_close"], row["n_witnesses"]) for row in inputs_of(writer, facts, near, far, page)
    ]
    assert counts == [(2, 3, 1), (1, 3, 1), (1, 1, 1), (2, 3, 1)]


def test_a_model_under_another_name_agrees_and_a_name_without_a_model_only_with_itself(writer: Writer) -> None:
    ours = change(1, "2.5", "10")
    renamed = change(2, "2.5", "10", source="feed/litellm", family="litellm", provider_model_id="m-1-latest")
    unknown = change(3, "9", "36", provider_model_id="x-1", model_id=None)
    other = change(4, "9", "36", source="feed/litellm", family="litellm", provider_model_id="x-2", model_id=None)
    same = change(5, "9", "36", source="feed/models.dev", family="models.dev", provider_model_id="x-2", model_id=None)
    rows = inputs_of(writer, ours, renamed, unknown, other, same)
    assert [row["n_sources"] for row in rows] == [2, 2, 1, 2, 2]


def test_another_page_at_the_same_time_and_the_parts_of_a_page_are_witnesses(writer: Writer) -> None:
    page = change(1, "2.5", "10", witness="data+page", last_seen_on="2026-12-05")
    twin = change(2, "2.5", "10", source=MARKDOWN, day=3, last_seen_on="2026-12-05")
    later = change(3, "2.5", "10", source="page/openai/api", day=9)
    rows = inputs_of(writer, page, twin, later)
    assert [row["n_witnesses"] for row in rows] == [3, 2, 1]
    assert [str(row["agreed_on"]) for row in rows] == ["2026-12-03", "2026-12-03", "None"]
    assert [row["contradicted_by"] for row in rows] == [None, None, None]


def test_the_twin_of_a_page_contradicts_what_starts_later(writer: Writer) -> None:
    old = change(1, "5", "20", source=MARKDOWN, last_seen_on="2026-12-04")
    new = change(2, "2.5", "10", day=3, last_seen_on="2026-12-04")
    elsewhere = change(3, "9", "36", source="page/openai/api", day=3)
    euros = change(4, "4", "16", day=3, provider_model_id="m-2", currency="EUR")
    rows = inputs_of(writer, old, new, elsewhere, euros)
    assert [row["contradicted_by"] for row in rows] == [None, f"{MARKDOWN} shows Input: $5", None, None]


def test_the_twin_is_the_price_of_another_tier_in_the_same_list(writer: Writer) -> None:
    standard, batch = change(1, "2.5", "10"), change(2, "1.25", "5", tier="batch")
    long, flex = (
        change(number, price, price, tier=tier, context_from_tokens=200_000)
        for number, price, tier in ((3, "4", "long-context"), (4, "2", "flex"))
    )
    other = change(5, "3", "9", source=MARKDOWN)
    rows = inputs_of(writer, standard, batch, long, flex, other)
    assert [row["twin_input_usd_per_mtok"] for row in rows] == [
        *(Decimal("1.25"), Decimal("2.5"), Decimal(2), Decimal(4), None)
    ]


def test_a_capture_of_a_later_day_shows_the_price_again(writer: Writer) -> None:
    for at in ("2026-12-01 12:00", "2026-12-01 18:00", "2026-12-04 12:00", "2026-12-07 12:00"):
        fill(writer, "raw_page_capture", {"source": HTML, "captured_at": at, "counts": True})
    again, once = change(1, "2.5", "10", last_seen_on="2026-12-07"), change(2, "3", "9", day=7, tier="batch")
    assert [str(row["seen_again_on"]) for row in inputs_of(writer, again, once)] == ["2026-12-04", "None"]


def test_a_capture_of_another_page_does_not_show_the_price_again(writer: Writer) -> None:
    fill(writer, "raw_page_capture", {"source": MARKDOWN, "captured_at": "2026-12-04 12:00", "counts": True})
    fill(writer, "raw_page_capture", {"source": HTML, "captured_at": "2026-12-05 12:00", "counts": False})
    fill(writer, "raw_page_capture", {"source": HTML, "captured_at": "2026-12-06 12:00", "counts": True})
    (row,) = inputs_of(writer, change(1, "2.5", "10", last_seen_on="2026-12-07"))
    assert str(row["seen_again_on"]) == "2026-12-06"


def test_a_withdrawal_is_told_whether_the_page_still_names_the_model(writer: Writer) -> None:
    gone: Row = {"source": HTML, "provider": "openai", "model_id": "m", "tier": "standard", "lost_on": "2026-12-02"}
    fill(writer, "_lost_offer", {**gone, "last_captured_at": "2026-12-09 12:00", "is_named": True})
    withdrawals = [
        change(1, None, None, day=2),
        change(2, None, None, day=2, tier="batch"),
        change(3, None, None, day=2, date_basis="announced"),
        change(4, "2.5", "10", day=2),
    ]
    rows = inputs_of(writer, *withdrawals)
    assert [str(row["still_named_on"]) for row in rows] == ["2026-12-09", "None", "None", "None"]
