"""Offers that one aggregator alone lists wait in quarantine, also those whose model is not known."""

from __future__ import annotations

import json

from tests.conftest import fill, make, read
from warehouse.store import Writer


def test_an_offer_that_no_fact_knows_is_quarantined_with_its_row(writer: Writer) -> None:
    known = {"provider": "host", "model_id": "m", "provider_model_id": "m-1", "input_usd_per_mtok": "1.5"}
    listed = {"source": "genai-prices", "trust": 7, "output_usd_per_mtok": "2"}
    fill(writer, "core_price_observation", {**known, "source": "facts/price_changes", "trust": 2})
    fill(writer, "core_price_observation", {**known, **listed, "provider_model_id": "m-1-alias"})
    fill(writer, "core_price_observation", {**known, **listed, "provider": "author"})
    make(writer, "_price_refusal", "prices/find_unconfirmed_offers.sql", reason="one source alone", trusted=2)
    ((row, reason, released_by),) = read(writer, "SELECT row, reason, released_by FROM _price_refusal")
    assert (reason, released_by) == ("one source alone", None)
    assert json.loads(row) == {
        "provider": "author",
        "provider_model_id": "m-1",
        "model_id": "m",
        "input_usd_per_mtok": "1.500000000",
        "output_usd_per_mtok": "2.000000000",
        "valid_from": "2020-01-01",
    }


def test_an_offer_without_a_model_is_compared_by_the_sellers_id(writer: Writer) -> None:
    known = {"provider": "host", "model_id": None, "provider_model_id": "m-1", "input_usd_per_mtok": "1.5"}
    fill(writer, "core_price_observation", {**known, "source": "page/host", "trust": 1})
    listed = {**known, "source": "feed/litellm", "trust": 4, "output_usd_per_mtok": "2"}
    fill(writer, "core_price_observation", listed, {**listed, "provider_model_id": "m-2"})
    make(writer, "_price_refusal", "prices/find_unconfirmed_offers.sql", reason="one source alone", trusted=2)
    rows = read(writer, "SELECT row FROM _price_refusal")
    assert [json.loads(row)["provider_model_id"] for (row,) in rows] == ["m-2"]
