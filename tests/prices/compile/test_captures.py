"""What the captures of a machine show: real tables, read as the comparison takes them."""

from __future__ import annotations

from assets.prices.compile.captures import read_captures
from tests.conftest import fill
from warehouse.store import Writer

PRICE = {
    **{
        "provider": "openai",
        "model_id": "m",
        "provider_model_id": "m-1",
        "tier": "standard",
        "source_url": "https://p",
    },
    **{"input_usd_per_mtok": "1", "cached_input_usd_per_mtok": "0.1", "output_usd_per_mtok": "5"},
}
PAGE = {"source": "page/openai", "family": "page/openai"}


def shown(writer: Writer) -> list[tuple[str, str, str, str, bool]]:
    """Source, day, basis and price of what the captures show, and whether it is the seller's own statement."""
    return [
        (name, str(price.day), price.basis, "/".join(f"{a:f}" for a in price.amounts or ()), price.is_the_sellers_own)
        for name, prices in read_captures(writer.connection)
        for price in prices
    ]


def test_a_page_shows_a_price_on_the_day_it_states_and_on_the_last_day_it_was_seen(writer: Writer) -> None:
    days = {"valid_from": "2026-10-01", "last_seen_on": "2026-10-09", "date_basis": "announced"}
    fill(writer, "core_price_observation", {**PRICE, **PAGE, **days})
    pair = "1.000000000/5.000000000"
    assert shown(writer) == [
        ("page/openai", "2026-10-01", "announced", pair, True),
        ("page/openai", "2026-10-09", "listed", pair, True),
    ]


def test_the_day_of_a_feed_is_the_day_on_which_it_recorded_a_price(writer: Writer) -> None:
    feed = {"source": "feed/litellm", "family": "litellm", "date_basis": "announced"}
    fill(writer, "core_price_observation", {**PRICE, **feed, "valid_from": "2026-10-01", "last_seen_on": "2026-10-01"})
    assert [row[2] for row in shown(writer)] == ["observed"]


def test_the_first_capture_shows_a_state_and_an_end_has_no_price(writer: Writer) -> None:
    first = {"valid_from": "2026-10-01", "last_seen_on": "2026-10-01", "date_basis": "import"}
    end = {"input_usd_per_mtok": None, "output_usd_per_mtok": None, "valid_from": "2026-10-20", "note": "withdrawn"}
    gone = {**PRICE, **PAGE, **end, "last_seen_on": "2026-10-25", "date_basis": "observed"}
    fill(writer, "core_price_observation", {**PRICE, **PAGE, **first}, gone)
    assert [(row[1], row[2], row[3]) for row in shown(writer)] == [
        ("2026-10-01", "listed", "1.000000000/5.000000000"),
        ("2026-10-20", "observed", ""),
    ]


def test_facts_genai_prices_and_other_tiers_are_no_captures(writer: Writer) -> None:
    days = {"valid_from": "2026-10-01", "last_seen_on": "2026-10-01", "date_basis": "observed"}
    for source in ({"source": "facts/price_changes"}, {"source": "genai-prices"}, {**PAGE, "tier": "batch"}):
        fill(writer, "core_price_observation", {**PRICE, **days, **source})
    fill(writer, "core_price_observation", {**PRICE, **days, **PAGE, "context_from_tokens": "200000"})
    assert shown(writer) == []
