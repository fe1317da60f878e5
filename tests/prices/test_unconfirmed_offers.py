"""Offers that one aggregator alone lists wait in quarantine."""

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
